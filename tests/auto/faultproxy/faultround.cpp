// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "faultround.h"

#include "storagebackend.h"

using namespace Qt::StringLiterals;

namespace {

constexpr int Patience = 100'000; // ms
constexpr qsizetype HistoryLines = 80;
const QString Token = u"secret"_s;

} // namespace

FaultRound::FaultRound(quint32 seed, QObject *parent)
    : QObject(parent), m_seed(seed), m_dice(seed), m_proxy(m_dice.generate()),
      m_server(QStringLiteral(DUSTD_PROGRAM)), m_client(QStringLiteral(DUST_FAULT_CLIENT)),
      m_faults(1 + m_dice.bounded(2)), m_isProduction(m_dice.bounded(2) == 0)
{
    connect(&m_server, &FaultProcess::said, this, &FaultRound::serverSaid);
    connect(&m_server, &FaultProcess::ended, this, &FaultRound::serverEnded);
    connect(&m_client, &FaultProcess::said, this, &FaultRound::clientSaid);
    connect(&m_client, &FaultProcess::ended, this, &FaultRound::clientEnded);
    for (QTimer *timer : { &m_nextFault, &m_patience })
        timer->setSingleShot(true);
    connect(&m_nextFault, &QTimer::timeout, this, &FaultRound::goOn);
    connect(&m_patience, &QTimer::timeout, this, [this] { end(u"it does not drain"_s); });
}

void FaultRound::start()
{
    m_patience.start(Patience);
    startServer();
}

void FaultRound::startServer()
{
    QStringList arguments{ u"--port"_s,  u"0"_s,
                           u"--data"_s,  m_folder.filePath(u"server"_s),
                           u"--token"_s, u"rw:"_s + Token };
    if (m_isProduction) // its faults, not its limits
        arguments += { u"--as-production"_s, u"--writes-per-minute"_s, u"0"_s,
                       u"--reads-per-minute"_s, u"0"_s };
    m_server.start(arguments);
}

void FaultRound::startClient()
{
    m_hasClient = true;
    m_client.start({ u"ws://127.0.0.1:%1"_s.arg(m_proxy.port()), Token,
                     m_folder.filePath(u"client"_s), QString::number(m_account.next()),
                     QString::number(m_dice.generate()) });
    finishWhenBothAreUp();
}

void FaultRound::serverSaid(const QByteArray &line)
{
    note("dustd: " + line);
    const qsizetype at = line.indexOf("DUST_URL=");
    if (at < 0)
        return;
    m_hasServer = true;
    const QByteArray url = line.mid(at + 9).split(' ').constFirst();
    m_proxy.setServerPort(quint16(QUrl(QString::fromUtf8(url)).port()));
    if (!m_nextFault.isActive() && m_account.writes() == 0) {
        m_faultAt = m_dice.bounded(60);
        m_nextFault.start(3'000);
        startClient();
    }
    finishWhenBothAreUp();
}

void FaultRound::serverEnded(bool asWanted)
{
    m_hasServer = false;
    m_proxy.setServerPort(0);
    if (!asWanted)
        return end(u"dustd ended by itself"_s);
    if (m_account.isDrained())
        return judge();
    QTimer::singleShot(m_dice.bounded(500), this, &FaultRound::startServer);
}

void FaultRound::clientSaid(const QByteArray &line)
{
    note(line);
    m_account.take(line);
    if (m_nextFault.isActive() && m_account.acknowledged() >= m_faultAt)
        goOn();
}

void FaultRound::clientEnded(bool asWanted)
{
    m_hasClient = false;
    if (!asWanted)
        return end(u"the client ended by itself"_s);
    if (m_account.isDrained())
        return m_server.interrupt();
    QTimer::singleShot(m_dice.bounded(500), this, &FaultRound::startClient);
}

void FaultRound::goOn()
{
    m_nextFault.stop();
    if (m_faults-- == 0)
        return heal();
    beginFault();
    m_faultAt = m_account.acknowledged() + m_dice.bounded(60);
    m_nextFault.start(500 + m_dice.bounded(1'500));
}

void FaultRound::beginFault()
{
    const int what = m_dice.bounded(10);
    if (what == 0 && m_hasClient) {
        note("-- kill the client");
        m_client.kill();
    } else if (what <= 2 && m_hasServer) {
        note("-- kill dustd");
        m_server.kill();
    } else {
        const Fault fault = networkFault();
        note("-- fault " + QByteArray::number(fault.kind) + " way " + QByteArray::number(fault.way)
             + " amount " + QByteArray::number(fault.amount));
        m_proxy.begin(fault);
    }
}

Fault FaultRound::networkFault()
{
    Fault fault;
    fault.kind = Fault::Kind(1 + m_dice.bounded(int(Fault::Garbage)));
    fault.way = Fault::Way(m_dice.bounded(2));
    fault.alsoPlain = m_dice.bounded(2) == 0;
    constexpr int Statuses[] = { 401, 403, 429, 502 };
    switch (fault.kind) {
    case Fault::CutAfter:
        fault.amount = m_dice.bounded(4'000);
        break;
    case Fault::Silence:
        fault.amount = 200 + m_dice.bounded(1'000);
        break;
    case Fault::Throttle:
        fault.amount = 1 + m_dice.bounded(200);
        break;
    case Fault::Answer:
        fault.amount = Statuses[m_dice.bounded(4)];
        break;
    case Fault::Garbage:
        fault.amount = 1 + m_dice.bounded(200);
        break;
    default:
        break;
    }
    return fault;
}

void FaultRound::heal()
{
    note("-- all is well again");
    m_isHealed = true;
    m_proxy.begin({});
    finishWhenBothAreUp();
}

void FaultRound::finishWhenBothAreUp()
{
    if (m_isHealed && m_hasServer && m_hasClient)
        m_client.send("finish\n");
}

void FaultRound::judge()
{
    const auto file = openSqlite(m_folder.filePath(u"server/stores/local%2Fmain.dust"_s));
    if (!file)
        return end(file.error().message());
    const auto storage = (*file)->storage(u"local/main"_s);
    if (!storage)
        return end(storage.error().message());
    const auto ledger = DustLedger::open(*storage, {});
    end(ledger ? m_account.check(**ledger) : ledger.error().message());
}

void FaultRound::end(const QString &failure)
{
    if (m_isOver)
        return;
    m_isOver = true;
    m_failure = failure;
    m_patience.stop();
    m_nextFault.stop();
    Q_EMIT finished();
}

void FaultRound::note(const QByteArray &line)
{
    m_history.append(line);
    if (m_history.size() > HistoryLines)
        m_history.removeFirst();
}
