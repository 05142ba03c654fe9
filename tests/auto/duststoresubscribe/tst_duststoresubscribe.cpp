// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What DustSubscribeOptions do on an embedded store; over a channel they are in
// tst_duststoresubscribeonserver.

#include "answers.h"
#include "dustclient.h"
#include "duststore.h"

using namespace Qt::StringLiterals;

class tst_DustStoreSubscribe : public QObject
{
    Q_OBJECT

    std::unique_ptr<DustClient> m_client;
    DustStore *m_store = nullptr;
    QStringList m_heard;

    std::function<void(const DustEvent &)> noting()
    {
        return [this](const DustEvent &event) {
            m_heard.append(u"%1 %2 %3"_s.arg(event.opName(), event.pathString(),
                                             QString::number(event.storeSeq)));
        };
    }
    DustSubscription subscribed(const QString &pattern, const DustSubscribeOptions &options)
    {
        return answerOf(m_store->subscribe(pattern, this, noting(), options)).value();
    }
    void put(const QString &path) { QVERIFY(answerOf(m_store->put(path, 1)).isOk()); }

private Q_SLOTS:
    void init()
    {
        m_client = std::make_unique<DustClient>(QUrl(u"memory:"_s));
        m_store = m_client->store(u"acme/main"_s);
        m_heard.clear();
    }
    void cleanup() { m_client.reset(); }

    // What is committed at once is told once.
    void modes_data()
    {
        QTest::addColumn<DustSubscribeOptions::Mode>("mode");
        QTest::newRow("committed") << DustStore::Committed;
        QTest::newRow("optimistic") << DustStore::Optimistic;
        QTest::newRow("all") << DustStore::All;
    }
    void modes()
    {
        QFETCH(DustSubscribeOptions::Mode, mode);
        subscribed(u"a/*"_s, DustSubscribeOptions().setMode(mode));
        put(u"a/1"_s);
        QTRY_COMPARE(m_heard, QStringList{ u"set a/1 1"_s });
    }

    void includesCurrent()
    {
        put(u"a/2"_s);
        put(u"b/1"_s);
        put(u"a/1"_s);
        const auto options = DustSubscribeOptions().setIncludeCurrent(true);
        const auto subscription = m_store->subscribe(u"a/*"_s, this, noting(), options);
        m_store->put(u"a/3"_s, 1);
        QVERIFY(m_heard.isEmpty()); // not within the call
        QVERIFY(answerOf(subscription).isOk());
        QTRY_COMPARE(m_heard, QStringList({ u"set a/1 3"_s, u"set a/2 1"_s, u"set a/3 4"_s }));
    }

    // In the same turn as what was written before.
    void includesCurrentOnce()
    {
        m_store->put(u"a/1"_s, 1);
        subscribed(u"a/*"_s, DustSubscribeOptions().setIncludeCurrent(true));
        put(u"a/2"_s);
        QTRY_COMPARE(m_heard, QStringList({ u"set a/1 1"_s, u"set a/2 2"_s }));
    }

    void includesNothing()
    {
        subscribed(u"a/*"_s, DustSubscribeOptions().setIncludeCurrent(true));
        QCOMPARE(m_heard, QStringList());
    }

    void overflow()
    {
        int resyncs = 0;
        const auto options = DustSubscribeOptions().setQueueLimit(2).setResyncRequired(
                [&] { ++resyncs; });
        subscribed(u"a/*"_s, options);
        m_store->put(u"a/1"_s, 1);
        put(u"a/2"_s);
        QTRY_COMPARE(m_heard.size(), 2); // as many as may wait
        m_heard.clear();
        for (int i = 0; i < 3; ++i)
            m_store->put(u"a/%1"_s.arg(i), 2);
        put(u"a/4"_s);
        QTRY_COMPARE(resyncs, 1);
        QCOMPARE(m_heard, QStringList());
        put(u"a/5"_s); // the store goes on, this subscription does not
        QCOMPARE(answerOf(m_store->get(u"a/5"_s)).valueOr({}), DustValue(1));
        QCOMPARE(m_heard, QStringList());
        QCOMPARE(resyncs, 1);
    }

    void overflowOfWhatIsThere()
    {
        for (int i = 0; i < 5; ++i)
            m_store->put(u"a/%1"_s.arg(i), 1);
        put(u"b"_s);
        int resyncs = 0;
        const auto options =
                DustSubscribeOptions().setIncludeCurrent(true).setQueueLimit(1).setResyncRequired(
                        [&] { ++resyncs; });
        subscribed(u"a/*"_s, options);
        QTRY_COMPARE(m_heard.size(), 5);
        put(u"a/9"_s);
        QTRY_COMPARE(m_heard.size(), 6);
        QCOMPARE(resyncs, 0);
    }

    // The receiver of the news may do anything.
    void overflowDestroysTheClient()
    {
        const auto options = DustSubscribeOptions().setQueueLimit(1).setResyncRequired(
                [&] { m_client.reset(); });
        subscribed(u"a/*"_s, options);
        m_store->put(u"a/1"_s, 1);
        m_store->put(u"a/2"_s, 1);
        QTRY_VERIFY(!m_client);
    }

    void subscribesAnew()
    {
        QStringList again;
        const auto noteAgain = [&](const DustEvent &event) { again.append(event.pathString()); };
        const auto options = DustSubscribeOptions().setQueueLimit(1).setResyncRequired([&] {
            m_store->subscribe(u"a/*"_s, this, noteAgain,
                               DustSubscribeOptions().setIncludeCurrent(true));
        });
        subscribed(u"a/*"_s, options);
        m_store->put(u"a/1"_s, 1);
        m_store->put(u"a/2"_s, 1);
        QTRY_COMPARE(again, QStringList({ u"a/1"_s, u"a/2"_s }));
    }

    void status()
    {
        put(u"a"_s);
        put(u"a"_s);
        const auto status = answerOf(m_store->status());
        QVERIFY(status.isOk());
        QVERIFY(status->canRead && status->canWrite);
        QCOMPARE(status->pendingCount, 0);
        QCOMPARE(status->seq, 2u);
        QCOMPARE(status->storeSeq, std::optional<quint64>(2));
        QCOMPARE(status->entryCount, std::optional<qint64>(1));
        QCOMPARE(status->opCount, std::optional<qint64>(2));
        QCOMPARE(answerOf(m_client->store(u"wrong"_s)->status()).error().kind(),
                 DustError::InvalidParams);
    }
};

QTEST_GUILESS_MAIN(tst_DustStoreSubscribe)

#include "tst_duststoresubscribe.moc"
