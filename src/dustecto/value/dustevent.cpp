// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustevent.h"

/*!
    \class DustEvent
    \inmodule DustEcto
    \brief The DustEvent class is what a store says happened.

    It mirrors the \c event frame of PROTOCOL section 4. What value carries depends on the operation, as the table of
    PROTOCOL section 2 says: a \c set the value as sent, an \c increment the new total, an \c add the whole set.
*/

/*!
    \variable DustEvent::op

    Which operation it was.
*/

/*!
    \variable DustEvent::path

    The path of the operation.
*/

/*!
    \variable DustEvent::value

    What the operation left or was sent with.
*/

/*!
    \variable DustEvent::storeSeq

    The place of the operation in the store's history; 0 while it is not committed.
*/

/*!
    \variable DustEvent::deviceId

    Which device wrote.
*/

/*!
    \variable DustEvent::clientOpId

    The id that the writer gave the operation.
*/

/*!
    \variable DustEvent::committed

    Whether the store has committed the operation.
*/

/*!
    \variable DustEvent::own

    Whether this client wrote it.
*/

/*!
    \fn QString DustEvent::opName() const

    Returns the name of the operation on the wire.

    \sa DustOperation::kindName()
*/

/*!
    \fn QString DustEvent::pathString() const

    Returns the rendered path.
*/

/*!
    \fn QVariant DustEvent::variant() const

    Returns the value as DustValue::toVariant() gives it.
*/

/*!
    \fn bool DustEvent::operator==(const DustEvent &a, const DustEvent &b)

    Returns whether \a a and \a b are equal in every member.
*/
bool operator==(const DustEvent &a, const DustEvent &b)
{
    return a.op == b.op && a.storeSeq == b.storeSeq && a.committed == b.committed && a.own == b.own
            && a.path == b.path && a.deviceId == b.deviceId && a.clientOpId == b.clientOpId
            && a.value == b.value;
}

/*!
    \fn bool DustEvent::operator!=(const DustEvent &a, const DustEvent &b)

    Returns whether \a a and \a b differ.
*/

/*!
    \fn QDebug DustEvent::operator<<(QDebug debug, const DustEvent &event)

    Writes \a event to \a debug.
*/
QDebug operator<<(QDebug debug, const DustEvent &event)
{
    const QDebugStateSaver saver(debug);
    debug.nospace().noquote() << "DustEvent(" << event.storeSeq << ' ' << event.opName() << ' '
                              << event.path << ", " << event.value << ", device " << event.deviceId
                              << ", " << event.clientOpId
                              << (event.committed ? "" : ", uncommitted")
                              << (event.own ? ", own" : "") << ')';
    return debug;
}

#include "moc_dustevent.cpp"
