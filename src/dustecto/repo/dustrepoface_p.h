// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREPOFACE_P_H
#define DUSTREPOFACE_P_H

#include "dustglobal.h"

#include <QtCore/QObject>
#include <QtCore/QVariant>

QT_BEGIN_NAMESPACE
class QJSValue;
QT_END_NAMESPACE

class DustReply;

// What a DustRepo has more in QML: dustface_p.h. Without the QML module there are no replies.
class DUSTECTO_EXPORT DustRepoFace
{
    Q_DISABLE_COPY_MOVE(DustRepoFace)

public:
    DustRepoFace() = default;
    virtual ~DustRepoFace();

    virtual DustReply *all(const QVariant &) { return nullptr; }
    virtual DustReply *get(const QVariant &, const QString &) { return nullptr; }
    virtual DustReply *exists(const QVariant &, const QString &) { return nullptr; }
    virtual DustReply *insert(const QVariant &, const QVariant & = {}) { return nullptr; }
    virtual DustReply *update(const QVariant &, const QVariant & = {}) { return nullptr; }
    virtual DustReply *remove(const QVariant &, const QVariant &, const QVariant & = {})
    {
        return nullptr;
    }
    virtual DustReply *take(const QVariant &, const QString &) { return nullptr; }
    virtual DustReply *restore(const QVariant &, const QVariant &) { return nullptr; }
    virtual DustReply *removeAll(const QVariant &) { return nullptr; }
    virtual DustReply *batchWrite(const QVariantList &) { return nullptr; }
    virtual DustReply *stream(const QVariant &, const QJSValue &) { return nullptr; }
};

Q_DECLARE_INTERFACE(DustRepoFace, "dustecto.DustRepoFace")

#endif // DUSTREPOFACE_P_H
