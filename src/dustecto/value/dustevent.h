// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTEVENT_H
#define DUSTEVENT_H

#include "dustoperation.h"

class DUSTECTO_EXPORT DustEvent
{
    Q_GADGET
    Q_PROPERTY(QString op READ opName)
    Q_PROPERTY(QString path READ pathString)
    Q_PROPERTY(QVariant value READ variant)
    Q_PROPERTY(quint64 storeSeq MEMBER storeSeq)
    Q_PROPERTY(QString deviceId MEMBER deviceId)
    Q_PROPERTY(QString clientOpId MEMBER clientOpId)
    Q_PROPERTY(bool committed MEMBER committed)
    Q_PROPERTY(bool own MEMBER own)

public:
    DustOperation::Kind op = DustOperation::Set;
    DustPath path;
    DustValue value;
    quint64 storeSeq = 0;
    QString deviceId;
    QString clientOpId;
    bool committed = true;
    bool own = false;

    QString opName() const { return DustOperation::kindName(op); }
    QString pathString() const { return path.toString(); }
    QVariant variant() const { return value.toVariant(); }

    DUSTECTO_EXPORT friend bool operator==(const DustEvent &a, const DustEvent &b);
    friend bool operator!=(const DustEvent &a, const DustEvent &b) { return !(a == b); }
    DUSTECTO_EXPORT friend QDebug operator<<(QDebug debug, const DustEvent &event);
};

Q_DECLARE_TYPEINFO(DustEvent, Q_RELOCATABLE_TYPE);
Q_DECLARE_METATYPE(DustEvent)

#endif // DUSTEVENT_H
