// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What the requests of a DustRepo cost over HTTP, and how they are guarded.

#include "httpend.h"
#include "records.h"

#include <DustClient>
#include <DustRepo>
#include <DustStore>

using namespace Qt::StringLiterals;

class tst_DustHttpRecords : public QObject
{
    Q_OBJECT

    std::unique_ptr<HttpHost> m_host;
    std::unique_ptr<DustClient> m_client;
    std::unique_ptr<DustRepo> m_repo;
    const DustRepoOptions ifUnchanged = DustRepoOptions().setIfUnchanged(true);

    QStringList asked()
    {
        const QStringList all = m_host->asked();
        m_host->requests.clear();
        return all;
    }

private Q_SLOTS:
    void init()
    {
        m_host = std::make_unique<HttpHost>();
        m_client = std::make_unique<DustClient>(m_host->url());
        m_client->setToken(m_host->token());
        m_repo = std::make_unique<DustRepo>(m_client->store(u"acme/main"_s));
    }
    void cleanup()
    {
        m_repo.reset();
        m_client.reset();
        m_host.reset();
    }

    void aFlatRecordIsOneBatch();
    void aMapIsOnePut();
    void comparesAndSwaps();
    void removesUnchanged();
    void tooManyInOneBatch();
    void listsByTheThousand();
    void bringsNoNews();
};

void tst_DustHttpRecords::aFlatRecordIsOneBatch()
{
    const auto inserted = answerOf(m_repo->insert(Link::named(u"qt"_s)));
    QVERIFY2(inserted, qPrintable(inserted.error().message()));
    QCOMPARE(asked(), QStringList{ u"POST /batch_write"_s });
    const auto updated = answerOf(m_repo->update<Link>(
            Link::changeset(*inserted, { { u"title"_s, u"New"_s }, { u"visits"_s, 3 } })));
    QVERIFY2(updated, qPrintable(updated.error().message()));
    const QByteArray body = m_host->requests.constFirst().body;
    QVERIFY2(body.count("\"op\":\"set\"") == 2, body.constData());
    QCOMPARE(asked(), QStringList{ u"POST /batch_write"_s });
    QCOMPARE(answerOf(m_repo->get<Link>(u"qt"_s))->title, u"New"_s);
}

void tst_DustHttpRecords::aMapIsOnePut()
{
    Page page;
    page.slug = u"home"_s;
    page.title = u"Home"_s;
    QVERIFY(answerOf(m_repo->insert(page)));
    QCOMPARE(asked(), QStringList{ u"PUT /pages/home"_s });
}

void tst_DustHttpRecords::comparesAndSwaps()
{
    QVERIFY(answerOf(m_repo->insert(Link::named(u"qt"_s))));
    const auto link = answerOf(m_repo->get<Link>(u"qt"_s));
    QVERIFY(link);
    m_host->requests.clear();
    const auto changeset = Link::changeset(*link, { { u"title"_s, u"Mine"_s } });
    QVERIFY(answerOf(m_repo->update<Link>(changeset, ifUnchanged)));
    QCOMPARE(m_host->requests.size(), 1);
    const DustServerRequest request = m_host->requests.constFirst();
    QVERIFY2(request.body.contains("\"if_match\":"), request.body.constData());
    QVERIFY(request.header("if-match").isNull());
    const auto late = answerOf(m_repo->update<Link>(changeset, ifUnchanged));
    QCOMPARE(late.error().kind(), DustError::Conflict);
    QCOMPARE(late.error().path(), u"links/qt/title"_s);
    QVERIFY(late.error().currentRevision().has_value());
}

void tst_DustHttpRecords::removesUnchanged()
{
    QVERIFY(answerOf(m_repo->insert(Link::named(u"qt"_s))));
    const auto link = answerOf(m_repo->get<Link>(u"qt"_s));
    QVERIFY(answerOf(m_repo->update<Link>(Link::changeset(*link, { { u"note"_s, u"x"_s } }))));
    QCOMPARE(answerOf(m_repo->remove(*link, ifUnchanged)).error().kind(), DustError::Conflict);
    const auto fresh = answerOf(m_repo->get<Link>(u"qt"_s));
    m_host->requests.clear();
    QVERIFY(answerOf(m_repo->remove(*fresh, ifUnchanged)));
    QCOMPARE(asked(), QStringList{ u"POST /batch_write"_s });
    QCOMPARE(answerOf(m_repo->get<Link>(u"qt"_s)).error().kind(), DustError::NotFound);
}

void tst_DustHttpRecords::tooManyInOneBatch()
{
    DustRepoBatch batch;
    for (int i = 0; i < 251; ++i)
        batch.insert(Link::named(u"link-%1"_s.arg(i)));
    const auto written = answerOf(m_repo->batchWrite(batch));
    QCOMPARE(written.error().kind(), DustError::LimitExceeded);
    QVERIFY(m_host->requests.isEmpty());
}

void tst_DustHttpRecords::listsByTheThousand()
{
    DustObject links;
    for (int i = 0; i < 600; ++i)
        links.insert(
                QString::number(i),
                DustObject{ { u"title"_s, u"t"_s }, { u"url"_s, u"u"_s }, { u"note"_s, u"n"_s } });
    QVERIFY(answerOf(m_client->store(u"acme/main"_s)->put(u"links"_s, links)));
    m_host->requests.clear();
    QCOMPARE(answerOf(m_repo->all<Link>())->size(), 600);
    QCOMPARE(m_host->requests.size(), 2);
    for (const DustServerRequest &request : std::as_const(m_host->requests))
        QVERIFY2(request.target.contains("limit=1000"), request.target.constData());
}

void tst_DustHttpRecords::bringsNoNews()
{
    QObject context;
    DustStore *store = m_client->store(u"acme/main"_s);
    QCOMPARE(answerOf(store->subscribe(u"**"_s, &context, [](const DustEvent &) {})).error().kind(),
             DustError::NotSupported);
    QCOMPARE(answerOf(m_repo->subscribe<Link>(&context, [](const DustRecordEventOf<Link> &) {}))
                     .error()
                     .kind(),
             DustError::NotSupported);
    QCOMPARE(answerOf(store->increment(u"a"_s, 1)).error().kind(), DustError::NotSupported);
    QVERIFY(m_host->requests.isEmpty());
}

QTEST_GUILESS_MAIN(tst_DustHttpRecords)

#include "tst_dusthttprecords.moc"
