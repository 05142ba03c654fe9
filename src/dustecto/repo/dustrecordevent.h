// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTRECORDEVENT_H
#define DUSTRECORDEVENT_H

#include "dustrecord.h"

// One change of one record, as subscriptions hear it (DESIGN §4).
class DUSTECTO_EXPORT DustRecordEvent
{
    Q_GADGET
    Q_PROPERTY(DustRecordEvent::Kind kind MEMBER kind)
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(DustRecord record MEMBER record)
    Q_PROPERTY(quint64 storeSeq MEMBER storeSeq)
    Q_PROPERTY(bool own MEMBER own)

public:
    enum Kind { Upserted, Deleted };
    Q_ENUM(Kind)

    Kind kind = Upserted;
    QString slug;
    DustRecord record; // null when deleted
    quint64 storeSeq = 0;
    bool own = false;

    DUSTECTO_EXPORT friend bool operator==(const DustRecordEvent &a, const DustRecordEvent &b);
    friend bool operator!=(const DustRecordEvent &a, const DustRecordEvent &b) { return !(a == b); }
    DUSTECTO_EXPORT friend QDebug operator<<(QDebug debug, const DustRecordEvent &event);
};

Q_DECLARE_METATYPE(DustRecordEvent)

// The same with a gadget.
template<typename T>
class DustRecordEventOf
{
public:
    using Kind = DustRecordEvent::Kind;

    Kind kind = DustRecordEvent::Upserted;
    QString slug;
    T record{}; // of default values when deleted
    quint64 storeSeq = 0;
    bool own = false;

    bool isUpserted() const { return kind == DustRecordEvent::Upserted; }
    bool isDeleted() const { return kind == DustRecordEvent::Deleted; }

    static DustRecordEventOf from(const DustRecordEvent &event)
    {
        return { event.kind, event.slug, event.record.isNull() ? T{} : event.record.to<T>(),
                 event.storeSeq, event.own };
    }
};

#endif // DUSTRECORDEVENT_H
