// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "answers.h"
#include "dustclient.h"
#include "duststore.h"
#include "duststoreobserver_p.h"
#include "dusttransport.h"

#include <QtCore/QEventLoop>

using namespace Qt::StringLiterals;

namespace {

DustPattern pattern(const QString &text)
{
    return DustPattern::compile(text).value();
}

// Logs "name prepare 1,2" and "name deliver 1" per commit.
class Observer final : public DustStoreObserver
{
public:
    Observer(const QString &name, Phase phase, QStringList *log)
        : m_name(name), m_log(log), m_phase(phase)
    {}

    std::function<void(const DustCommit &)> preparing = [](const DustCommit &) {};
    std::function<void()> delivering = [] {};

    Phase phase() const override { return m_phase; }
    void prepare(const QList<const DustCommit *> &commits) override
    {
        QStringList seqs;
        for (const DustCommit *commit : commits) {
            seqs.append(QString::number(commit->event.storeSeq));
            m_pending.push_back(commit->event.storeSeq);
            preparing(*commit);
        }
        m_log->append(u"%1 prepare %2"_s.arg(m_name, seqs.join(u',')));
    }
    void deliver() override
    {
        const auto alive = m_alive;
        while (*alive && !m_pending.empty()) {
            m_log->append(u"%1 deliver %2"_s.arg(m_name).arg(m_pending.front()));
            m_pending.pop_front();
            const auto call = delivering;
            call();
        }
    }
    ~Observer() override { *m_alive = false; }

private:
    QString m_name;
    QStringList *m_log;
    std::deque<quint64> m_pending;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    Phase m_phase;
};

} // namespace

class tst_DustStoreObserver : public QObject
{
    Q_OBJECT

    std::unique_ptr<DustClient> m_client;
    DustStore *m_store = nullptr;
    QStringList m_log;

    std::unique_ptr<Observer> observer(const QString &name, const QString &watched,
                                       DustStoreObserver::Phase phase = DustStoreObserver::Events)
    {
        auto made = std::make_unique<Observer>(name, phase, &m_log);
        m_store->observe(pattern(watched), made.get());
        return made;
    }
    void put(const QString &path) { QVERIFY(answerOf(m_store->put(path, 1)).isOk()); }

private Q_SLOTS:
    void init()
    {
        m_client = std::make_unique<DustClient>(QUrl(u"memory:"_s));
        m_store = m_client->store(u"acme/main"_s);
        m_log.clear();
    }
    void cleanup() { m_client.reset(); }

    void aTurnHasTwoPhasesOverAllStores()
    {
        const auto events = observer(u"events"_s, u"**"_s);
        const auto view = observer(u"view"_s, u"**"_s, DustStoreObserver::View);
        m_store = m_client->store(u"acme/other"_s);
        const auto other = observer(u"other"_s, u"**"_s, DustStoreObserver::View);
        m_client->store(u"acme/main"_s)->put(u"a"_s, 1);
        m_client->store(u"acme/main"_s)
                ->put(u"b"_s, 1)
                .then([this](const DustResult<DustReceipt> &) { m_log.append(u"answer"_s); });
        put(u"c"_s);
        QCOMPARE(m_log,
                 QStringList({ u"events prepare 1,2"_s, u"view prepare 1,2"_s, u"other prepare 1"_s,
                               u"view deliver 1"_s, u"view deliver 2"_s, u"other deliver 1"_s,
                               u"events deliver 1"_s, u"events deliver 2"_s, u"answer"_s }));
    }

    void preparingSeesTheStateAfterTheLastCommit()
    {
        const auto watching = observer(u"o"_s, u"a"_s);
        QList<quint64> before;
        watching->preparing = [&](const DustCommit &commit) {
            QCOMPARE(m_store->transport()->currentSeq(), 4u);
            QCOMPARE(m_store->transport()->view()->find("a")->revision(), 3u);
            QCOMPARE(commit.changes.size(), 1);
            const DustLeafChange &change = commit.changes.constFirst();
            QCOMPARE(change.path, QByteArray("a"));
            QCOMPARE(change.after->revision, commit.event.storeSeq);
            before.append(change.before ? change.before->revision : 0);
        };
        watching->delivering = [&] { m_store->put(u"b"_s, 2); };
        m_store->put(u"a"_s, 1);
        m_store->put(u"a"_s, 2);
        m_store->put(u"a"_s, 3);
        put(u"b"_s);
        QCOMPARE(before, QList<quint64>({ 0, 1, 2 }));
    }

    void aCommitAppearsOnce()
    {
        const auto watching = observer(u"o"_s, u"a/**"_s);
        m_store->observe(pattern(u"a/*"_s), watching.get());
        m_store->observe(pattern(u"a/*"_s), watching.get());
        m_store->observe(pattern(u"a"_s), watching.get());
        m_store->observe(pattern(u"b/**"_s), watching.get());
        m_store->put(u"a"_s, DustObject{ { u"x"_s, 1 }, { u"y"_s, 2 }, { u"z"_s, 3 } });
        m_store->put(u"a/x"_s, 1);
        m_store->put(u"c/x"_s, 1);
        put(u"b/x"_s);
        QCOMPARE(m_log.constFirst(), u"o prepare 1,2,4"_s);
        m_store->unobserve(watching.get());
        m_log.clear();
        put(u"a/x"_s);
        put(u"b/x"_s);
        QVERIFY(m_log.isEmpty());
    }

