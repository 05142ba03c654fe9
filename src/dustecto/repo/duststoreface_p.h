// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSTOREFACE_P_H
#define DUSTSTOREFACE_P_H

#include "dustglobal.h"

#include <QtCore/QObject>
#include <QtCore/QUrl>
#include <QtCore/QVariant>

class DustReply;

// What a DustStore has more in QML: dustface_p.h. Without the QML module there are no replies.
class DUSTECTO_EXPORT DustStoreFace
{
    Q_DISABLE_COPY_MOVE(DustStoreFace)

public:
    using Text = const QString &;
    using Value = const QVariant &;

    DustStoreFace() = default;
    virtual ~DustStoreFace();

    virtual DustReply *entry(Text) { return nullptr; }
    virtual DustReply *get(Text) { return nullptr; }
    virtual DustReply *getMany(Value) { return nullptr; }
    virtual DustReply *exists(Text) { return nullptr; }
    virtual DustReply *list(Text, Value = {}) { return nullptr; }
    virtual DustReply *range(Text, Text, Value = {}) { return nullptr; }
    virtual DustReply *put(Text, Value, Value = {}) { return nullptr; }
    virtual DustReply *merge(Text, Value, Value = {}) { return nullptr; }
    virtual DustReply *increment(Text, Value = 1, Value = {}) { return nullptr; }
    virtual DustReply *addMember(Text, Value, Value = {}) { return nullptr; }
    virtual DustReply *removeMember(Text, Value, Value = {}) { return nullptr; }
    virtual DustReply *remove(Text, Value = {}) { return nullptr; }
    virtual DustReply *lease(Text, Text, Value = {}) { return nullptr; }
    virtual DustReply *renew(Text, Value, Value = {}) { return nullptr; }
    virtual DustReply *release(Text, Value) { return nullptr; }
    virtual DustReply *rollback(Text, Value) { return nullptr; }
    virtual DustReply *rollback(Value) { return nullptr; }
    virtual DustReply *status() { return nullptr; }
    virtual DustReply *putFile(Text, const QUrl &, Value = {}) { return nullptr; }
    virtual DustReply *getFile(Text, const QUrl &) { return nullptr; }
};

Q_DECLARE_INTERFACE(DustStoreFace, "dustecto.DustStoreFace")

#endif // DUSTSTOREFACE_P_H
