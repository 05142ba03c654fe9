// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrepobatch.h"

#include "dustrepobatch_p.h"

/*!
    \class DustRepoOptions
    \inmodule DustEcto
    \brief The DustRepoOptions class says how a record is inserted, updated or removed.

    \sa DustRepo::insert(), DustRepo::update(), DustRepo::remove()
*/

/*!
    \fn bool DustRepoOptions::ifUnchanged() const

    Returns whether the write goes through only if nobody else changed what it touches; \c false by default.
*/

/*!
    Sets whether the write compares and swaps to \a ifUnchanged.

    Every field that an update changes, and every leaf that a removal deletes, is then written on condition that it still
    has the revision that the record's DustMeta tells, all in one batch. Where another client was faster the call ends
    with DustError::Conflict, with its path and current revision, and nothing is written. A record that was never read
    ends with DustError::InvalidParams. Where a revision is not known, as after a snapshot, it is asked for together with the
    value, which has to be the one that was read. Leaves that no field declares are compared likewise where they go: with a
    removal, and with an update in map mode; other updates leave them alone. A field that was absent when the record was read cannot be guarded: it is
    written whoever else wrote it meanwhile. Nor can what others added below a nested or free-form field: when the field is
    written it goes, so that the record is what the call answers.
*/
DustRepoOptions &DustRepoOptions::setIfUnchanged(bool ifUnchanged)
{
    m_ifUnchanged = ifUnchanged;
    return *this;
}

/*!
    \fn bool DustRepoOptions::ifAbsent() const

    Returns whether an insert goes through only if nothing is stored at the record's path; \c false by default.
*/

/*!
    Sets whether an insert, which else overwrites, ends with DustError::Exists where anything is stored at the record's path
    to \a ifAbsent. Updates and removals do not look at it.

    In an embedded store nothing comes between that look and the write. A server knows no such condition for a whole record.
    Plain HTTP asks first, and another client that inserts the same record within the time a message takes is overwritten. A
    mirror looks once, when the call is made, at what it shows: what it knows of others is as old as its last news, so that
    an insert made offline overwrites whatever record another client has put there until it is sent, and nobody is told.
    Where that matters, choose slugs that nobody else does, such as UUIDs; or guard one leaf with
    DustWriteOptions::setIfAbsent(), which is compared in the server, before the record is inserted.
*/
DustRepoOptions &DustRepoOptions::setIfAbsent(bool ifAbsent)
{
    m_ifAbsent = ifAbsent;
    return *this;
}

/*!
    \class DustRepoBatch
    \inmodule DustEcto
    \brief The DustRepoBatch class collects inserts, updates and deletes, over any schemas, for one atomic write.

    Nothing is checked or written before DustRepo::batchWrite().

    \sa DustRepo::batchWrite()
*/

/*!
    Makes a batch without steps.
*/
DustRepoBatch::DustRepoBatch() : d(new DustRepoBatchData) {}

/*! Makes a copy of \a other. */
DustRepoBatch::DustRepoBatch(const DustRepoBatch &other) = default;

/*! Takes the steps of \a other. */
DustRepoBatch::DustRepoBatch(DustRepoBatch &&other) noexcept = default;

/*! Replaces the steps by those of \a other. */
DustRepoBatch &DustRepoBatch::operator=(const DustRepoBatch &other) = default;

/*! Replaces the steps by those of \a other. */
DustRepoBatch &DustRepoBatch::operator=(DustRepoBatch &&other) noexcept = default;

/*! Destroys the batch. */
DustRepoBatch::~DustRepoBatch() = default;

/*!
    Adds the insert of the record that \a changeset makes.

    \sa DustRepo::insert()
*/
DustRepoBatch &DustRepoBatch::insert(const DustChangeset &changeset)
{
    d->steps.append(DustWriteStep::insert(changeset));
    return *this;
}

/*!
    Adds the insert of \a record.
*/
DustRepoBatch &DustRepoBatch::insert(const DustRecord &record)
{
    d->steps.append(DustWriteStep::insert(record));
    return *this;
}

/*!
    \fn template <typename T, DustRepoBatch::IfGadget<T>> DustRepoBatch &DustRepoBatch::insert(const T &record)

    Adds the insert of \a record.
*/

/*!
    Adds the update that \a changeset makes, with \a options.

    \sa DustRepo::update()
*/
DustRepoBatch &DustRepoBatch::update(const DustChangeset &changeset, const DustRepoOptions &options)
{
    d->steps.append(DustWriteStep::update(changeset, options));
    return *this;
}

/*!
    Adds the removal of \a record, with \a options.

    \sa DustRepo::remove()
*/
DustRepoBatch &DustRepoBatch::remove(const DustRecord &record, const DustRepoOptions &options)
{
    d->steps.append(DustWriteStep::remove(record, options));
    return *this;
}

/*!
    Adds the removal of the record \a slug of \a schema.
*/
DustRepoBatch &DustRepoBatch::remove(const DustSchema &schema, const QString &slug)
{
    d->steps.append(DustWriteStep::remove(schema, slug));
    return *this;
}

/*!
    \fn template <typename T, DustRepoBatch::IfGadget<T>> DustRepoBatch &DustRepoBatch::remove(const T &record, const DustRepoOptions &options)

    Adds the removal of \a record, with \a options.
*/

/*!
    \fn template <typename T> DustRepoBatch &DustRepoBatch::remove(const QString &slug)

    Adds the removal of the record \a slug of the type \c T.
*/

/*!
    Returns the number of steps.
*/
qsizetype DustRepoBatch::count() const
{
    return d->steps.size();
}

/*!
    \fn bool DustRepoBatch::isEmpty() const

    Returns whether there are no steps.
*/

DustRepoBatch &DustRepoBatch::refuse(const DustError &error)
{
    d->steps.append(DustWriteStep::refuse(error));
    return *this;
}
