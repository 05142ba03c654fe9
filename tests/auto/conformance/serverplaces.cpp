// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "channelclient.h"
#include "dustdprocess.h"
#include "repoplace.h"

#include "dustserver.h"

#include <QtCore/QTemporaryDir>

using namespace Qt::StringLiterals;

namespace {

// A store of a server. A channel that is joined each time tells what came to it: not everything is
// told to those that are there already.
class ServerPlace : public RepoPlace
{
public:
    QStringList takeOperations() override
    {
        const QString topic = u"store:"_s + storeName();
        ChannelClient channel;
        if (!channel.open(webSocketUrl(), token()) || !channel.joinAndCatchUp(topic, m_told))
            qFatal("The channel of %s cannot be joined.", qPrintable(storeName()));
        QStringList operations;
        const QList<DustObject> events = channel.events(topic);
        for (const DustObject &event : events) {
            operations.append(event.value(u"op"_s).toString() + u' '
                              + event.value(u"path"_s).toString() + u' '
                              + QString::fromUtf8(event.value(u"value"_s).toJson()));
            m_told = event.value(u"store_seq"_s);
        }
        return operations;
    }
    qsizetype maximumOperations() const override { return 1000; } // PROTOCOL §3
    qsizetype maximumBytes() const override { return 8'000'000; }

protected:
    QUrl webSocketUrl() const
    {
        QUrl address = url();
        address.setScheme(u"ws"_s);
        return address;
    }

private:
    DustValue m_told = 0; // the seq of what was told last
};

class HttpPlace : public ServerPlace
{
public:
    HttpPlace()
    {
        const auto added = m_server.addStore(storeName());
        const auto listening = m_server.listen();
        if (!added || !listening)
            qFatal("%s%s", qPrintable(added.error().message()),
                   qPrintable(listening.error().message()));
        m_token = m_server.token();
    }

    QUrl url() const override { return m_server.url(); }
    QString token() const override { return m_token; }

protected:
    DustServer m_server;

private:
    QString m_token;
};

// The same server over a channel. Writes are seen at once, and by everybody else a little later.
class RealtimePlace final : public HttpPlace
{
public:
    explicit RealtimePlace(DustClient::Serializer serializer, bool asProduction = false)
        : m_serializer(serializer)
    {
        m_server.setAsProduction(asProduction);
        m_server.setWritesPerMinute(0); // a suite writes more than any application
        m_server.setReadsPerMinute(0);
    }

    QUrl url() const override { return m_server.webSocketUrl(); }
    QUrl readUrl() const override { return m_server.url(); }
    DustClient::Serializer serializer() const override { return m_serializer; }

private:
    const DustClient::Serializer m_serializer;
};

// To start a dustd takes longer than most tests: each serves many, every one with a store of its own.
class SharedDustd
{
public:
    static constexpr int Stores = 16;

    static QString storeName(int number) { return u"acme/s%1"_s.arg(number); }
    static std::shared_ptr<SharedDustd> withAFreeStore()
    {
        static std::shared_ptr<SharedDustd> current;
        if (!current || current->m_used == Stores) {
            if (!current)
                qAddPostRoutine([] { current.reset(); }); // while there still is an application
            current = std::make_shared<SharedDustd>();
        }
        return current;
    }

    SharedDustd() : m_process(arguments(m_folder.path()))
    {
        if (!m_process.isUp())
            qFatal("dustd does not start: %s",
                   m_process.process().readAllStandardError().constData());
    }
    int takeStore() { return m_used++; }
    QUrl url() const { return m_process.url(); }
    QString token() const { return m_process.token(); }

private:
    static QStringList arguments(const QString &folder)
    {
        QStringList arguments{ u"--data"_s, folder };
        for (int i = 0; i < Stores; ++i)
            arguments << u"--store"_s << storeName(i);
        return arguments;
    }

    const QTemporaryDir m_folder;
    DustdProcess m_process;
    int m_used = 0;
};

class DustdPlace final : public ServerPlace
{
public:
    DustdPlace() : m_dustd(SharedDustd::withAFreeStore()), m_store(m_dustd->takeStore()) {}

    QUrl url() const override { return m_dustd->url(); }
    QString token() const override { return m_dustd->token(); }
    QString storeName() const override { return SharedDustd::storeName(m_store); }

private:
    const std::shared_ptr<SharedDustd> m_dustd;
    const int m_store;
};

} // namespace

std::unique_ptr<RepoPlace> makeServerPlace(const QByteArray &name)
{
    if (name == "http")
        return std::make_unique<HttpPlace>();
    if (name == "dustd")
        return std::make_unique<DustdPlace>();
    if (name == "realtime")
        return std::make_unique<RealtimePlace>(DustClient::Json);
    if (name == "realtime-msgpack")
        return std::make_unique<RealtimePlace>(DustClient::MessagePack);
    if (name == "realtime-production")
        return std::make_unique<RealtimePlace>(DustClient::Json, true);
    return nullptr;
}
