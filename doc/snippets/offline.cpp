// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The guide about work without a connection.

#include "link.h"
#include "servers.h"
#include "snippets.h"

#include <DustRepo>

#include <QtCore/QTemporaryDir>

SNIPPET(offline_open)
{
    SnippetServer s;
    const QUrl url = s.server.webSocketUrl();
    const QString token = s.server.token();
    const QTemporaryDir temporary;
    const QString folder = temporary.path();
    //! [offline_open]
    DustClient client(url); // wss://dust.example.org
    client.setAccount("ada");
    client.setCacheFolder(folder); // before the first store
    client.setToken(token);
    DustStore *store = client.store("acme/main");
    //! [offline_open]
    QTRY_COMPARE(store->state(), DustStore::Live);
    QCOMPARE(store->cacheError().kind(), DustError::NoError);
}

SNIPPET(offline_write)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    DustClient client(QUrl("memory:"));
    DustStore *store = client.store("acme/main");
    //! [offline_write]
    store->put("notes/1", "hello").then([show](const DustResult<DustReceipt> &written) {
        if (written) {
            show("the server has it");
            return;
        }
        switch (written.error().kind()) {
        case DustError::Timeout: // it stays queued, and writeSettled() will tell
            show("it will be sent");
            break;
        case DustError::Indeterminate: // nobody can tell: look at what is there
            show("it may have been written");
            break;
        default: // it was not written
            show(written.error().message());
        }
    });
    //! [offline_write]
    QTRY_COMPARE(lines, QStringList("the server has it"));
}

SNIPPET(offline_settled)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    SnippetServer s;
    const auto client = s.client();
    DustStore *store = client->store("acme/main");
    QTRY_COMPARE(store->state(), DustStore::Live);
    //! [offline_settled]
    QObject::connect(store, &DustStore::writeSettled,
                     [show](const QString &opId, const DustResult<DustReceipt> &result) {
                         if (result)
                             show(opId + " is written");
                         else
                             show(opId + ": " + result.error().reason());
                     });
    store->put("notes/1", 1, DustWriteOptions().setClientOpId("note-1"));
    //! [offline_settled]
    QTRY_COMPARE(lines, QStringList("note-1 is written"));
}

SNIPPET(offline_rejections)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    SnippetServer s;
    const auto client = s.client();
    DustStore *store = client->store("acme/main");
    QTRY_COMPARE(store->state(), DustStore::Live);
    store->put("notes/1", 1);
    store->put("notes/1", 2, DustWriteOptions().setIfAbsent(true)).cancel(); // nobody waits
    QTRY_COMPARE(store->rejections().size(), 1);
    //! [offline_rejections]
    const QList<DustRejectedWrite> rejections = store->rejections();
    for (const DustRejectedWrite &write : rejections) {
        show(write.pathString() + " was not written: " + write.error.reason());
        store->acknowledge(write.number); // it was seen
    }
    //! [offline_rejections]
    QCOMPARE(lines, QStringList("notes/1 was not written: exists"));
    QTRY_VERIFY(store->rejections().isEmpty());
}

SNIPPET(offline_conflict)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    DustClient client(QUrl("memory:"));
    DustRepo repo(client.store("acme/main"));
    const auto inserted = repo.insert<Link>(Link::changeset(
            {}, { { "slug", "qt" }, { "title", "Qt" }, { "url", "https://www.qt.io" } }));
    QTRY_VERIFY(inserted.isFinished());
    QVERIFY(inserted.result().isOk());
    const Link link = *inserted.result();
    repo.store()->put("links/qt/title", "Theirs");
    //! [offline_conflict]
    const auto changeset = Link::changeset(link, { { "title", "Mine" } });
    repo.update<Link>(changeset, DustRepoOptions().setIfUnchanged(true))
            .then([&repo, show](const DustResult<Link> &updated) {
                if (updated.error().kind() != DustError::Conflict)
                    return;
                // Somebody changed the title since it was read: show both, and let the user decide.
                repo.get<Link>("qt").then([show](const DustResult<Link> &theirs) {
                    if (theirs)
                        show("It is now: " + theirs->title);
                });
            });
    //! [offline_conflict]
    QTRY_COMPARE(lines, QStringList("It is now: Theirs"));
}

SNIPPET(offline_optimistic)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    QObject context;
    SnippetServer s;
    const auto client = s.client();
    DustStore *store = client->store("acme/main");
    QTRY_COMPARE(store->state(), DustStore::Live);
    //! [offline_optimistic]
    const auto tell = [show](const DustEvent &event) {
        show(event.pathString() + (event.committed ? " is confirmed" : " is shown"));
    };
    store->subscribe("notes/**", &context, tell, DustSubscribeOptions().setMode(DustStore::All));
    store->put("notes/1", 1);
    //! [offline_optimistic]
    QTRY_COMPARE(lines, QStringList({ "notes/1 is shown", "notes/1 is confirmed" }));
}

SNIPPET(offline_diverged)
{
    SnippetServer s;
    const auto client = s.client();
    DustStore *store = client->store("acme/main");
    const auto userAgrees = [] { return true; };
    //! [offline_diverged]
    QObject::connect(store, &DustStore::stateChanged, store, [store, userAgrees] {
        if (store->state() == DustStore::Diverged && userAgrees())
            store->resync();
    });
    //! [offline_diverged]
    QTRY_COMPARE(store->state(), DustStore::Live);
}

SNIPPET(offline_signOut)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    SnippetServer s;
    const auto opened = s.client();
    DustClient &client = *opened;
    QTRY_COMPARE(client.store("acme/main")->state(), DustStore::Live);
    //! [offline_signOut]
    client.removeCache().then([&client, show](const DustResult<void> &removed) {
        if (removed) {
            client.setToken({});
            show("signed out");
        } else if (removed.error().reason() == "unsent_writes") {
            show(QString("%1 changes are not sent")
                         .arg(removed.error().detail()["pending"].toInt()));
        }
    });
    //! [offline_signOut]
    QTRY_COMPARE(lines, QStringList("signed out"));
}
