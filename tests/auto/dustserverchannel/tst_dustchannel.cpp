// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchannel_p.h"
#include "dustchannelrefusal_p.h"
#include "dustmemorystorage.h"

#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

// A socket that only takes notes.
class NotingPeer final : public DustChannelPeer
{
public:
    explicit NotingPeer(DustServerContext *shared) : DustChannelPeer(shared) {}
    ~NotingPeer() = default;

    void send(const DustOutgoing &message) override
    {
        sent.append(message.text);
        if (journal)
            journal->append(message.isFollowed ? deviceId + u" and more"_s : deviceId);
    }
    qint64 backlog() const override { return waiting; }
    void remove(DustChannel *) override { ++removed; }
    void answerUnjoined(const DustChannelFrame &push) override
    {
        sent.append(u"unjoined "_s + push.ref);
    }

    QStringList sent;
    QStringList *journal = nullptr; // of several: who was sent to
    qint64 waiting = 0;
    int removed = 0;
};

} // namespace

// A channel without a socket: what needs a clock or a backlog of the test's own.
class tst_DustChannel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_now = { 1000, 1'700'000'000'000 };
        m_context = std::make_unique<DustServerContext>();
        m_context->settings.now = [this] { return m_now; };
        auto store = DustServerStore::open(
                u"acme/main"_s, std::make_shared<DustMemoryStorageFile>(), &m_context->settings);
        QVERIFY(store);
        m_store = store->get();
        m_context->stores.emplace(u"acme/main"_s, std::move(*store));
        m_peer = std::make_unique<NotingPeer>(m_context.get());
        m_peer->token = std::make_shared<const DustServerToken>(DustServerToken::readWrite(u"t"_s));
        m_peer->deviceId = u"dev"_s;
    }
    void cleanup()
    {
        m_channel.reset();
        m_peer.reset();
        m_context.reset();
    }
    void losesPatienceAsProduction_data();
    void losesPatienceAsProduction();
    void waitsForRoom();
    void tellsTheWriterLast();
    void doesNothingBehindItsEnd_data();
    void doesNothingBehindItsEnd();
    void keepsFileNamesToItself();

private:
    void join()
    {
        DustChannelFrame frame;
        frame.joinRef = u"1"_s;
        frame.topic = u"store:acme/main"_s;
        frame.payload = DustObject{ { u"last_store_seq"_s, 0 } };
        m_channel = std::make_unique<DustChannel>(m_peer.get(), m_store, frame, nullptr);
        m_channel->catchUp();
    }
    void push(const QString &ref, const QString &event, const QString &fault = {})
    {
        DustChannelFrame frame;
        frame.joinRef = u"1"_s;
        frame.ref = ref;
        frame.event = event;
        frame.fault = fault;
        frame.payload = DustObject{ { u"op"_s, u"set"_s },
                                    { u"path"_s, u"a"_s },
                                    { u"value"_s, 1 },
                                    { u"client_op_id"_s, u"x"_s } };
        m_channel->receive(frame);
    }
    void write(const DustOperation &operation)
    {
        DustServerWrite request;
        request.operations = { operation };
        m_store->write(request);
        m_store->flush();
    }

    DustNow m_now;
    std::unique_ptr<DustServerContext> m_context;
    std::unique_ptr<NotingPeer> m_peer;
    std::unique_ptr<DustChannel> m_channel;
    DustServerStore *m_store = nullptr;
};

