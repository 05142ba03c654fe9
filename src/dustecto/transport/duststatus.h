// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSTATUS_H
#define DUSTSTATUS_H

#include "dustglobal.h"

#include <QtCore/QMetaType>
#include <QtCore/QStringList>

#include <optional>

// What is known of a store and of what may be done to it. Nothing: it is not known.
class DUSTECTO_EXPORT DustStatus
{
    Q_GADGET
    Q_PROPERTY(bool canRead MEMBER canRead)
    Q_PROPERTY(bool canWrite MEMBER canWrite)
    Q_PROPERTY(QStringList scopes MEMBER scopes)
    Q_PROPERTY(int pendingCount MEMBER pendingCount)
    Q_PROPERTY(quint64 seq MEMBER seq)

public:
    bool canRead = true;
    bool canWrite = true;
    QStringList scopes; // of the token, as the server names them
    int pendingCount = 0; // own writes that are not confirmed
    quint64 seq = 0; // up to which everything is here
    std::optional<quint64> storeSeq; // of the store
    std::optional<qint64> entryCount; // leaves in the store
    std::optional<qint64> opCount; // in the store's log
};

Q_DECLARE_METATYPE(DustStatus)

#endif // DUSTSTATUS_H
