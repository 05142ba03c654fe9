// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTRECEIPT_H
#define DUSTRECEIPT_H

#include "dustpath.h"

#include <QtCore/QList>
#include <QtCore/QVariant>

// What an accepted write is answered with (PROTOCOL §2-4).
class DUSTECTO_EXPORT DustReceipt
{
    Q_GADGET
    Q_PROPERTY(quint64 storeSeq MEMBER storeSeq)
    Q_PROPERTY(QString path READ pathString)
    Q_PROPERTY(QString clientOpId MEMBER clientOpId)
    Q_PROPERTY(quint64 token MEMBER token)
    Q_PROPERTY(QString holder MEMBER holder)
    Q_PROPERTY(qint64 expiresAt MEMBER expiresAt)
    Q_PROPERTY(bool released MEMBER released)

public:
    quint64 storeSeq = 0; // also the revision of the leaves it wrote
    DustPath path;
    QString clientOpId;
    // lease, renew, release
    quint64 token = 0;
    QString holder;
    qint64 expiresAt = 0; // Unix milliseconds
    bool released = false;

    QString pathString() const { return path.toString(); }

    DUSTECTO_EXPORT friend bool operator==(const DustReceipt &a, const DustReceipt &b);
    friend bool operator!=(const DustReceipt &a, const DustReceipt &b) { return !(a == b); }
};

class DUSTECTO_EXPORT DustBatchReceipt
{
    Q_GADGET
    Q_PROPERTY(quint64 storeSeq MEMBER storeSeq)

public:
    QList<DustReceipt> operations;
    quint64 storeSeq = 0; // of the last operation
};

Q_DECLARE_METATYPE(DustReceipt)
Q_DECLARE_METATYPE(DustBatchReceipt)

#endif // DUSTRECEIPT_H
