// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What a subscription is told of writes that are not committed at once.

#include "realtimeserver.h"

using namespace Qt::StringLiterals;

class tst_DustStoreSubscribeOnServer : public QObject
{
    Q_OBJECT

    std::unique_ptr<RealtimeServer> s;
    std::unique_ptr<DustClient> a;
    DustStore *store = nullptr; // a's
    QStringList m_heard;

    void subscribe(const DustSubscribeOptions &options)
    {
        const auto note = [this](const DustEvent &event) {
            m_heard.append(u"%1 %2=%3 %4%5"_s.arg(
                    event.opName(), event.pathString(), QString::fromUtf8(event.value.toJson()),
                    event.own ? u"own "_s : QString(),
                    event.committed ? QString::number(event.storeSeq) : u"unconfirmed"_s));
        };
        const auto subscribed = answerOf(store->subscribe(u"x/*"_s, this, note, options));
        QVERIFY2(subscribed.isOk(), qPrintable(subscribed.error().message()));
    }
    void refuseWrites()
    {
        s->server.setPushHook([](const QString &event, const DustObject &) {
            return event == u"write"_s
                    ? std::optional(DustObject{ { u"reason"_s, u"invalid op"_s } })
                    : std::nullopt;
        });
    }

private Q_SLOTS:
    void init()
    {
        s = std::make_unique<RealtimeServer>();
        a = s->client(u"dev_a"_s);
        store = liveStore(a.get());
        m_heard.clear();
    }
    void cleanup()
    {
        a.reset();
        s.reset();
    }

