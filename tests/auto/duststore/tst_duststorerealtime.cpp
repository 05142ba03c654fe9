// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What a DustStore that is mirrored from a server says of itself, also over restarts.

#include "cachedclients.h"

#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;

class tst_DustStoreRealtime : public QObject, private OneCachedClient
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    // It is known from the session before.
    void aReadOnlyTokenOffline()
    {
        openLive();
        QVERIFY(answerOf(m_store->put(u"x"_s, 1)).isOk());
        openLive(u"reader"_s);
        QVERIFY(!m_store->canWrite());
        m_client.reset();
        c->s.stop();
        open(u"reader"_s);
        QVERIFY(!m_store->canWrite());
        QCOMPARE(m_store->state(), DustStore::Offline);
        const auto written = m_store->put(u"x"_s, 2);
        const auto batch = m_store->batchWrite({ DustOperation::set(*DustPath::parse(u"y"_s), 1) });
        QCOMPARE(m_store->pendingCount(), 0);
        QCOMPARE(answerOf(m_store->get(u"x"_s)).valueOr({}), DustValue(1));
        QVERIFY(written.isFinished()); // at once, and nothing of it was shown
        QCOMPARE(answerOf(written).error().kind(), DustError::MissingScope);
        QCOMPARE(answerOf(batch).error().kind(), DustError::MissingScope);
        QCOMPARE(m_store->state(), DustStore::Offline);
    }

    void rejectionsOutliveTheSession()
    {
        openLive();
        QVERIFY(answerOf(m_store->put(u"x"_s, 1)).isOk());
        QVERIFY(c->goesOffline(m_store));
        const auto options = DustWriteOptions().setIfAbsent(true).setClientOpId(u"op_x"_s);
        m_store->put(u"x"_s, 2, options);
        m_store->put(u"x"_s, 3, DustWriteOptions().setIfAbsent(true));
        m_client.reset(); // nobody waits any more
        QVERIFY(c->s.start());
        open();
        QSignalSpy changes(m_store, &DustStore::rejectionsChanged);
        QSignalSpy settled(m_store, &DustStore::writeSettled);
        QCOMPARE(m_store->pendingCount(), 2);
        QVERIFY(m_store->rejections().isEmpty());
        QVERIFY(runUntil([&] { return m_store->rejections().size() == 2; }, 60'000));
        QTRY_VERIFY(changes.size() > 0);
        QTRY_COMPARE(settled.size(), 2);
        QCOMPARE(settled.first().first().toString(), u"op_x"_s);
        QCOMPARE(answerOf(m_store->get(u"x"_s)).valueOr({}), DustValue(1));

        openLive();
        QCOMPARE(m_store->rejections().size(), 2);
        const DustRejectedWrite first = m_store->rejections().constFirst();
        QCOMPARE(first.clientOpId, u"op_x"_s);
        QCOMPARE(first.error.kind(), DustError::Exists);
        QCOMPARE(first.operation.value(), DustValue(2));
        QSignalSpy acknowledged(m_store, &DustStore::rejectionsChanged);
        m_store->acknowledge(first.number);
        m_store->acknowledge(first.number); // it is gone
        QTRY_COMPARE(acknowledged.size(), 1);
        QCOMPARE(m_store->rejections().size(), 1);

        openLive();
        QCOMPARE(m_store->rejections().size(), 1);
        QVERIFY(m_store->rejections().constFirst().number != first.number);
        m_store->acknowledge(m_store->rejections().constFirst().number);
        open();
        QCOMPARE(m_store->rejections().size(), 0);
    }

    void tellsWhetherItCanWrite()
    {
        open(u"reader"_s);
        QVERIFY(!answerOf(m_store->exists(u"x"_s)).valueOr(true)); // a turn
        QSignalSpy changes(m_store, &DustStore::canWriteChanged);
        QVERIFY(m_store->canWrite()); // nothing is known yet
        QVERIFY(CachedClients::becomesLive(m_store));
        QTRY_COMPARE(changes.size(), 1);
        QVERIFY(!m_store->canWrite());
        m_client->setToken(c->s.token);
        QVERIFY(runUntil([&] { return m_store->canWrite(); }, 30'000));
        QTRY_COMPARE(changes.size(), 2);
        QVERIFY(CachedClients::becomesLive(m_store));
        QCOMPARE(changes.size(), 2);
    }

    void tellsHowFarItIs()
    {
        openLive();
        QSignalSpy changes(m_store, &DustStore::seqChanged);
        QVERIFY(answerOf(c->s.overHttp()->put(u"x"_s, 1)).isOk());
        QVERIFY(runUntil([&] { return m_store->seq() == 1; }, 30'000));
        QTRY_COMPARE(changes.size(), 1);
        QVERIFY(answerOf(m_store->put(u"y"_s, 1)).isOk());
        QTRY_COMPARE(m_store->seq(), 2u);
        QTRY_COMPARE(changes.size(), 2);
    }

    // A server that was restored from a backup.
    void resynchronizes()
    {
        openLive();
        for (int i = 1; i <= 3; ++i)
            QVERIFY(answerOf(m_store->put(u"x"_s, i)).isOk());
        QTRY_COMPARE(m_store->seq(), 3u);
        const quint16 port = c->s.server.port();
        QVERIFY(c->goesOffline(m_store));
        m_store->put(u"y"_s, 1);
        DustServer restored;
        restored.addToken(DustServerToken::readWrite(c->s.token));
        QVERIFY(restored.addStore(CachedClients::main()));
        QVERIFY(restored.listen(QHostAddress::LocalHost, port));
        DustClient direct(restored.url());
        direct.setToken(c->s.token);
        DustStore *there = direct.store(CachedClients::main());
        QVERIFY(answerOf(there->put(u"x"_s, 1)).isOk());
        QSignalSpy errors(m_store, &DustStore::errorChanged);
        m_client->reconnectNow();
        QVERIFY(runUntil([&] { return m_store->state() == DustStore::Diverged; }, 30'000));
        QTRY_VERIFY(errors.size() > 0);
        QVERIFY(m_store->error().kind() != DustError::NoError);
        QCOMPARE(answerOf(m_store->get(u"x"_s)).valueOr({}), DustValue(3));
        QCOMPARE(m_store->pendingCount(), 1);
        m_store->resync();
        QVERIFY(CachedClients::becomesLive(m_store));
        QVERIFY(runUntil([&] { return m_store->pendingCount() == 0; }, 30'000));
        QCOMPARE(answerOf(m_store->get(u"x"_s)).valueOr({}), DustValue(1));
        QCOMPARE(answerOf(there->get(u"y"_s)).valueOr({}), DustValue(1));
        QCOMPARE(m_store->error(), DustError());
        QCOMPARE(m_store->seq(), 2u);
    }
};

QTEST_GUILESS_MAIN(tst_DustStoreRealtime)

#include "tst_duststorerealtime.moc"
