// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef REPOPLACE_H
#define REPOPLACE_H

#include "dustclient.h"

#include <QtCore/QStringList>
#include <QtCore/QUrl>

#include <limits>
#include <memory>

// A store of its own for every test, empty, and how a client reaches it. Everything that the suite
// does not ask the transport itself is here: one more transport is one more class of these, its name
// in make(), and a word in CMakeLists.txt.
class RepoPlace
{
public:
    // DUST_TEST_TRANSPORT: memory, sqlite, http, dustd, realtime, realtime-msgpack or
    // realtime-production. Ends the program for another name.
    static std::unique_ptr<RepoPlace> make();
    virtual ~RepoPlace() = default;

    virtual QUrl url() const = 0;
    // Where clients read what the store itself has, and nothing older.
    virtual QUrl readUrl() const { return url(); }
    virtual DustClient::Serializer serializer() const { return DustClient::Json; }
    virtual QString token() const { return {}; }
    virtual QString storeName() const { return QStringLiteral("acme/main"); }

    // What the store itself says has come to it since the last time, whoever sent it: "set a/b 1".
    virtual QStringList takeOperations() = 0;

    // Of one batch, and of what one write carries; more is LimitExceeded.
    virtual qsizetype maximumOperations() const { return Unlimited; }
    virtual qsizetype maximumBytes() const { return Unlimited; }

protected:
    static constexpr qsizetype Unlimited = std::numeric_limits<qsizetype>::max();
};

std::unique_ptr<RepoPlace> makeEmbeddedPlace(const QByteArray &name);
std::unique_ptr<RepoPlace> makeServerPlace(const QByteArray &name);

#endif // REPOPLACE_H
