// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// How an application tests what it does with a store: its list of links, against a server in this process.

#include "link.h"

#include <DustBroadcasterSpy>
#include <DustClient>
#include <DustLease>
#include <DustListModel>
#include <DustRepo>
#include <DustTestServer>

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

//! [setup]
class tst_Links : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void showsWhatIsThere();
    void followsOthers();
    void marksWhatIsNotSavedYet();
    void takesBackWhatIsRefused();
    void givesUpWaiting();
    void worksOffline();
    void noticesThatItMayOnlyRead();
    void tellsOfChanges();
    void losesItsLease();

private:
    bool isPending(int row) const
    {
        return m_list->index(row, 0).data(DustListModel::PendingRole).toBool();
    }
    QString title(int row) const { return m_list->get(row).value("title").toString(); }

    std::unique_ptr<DustTestServer> m_server;
    std::unique_ptr<DustRepo> m_repo;
    std::unique_ptr<DustListModel> m_list;
};

void tst_Links::init()
{
    m_server = std::make_unique<DustTestServer>();
    QVERIFY(m_server->seedFromFile(QFINDTESTDATA("links.json")));
    m_repo = std::make_unique<DustRepo>(m_server->store());
    m_list = std::make_unique<DustListModel>(m_repo.get(), *DustSchema::of<Link>());
    m_list->setSort({ "title" });
    QTRY_COMPARE(m_server->store()->state(), DustStore::Live);
}

void tst_Links::cleanup()
{
    m_list.reset();
    m_repo.reset();
    m_server.reset();
}
//! [setup]

void tst_Links::showsWhatIsThere()
{
    QTRY_COMPARE(m_list->count(), 2);
    QCOMPARE(title(0), "KDE");

    QVERIFY(m_server->seed({ { "links/rust", QVariantMap{ { "title", "Rust" } } } }));
    QTRY_COMPARE(m_list->count(), 1);
    QCOMPARE(title(0), "Rust");
}

//! [others]
void tst_Links::followsOthers()
{
    QVERIFY(m_server->put("links/qt/title", "A framework"));
    QTRY_COMPARE(title(0), "A framework");

    QVERIFY(m_server->remove("links/qt"));
    QTRY_COMPARE(m_list->count(), 1);
}
//! [others]

//! [hold]
void tst_Links::marksWhatIsNotSavedYet()
{
    m_server->holdNextWrite();
    const auto inserted = m_list->insert({ { "slug", "a" }, { "title", "A new one" } });
    QTRY_COMPARE(m_server->heldWrites(), 1);
    QCOMPARE(title(0), "A new one");
    QVERIFY(isPending(0));
    QCOMPARE(m_server->value("links/a"), QVariant());

    m_server->releaseWrites();
    QTRY_VERIFY(inserted.isFinished());
    QVERIFY(!isPending(0));
    QCOMPARE(m_server->value("links/a/title"), "A new one");
}
//! [hold]

//! [reject]
void tst_Links::takesBackWhatIsRefused()
{
    m_server->rejectNextWrite(DustError::Conflict);
    const auto updated = m_list->update("qt", { { "title", "Mine" } });
    QTRY_VERIFY(updated.isFinished());
    QCOMPARE(updated.result().error().kind(), DustError::Conflict);
    QTRY_COMPARE(title(1), "Qt");
}
//! [reject]

//! [delay]
void tst_Links::givesUpWaiting()
{
    m_server->delayNextWrite(60000);
    const auto inserted = m_list->insert({ { "slug", "a" }, { "title", "A new one" } });
    QTRY_COMPARE(m_server->heldWrites(), 1);

    m_server->clock()->advance(30000);
    QTRY_VERIFY(inserted.isFinished());
    QCOMPARE(inserted.result().error().kind(), DustError::Timeout);
    QVERIFY(isPending(0)); // it was sent, and may still be written

    m_server->clock()->advance(30000);
    QTRY_VERIFY(!isPending(0));
}
//! [delay]

//! [online]
void tst_Links::worksOffline()
{
    m_server->setOnline(false);
    QTRY_COMPARE(m_server->store()->state(), DustStore::Offline);
    const auto updated = m_list->update("qt", { { "title", "Mine" } });
    QTRY_COMPARE(title(1), "Mine");
    QCOMPARE(m_server->value("links/qt/title"), "Qt");

    m_server->setOnline(true);
    QTRY_VERIFY(updated.isFinished());
    QCOMPARE(m_server->value("links/qt/title"), "Mine");
}
//! [online]

//! [permissions]
void tst_Links::noticesThatItMayOnlyRead()
{
    QVERIFY(m_server->store()->canWrite());
    m_server->setReadOnly(true);
    QTRY_VERIFY(!m_server->store()->canWrite());

    const auto removed = m_list->remove("qt");
    QTRY_VERIFY(removed.isFinished());
    QCOMPARE(removed.result().error().kind(), DustError::MissingScope);
}
//! [permissions]

//! [spy]
void tst_Links::tellsOfChanges()
{
    const DustBroadcasterSpy spy(DustBroadcaster::of<Link>(m_repo.get()));
    QVERIFY(m_server->put("links/qt/title", "A framework"));
    QVERIFY(m_server->remove("links/kde"));
    QTRY_COMPARE(spy.count(), 2);
    QCOMPARE(spy.upserts<Link>().constFirst().title, "A framework");
    QCOMPARE(spy.deletes(), QStringList{ "kde" });
}
//! [spy]

//! [lease]
void tst_Links::losesItsLease()
{
    const auto acquired = m_server->store()->acquireLease("jobs/check", "this window", 60000);
    QTRY_VERIFY(acquired.isFinished());
    const DustResult<std::shared_ptr<DustLease>> lease = acquired.result();
    QVERIFY(lease);
    const QSignalSpy lost(lease->get(), &DustLease::lost);

    m_server->setOnline(false); // it cannot be renewed
    QTRY_COMPARE(m_server->store()->state(), DustStore::Offline);
    m_server->clock()->advance(60000);
    QCOMPARE(lost.size(), 1);
}
//! [lease]

QTEST_GUILESS_MAIN(tst_Links)
#include "tst_links.moc"
