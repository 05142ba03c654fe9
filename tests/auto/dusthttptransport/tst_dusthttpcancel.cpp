// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Cancelling a future, and what happens to requests whose transport goes.

#include "httpend.h"

using namespace Qt::StringLiterals;

class tst_DustHttpCancel : public QObject
{
    Q_OBJECT

    std::unique_ptr<HttpHost> m_host;
    std::unique_ptr<HttpEnd> m_end;

    // As many as go at a time, which get no answer.
    QList<DustFuture<DustEntry>> fill()
    {
        QList<DustFuture<DustEntry>> slow;
        m_host->holdNewConnections(true);
        for (int i = 0; i < DustHttpAccess::MaximumInFlight; ++i)
            slow.append((*m_end)->get(at(u"slow"_s)));
        const bool isFull = QTest::qWaitFor(
                [&] { return m_host->requests.size() == DustHttpAccess::MaximumInFlight; });
        m_host->holdNewConnections(false);
        return isFull ? slow : QList<DustFuture<DustEntry>>();
    }
    void release()
    {
        const auto connections = m_host->connections();
        for (DustServerConnection *connection : connections)
            connection->release();
    }
    QStringList askedSince(int first) const { return m_host->asked().mid(first); }

private Q_SLOTS:
    void init()
    {
        m_host = std::make_unique<HttpHost>();
        m_end = std::make_unique<HttpEnd>(*m_host);
    }
    void cleanup()
    {
        m_end.reset();
        m_host.reset();
    }

    void abortsWhatIsOnItsWay();
    void withdrawsWhatWaits();
    void allAtOnce();
    void betweenTwoRequestsOfOneCall();
    void theTransportGoes_data();
    void theTransportGoes();
};

void tst_DustHttpCancel::abortsWhatIsOnItsWay()
{
    m_host->holdNewConnections(true);
    auto read = (*m_end)->get(at(u"a"_s));
    auto write = (*m_end)->write(DustOperation::set(at(u"a"_s), 1));
    QTRY_COMPARE(m_host->requests.size(), 2);
    QCOMPARE(m_host->connections().size(), 2);
    read.cancel();
    write.cancel();
    QTRY_VERIFY(m_host->connections().isEmpty());
    QTRY_VERIFY(read.isFinished() && write.isFinished());
    QVERIFY(read.isCanceled() && write.isCanceled());
    m_host->holdNewConnections(false);
    QVERIFY(answerOf((*m_end)->exists(at(u"b"_s))));
}

void tst_DustHttpCancel::withdrawsWhatWaits()
{
    const auto slow = fill();
    QVERIFY(!slow.isEmpty());
    auto write = (*m_end)->write(DustOperation::set(at(u"never"_s), 1));
    auto remove = (*m_end)->write(DustOperation::remove(at(u"never"_s)));
    const auto last = (*m_end)->getMany({ at(u"last"_s) });
    write.cancel();
    remove.cancel();
    QTRY_VERIFY(write.isFinished() && remove.isFinished());
    release();
    QVERIFY(answerOf(last));
    QCOMPARE(askedSince(DustHttpAccess::MaximumInFlight), QStringList{ u"POST /batch"_s });
    for (const auto &future : slow)
        QCOMPARE(answerOf(future).error().kind(), DustError::NotFound);
}

// Those that wait do not leave when those before them make room.
void tst_DustHttpCancel::allAtOnce()
{
    auto all = fill();
    QVERIFY(!all.isEmpty());
    QList<DustFuture<DustReceipt>> waiting;
    for (int i = 0; i < 2 * DustHttpAccess::MaximumInFlight; ++i)
        waiting.append((*m_end)->write(DustOperation::remove(at(u"never"_s))));
    for (auto &future : all)
        future.cancel();
    for (auto &future : waiting)
        future.cancel();
    QVERIFY(answerOf((*m_end)->getMany({ at(u"last"_s) })));
    QCOMPARE(askedSince(DustHttpAccess::MaximumInFlight), QStringList{ u"POST /batch"_s });
}

void tst_DustHttpCancel::betweenTwoRequestsOfOneCall()
{
    QList<DustPath> paths;
    for (int i = 0; i < 2500; ++i)
        paths.append(at(u"a/%1"_s.arg(i)));
    auto future = (*m_end)->getMany(paths);
    connect(m_host.get(), &DustServer::requestReceived, this, [&] { future.cancel(); });
    QTRY_VERIFY(future.isFinished());
    disconnect(m_host.get(), &DustServer::requestReceived, this, nullptr);
    QVERIFY(answerOf((*m_end)->getMany({ at(u"last"_s) })));
    QCOMPARE(m_host->asked(), QStringList({ u"POST /batch"_s, u"POST /batch"_s }));
}

void tst_DustHttpCancel::theTransportGoes_data()
{
    QTest::addColumn<bool>("accessStays");
    QTest::newRow("and the queue") << false;
    QTest::newRow("and the queue stays for others") << true;
}

void tst_DustHttpCancel::theTransportGoes()
{
    QFETCH(bool, accessStays);
    const auto slow = fill();
    QVERIFY(!slow.isEmpty());
    QList<DustFuture<DustReceipt>> waiting;
    for (int i = 0; i < 2 * DustHttpAccess::MaximumInFlight; ++i)
        waiting.append((*m_end)->write(DustOperation::remove(at(u"never"_s))));
    HttpEnd other(*m_host);
    if (accessStays) {
        other.access = m_end->access;
        other.transport = std::make_unique<DustHttpTransport>(u"acme/main"_s, other.access,
                                                              other.delivery);
    }
    m_end->transport.reset();
    m_end->access.reset();
    for (const auto &future : slow)
        QCOMPARE(answerOf(future).error().kind(), DustError::Closed);
    for (const auto &future : waiting)
        QCOMPARE(answerOf(future).error().kind(), DustError::Closed);
    QVERIFY(answerOf(other->getMany({ at(u"last"_s) })));
    QCOMPARE(askedSince(DustHttpAccess::MaximumInFlight), QStringList{ u"POST /batch"_s });
    QTRY_COMPARE(m_host->connections().size(), 1);
}

QTEST_GUILESS_MAIN(tst_DustHttpCancel)

#include "tst_dusthttpcancel.moc"
