// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSERVERTOKEN_H
#define DUSTSERVERTOKEN_H

#include "dustserverglobal.h"

#include <QtCore/QByteArray>
#include <QtCore/QStringList>

// What somebody who knows a secret may do on a DustServer.
class DUSTECTO_SERVER_EXPORT DustServerToken
{
public:
    // Scopes, as the wire names them.
    static QString entriesRead();
    static QString entriesWrite();
    static QString filesRead();
    static QString filesWrite();

    DustServerToken() = default;
    static DustServerToken readOnly(const QString &secret);
    static DustServerToken readWrite(const QString &secret);
    static DustServerToken withScopes(const QString &secret, const QStringList &scopes);
    static QString makeSecret(); // "dust_tok_…", 32 random bytes

    DustServerToken &setId(const QString &id); // who it is, in events: "http:<id>"
    DustServerToken &setStores(const QStringList &names); // empty, the default: all

    // Never the secret: it is kept as its SHA-256.
    const QByteArray &digest() const { return m_digest; }
    static QByteArray digestOf(const QString &secret);
    QString id() const { return m_id; }
    QStringList scopes() const { return m_scopes; }
    QStringList stores() const { return m_stores; }
    bool may(const QString &scope) const { return m_scopes.contains(scope); }
    bool mayOpen(const QString &storeName) const
    {
        return m_stores.isEmpty() || m_stores.contains(storeName);
    }

private:
    QByteArray m_digest;
    QString m_id;
    QStringList m_scopes;
    QStringList m_stores;
};

#endif // DUSTSERVERTOKEN_H
