// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "answers.h"
#include "faketransport.h"
#include "records.h"

#include "dustbroadcaster.h"
#include "dustclient.h"

#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;

class tst_DustBroadcaster : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_client = std::make_unique<DustClient>(QUrl(u"memory:"_s));
        m_store = m_client->store(u"acme/main"_s);
        m_repo = std::make_unique<DustRepo>(m_store);
    }
    void cleanup()
    {
        m_repo.reset();
        m_client.reset();
    }

    void isShared()
    {
        DustBroadcaster *links = DustBroadcaster::of<Link>(m_repo.get());
        QCOMPARE(DustBroadcaster::of(m_repo.get(), *DustSchema::of<Link>()), links);
        QCOMPARE(DustBroadcaster::of<Link>(m_repo.get(), u""_s), links);
        QVERIFY(DustBroadcaster::of<Link>(m_repo.get(), u"topic"_s) != links);
        QCOMPARE(DustBroadcaster::of<Link>(m_repo.get(), u"topic"_s)->topic(), u"topic"_s);
        QVERIFY(DustBroadcaster::of<Article>(m_repo.get()) != links);
        QCOMPARE(links->schema(), *DustSchema::of<Link>());
        QCOMPARE(links->parent(), m_repo.get());
        DustRepo other(m_store);
        QVERIFY(DustBroadcaster::of<Link>(&other) != links);
        QCOMPARE(DustBroadcaster::of<Link>(nullptr), nullptr);
        delete links;
        QVERIFY(DustBroadcaster::of<Link>(m_repo.get()) != nullptr);
    }

    void tells()
    {
        DustBroadcaster *links = DustBroadcaster::of<Link>(m_repo.get());
        QStringList heard;
        links->onUpserted<Link>(this, [&](const Link &link) { heard.append(u"+"_s + link.title); });
        const auto connection = links->onDeleted(
                this, [&](const QString &slug) { heard.append(u"-"_s + slug); });
        QVERIFY(connection);
        connect(links, &DustBroadcaster::upserted, this, [&](const QVariant &record) {
            QCOMPARE(record.metaType(), QMetaType::fromType<Link>());
            heard.append(record.value<Link>().slug);
        });
        QVERIFY(answerOf(m_repo->insert(Link::named(u"a"_s))).isOk());
        QVERIFY(answerOf(m_repo->remove<Link>(u"a"_s)).isOk());
        QCOMPARE(heard, QStringList({ u"+Title of a"_s, u"a"_s, u"-a"_s }));
        QVERIFY(disconnect(connection));
        heard.clear();
        QVERIFY(answerOf(m_repo->insert(Link::named(u"a"_s))).isOk());
        QVERIFY(answerOf(m_repo->remove<Link>(u"a"_s)).isOk());
        QCOMPARE(heard, QStringList({ u"+Title of a"_s, u"a"_s }));
    }

    void tellsRecordsOfRunTimeSchemas()
    {
        const DustSchema notes = *DustSchema::Builder(u"notes"_s)
                                          .name(u"Note"_s)
                                          .field(u"title"_s, DustField::String)
                                          .build();
        DustBroadcaster *broadcaster = DustBroadcaster::of(m_repo.get(), notes);
        QStringList heard;
        QVERIFY(broadcaster->onUpserted<DustRecord>(this, [&](const DustRecord &note) {
            heard.append(note.value(u"title"_s).toString());
        }));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"onUpserted<Link>.*Note"_s));
        QVERIFY(!broadcaster->onUpserted<Link>(this,
                                               [&](const Link &) { heard.append(u"link"_s); }));
        QVERIFY(answerOf(m_store->put(u"notes/a/title"_s, u"A"_s)).isOk());
        QCOMPARE(heard, QStringList{ u"A"_s });
    }

    void isActiveWhileSomebodyListens()
    {
        DustBroadcaster *links = DustBroadcaster::of<Link>(m_repo.get());
        QSignalSpy changes(links, &DustBroadcaster::activeChanged);
        QSignalSpy errors(links, &DustBroadcaster::errorOccurred);
        connect(links, &DustBroadcaster::resyncRequired, this, [] {});
        QVERIFY(!links->isActive());

        const auto first = links->onDeleted(this, [](const QString &) {});
        QVERIFY(links->isActive());
        auto receiver = std::make_unique<QObject>();
        links->onUpserted<Link>(receiver.get(), [](const Link &) {});
        QCOMPARE(changes.size(), 1);
        disconnect(first);
        QCoreApplication::processEvents();
        QVERIFY(links->isActive());
        receiver.reset();
        QCoreApplication::processEvents(); // within a turn
        QVERIFY(!links->isActive());
        QCOMPARE(changes.size(), 2);

        // Away and there again within one turn.
        const auto again = links->onDeleted(this, [](const QString &) {});
        disconnect(again);
        links->onDeleted(this, [](const QString &) {});
        QCoreApplication::processEvents();
        QVERIFY(links->isActive());
        QCOMPARE(changes.size(), 3);
        disconnect(links, nullptr, this, nullptr);
        QCoreApplication::processEvents();
        QVERIFY(!links->isActive());
        QCOMPARE(errors.size(), 0);
    }

    // The end of a single shot connection is notified by nobody.
    void endsWhenItSpeaksIntoTheVoid()
    {
        DustBroadcaster *links = DustBroadcaster::of<Link>(m_repo.get());
        int heard = 0;
        connect(
                links, &DustBroadcaster::upserted, this, [&] { ++heard; },
                Qt::ConnectionType(Qt::AutoConnection | Qt::SingleShotConnection));
        QVERIFY(links->isActive());
        QVERIFY(answerOf(m_repo->insert(Link::named(u"a"_s))).isOk());
        QVERIFY(answerOf(m_repo->insert(Link::named(u"b"_s))).isOk());
        QCOMPARE(heard, 1);
        QVERIFY(!links->isActive());
    }

    void holdsOneSubscriptionForAll()
    {
        // What a subscription does costs the store one look at the rows of the record per operation; and of the records
        // that are told, all receivers get the very same.
        DustBroadcaster *links = DustBroadcaster::of<Link>(m_repo.get());
        QSignalSpy changes(links, &DustBroadcaster::activeChanged);
        std::vector<std::unique_ptr<QObject>> receivers;
        QSet<const Link *> told;
        int calls = 0;
        for (int i = 0; i < 100; ++i) {
            receivers.push_back(std::make_unique<QObject>());
            DustBroadcaster::of<Link>(m_repo.get())
                    ->onUpserted<Link>(receivers.back().get(), [&](const Link &link) {
                        told.insert(&link);
                        ++calls;
                    });
        }
        QCOMPARE(changes.size(), 1);
        QCOMPARE(m_repo->findChildren<DustBroadcaster *>().size(), 1);
        QVERIFY(answerOf(m_repo->insert(Link::named(u"a"_s))).isOk());
        QCOMPARE(calls, 100);
        QCOMPARE(told.size(), 1);
        while (!receivers.empty()) {
            QVERIFY(links->isActive());
            receivers.pop_back();
            QCoreApplication::processEvents();
        }
        QVERIFY(!links->isActive());
        QCOMPARE(changes.size(), 2);
    }

    void saysWhyItIsSilent()
    {
        DustRepo repo(m_client->store(u"no name"_s));
        DustBroadcaster *links = DustBroadcaster::of<Link>(&repo);
        const auto connection = links->onDeleted(this, [](const QString &) {});
        QSignalSpy errors(links, &DustBroadcaster::errorOccurred);
        links->onDeleted(this, [](const QString &) {});
        QTRY_COMPARE(errors.size(), 1); // once, though two asked
        QCOMPARE(errors.first().first().value<DustError>(), repo.store()->error());
        QVERIFY(!links->isActive());

        DustBroadcaster *wrong = DustBroadcaster::of<WithoutPrefix>(m_repo.get());
        QVERIFY(wrong->schema().isNull());
        QSignalSpy wrongErrors(wrong, &DustBroadcaster::errorOccurred);
        wrong->onDeleted(this, [](const QString &) {});
        QTRY_COMPARE(wrongErrors.size(), 1);
        QCOMPARE(wrongErrors.first().first().value<DustError>(),
                 DustSchema::of<WithoutPrefix>().error());
    }

    void saysThatNoNewsComes()
    {
        FakeTransport *transport = nullptr;
        DustRepo repo(FakeTransport::open(m_client.get(), &transport));
        DustBroadcaster *links = DustBroadcaster::of<Link>(&repo);
        QSignalSpy errors(links, &DustBroadcaster::errorOccurred);
        links->onDeleted(this, [](const QString &) {});
        QTRY_COMPARE(errors.size(), 1);
        QCOMPARE(errors.first().first().value<DustError>().kind(), DustError::NotSupported);
    }

    void saysThatTheStoreIsGone()
    {
        DustBroadcaster *links = DustBroadcaster::of<Link>(m_repo.get());
        QSignalSpy errors(links, &DustBroadcaster::errorOccurred);
        links->onDeleted(this, [](const QString &) {});
        QVERIFY(links->isActive());
        delete m_store;
        QVERIFY(!links->isActive());
        QTRY_COMPARE(errors.size(), 1);
        QCOMPARE(errors.first().first().value<DustError>().kind(), DustError::Closed);
    }

    void startsWhenTheStoreOpens()
    {
        DustClient client;
        DustRepo repo(client.store(u"acme/main"_s));
        DustBroadcaster *links = DustBroadcaster::of<Link>(&repo);
        QStringList heard;
        links->onUpserted<Link>(this, [&](const Link &link) { heard.append(link.slug); });
        QVERIFY(!links->isActive());
        client.setUrl(QUrl(u"memory:"_s));
        QVERIFY(links->isActive());
        QVERIFY(answerOf(repo.insert(Link::named(u"a"_s))).isOk());
        QCOMPARE(heard, QStringList{ u"a"_s });
    }

    void endsInASlot_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what :
             { "receiver", "broadcaster", "repo", "store", "client", "disconnect" })
            QTest::newRow(what) << QString::fromLatin1(what);
    }
    void endsInASlot()
    {
        QFETCH(QString, what);
        DustBroadcaster *links = DustBroadcaster::of<Link>(m_repo.get());
        auto receiver = std::make_unique<QObject>();
        int calls = 0;
        links->onUpserted<Link>(receiver.get(), [&](const Link &) {
            ++calls;
            if (what == u"receiver"_s)
                receiver.reset();
            else if (what == u"broadcaster"_s)
                delete links;
            else if (what == u"repo"_s)
                m_repo.reset();
            else if (what == u"store"_s)
                delete m_store;
            else if (what == u"client"_s)
                m_client.reset();
            else
                disconnect(links, nullptr, receiver.get(), nullptr);
        });
        m_repo->insert(Link::named(u"a"_s));
        const auto last = m_repo->insert(Link::named(u"b"_s));
        QVERIFY(answerOf(last).isOk() || answerOf(last).error().kind() == DustError::Closed);
        QCoreApplication::processEvents();
        QCOMPARE(calls, 1);
    }
    void connectedWhileItsRepoGoes()
    {
        DustBroadcaster *links = DustBroadcaster::of<Link>(m_repo.get());
        bool wasCalled = false;
        connect(m_repo.get(), &QObject::destroyed, this, [&] {
            links->onUpserted<Link>(this, [](const Link &) {});
            delete m_store;
            wasCalled = !links->isActive();
        });
        m_repo.reset();
        QVERIFY(wasCalled);
    }

    // What comes at once and is more than may wait is dropped, and what comes then is told.
    void tooMuchAtOnce()
    {
        DustBroadcaster *links = DustBroadcaster::of<Link>(m_repo.get());
        QSignalSpy changes(links, &DustBroadcaster::activeChanged);
        QStringList heard;
        links->onUpserted<Link>(this, [&](const Link &link) { heard.append(link.slug); });
        connect(links, &DustBroadcaster::resyncRequired, this, [&] {
            heard.append(u"resync"_s);
            QVERIFY(links->isActive());
        });
        const auto write = [this](int records) {
            DustObject all;
            for (int i = 0; i < records; ++i)
                all.insert(QString::number(i),
                           DustObject{ { u"title"_s, u"x"_s }, { u"url"_s, u"x"_s } });
            return answerOf(m_store->merge(u"links"_s, all)).isOk();
        };
        QVERIFY(write(DustSubscribeOptions::DefaultQueueLimit));
        QCOMPARE(heard.size(), DustSubscribeOptions::DefaultQueueLimit);
        heard.clear();
        QVERIFY(write(DustSubscribeOptions::DefaultQueueLimit + 1));
        QCOMPARE(heard, QStringList{ u"resync"_s });
        QVERIFY(answerOf(m_repo->insert(Link::named(u"a"_s))).isOk());
        QCOMPARE(heard, QStringList({ u"resync"_s, u"a"_s }));
        QCOMPARE(changes.size(), 1);
    }

    // Subscriptions of a repo are told to end, and do.
    void aQueueThatOverflows_data()
    {
        QTest::addColumn<bool>("raw");
        QTest::newRow("records") << false;
        QTest::newRow("raw") << true;
    }
    void aQueueThatOverflows()
    {
        QFETCH(bool, raw);
        int resyncs = 0;
        QStringList heard;
        const auto options = DustSubscribeOptions().setQueueLimit(2).setResyncRequired(
                [&] { ++resyncs; });
        if (raw)
            m_repo->subscribeRaw<Link>(
                    this, [&](const DustEvent &event) { heard.append(event.pathString()); },
                    options);
        else
            m_repo->subscribe<Link>(
                    this, [&](const DustRecordEventOf<Link> &event) { heard.append(event.slug); },
                    options);
        const auto insert = [this](int count) {
            DustFuture<Link> last;
            for (int i = 0; i < count; ++i)
                last = m_repo->insert(Link::named(QString::number(++m_records)));
            return answerOf(last).isOk();
        };
        QVERIFY(insert(2));
        QCOMPARE(heard.size(), 2);
        QCOMPARE(resyncs, 0);
        QVERIFY(insert(3));
        QCOMPARE(heard.size(), 2);
        QCOMPARE(resyncs, 1);
        QVERIFY(insert(1));
        QCOMPARE(heard.size(), 2);
        QCOMPARE(resyncs, 1);
    }

    void theRepoGoesWhenItOverflows()
    {
        m_repo->subscribe<Link>(
                this, [](const DustRecordEventOf<Link> &) {},
                DustSubscribeOptions().setQueueLimit(1).setResyncRequired(
                        [this] { m_repo.reset(); }));
        m_repo->insert(Link::named(u"a"_s));
        QVERIFY(answerOf(m_repo->insert(Link::named(u"b"_s))).isOk());
        QVERIFY(!m_repo);
    }

private:
    std::unique_ptr<DustClient> m_client;
    DustStore *m_store = nullptr;
    std::unique_ptr<DustRepo> m_repo;
    int m_records = 0;
};

QTEST_GUILESS_MAIN(tst_DustBroadcaster)

#include "tst_dustbroadcaster.moc"
