// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// dustd in its own process: acknowledged writes, catch-up, memory.

#include "benchpeers.h"
#include "channelload.h"
#include "httpload.h"
#include "roles.h"
#include "rounds.h"

#include <QtCore/QTemporaryDir>

#include <array>
#include <malloc.h>
#include <map>
#include <memory>

using namespace Qt::StringLiterals;

namespace {

// The echo and the reply that dustd itself gave.
QByteArray answersOf(const QUrl &url)
{
    ChannelLoad load(url, 1);
    load.join();
    QByteArray answers;
    load.record(&answers);
    load.write(0, 1);
    return answers;
}

void benchWrites(const QTemporaryDir &folder)
{
    constexpr int Writes = 20'000;
    constexpr int InFlight = 100;
    const std::unique_ptr<Peer> dustd(Peer::dustd());
    const QUrl url = channelUrl(dustd->url(), dustd->token(), u"writer"_s);
    const QString answers = savedLines(folder, u"answers"_s, answersOf(url));
    const std::unique_ptr<Peer> raw(Peer::role({ u"answer"_s, answers }));
    ChannelLoad ours(url, InFlight);
    ours.join();
    ChannelLoad ceiling(QUrl(raw->value(u"RAW_URL"_s)), InFlight);
    Ratio ratio = measure(u"dustd, acknowledged channel writes, 100 in flight, memory"_s,
                          u"a raw QWebSocketServer answering each frame with two prepared ones"_s,
                          0.10, 0.20, { [&] { ours.write(0, Writes); }, Writes },
                          { [&] { ceiling.write(0, Writes); }, Writes }, 5);
    ratio.kind = Ratio::Speed;
    print(ratio);
}

void benchCatchUp(const QTemporaryDir &folder)
{
    constexpr int Operations = 100'000;
    constexpr qint64 Messages = Operations + 2; // the join's reply, and that it is complete
    const std::unique_ptr<Peer> dustd(Peer::dustd());
    HttpLoad(dustd->url(), dustd->token()).fill(Operations);
    const QUrl url = channelUrl(dustd->url(), dustd->token(), u"reader"_s);
    QByteArray messages;
    {
        ChannelLoad first(url, 1);
        first.record(&messages);
        first.ask(joinFrame(), Messages);
    }
    const std::unique_ptr<Peer> raw(
            Peer::role({ u"replay"_s, savedLines(folder, u"log"_s, messages) }));
    std::unique_ptr<ChannelLoad> load;
    const auto reader = [&](const QUrl &from) {
        return Contender{ [&] { load->ask(joinFrame(), Messages); }, Operations,
                          [&load, from] { load = std::make_unique<ChannelLoad>(from, 1); } };
    };
    print(measure(u"dustd, catch-up of 100,000 ops to one client"_s,
                  u"sending the same frames prepared"_s, 3, 1.5, reader(url),
                  reader(QUrl(raw->value(u"RAW_URL"_s))), 5));
}

double bareBytesPerLeaf(int leaves)
{
    const auto inUse = [] {
        malloc_trim(0);
        return double(mallinfo2().uordblks) + double(mallinfo2().hblkhd);
    };
    const double before = inUse();
    std::map<QByteArray, std::array<char, 32>> bare;
    for (int i = 0; i < leaves; ++i)
        bare[HttpLoad::pathOf(i)] = {};
    return (inUse() - before) / leaves;
}

void benchMemoryOf(const QString &what, const QStringList &arguments, double must, double aim)
{
    constexpr int Leaves = 100'000;
    const std::unique_ptr<Peer> dustd(Peer::dustd(arguments));
    HttpLoad load(dustd->url(), dustd->token());
    load.warmUp();
    const auto before = double(dustd->residentBytes());
    load.fill(Leaves);
    const double ours = (double(dustd->residentBytes()) - before) / Leaves;
    print({ what, u"std::map<QByteArray, 32 bytes>"_s, u"B"_s, ours, bareBytesPerLeaf(Leaves), must,
            aim });
}

} // namespace

void benchServer()
{
    const QTemporaryDir folder;
    benchWrites(folder);
    benchCatchUp(folder);
}

void benchServerMemory()
{
    const QTemporaryDir folder;
    benchMemoryOf(u"dustd, resident memory per leaf, 100,000 leaves, rows (log compacted away)"_s,
                  { u"--compact-after"_s, u"2000"_s }, 2.5, 1.5);
    benchMemoryOf(u"the same with the op log, --memory"_s, {}, 2.5, 1.5);
    benchMemoryOf(u"the same with the op log, --data"_s,
                  { u"--data"_s, folder.filePath(u"data"_s) }, 2.5, 1.5);
}
