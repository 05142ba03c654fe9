// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustreceipt.h"

/*!
    \class DustReceipt
    \inmodule DustEcto
    \brief The DustReceipt class is what an accepted write is answered with.

    \c storeSeq is the operation's place in the store's order, and the revision of the leaves it
    wrote. \c path and \c clientOpId are the operation's. \c token, \c holder and \c expiresAt
    (milliseconds since 1970, UTC) are set for leases and renewals. \c released tells whether a
    release found the lease; where it did not, nothing was written and \c storeSeq is 0. PROTOCOL
    sections 2 to 4.

    \sa DustStore::write()
*/

/*!
    \fn QString DustReceipt::pathString() const

    Returns the rendered path.
*/

/*!
    \fn bool DustReceipt::operator==(const DustReceipt &a, const DustReceipt &b)

    Returns whether \a a and \a b are equal in every member.
*/
bool operator==(const DustReceipt &a, const DustReceipt &b)
{
    return a.storeSeq == b.storeSeq && a.path == b.path && a.clientOpId == b.clientOpId
            && a.token == b.token && a.holder == b.holder && a.expiresAt == b.expiresAt
            && a.released == b.released;
}

/*!
    \fn bool DustReceipt::operator!=(const DustReceipt &a, const DustReceipt &b)

    Returns whether \a a and \a b differ.
*/

/*!
    \class DustBatchReceipt
    \inmodule DustEcto
    \brief The DustBatchReceipt class is what an accepted batch is answered with.

    \c operations holds a receipt per operation, in their order, and \c storeSeq is the last
    one's.

    \sa DustStore::batchWrite()
*/

#include "moc_dustreceipt.cpp"
