// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// With --data, what dustd answered is there after SIGKILL: every acknowledged batch, whole, once, and a
// log without gaps.

#include "dustdprocess.h"
#include "histories.h"
#include "storagebackend.h"

#include "dustledger_p.h"
#include "dustlogrecord_p.h"

#include <QtCore/QRandomGenerator>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpSocket>

#include <optional>

using namespace Qt::StringLiterals;

namespace {

constexpr int Writers = 10;
constexpr int InFlight = 10;

// Writes one batch after the other on one connection, several under way at a time: left and right
// get the same number.
class Writer
{
public:
    Writer(int number, const QUrl &url, const QString &token, quint64 from)
        : m_name("w" + QByteArray::number(number)), m_token(token.toLatin1()), m_sent(from),
          m_acknowledged(from)
    {
        QObject::connect(&m_socket, &QTcpSocket::readyRead, &m_socket, [this] { take(); });
        QObject::connect(&m_socket, &QTcpSocket::connected, &m_socket, [this] { fill(); });
        m_socket.connectToHost(url.host(), quint16(url.port()));
    }

    QByteArray name() const { return m_name; }
    quint64 sent() const { return m_sent; }
    quint64 acknowledged() const { return m_acknowledged; }
    bool isRefused() const { return m_isRefused; }

private:
    void fill()
    {
        while (m_sent < m_acknowledged + InFlight) {
            const QByteArray number = QByteArray::number(++m_sent);
            const QByteArray body = R"({"ops":[{"op":"set","path":")" + m_name
                    + R"(/left","value":)" + number + R"(},{"op":"set","path":")" + m_name
                    + R"(/right","value":)" + number + "}]}";
            m_socket.write("POST /api/stores/local/main/entries/batch_write HTTP/1.1\r\n"
                           "Host: localhost\r\nAuthorization: Bearer "
                           + m_token + "\r\nX-Request-Id: " + m_name + '-' + number
                           + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n"
                           + body);
        }
    }
    void take()
    {
        m_received += m_socket.readAll();
        qsizetype head = 0;
        while ((head = m_received.indexOf("\r\n\r\n")) >= 0) {
            const qsizetype at = m_received.toLower().indexOf("content-length: ");
            const qsizetype length =
                    m_received.mid(at + 16, m_received.indexOf("\r\n", at) - at - 16).toLongLong();
            if (m_received.size() < head + 4 + length)
                return;
            m_isRefused = m_isRefused || !m_received.startsWith("HTTP/1.1 200 ");
            m_received.remove(0, head + 4 + length);
            ++m_acknowledged;
        }
        fill();
    }

    QTcpSocket m_socket;
    const QByteArray m_name;
    const QByteArray m_token;
    QByteArray m_received;
    quint64 m_sent;
    quint64 m_acknowledged;
    bool m_isRefused = false;
};

struct Found
{
    QHash<QByteArray, quint64> values; // by path
    QSet<QString> ids; // of operations in the log
    quint64 seq = 0;
};

DustResult<Found> read(const QString &fileName)
{
    const auto file = openSqlite(fileName);
    if (!file)
        return file.error();
    const auto storage = (*file)->storage(u"local/main"_s);
    if (!storage)
        return storage.error();
    const auto ledger = DustLedger::open(*storage, {}); // which refuses a gap in the log
    if (!ledger)
        return ledger.error();
    Found found;
    found.seq = (*ledger)->currentSeq();
    const auto records = (*ledger)->log(0, int(found.seq) + 1);
    if (!records)
        return records.error();
    for (const DustLogRecord &record : *records) {
        if (record.seq != quint64(found.ids.size()) + 1)
            return DustError(DustError::Storage, u"seq %1 twice or missing"_s.arg(record.seq));
        found.ids.insert(record.clientOpId);
    }
    (*ledger)->view().scan({}, {}, [&](const DustRow &row) {
        found.values.insert(row.path().toByteArray(), row.value()->toUnsignedInteger());
        return true;
    });
    return found;
}

} // namespace

class tst_DustdKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void losesNothingThatWasAnswered();
};

void tst_DustdKill::losesNothingThatWasAnswered()
{
    const quint32 seed = firstSeed();
    const QByteArray repeat = "repeat with DUST_SEED=" + QByteArray::number(seed);
    QRandomGenerator dice(seed);
    std::optional<QTemporaryDir> directory;
    QHash<QByteArray, quint64> steps;
    quint64 all = 0;

    for (int round = 0; round < historyCount(50); ++round) {
        if (round % 50 == 0) { // the whole log is read after each kill: it must not grow for ever
            directory.emplace();
            steps.clear();
            all = 0;
        }
        std::vector<std::unique_ptr<Writer>> writers;
        {
            DustdProcess server({ u"--data"_s, directory->path() });
            QVERIFY2(server.isUp(), server.process().readAllStandardError().constData());
            for (int i = 0; i < Writers; ++i) {
                const QByteArray name = "w" + QByteArray::number(i);
                writers.push_back(std::make_unique<Writer>(i, server.url(), server.token(),
                                                           steps.value(name)));
            }
            const auto acknowledged = [&] {
                quint64 sum = 0;
                for (const auto &writer : writers)
                    sum += writer->acknowledged();
                return sum;
            };
            const quint64 enough = acknowledged() + quint64(dice.bounded(250));
            QTRY_VERIFY_WITH_TIMEOUT(acknowledged() >= enough, 60'000);
            server.process().kill();
            QTRY_COMPARE_WITH_TIMEOUT(server.process().state(), QProcess::NotRunning, 60'000);
        }
        const auto found = read(directory->filePath(u"stores/local%2Fmain.dust"_s));
        QVERIFY2(found, qPrintable(found.error().message()));
        for (const auto &writer : writers) {
            QVERIFY(!writer->isRefused());
            const quint64 left = found->values.value(writer->name() + "/left");
            QVERIFY2(left >= writer->acknowledged() && left <= writer->sent(), repeat.constData());
            QVERIFY2(found->values.value(writer->name() + "/right") == left, repeat.constData());
            for (quint64 i = steps.value(writer->name()) + 1; i <= left; ++i) {
                for (int part = 0; part < 2; ++part) {
                    const QString id =
                            u"%1-%2:%3"_s.arg(QString::fromLatin1(writer->name())).arg(i).arg(part);
                    QVERIFY2(found->ids.contains(id), qPrintable(id));
                }
            }
            all += left - steps.value(writer->name());
            steps[writer->name()] = left;
        }
        QCOMPARE(found->seq, 2 * all);
    }
    qInfo("%llu batches on the last store; seed %u", static_cast<unsigned long long>(all), seed);
}

QTEST_GUILESS_MAIN(tst_DustdKill)
#include "tst_dustdkill.moc"