void tst_DustChannel::losesPatienceAsProduction_data()
{
    QTest::addColumn<bool>("asProduction");
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<QString>("payload");
    const QString accepted = uR"({"status":"ok","response":{"store_seq":1}})"_s;
    QTest::newRow("5 s") << true << qint64(5000) << accepted;
    QTest::newRow("over 5 s")
            << true << qint64(5001)
            << uR"({"status":"error","response":{"reason":"writer_unavailable"}})"_s;
    QTest::newRow("default") << false << qint64(60'000) << accepted;
}

void tst_DustChannel::losesPatienceAsProduction()
{
    QFETCH(bool, asProduction);
    QFETCH(qint64, milliseconds);
    QFETCH(QString, payload);
    m_context->settings.asProduction = asProduction;
    join();
    QTRY_COMPARE(m_peer->sent.size(), 1);
    push(u"2"_s, u"write"_s);
    if (asProduction) // then it is handled in a turn of its own
        QCoreApplication::sendPostedEvents(m_channel.get());
    m_now.monotonic += milliseconds;
    m_store->flush();
    QCOMPARE(m_peer->sent.size(), 3);
    QVERIFY(m_peer->sent.at(1).contains(u"\"event\""_s)); // it is committed all the same
    QCOMPARE(m_peer->sent.at(2),
             u"[\"1\",\"2\",\"store:acme/main\",\"phx_reply\",%1]"_s.arg(payload));
}

void tst_DustChannel::waitsForRoom()
{
    for (int i = 0; i < 5; ++i)
        write(DustOperation::set(*DustPath::parse(u"a"_s), i));
    m_peer->waiting = DustChannelCatchUp::MostWaiting;
    join();
    QCoreApplication::sendPostedEvents(m_channel.get());
    QVERIFY(m_peer->sent.isEmpty());
    m_peer->waiting = DustChannelCatchUp::MostWaiting / 2;
    m_channel->resume();
    QCoreApplication::sendPostedEvents(m_channel.get());
    QVERIFY(m_peer->sent.isEmpty()); // not enough yet
    m_peer->waiting = 0;
    m_channel->resume();
    m_channel->resume();
    QCoreApplication::sendPostedEvents(m_channel.get());
    QCOMPARE(m_peer->sent.size(), 6);
    QVERIFY(m_peer->sent.constLast().contains(u"catch_up_complete"_s));
}

// It knows what it wrote; the others have waited for it. Its echo and its reply go together.
void tst_DustChannel::tellsTheWriterLast()
{
    join();
    NotingPeer second(m_context.get());
    second.token = m_peer->token;
    second.deviceId = u"second"_s;
    DustChannelFrame frame;
    frame.joinRef = u"1"_s;
    frame.topic = u"store:acme/main"_s;
    frame.payload = DustObject{ { u"last_store_seq"_s, 0 } };
    DustChannel other(&second, m_store, frame, nullptr);
    other.catchUp();
    QTRY_VERIFY(m_peer->sent.size() == 1 && second.sent.size() == 1);
    QStringList journal;
    m_peer->journal = second.journal = &journal;
    push(u"2"_s, u"write"_s);
    m_store->flush();
    QCOMPARE(journal, (QStringList{ u"second"_s, u"dev and more"_s, u"dev"_s }));
}

void tst_DustChannel::doesNothingBehindItsEnd_data()
{
    QTest::addColumn<QString>("event");
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QStringList>("goodbye");
    const QString left =
            uR"(["1","3","store:acme/main","phx_reply",{"status":"ok","response":{}}])"_s;
    const QString closed = uR"(["1","1","store:acme/main","phx_close",{}])"_s;
    const QString crashed = uR"(["1","1","store:acme/main","phx_error",{}])"_s;
    QTest::newRow("left") << u"phx_leave"_s << QString() << QStringList{ left, closed };
    QTest::newRow("an event that there is not")
            << u"explode"_s << QString() << QStringList{ crashed };
    QTest::newRow("a number that there is not")
            << u"write"_s << u"number_out_of_range"_s << QStringList{ crashed };
}

// As production: what waits behind the end was pushed on a topic that is not joined.
void tst_DustChannel::doesNothingBehindItsEnd()
{
    QFETCH(QString, event);
    QFETCH(QString, fault);
    QFETCH(QStringList, goodbye);
    constexpr int LongerThanStragglersTake = 600; // ms
    m_context->settings.asProduction = true;
    join();
    QTRY_COMPARE(m_peer->sent.size(), 1);
    m_peer->sent.clear();
    push(u"2"_s, u"write"_s);
    push(u"3"_s, event, fault);
    push(u"4"_s, u"write"_s);
    push(u"5"_s, u"status"_s);
    push(u"6"_s, u"phx_leave"_s);
    push(u"7"_s, u"write"_s, u"number_out_of_range"_s);
    QTRY_COMPARE(m_peer->removed, 1);
    QVERIFY(m_peer->sent.at(0).contains(u"\"event\""_s));
    QCOMPARE(m_peer->sent.at(1),
             u"[\"1\",\"2\",\"store:acme/main\",\"phx_reply\",%1]"_s.arg(
                     uR"({"status":"ok","response":{"store_seq":1}})"_s));
    const QStringList answers{ u"unjoined 4"_s, u"unjoined 5"_s, u"unjoined 6"_s, u"unjoined 7"_s };
    QCOMPARE(m_peer->sent.sliced(2), goodbye + answers);
    DustServerWrite later;
    later.operations = { DustOperation::set(*DustPath::parse(u"later"_s), 1) };
    m_store->writeLater(later, LongerThanStragglersTake);
    QTRY_VERIFY(m_store->ledger().view().find("later"));
    QCOMPARE(m_store->ledger().currentSeq(), 2u);
    QCOMPARE(m_peer->removed, 1);
}

void tst_DustChannel::keepsFileNamesToItself()
{
    const DustError error(DustError::Storage, u"The file /var/dust/a.db cannot be written."_s,
                          { { u"reason"_s, u"disk_full"_s } });
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"/var/dust/a\\.db"_s));
    const DustObject told = DustChannelRefusal::of(error, u"set"_s);
    QCOMPARE(told.value(u"reason"_s), DustValue(u"disk_full"_s));
    QVERIFY(!told.value(u"message"_s).toString().isEmpty());
    QVERIFY(!told.value(u"message"_s).toString().contains(u"/var"_s));
}

QTEST_GUILESS_MAIN(tst_DustChannel)
#include "tst_dustchannel.moc"
