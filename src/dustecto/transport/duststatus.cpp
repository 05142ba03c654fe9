// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "duststatus.h"

/*!
    \class DustStatus
    \inmodule DustEcto
    \brief The DustStatus class is what is known of a store, and of what may be done to it.

    \c canRead, \c canWrite and \c scopes are what the token may do; an embedded store has no token,
    and no scopes. \c pendingCount is the number of own writes that the store has not confirmed, \c seq
    the \c store_seq up to which everything is here.

    \c storeSeq, \c entryCount (leaves) and \c opCount (operations in the log) are the store's own. They
    are empty where it could not be asked.

    PROTOCOL section 4, \c status.

    \sa DustStore::status()
*/

#include "moc_duststatus.cpp"
