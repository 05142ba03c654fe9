// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// A client over a channel and dustd in its own process: acknowledged puts, and news of them.

#include "benchpeers.h"
#include "channelload.h"
#include "realtimeload.h"
#include "roles.h"
#include "rounds.h"

#include "dustchannelframe_p.h"
#include "dustwire_p.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QTemporaryDir>
#include <QtWebSockets/QWebSocket>

#include <ctime>
#include <memory>

using namespace Qt::StringLiterals;

namespace {

// The frame that a client sends for a put.
QString putFrame(int number)
{
    auto operation = DustOperation::set(*DustPath::parse(writePath(number)), writeValue(number));
    operation.setClientOpId(u"op_"_s + QString::number(number).rightJustified(32, u'0'));
    DustChannelFrame frame;
    frame.joinRef = u"1"_s;
    frame.ref = QString::number(number);
    frame.topic = u"store:bench/main"_s;
    frame.event = u"write"_s;
    frame.payload = DustWire::write(operation);
    return QString::fromUtf8(frame.toBytes(DustChannelFrame::Json));
}

// Sends a frame, and the next one when that came back.
class EchoLoad
{
public:
    explicit EchoLoad(const QUrl &url)
    {
        QObject::connect(&m_socket, &QWebSocket::textMessageReceived, &m_socket, [this] {
            if (++m_came < m_frames.size())
                m_socket.sendTextMessage(m_frames.at(m_came));
        });
        m_socket.open(url);
        runUntil([this] { return m_socket.isValid(); }, "a connection");
    }
    void send(const QStringList &frames)
    {
        m_frames = frames;
        m_came = 0;
        m_socket.sendTextMessage(frames.constFirst());
        runUntil([this] { return m_came == m_frames.size(); }, "frames to come back");
    }

private:
    QWebSocket m_socket;
    QStringList m_frames;
    qsizetype m_came = 0;
};

double processTime()
{
    timespec time = {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e9 + double(time.tv_nsec);
}

void benchSequential(Peer &dustd)
{
    constexpr int Puts = 1'000;
    RealtimeLoad ours(dustd.url(), dustd.token());
    ours.waitUntilLive();
    QStringList frames;
    for (int i = 0; i < Puts; ++i)
        frames.append(putFrame(i));
    const std::unique_ptr<Peer> raw(Peer::role({ u"echo"_s }));
    EchoLoad ceiling(QUrl(raw->value(u"RAW_URL"_s)));
    Ratio ratio = measure(u"acknowledged puts over a channel, one after another"_s,
                          u"raw QWebSocket echo of the same frames"_s, 0.45, 0.65,
                          { [&] { ours.put(0, Puts, 1); }, Puts },
                          { [&] { ceiling.send(frames); }, Puts }, 9);
    ratio.kind = Ratio::Speed;
    print(ratio);
}

// The echo and the reply that a put gets.
QString answersFile(const QTemporaryDir &folder, Peer &dustd)
{
    ChannelLoad load(channelUrl(dustd.url(), dustd.token(), u"recorder"_s), 1);
    load.join();
    QByteArray answers;
    load.record(&answers);
    load.write(0, 1);
    return savedLines(folder, u"answers"_s, answers);
}

void benchInFlight(Peer &dustd)
{
    constexpr int Puts = 10'000;
    constexpr int InFlight = 100;
    const QTemporaryDir folder;
    const std::unique_ptr<Peer> raw(Peer::role({ u"answer"_s, answersFile(folder, dustd) }));
    RealtimeLoad ours(dustd.url(), dustd.token());
    ours.waitUntilLive();
    ChannelLoad ceiling(QUrl(raw->value(u"RAW_URL"_s)), InFlight);
    std::vector<double> processor;
    const auto put = [&] {
        const double before = processTime();
        ours.put(0, Puts, InFlight);
        processor.push_back((processTime() - before) / Puts);
    };
    Ratio ratio = measure(u"acknowledged puts over a channel, 100 in flight"_s,
                          u"a raw server answering two prepared frames, 100 in flight"_s, 0.05,
                          0.12, { put, Puts }, { [&] { ceiling.write(0, Puts); }, Puts }, 9);
    ratio.kind = Ratio::Speed;
    print(ratio);
    print({ u"client CPU per acknowledged put, 100 in flight"_s, u"1 µs"_s, u"ns"_s,
            median(processor), 1'000, 50, 15 });
}

// Round trips, in nanoseconds: ours puts, and hears the other process put in answer.
std::vector<double> ourTrips(RealtimeLoad &ours, int *came, int count)
{
    std::vector<double> trips;
    for (int i = 0; i < count; ++i) {
        QElapsedTimer timer;
        timer.start();
        const int before = *came;
        ours.store()->put(u"ping/%1"_s.arg(i % 100), i);
        runUntil([&] { return *came > before; }, "the other process");
        trips.push_back(double(timer.nsecsElapsed()));
    }
    return trips;
}

std::vector<double> rawTrips(EchoLoad &socket, const QStringList &frame, int count)
{
    std::vector<double> trips;
    for (int i = 0; i < count; ++i) {
        QElapsedTimer timer;
        timer.start();
        socket.send(frame);
        trips.push_back(double(timer.nsecsElapsed()));
    }
    return trips;
}

void benchNewsFrom(Peer &dustd)
{
    constexpr int Trips = 200;
    constexpr int Rounds = 9;
    RealtimeLoad ours(dustd.url(), dustd.token());
    ours.waitUntilLive();
    QObject context;
    int came = 0;
    ours.store()->subscribe(u"pong/*"_s, &context, [&came](const DustEvent &) { ++came; });
    const std::unique_ptr<Peer> pong(
            Peer::role({ u"pong"_s, dustd.url().toString(), dustd.token() }));
    pong->value(u"READY"_s);

    const std::unique_ptr<Peer> relay(Peer::role({ u"relay"_s }));
    const QUrl url(relay->value(u"RAW_URL"_s));
    const std::unique_ptr<Peer> bounce(Peer::role({ u"bounce"_s, url.toString() }));
    bounce->value(u"READY"_s);
    EchoLoad raw(url);
    const QStringList frame{ putFrame(0) };

    std::vector<double> mine;
    std::vector<double> theirs;
    for (int round = 0; round <= Rounds; ++round) {
        const auto ourRound = ourTrips(ours, &came, Trips);
        const auto rawRound = rawTrips(raw, frame, Trips);
        if (round == 0)
            continue; // warms up
        mine.insert(mine.end(), ourRound.cbegin(), ourRound.cend());
        theirs.insert(theirs.end(), rawRound.cbegin(), rawRound.cend());
    }
    print({ u"put here → signal in another process, p50 (half a round trip)"_s,
            u"raw relay of the same frame through a QWebSocketServer"_s, u"ns"_s, median(mine) / 2,
            median(theirs) / 2, 2, 1.3 });
}

} // namespace

void benchRealtime()
{
    const std::unique_ptr<Peer> dustd(Peer::dustd());
    benchSequential(*dustd);
    benchInFlight(*dustd);
}

void benchNews()
{
    const std::unique_ptr<Peer> dustd(Peer::dustd());
    benchNewsFrom(*dustd);
}