    void hearsOnlyWhatComesLater()
    {
        m_store->put(u"a"_s, 1);
        const auto watching = observer(u"o"_s, u"a"_s);
        m_store->put(u"b"_s, 1);
        m_store->observe(pattern(u"b"_s), watching.get());
        m_store->put(u"b"_s, 1);
        put(u"a"_s);
        QCOMPARE(m_log.constFirst(), u"o prepare 3,4"_s);
    }

    void preparesInTheOrderOfObserving()
    {
        std::vector<std::unique_ptr<Observer>> all;
        for (const QString &watched :
             { u"**"_s, u"a/b"_s, u"*/b"_s, u"a/*"_s, u"a/**"_s, u"*/*"_s })
            all.push_back(observer(watched, watched));
        put(u"a/b"_s);
        QCOMPARE(m_log.mid(0, 6),
                 QStringList({ u"** prepare 1"_s, u"a/b prepare 1"_s, u"*/b prepare 1"_s,
                               u"a/* prepare 1"_s, u"a/** prepare 1"_s, u"*/* prepare 1"_s }));
        QCOMPARE(m_log.at(6), u"** deliver 1"_s);
        QCOMPARE(m_log.at(11), u"*/* deliver 1"_s);
    }

    void unobservingInsideADelivery()
    {
        const auto first = observer(u"first"_s, u"a"_s);
        auto second = observer(u"second"_s, u"a"_s);
        auto third = observer(u"third"_s, u"a"_s);
        first->delivering = [&] {
            m_store->unobserve(second.get());
            third.reset();
            m_store->unobserve(first.get());
        };
        put(u"a"_s);
        m_log.removeIf([](const QString &line) { return line.contains(u"prepare"_s); });
        QCOMPARE(m_log, QStringList({ u"first deliver 1"_s }));
        put(u"a"_s);
        QCOMPARE(m_log.size(), 1);
    }

    void anObserverMayDestroyItselfOrTheClient_data()
    {
        QTest::addColumn<bool>("wholeClient");
        QTest::newRow("itself") << false;
        QTest::newRow("the client") << true;
    }
    void anObserverMayDestroyItselfOrTheClient()
    {
        QFETCH(bool, wholeClient);
        auto first = observer(u"first"_s, u"a"_s, DustStoreObserver::View);
        const auto second = observer(u"second"_s, u"a"_s);
        first->delivering = [&] {
            if (wholeClient)
                m_client.reset();
            first.reset();
        };
        const auto answer = answerOf(m_store->put(u"a"_s, 1));
        QCOMPARE(answer.error().kind(), wholeClient ? DustError::Closed : DustError::NoError);
        QCOMPARE(m_log.contains(u"second deliver 1"_s), !wholeClient);
    }

    void aNestedEventLoopEntersAgain()
    {
        const auto watching = observer(u"o"_s, u"a"_s, DustStoreObserver::View);
        bool nested = false;
        watching->delivering = [&] {
            if (std::exchange(nested, true))
                return;
            QEventLoop loop;
            m_store->put(u"a"_s, 3).then([&](const DustResult<DustReceipt> &) { loop.quit(); });
            loop.exec();
            m_log.append(u"back"_s);
        };
        m_store->put(u"a"_s, 1);
        m_store->put(u"a"_s, 2);
        QTRY_VERIFY(m_log.contains(u"back"_s));
        QCOMPARE(m_log,
                 QStringList({ u"o prepare 1,2"_s, u"o deliver 1"_s, u"o deliver 2"_s,
                               u"o prepare 3"_s, u"o deliver 3"_s, u"back"_s }));
    }

    void observersOutliveTheirStore()
    {
        const auto watching = observer(u"o"_s, u"a"_s);
        m_store->put(u"a"_s, 1);
        delete m_store;
        m_store = m_client->store(u"acme/main"_s);
        put(u"a"_s);
        QVERIFY(m_log.isEmpty());
        m_store->observe(pattern(u"a"_s), watching.get());
        put(u"a"_s);
        QCOMPARE(m_log.constFirst(), u"o prepare 3"_s);
    }

    void anObserverWatchesOneStore()
    {
        const auto watching = observer(u"o"_s, u"a"_s);
        DustStore *other = m_client->store(u"acme/other"_s);
        other->observe(pattern(u"a"_s), watching.get());
        put(u"a"_s);
        QVERIFY(m_log.isEmpty());
        QVERIFY(answerOf(other->put(u"a"_s, 1)).isOk());
        QCOMPARE(m_log.size(), 2);
        m_store->unobserve(watching.get());
        QVERIFY(answerOf(other->put(u"a"_s, 1)).isOk());
        QCOMPARE(m_log.size(), 4);
    }

    void aStoreThatFailedCanBeObservedAlready()
    {
        m_client = std::make_unique<DustClient>();
        m_store = m_client->store(u"acme/main"_s);
        QVERIFY(!m_store->transport());
        const auto watching = observer(u"o"_s, u"a"_s);
        m_client->setUrl(QUrl(u"memory:"_s));
        put(u"a"_s);
        QCOMPARE(m_log.size(), 2);
    }
};

QTEST_GUILESS_MAIN(tst_DustStoreObserver)

#include "tst_duststoreobserver.moc"
