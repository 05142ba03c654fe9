// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The examples of the class documentation, which quotes the parts between the markers.

#include "answers.h"
#include "records.h"

#include "dustbroadcaster.h"
#include "dustclient.h"

using namespace Qt::StringLiterals;

class tst_DustRepoSnippets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_client = std::make_unique<DustClient>(QUrl(u"memory:"_s));
        m_repo = std::make_unique<DustRepo>(m_client->store(u"acme/main"_s));
        m_lines.clear();
    }
    void cleanup()
    {
        m_repo.reset();
        m_client.reset();
    }

    void overview()
    {
        //! [overview]
        DustClient client(QUrl(u"memory:"_s));
        DustRepo repo(client.store(u"acme/main"_s));

        const QVariantMap params{ { u"slug"_s, u"qt"_s },
                                  { u"title"_s, u"Qt"_s },
                                  { u"url"_s, u"https://qt.io"_s } };
        repo.insert<Link>(Link::changeset({}, params))
                .then(this, [this](const DustResult<Link> &link) {
                    if (link)
                        show(u"saved %1"_s.arg(link->title));
                    else
                        show(link.error().message());
                });
        repo.all<Link>().then(this, [this](const DustResult<QList<Link>> &links) {
            for (const Link &link : links.valueOr({}))
                show(link.url);
        });
        //! [overview]
        QTRY_COMPARE(m_lines, QStringList({ u"saved Qt"_s, u"https://qt.io"_s }));
    }

    void stream()
    {
        QVERIFY(answerOf(m_repo->insert(Link::named(u"a"_s))).isOk());
        DustRepo &repo = *m_repo;
        //! [stream]
        const auto page = [this](const QList<Link> &links) {
            for (const Link &link : links)
                show(link.slug);
            return true; // false would end it
        };
        repo.stream<Link>(this, page).then(this, [this](const DustResult<void> &done) {
            show(done ? u"that was all"_s : done.error().message());
        });
        //! [stream]
        QTRY_COMPARE(m_lines, QStringList({ u"a"_s, u"that was all"_s }));
    }

    void ifUnchanged()
    {
        DustRepo &repo = *m_repo;
        const Link link = *answerOf(repo.insert(Link::named(u"a"_s)));
        QVERIFY(answerOf(repo.store()->put(u"links/a/note"_s, u"theirs"_s)).isOk());
        //! [ifUnchanged]
        const DustChangeset changeset = Link::changeset(
                link, { { u"note"_s, u"mine"_s }, { u"title"_s, u"Mine"_s } });
        repo.update(changeset, DustRepoOptions().setIfUnchanged(true))
                .then(this, [this](const DustResult<DustRecord> &record) {
                    if (record.error().kind() == DustError::Conflict)
                        show(u"somebody changed %1"_s.arg(record.error().path()));
                });
        //! [ifUnchanged]
        QTRY_COMPARE(m_lines, QStringList{ u"somebody changed links/a/note"_s });
        QCOMPARE(answerOf(repo.get<Link>(u"a"_s))->title, u"Title of a"_s);
    }

    void batch()
    {
        DustRepo &repo = *m_repo;
        QVERIFY(answerOf(repo.insert(Link::named(u"old"_s))).isOk());
        //! [batch]
        DustRepoBatch batch;
        batch.insert(Link::named(u"new"_s)).remove<Link>(u"old"_s);
        repo.batchWrite(batch).then(this, [this](const DustResult<DustBatchReceipt> &receipt) {
            if (receipt)
                show(u"%1 written"_s.arg(receipt->operations.size()));
            else
                show(u"step %1: %2"_s.arg(receipt.error().opIndex())
                             .arg(receipt.error().message()));
        });
        //! [batch]
        QTRY_COMPARE(m_lines, QStringList{ u"2 written"_s });
    }

    void subscribe()
    {
        DustRepo &repo = *m_repo;
        //! [subscribe]
        repo.subscribe<Link>(this, [this](const DustRecordEventOf<Link> &event) {
            if (event.isUpserted())
                show(u"%1: %2"_s.arg(event.slug, event.record.title));
            else
                show(u"%1 is gone"_s.arg(event.slug));
        });
        //! [subscribe]
        repo.insert(Link::named(u"a"_s));
        repo.remove<Link>(u"a"_s);
        QTRY_COMPARE(m_lines, QStringList({ u"a: Title of a"_s, u"a is gone"_s }));
    }

    void broadcaster()
    {
        DustRepo &repo = *m_repo;
        //! [broadcaster]
        DustBroadcaster *links = DustBroadcaster::of<Link>(&repo);
        links->onUpserted<Link>(this, [this](const Link &link) { show(link.title); });
        links->onDeleted(this, [this](const QString &slug) { show(slug); });
        //! [broadcaster]
        repo.insert(Link::named(u"a"_s));
        repo.remove<Link>(u"a"_s);
        QTRY_COMPARE(m_lines, QStringList({ u"Title of a"_s, u"a"_s }));
    }

private:
    void show(const QString &line) { m_lines.append(line); }

    std::unique_ptr<DustClient> m_client;
    std::unique_ptr<DustRepo> m_repo;
    QStringList m_lines;
};

QTEST_GUILESS_MAIN(tst_DustRepoSnippets)

#include "tst_dustreposnippets.moc"
