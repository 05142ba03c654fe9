// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef CACHEDCLIENTS_H
#define CACHEDCLIENTS_H

#include "realtimeserver.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

// A server with three stores, and clients with a cache folder.
class CachedClients
{
public:
    CachedClients()
    {
        for (const QString &name : { other(), third() }) {
            if (!s.server.addStore(name))
                qFatal("The server has no store %s.", qPrintable(name));
        }
    }

    static QString main() { return RealtimeServer::storeName(); }
    static QString other() { return QStringLiteral("acme/other"); }
    static QString third() { return QStringLiteral("acme/third"); }

    std::unique_ptr<DustClient> client(const QString &account = {}, const QString &token = {}) const
    {
        auto client = s.client({}, token);
        client->setAccount(account);
        client->setCacheFolder(folder.path());
        return client;
    }
    static bool becomesLive(const DustStore *store)
    {
        return runUntil([store] { return store->state() == DustStore::Live; }, 30'000);
    }
    bool goesOffline(const DustStore *store)
    {
        s.stop();
        return runUntil([store] { return store->state() == DustStore::Offline; }, 30'000);
    }

    QStringList files() const
    {
        return QDir(folder.path()).entryList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot);
    }
    QString cacheFile() const
    {
        const QDir cache(folder.path());
        return cache.filePath(cache.entryList({ QStringLiteral("*.dust") }).value(0));
    }
    bool wasSetAside() const { return QFile::exists(cacheFile() + QStringLiteral(".damaged1")); }

    // Gives a store so many rows that some pages of the file have nothing but those of its middle, which have the
    // mark. Those at its ends, which may share a page with another store, do not.
    static bool fill(DustStore *store, char mark)
    {
        constexpr int Rows = 120;
        QList<DustOperation> rows;
        for (int i = 0; i < Rows; ++i) {
            const bool isMiddle = i >= Rows / 4 && i < Rows * 3 / 4;
            rows.append(DustOperation::set(
                    *DustPath::parse(QStringLiteral("row%1").arg(i, 3, 10, QLatin1Char('0'))),
                    QString(200, QLatin1Char(isMiddle ? mark : Unmarked))));
        }
        return answerOf(store->batchWrite(rows)).isOk();
    }
    // Overwrites those pages: the store cannot be read any more. No client is open.
    bool damage(char mark) const
    {
        constexpr qsizetype Page = 4096;
        QFile file(cacheFile());
        if (!file.open(QFile::ReadWrite))
            return false;
        QByteArray content = file.readAll();
        int pages = 0;
        for (qsizetype at = 0; at + Page <= content.size(); at += Page) {
            const QByteArray page = content.sliced(at, Page);
            if (!page.contains(QByteArray(200, mark)) || page.contains(QByteArray(200, Unmarked)))
                continue;
            file.seek(at);
            file.write(QByteArray(Page, '?'));
            ++pages;
        }
        return pages > 0;
    }

    QTemporaryDir folder;
    RealtimeServer s;

private:
    static constexpr char Unmarked = '-';
};

// For tests of one of them, with the store main.
class OneCachedClient
{
protected:
    void begin() { c = std::make_unique<CachedClients>(); }
    void end()
    {
        m_client.reset();
        c.reset();
    }
    void open(const QString &token = {})
    {
        m_client.reset();
        m_client = c->client({}, token);
        m_store = m_client->store(CachedClients::main());
    }
    void openLive(const QString &token = {})
    {
        open(token);
        QVERIFY(CachedClients::becomesLive(m_store));
    }

    std::unique_ptr<CachedClients> c;
    std::unique_ptr<DustClient> m_client;
    DustStore *m_store = nullptr;
};

#endif // CACHEDCLIENTS_H
