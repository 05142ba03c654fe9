// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrecordevent.h"

/*!
    \class DustRecordEvent
    \inmodule DustEcto
    \brief The DustRecordEvent class is one change of one record, as DustRepo::subscribe() tells it.

    There is one for every operation and every record it touched. Whether a record was there before and after the operation
    decides: a record that is there afterwards was \c Upserted, one that no longer is was \c Deleted, and of one that is
    not there before or after nobody hears. To be there means to pass the guard of the schema, as DustRepo::get() does.

    \sa DustRecordEventOf, DustRepo::subscribe(), DustRepo::subscribeRaw()
*/

/*!
    \enum DustRecordEvent::Kind
    \value Upserted The record was inserted or changed.
    \value Deleted The record was deleted, or no longer passes the guard.
*/

/*!
    \property DustRecordEvent::kind
    \brief what happened.
*/

/*!
    \property DustRecordEvent::slug
    \brief whose record it is.
*/

/*!
    \property DustRecordEvent::record
    \brief the record right after the operation, with its revisions; null when it was deleted.
*/

/*!
    \property DustRecordEvent::storeSeq
    \brief the operation's place in the order of the store.
*/

/*!
    \property DustRecordEvent::own
    \brief whether this client wrote it.
*/

/*!
    \class DustRecordEventOf
    \inmodule DustEcto
    \brief The DustRecordEventOf template class is a DustRecordEvent with the gadget \c T for a record.

    \sa DustRecordEvent
*/

/*!
    \fn template <typename T> bool DustRecordEventOf<T>::isUpserted() const

    Returns whether the record was inserted or changed.
*/

/*!
    \fn template <typename T> bool DustRecordEventOf<T>::isDeleted() const

    Returns whether the record is gone.
*/

/*!
    \fn template <typename T> DustRecordEventOf<T> DustRecordEventOf<T>::from(const DustRecordEvent &event)

    Returns \a event with its record as a \c T, which has default values when it was deleted.
*/

/*!
    \fn bool DustRecordEvent::operator!=(const DustRecordEvent &a, const DustRecordEvent &b)

    Returns whether \a a and \a b differ.
*/

/*!
    \fn bool DustRecordEvent::operator==(const DustRecordEvent &a, const DustRecordEvent &b)

    Returns whether \a a and \a b tell the same.
*/
bool operator==(const DustRecordEvent &a, const DustRecordEvent &b)
{
    return a.kind == b.kind && a.slug == b.slug && a.record == b.record && a.storeSeq == b.storeSeq
            && a.own == b.own;
}

/*!
    \fn QDebug DustRecordEvent::operator<<(QDebug debug, const DustRecordEvent &event)

    Writes \a event to \a debug.
*/
QDebug operator<<(QDebug debug, const DustRecordEvent &event)
{
    const QDebugStateSaver saver(debug);
    return debug.nospace() << "DustRecordEvent(" << event.kind << ' ' << event.slug << " at "
                           << event.storeSeq << ')';
}

#include "moc_dustrecordevent.cpp"
