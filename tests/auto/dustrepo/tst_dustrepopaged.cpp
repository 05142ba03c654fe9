// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustRepo's reads over a transport without local reads: page by page.

#include "answers.h"
#include "faketransport.h"
#include "records.h"

#include "dustrepo.h"

using namespace Qt::StringLiterals;

class tst_DustRepoPaged : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_client = std::make_unique<DustClient>(QUrl(u"memory:"_s));
        m_repo = std::make_unique<DustRepo>(FakeTransport::open(m_client.get(), &m_transport));
        for (const QString &slug : m_slugs) {
            const QString path = DustSchema::of<Link>()->recordPath(slug)->toString();
            QVERIFY(m_transport
                            ->put(path,
                                  *DustValue::fromJson(
                                          R"({"title":"T","url":"u","note":"n","visits":3})"))
                            .isOk());
        }
        QVERIFY(m_transport->put(u"links/half"_s, *DustValue::fromJson(R"({"title":"T"})")).isOk());
    }
    void cleanup()
    {
        m_repo.reset();
        m_client.reset();
    }

    void readsAll_data()
    {
        QTest::addColumn<int>("rowsPerPage");
        QTest::addColumn<int>("pages"); // of 21 rows, in records of four and one of one
        const std::pair<int, int> rows[] = { { 1, 21 }, { 2, 11 }, { 3, 10 },  { 4, 6 },
                                             { 5, 5 },  { 7, 5 },  { 1000, 1 } };
        for (const auto &[perPage, pages] : rows)
            QTest::addRow("%d rows a page", perPage) << perPage << pages;
    }
    void readsAll()
    {
        QFETCH(int, rowsPerPage);
        QFETCH(int, pages);
        m_transport->rowsPerPage = rowsPerPage;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"links/half"_s));
        const auto links = answerOf(m_repo->all<Link>());
        QVERIFY2(links.isOk(), qPrintable(links.error().message()));
        QCOMPARE(slugsOf(*links), m_slugs);
        for (const Link &link : *links) {
            QCOMPARE(link.visits, 3);
            QCOMPARE(link.dustMeta.leaves().size(), 4);
        }
        QCOMPARE(m_transport->lists.size(), pages);
        QCOMPARE(m_transport->lists.first().pattern(), u"links/**"_s);
        QCOMPARE(m_transport->lists.first().limit(), 1000);
        QVERIFY(m_transport->lists.first().after().isEmpty());
    }

    void streams_data() { readsAll_data(); }
    void streams()
    {
        QFETCH(int, rowsPerPage);
        m_transport->rowsPerPage = rowsPerPage;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"links/half"_s));
        QStringList seen;
        const auto done = answerOf(m_repo->stream<Link>(this, [&](const QList<Link> &page) {
            [&] { QVERIFY(!page.isEmpty()); }();
            seen += slugsOf(page);
            return true;
        }));
        QVERIFY(done.isOk());
        QCOMPARE(seen,
                 QStringList(
                         { u"a b"_s, u"a-b"_s, u"a"_s, u"b"_s, u"c/d"_s })); // as they are stored
    }

    void neverMixesTwoStatesOfARecord()
    {
        m_transport->rowsPerPage = 5;
        m_transport->holdsLists = true;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"links/half"_s));
        const auto all = m_repo->all<Link>();
        for (int page = 1; !all.isFinished(); ++page) {
            const QString title = QString::number(page);
            const DustObject changed{ { u"note"_s, title }, { u"title"_s, title } };
            for (const QString &slug : m_slugs) {
                const auto path = *DustSchema::of<Link>()->recordPath(slug);
                QVERIFY(m_transport->apply(DustOperation::merge(path, changed)));
            }
            m_transport->releaseList();
            QTRY_VERIFY(all.isFinished() || m_transport->heldLists() > 0);
        }
        const auto links = answerOf(all);
        QVERIFY(links);
        QCOMPARE(slugsOf(*links), m_slugs);
        for (const Link &link : *links)
            QVERIFY(link.title == link.note || (link.title == u"T"_s && link.note == u"n"_s));
    }

    void errorsEndReads_data()
    {
        QTest::addColumn<int>("failingList");
        for (const int list : { 0, 1, 4 })
            QTest::addRow("list %d", list) << list;
    }
    void errorsEndReads()
    {
        QFETCH(int, failingList);
        m_transport->rowsPerPage = 4;
        m_transport->failingList = failingList;
        QCOMPARE(answerOf(m_repo->all<Link>()).error().kind(), DustError::Network);

        m_transport->lists.clear();
        int pages = 0;
        const auto done = answerOf(m_repo->stream<Link>(this, [&](const QList<Link> &) {
            ++pages;
            return true;
        }));
        QCOMPARE(done.error().kind(), DustError::Network);
        QVERIFY(pages <= failingList);
        QCOMPARE(m_transport->lists.size(), failingList + 1);

        m_transport->lists.clear();
        m_transport->failingList = 0;
        QCOMPARE(answerOf(m_repo->get<Link>(u"a"_s)).error().kind(), DustError::Network);
        m_transport->lists.clear();
        QCOMPARE(answerOf(m_repo->exists<Link>(u"a"_s)).error().kind(), DustError::Network);
    }

    void endsWhenTheServerRepeatsItself()
    {
        m_transport->rowsPerPage = 4;
        m_transport->repeatsCursor = true;
        const DustError error = answerOf(m_repo->all<Link>()).error();
        QCOMPARE(error.kind(), DustError::Http);
        QCOMPARE(error.reason(), u"invalid_cursor"_s);
        QCOMPARE(m_transport->lists.size(), 2);
    }

    void readsOne_data() { readsAll_data(); }
    void readsOne()
    {
        QFETCH(int, rowsPerPage);
        m_transport->rowsPerPage = rowsPerPage;
        const auto link = answerOf(m_repo->get<Link>(u"a"_s));
        QVERIFY(link.isOk());
        QCOMPARE(link->note, u"n"_s);
        QCOMPARE(m_transport->lists.first().pattern(), u"links/a/**"_s);
        QCOMPARE(answerOf(m_repo->get<Link>(u"c/d"_s))->slug, u"c/d"_s);
        QCOMPARE(answerOf(m_repo->get(*DustSchema::of<Link>(), u"a b"_s))->slug(), u"a b"_s);
        QCOMPARE(answerOf(m_repo->exists<Link>(u"a"_s)), DustResult<bool>(true));
    }

    void doesNotFind()
    {
        const DustError none = answerOf(m_repo->get<Link>(u"x"_s)).error();
        QCOMPARE(none.kind(), DustError::NotFound);
        QCOMPARE(none.path(), u"links/x"_s);
        const DustError half = answerOf(m_repo->get<Link>(u"half"_s)).error();
        QCOMPARE(half.kind(), DustError::NotFound);
        QCOMPARE(half.detail().value(u"missing"_s).toStringList(), QStringList{ u"url"_s });
        QCOMPARE(answerOf(m_repo->exists<Link>(u"x"_s)), DustResult<bool>(false));
    }

    void literalStarsAreNoWildcards()
    {
        const DustSchema stars =
                *DustSchema::Builder(u"*"_s).field(u"title"_s, DustField::String).build();
        QVERIFY(m_transport->put(u"*/**/title"_s, u"T"_s).isOk());
        const auto records = answerOf(m_repo->all(stars));
        QCOMPARE(records->size(), 1);
        QCOMPARE(records->first().slug(), u"**"_s);
        QCOMPARE(answerOf(m_repo->get(stars, u"**"_s))->value(u"title"_s).toString(), u"T"_s);
        QCOMPARE(answerOf(m_repo->get(stars, u"a"_s)).error().kind(), DustError::NotFound);
    }

    void bringsNoNews()
    {
        const auto subscribed = answerOf(m_repo->subscribe<Link>(this, [](const auto &) {}));
        QCOMPARE(subscribed.error().kind(), DustError::NotSupported);
        const auto raw = answerOf(m_repo->subscribeRaw<Link>(this, [](const auto &) {}));
        QCOMPARE(raw.error().kind(), DustError::NotSupported);
    }

    void destroyedOnTheWay_data()
    {
        QTest::addColumn<QString>("what");
        QTest::newRow("store") << u"store"_s;
        QTest::newRow("client") << u"client"_s;
        QTest::newRow("repo") << u"repo"_s;
    }
    void destroyedOnTheWay()
    {
        QFETCH(QString, what);
        m_transport->rowsPerPage = 1;
        m_transport->holdsLists = true;
        if (what == u"repo"_s)
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"links/half"_s));
        auto all = m_repo->all<Link>();
        auto stream = m_repo->stream<Link>(this, [](const auto &) { return true; });
        QTRY_COMPARE(m_transport->heldLists(), 2);
        m_transport->releaseList();
        m_transport->releaseList();
        QTRY_COMPARE(m_transport->heldLists(), 2); // the second page of each
        if (what == u"store"_s) {
            delete m_repo->store();
        } else if (what == u"client"_s) {
            m_client.reset();
        } else {
            m_repo.reset();
            m_transport->holdsLists = false;
            m_transport->releaseList();
            m_transport->releaseList();
        }
        // A read that needs nothing of the repo goes on without it.
        QCOMPARE(answerOf(all).error().kind(),
                 what == u"repo"_s ? DustError::NoError : DustError::Closed);
        QCOMPARE(answerOf(stream).error().kind(), DustError::Closed);
    }

private:
    const QStringList m_slugs{ u"a"_s, u"a b"_s, u"a-b"_s, u"b"_s, u"c/d"_s };
    std::unique_ptr<DustClient> m_client;
    std::unique_ptr<DustRepo> m_repo;
    FakeTransport *m_transport = nullptr;
};

QTEST_GUILESS_MAIN(tst_DustRepoPaged)

#include "tst_dustrepopaged.moc"
