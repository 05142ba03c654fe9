// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustoperation.h"

#include "dusttext_p.h"

using namespace Qt::StringLiterals;

/*!
    \class DustOperation
    \inmodule DustEcto
    \brief The DustOperation class is what a writer asks of a store: one write, with its preconditions.

    It mirrors the operations of PROTOCOL section 2. Each static function makes one kind of operation; the setters add
    preconditions and return the operation, so that they chain:

    \snippet value.cpp operation

    \sa DustEvent
*/

/*!
    \class DustFence
    \inmodule DustEcto
    \brief The DustFence class ties a write to a lease: the write goes through only while the lease is live.
*/

/*!
    \variable DustFence::key

    The path of the lease.
*/

/*!
    \variable DustFence::token

    The token that the lease was acquired with.
*/

/*!
    \fn bool DustFence::operator==(const DustFence &a, const DustFence &b)

    Returns whether \a a and \a b name the same lease and token.
*/
namespace {

constexpr std::array<QStringView, 10> KindNames = {
    u"set",    u"delete",   u"merge", u"increment", u"add",
    u"remove", u"put_file", u"lease", u"renew",     u"release",
};

} // namespace

/*!
    \enum DustOperation::Kind

    What an operation does.

    \value Set Replaces the subtree at the path.
    \value Delete Deletes the leaf at the path and everything below it.
    \value Merge Writes each child of an object; other children stay.
    \value Increment Adds a number to a counter.
    \value Add Adds a member to a set.
    \value Remove Removes a member from a set.
    \value PutFile Links a file.
    \value Lease Acquires a lease.
    \value Renew Extends a lease.
    \value Release Gives a lease back.
*/

/*!
    \variable DustOperation::DefaultLeaseMilliseconds

    How long a lease is held unless told otherwise: 30,000 milliseconds.
*/

/*!
    \fn DustOperation::DustOperation()

    Constructs a Set without a path, which validate() refuses.
*/
DustOperation::DustOperation(Kind kind, const DustPath &path, const DustValue &value)
    : m_path(path), m_value(value), m_kind(kind)
{}

/*!
    Returns the operation that replaces what is at and below \a path with \a value.

    An object becomes one leaf per scalar in it; an empty object just clears the subtree.
*/
DustOperation DustOperation::set(const DustPath &path, const DustValue &value)
{
    return DustOperation(Set, path, value);
}

/*!
    Returns the operation that deletes what is at and below \a path. A \a note changes nothing: the
    event of the operation carries it as its value (PROTOCOL section 7). Over plain HTTP it stays
    behind.
*/
DustOperation DustOperation::remove(const DustPath &path, const DustValue &note)
{
    return DustOperation(Delete, path, note);
}

/*!
    Returns the operation that writes each of \a children below \a path and leaves the other children alone.

    An object among \a children replaces the child's subtree. A scalar does not clear a subtree that is already below
    its path, and a path must not hold both: use set() for a child that turns from an object into a scalar.
*/
DustOperation DustOperation::merge(const DustPath &path, const DustObject &children)
{
    return DustOperation(Merge, path, children);
}

/*!
    Returns the operation that adds the number \a delta to the counter at \a path, which starts at 0.
*/
DustOperation DustOperation::increment(const DustPath &path, const DustValue &delta)
{
    return DustOperation(Increment, path, delta);
}

/*!
    Returns the operation that adds \a member, which is not null, to the set at \a path.
*/
DustOperation DustOperation::addMember(const DustPath &path, const DustValue &member)
{
    return DustOperation(Add, path, member);
}

/*!
    Returns the operation that removes \a member, which is not null, from the set at \a path.
*/
DustOperation DustOperation::removeMember(const DustPath &path, const DustValue &member)
{
    return DustOperation(Remove, path, member);
}

/*!
    Returns the operation that links the file of \a reference, an envelope of the type \c file, at \a path.
*/
DustOperation DustOperation::putFile(const DustPath &path, const DustValue &reference)
{
    return DustOperation(PutFile, path, reference);
}

/*!
    Returns the operation that acquires the lease at \a path for \a holder and \a milliseconds.
*/
DustOperation DustOperation::lease(const DustPath &path, const QString &holder, qint64 milliseconds)
{
    DustOperation operation(Lease, path, DustValue());
    operation.m_holder = holder;
    operation.m_ttl = milliseconds;
    return operation;
}

/*!
    Returns the operation that extends the lease at \a path, acquired with \a token, to \a milliseconds from then on.
*/
DustOperation DustOperation::renew(const DustPath &path, quint64 token, qint64 milliseconds)
{
    DustOperation operation(Renew, path, DustValue());
    operation.m_token = token;
    operation.m_ttl = milliseconds;
    return operation;
}

/*!
    Returns the operation that gives the lease at \a path, acquired with \a token, back.
*/
DustOperation DustOperation::release(const DustPath &path, quint64 token)
{
    DustOperation operation(Release, path, DustValue());
    operation.m_token = token;
    return operation;
}

/*!
    \fn DustOperation::Kind DustOperation::kind() const

    Returns what the operation does.
*/

