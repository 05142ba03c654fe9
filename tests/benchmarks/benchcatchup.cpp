// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// A client that was not there before: operations, with a view bound to what they make, and snapshots.

#include "benchlink.h"
#include "benchpeers.h"
#include "benchview.h"
#include "channelload.h"
#include "httpload.h"
#include "realtimeload.h"
#include "roles.h"
#include "rounds.h"
#include "stallmeter.h"

#include <DustListModel>

#include <QtCore/QCoreApplication>
#include <QtCore/QTemporaryDir>

#include <memory>

using namespace Qt::StringLiterals;

namespace {

constexpr int Operations = 100'000;

// What a server sends in answer to a join, so many messages.
QByteArray messagesOf(Peer &dustd, qint64 count)
{
    ChannelLoad load(channelUrl(dustd.url(), dustd.token(), u"recorder"_s), 1);
    QByteArray messages;
    load.record(&messages);
    load.ask(joinFrame(), count);
    return messages;
}

// A client of ours, from its first step until it has everything.
class FreshClient
{
public:
    FreshClient(const QUrl &server, const QString &token, bool cachesOnDisk)
        : m_server(server), m_token(token), m_cachesOnDisk(cachesOnDisk)
    {}
    Contender catchingUp(int count)
    {
        return { [this] { run(); }, count, [this] { clear(); } };
    }

private:
    void run()
    {
        m_load = std::make_unique<RealtimeLoad>(m_server, m_token,
                                                m_folder ? m_folder->path() : QString());
        m_load->waitUntilLive();
    }
    void clear()
    {
        m_load.reset();
        m_folder.reset();
        if (m_cachesOnDisk)
            m_folder = std::make_unique<QTemporaryDir>();
    }

    const QUrl m_server;
    const QString m_token;
    const bool m_cachesOnDisk;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<RealtimeLoad> m_load;
};

// A raw socket, from its first step until so many messages came.
Contender receiving(const QUrl &url, qint64 messages, int count)
{
    return { [url, messages] { ChannelLoad(url, 1).ask(joinFrame(), messages); }, count };
}

void benchOperations()
{
    constexpr qint64 Messages = Operations + 2; // the join's reply, and that it is complete
    const QTemporaryDir folder;
    const std::unique_ptr<Peer> dustd(Peer::dustd());
    HttpLoad(dustd->url(), dustd->token()).fill(Operations);
    const QString log = savedLines(folder, u"log"_s, messagesOf(*dustd, Messages));
    const std::unique_ptr<Peer> raw(Peer::role({ u"replay"_s, log }));
    const QUrl replay(raw->value(u"RAW_URL"_s));
    const Contender ceiling = receiving(replay, Messages, Operations);
    const auto compare = [&](const QString &what, const QUrl &server, bool onDisk, double must,
                             double aim) {
        FreshClient client(server, dustd->token(), onDisk);
        print(measure(what, u"raw receive of the same frames"_s, must, aim,
                      client.catchingUp(Operations), ceiling, 5));
    };
    compare(u"catch-up of 100,000 ops into memory, until live"_s, dustd->url(), false, 4, 2);
    compare(u"catch-up of 100,000 ops into SQLite, until live"_s, dustd->url(), true, 10, 5);
    compare(u"the same into memory, from the raw server"_s, replay, false, 0, 0);
}

// Of records of four fields, and of changes of them.
HttpLoad::Leaf fieldWrite(int number)
{
    constexpr int Records = 10'000;
    const BenchLink link = BenchLink::numbered(number / 4 % Records);
    const QByteArray base = "links/" + link.slug.toUtf8();
    const auto text = [](const QString &value) { return '"' + value.toUtf8() + '"'; };
    switch (number % 4) {
    case 0:
        return { base + "/url", text(link.url) };
    case 1:
        return { base + "/title", text(link.title + u", "_s + QString::number(number)) };
    case 2:
        return { base + "/note", text(link.note) };
    default:
        return { base + "/visits", QByteArray::number(number) };
    }
}

StallMeter::Times stallsOf(Peer &dustd)
{
    RealtimeLoad load(dustd.url(), dustd.token());
    DustRepo repo(load.store());
    DustListModel model;
    model.setRepo(&repo);
    model.setSchema(*DustSchema::of<BenchLink>());
    model.setSort({ u"url"_s });
    model.setSearch(u"package"_s);
    model.setSearchFields({ u"url"_s });
    const auto view = viewOf(&model);
    const StallMeter meter(view.get());
    load.waitUntilLive();
    QCoreApplication::processEvents();
    QCoreApplication::processEvents();
    if (model.count() != 10'000)
        qFatal("the model shows %d records", model.count());
    return meter.longest();
}

void benchStalls()
{
    constexpr int Rounds = 5;
    const std::unique_ptr<Peer> dustd(Peer::dustd());
    HttpLoad(dustd->url(), dustd->token()).set(Operations, fieldWrite);
    std::vector<double> wall;
    std::vector<double> processor;
    for (int round = 0; round <= Rounds; ++round) {
        const StallMeter::Times longest = stallsOf(*dustd);
        if (round == 0)
            continue; // loads Qt Quick
        wall.push_back(longest.wall);
        processor.push_back(longest.processor);
    }
    print({ u"longest event-loop stall during op catch-up, model and ListView bound"_s, u"1 ms"_s,
            u"ms"_s, median(wall), 1, 16, 8 });
    print({ u"the same by the thread's processor time"_s, u"1 ms"_s, u"ms"_s, median(processor), 1,
            0, 0 });
}

void benchSnapshot()
{
    constexpr int Leaves = 110'000; // of 94 bytes in the frame
    constexpr qint64 Messages = 3; // the join's reply, the snapshot, and that it is complete
    const QTemporaryDir folder;
    const std::unique_ptr<Peer> dustd(Peer::dustd({ u"--compact-after"_s, u"999"_s }));
    HttpLoad(dustd->url(), dustd->token()).fill(Leaves);
    const QByteArray messages = messagesOf(*dustd, Messages);
    if (messages.size() < 10'000'000 || !messages.contains("\"snapshot\""))
        qFatal("the snapshot has %lld bytes", qint64(messages.size()));
    const std::unique_ptr<Peer> raw(
            Peer::role({ u"replay"_s, savedLines(folder, u"snapshot"_s, messages) }));
    const QUrl replay(raw->value(u"RAW_URL"_s));
    FreshClient client(replay, dustd->token(), false);
    print(measure(u"one snapshot frame of 10 MB, decoded and applied, per leaf"_s,
                  u"raw receive of it, from the same raw server"_s, 6, 3, client.catchingUp(Leaves),
                  receiving(replay, Messages, Leaves), 7));
}

} // namespace

void benchCatchUp()
{
    benchOperations();
    benchStalls();
    benchSnapshot();
}