    void modes_data()
    {
        QTest::addColumn<DustSubscribeOptions::Mode>("mode");
        QTest::addColumn<QStringList>("atOnce");
        QTest::addColumn<QStringList>("later");
        const QString told = u"set x/1=1 own unconfirmed"_s;
        const QString own = u"set x/1=1 own 1"_s;
        const QString theirs = u"set x/2=2 2"_s;
        QTest::newRow("committed")
                << DustStore::Committed << QStringList() << QStringList({ own, theirs });
        QTest::newRow("optimistic")
                << DustStore::Optimistic << QStringList(told) << QStringList({ told, theirs });
        QTest::newRow("all") << DustStore::All << QStringList(told)
                             << QStringList({ told, own, theirs });
    }
    void modes()
    {
        QFETCH(DustSubscribeOptions::Mode, mode);
        QFETCH(QStringList, atOnce);
        QFETCH(QStringList, later);
        const auto b = s->client(u"dev_b"_s);
        DustStore *other = liveStore(b.get());
        subscribe(DustSubscribeOptions().setMode(mode));
        s->connection(u"dev_a"_s)->hold();
        const auto written = store->put(u"x/1"_s, 1);
        QVERIFY(runUntil([&] { return s->stored(u"x/1"_s) == "1"; }, 30'000));
        QCOMPARE(m_heard, atOnce);
        s->connection(u"dev_a"_s)->release();
        QVERIFY(answerOf(written).isOk());
        QVERIFY(answerOf(other->put(u"x/2"_s, 2)).isOk());
        QTRY_COMPARE(m_heard, later);
    }

    void takenBack_data()
    {
        QTest::addColumn<DustSubscribeOptions::Mode>("mode");
        QTest::addColumn<bool>("isThere");
        QTest::addColumn<QStringList>("heard");
        const QString told = u"set x/1=2 own unconfirmed"_s;
        QTest::newRow("committed") << DustStore::Committed << true << QStringList();
        for (const auto mode : { DustStore::Optimistic, DustStore::All }) {
            QTest::addRow("%d, something was there", int(mode))
                    << mode << true << QStringList({ told, u"set x/1=1 own unconfirmed"_s });
            QTest::addRow("%d, nothing was there", int(mode))
                    << mode << false << QStringList({ told, u"delete x/1=null own unconfirmed"_s });
        }
    }
    void takenBack()
    {
        QFETCH(DustSubscribeOptions::Mode, mode);
        QFETCH(bool, isThere);
        QFETCH(QStringList, heard);
        if (isThere)
            QVERIFY(answerOf(store->put(u"x/1"_s, 1)).isOk());
        QTRY_COMPARE(store->pendingCount(), 0);
        subscribe(DustSubscribeOptions().setMode(mode));
        refuseWrites();
        QCOMPARE(answerOf(store->put(u"x/1"_s, 2)).error().kind(), DustError::InvalidParams);
        QTRY_COMPARE(m_heard, heard);
    }

    // All of it, and of others' writes nothing.
    void takenBackBatch()
    {
        QVERIFY(answerOf(store->put(u"x/1"_s, 1)).isOk());
        QTRY_COMPARE(store->pendingCount(), 0);
        subscribe(DustSubscribeOptions().setMode(DustStore::Optimistic));
        s->connection(u"dev_a"_s)->hold();
        const auto batch = store->batchWrite(
                { DustOperation::set(*DustPath::parse(u"x/1"_s), 5),
                  DustOperation::set(*DustPath::parse(u"y/1"_s), 5),
                  DustOperation::set(*DustPath::parse(u"x/2"_s), 5).setIfMatch(77) });
        const QStringList told{ u"set x/1=5 own unconfirmed"_s, u"set x/2=5 own unconfirmed"_s };
        QTRY_COMPARE(m_heard, told);
        s->connection(u"dev_a"_s)->release();
        QCOMPARE(answerOf(batch).error().kind(), DustError::Conflict);
        QTRY_COMPARE(m_heard,
                     told
                             + QStringList({ u"set x/1=1 own unconfirmed"_s,
                                             u"delete x/2=null own unconfirmed"_s }));
        QVERIFY(answerOf(store->put(u"x/3"_s, 1)).isOk());
        QCOMPARE(m_heard.size(), 5);
    }

    // What the outbox makes one of goes by the name of one of them.
    void mergedWritesAreToldOnce()
    {
        subscribe(DustSubscribeOptions().setMode(DustStore::Optimistic));
        s->stop();
        QVERIFY(runUntil([&] { return store->state() == DustStore::Offline; }, 30'000));
        const auto first = store->put(u"x/1"_s, 1);
        const auto second = store->put(u"x/1"_s, 2);
        const QStringList told{ u"set x/1=1 own unconfirmed"_s, u"set x/1=2 own unconfirmed"_s };
        QTRY_COMPARE(m_heard, told);
        QVERIFY(s->start());
        a->reconnectNow();
        QVERIFY(answerOf(first).isOk());
        QVERIFY(answerOf(second).isOk());
        QTRY_COMPARE(store->pendingCount(), 0);
        QVERIFY(answerOf(store->put(u"x/3"_s, 1)).isOk());
        QTRY_COMPARE(m_heard, told + QStringList(u"set x/3=1 own unconfirmed"_s));
    }

    // Offline, several at once, which the outbox may make one of.
    void whileOffline()
    {
        QVERIFY(answerOf(store->put(u"x/1"_s, 1)).isOk());
        subscribe(DustSubscribeOptions().setMode(DustStore::Optimistic));
        s->stop();
        QVERIFY(runUntil([&] { return store->state() == DustStore::Offline; }, 30'000));
        const auto first = store->put(u"x/1"_s, 2);
        const auto second = store->increment(u"x/n"_s, 1);
        QTRY_COMPARE(m_heard,
                     QStringList({ u"set x/1=2 own unconfirmed"_s,
                                   u"increment x/n=1 own unconfirmed"_s }));
        QVERIFY(s->start());
        a->reconnectNow();
        QVERIFY(answerOf(first).isOk());
        QVERIFY(answerOf(second).isOk());
        QTRY_COMPARE(store->pendingCount(), 0);
        QCOMPARE(m_heard.size(), 2);
    }

    void includesCurrent_data()
    {
        QTest::addColumn<DustSubscribeOptions::Mode>("mode");
        QTest::addColumn<QStringList>("heard");
        QTest::addColumn<QStringList>("later");
        const QString first = u"set x/1=1 1"_s;
        const QString old = u"set x/2=2 2"_s;
        const QString shown = u"set x/2=3 own unconfirmed"_s;
        const QString confirmed = u"set x/2=3 own 3"_s;
        const QString last = u"set x/3=4 own 4"_s;
        const QString lastShown = u"set x/3=4 own unconfirmed"_s;
        QTest::newRow("committed") << DustStore::Committed << QStringList({ first, old })
                                   << QStringList({ confirmed, last });
        QTest::newRow("optimistic")
                << DustStore::Optimistic << QStringList({ first, shown }) << QStringList(lastShown);
        QTest::newRow("all") << DustStore::All << QStringList({ first, shown })
                             << QStringList({ confirmed, lastShown, last });
    }
    void includesCurrent()
    {
        QFETCH(DustSubscribeOptions::Mode, mode);
        QFETCH(QStringList, heard);
        QFETCH(QStringList, later);
        QVERIFY(answerOf(store->put(u"x/1"_s, 1)).isOk());
        QVERIFY(answerOf(store->put(u"x/2"_s, 2)).isOk());
        QTRY_COMPARE(store->pendingCount(), 0);
        s->connection(u"dev_a"_s)->hold();
        const auto written = store->put(u"x/2"_s, 3);
        QCOMPARE(answerOf(store->get(u"x/2"_s)).valueOr({}), DustValue(3));
        subscribe(DustSubscribeOptions().setMode(mode).setIncludeCurrent(true));
        QCOMPARE(m_heard, heard);
        s->connection(u"dev_a"_s)->release();
        QVERIFY(answerOf(written).isOk());
        QTRY_COMPARE(store->pendingCount(), 0);
        QVERIFY(answerOf(store->put(u"x/3"_s, 4)).isOk());
        QTRY_COMPARE(m_heard, heard + later);
    }

    void overHttp()
    {
        const auto refused = answerOf(s->overHttp()->subscribe(
                u"x/*"_s, this, [](const DustEvent &) {},
                DustSubscribeOptions().setIncludeCurrent(true)));
        QCOMPARE(refused.error().kind(), DustError::NotSupported);
    }

    void status()
    {
        QVERIFY(answerOf(store->put(u"x/1"_s, 1)).isOk());
        QTRY_COMPARE(store->pendingCount(), 0);
        const auto there = answerOf(store->status());
        QVERIFY(there.isOk());
        QVERIFY(there->canRead && there->canWrite);
        QVERIFY(there->scopes.contains(u"entries:write"_s));
        QCOMPARE(there->storeSeq, std::optional<quint64>(1));
        QCOMPARE(there->entryCount, std::optional<qint64>(1));
        QCOMPARE(there->opCount, std::optional<qint64>(1));
        s->stop();
        QVERIFY(runUntil([&] { return store->state() == DustStore::Offline; }, 30'000));
        store->put(u"x/1"_s, 2);
        const auto away = answerOf(store->status());
        QVERIFY(away.isOk());
        QCOMPARE(away->pendingCount, 1);
        QCOMPARE(away->seq, 1u);
        QVERIFY(!away->storeSeq && !away->entryCount && !away->opCount);
    }

    void statusOfAReader()
    {
        const auto b = s->client(u"dev_b"_s, u"reader"_s);
        const auto status = answerOf(liveStore(b.get())->status());
        QVERIFY(status.isOk());
        QVERIFY(status->canRead && !status->canWrite);
        QVERIFY(!status->scopes.contains(u"entries:write"_s));
    }

    void statusOverHttp()
    {
        const auto status = s->overHttp()->status();
        QVERIFY(!status.isFinished());
        QCOMPARE(answerOf(status).error().kind(), DustError::NotSupported);
    }
};

QTEST_GUILESS_MAIN(tst_DustStoreSubscribeOnServer)

#include "tst_duststoresubscribeonserver.moc"