/*!
    \fn const DustPath &DustOperation::path() const

    Returns where the operation writes.
*/

/*!
    \fn const DustValue &DustOperation::value() const

    Returns what the operation writes; of a Delete its note, and null for leases.
*/

/*!
    Makes the operation fail with DustError::Conflict unless the leaf at the path has \a revision, at least 1. Only a
    Set of a leaf and a Delete can have it. Returns this operation.

    \sa ifMatch()
*/
DustOperation &DustOperation::setIfMatch(quint64 revision)
{
    m_ifMatch = revision;
    return *this;
}

/*!
    \fn std::optional<quint64> DustOperation::ifMatch() const

    Returns the revision that the leaf must have; nothing if it may have any.

    \sa setIfMatch()
*/

/*!
    Makes the operation fail with DustError::Exists if there is a leaf at the path, when \a ifAbsent is true. Only a Set
    of a leaf can have it. A subtree at the path does not count and is replaced. Returns this operation.

    \sa ifAbsent()
*/
DustOperation &DustOperation::setIfAbsent(bool ifAbsent)
{
    m_ifAbsent = ifAbsent;
    return *this;
}

/*!
    \fn bool DustOperation::ifAbsent() const

    Returns whether there must be no leaf at the path; false by default.

    \sa setIfAbsent()
*/

/*!
    Makes the operation fail with DustError::Fenced unless the lease of \a fence is live with its token. Every operation
    except those on leases can have it. Returns this operation.

    \sa fence()
*/
DustOperation &DustOperation::setFence(const DustFence &fence)
{
    m_fence = fence;
    return *this;
}

/*!
    \fn std::optional<DustFence> DustOperation::fence() const

    Returns the lease that guards the write; nothing if there is none.

    \sa setFence()
*/

/*!
    Sets the \a id by which the writer will know the operation again. Whoever sends the operation gives it one if it
    has none. Returns this operation.

    \sa clientOpId()
*/
DustOperation &DustOperation::setClientOpId(const QString &id)
{
    m_clientOpId = id;
    return *this;
}

/*!
    \fn QString DustOperation::clientOpId() const

    Returns the id by which the writer knows the operation again.

    \sa setClientOpId()
*/

/*!
    \fn QString DustOperation::holder() const

    Returns who acquires a Lease.
*/

/*!
    \fn quint64 DustOperation::token() const

    Returns the token of a Renew or Release; 0 for others.
*/

/*!
    \fn qint64 DustOperation::ttl() const

    Returns for how many milliseconds a Lease or Renew holds the lease; 0 for others.
*/

/*!
    Returns what the wire calls \a kind: \c set, \c delete, \c merge, \c increment, \c add, \c remove, \c put_file,
    \c lease, \c renew or \c release.
*/
QString DustOperation::kindName(Kind kind)
{
    return kind < KindNames.size() ? KindNames[kind].toString() : QString();
}

/*!
    Returns the kind that the wire calls \a name; nothing if there is none.
*/
std::optional<DustOperation::Kind> DustOperation::kindFromName(const QString &name)
{
    const auto found = std::find(KindNames.cbegin(), KindNames.cend(), name);
    return found == KindNames.cend() ? std::nullopt
                                     : std::optional(Kind(found - KindNames.cbegin()));
}

/*!
    \fn bool DustOperation::operator==(const DustOperation &a, const DustOperation &b)

    Returns whether \a a and \a b ask the same, the client op id included.
*/
bool operator==(const DustOperation &a, const DustOperation &b)
{
    return a.m_kind == b.m_kind && a.m_ifMatch == b.m_ifMatch && a.m_ifAbsent == b.m_ifAbsent
            && a.m_token == b.m_token && a.m_ttl == b.m_ttl && a.m_path == b.m_path
            && a.m_fence == b.m_fence && a.m_holder == b.m_holder
            && a.m_clientOpId == b.m_clientOpId && a.m_value == b.m_value;
}

/*!
    \fn bool DustOperation::operator!=(const DustOperation &a, const DustOperation &b)

    Returns whether \a a and \a b differ.
*/

/*!
    \fn QDebug DustOperation::operator<<(QDebug debug, const DustOperation &operation)

    Writes \a operation to \a debug, without tokens.
*/
QDebug operator<<(QDebug debug, const DustOperation &operation)
{
    const QDebugStateSaver saver(debug);
    debug.nospace().noquote() << "DustOperation(" << DustOperation::kindName(operation.kind())
                              << ' ' << operation.path();
    if (!operation.value().isNull())
        debug << ", " << operation.value();
    if (operation.ifMatch())
        debug << ", if_match " << *operation.ifMatch();
    if (operation.ifAbsent())
        debug << ", if_absent";
    if (operation.fence())
        debug << ", fence " << operation.fence()->key;
    if (!operation.holder().isEmpty())
        debug << ", holder " << operation.holder();
    if (!operation.clientOpId().isEmpty())
        debug << ", " << operation.clientOpId();
    return debug << ')';
}

#include "moc_dustoperation.cpp"
