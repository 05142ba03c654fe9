// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREJECTEDWRITE_H
#define DUSTREJECTEDWRITE_H

#include "dusterror.h"
#include "dustoperation.h"

// A write that the store refused when nobody waited for it any more.
class DUSTECTO_EXPORT DustRejectedWrite
{
    Q_GADGET
    Q_PROPERTY(quint64 number MEMBER number)
    Q_PROPERTY(QString clientOpId MEMBER clientOpId)
    Q_PROPERTY(QString path READ pathString)
    Q_PROPERTY(DustError error MEMBER error)

public:
    quint64 number = 0; // for DustStore::acknowledge()
    QString clientOpId;
    DustOperation operation;
    DustError error;

    QString pathString() const { return operation.path().toString(); }
};

Q_DECLARE_METATYPE(DustRejectedWrite)

#endif // DUSTREJECTEDWRITE_H
