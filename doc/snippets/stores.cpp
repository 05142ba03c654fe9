// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// A store by paths and values.

#include "snippets.h"

#include <DustClient>
#include <DustStore>

namespace {

//! [store_pages]
// Every path that matches, a page after the other.
void readPaths(DustStore *store, const DustQuery &query,
               const std::function<void(const QStringList &paths)> &receiver)
{
    store->list(query).then([=](const DustResult<DustPage> &page) {
        if (!page)
            return;
        receiver(page->paths);
        if (!page->nextCursor.isEmpty())
            readPaths(store, DustQuery(query).setAfter(page->nextCursor), receiver);
    });
}
//! [store_pages]

} // namespace

SNIPPET(store_values)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    //! [store_values]
    DustClient client(QUrl("memory:"));
    DustStore *store = client.store("acme/main");

    store->put("users/ada/name", "Ada");
    store->merge("users/ada", { { "city", "London" }, { "born", 1815 } });
    store->increment("visits");
    store->addMember("tags", "qt");
    store->remove("users/ada/born");

    store->get("users/ada").then([show](const DustResult<DustValue> &ada) {
        if (ada)
            show(ada->toObject().value("city").toString());
        else
            show(ada.error().message());
    });
    //! [store_values]
    QTRY_COMPARE(lines, QStringList("London"));
}

SNIPPET(store_ifMatch)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    DustClient client(QUrl("memory:"));
    DustStore *store = client.store("acme/main");
    store->put("config/theme", "light");
    //! [store_ifMatch]
    store->entry("config/theme").then([store, show](const DustResult<DustEntry> &read) {
        if (!read)
            return;
        store->put("config/theme", "dark", DustWriteOptions().setIfMatch(read->revision()))
                .then([show](const DustResult<DustReceipt> &written) {
                    if (written)
                        show(QString("operation %1").arg(written->storeSeq));
                    else if (written.error().kind() == DustError::Conflict)
                        show("somebody was faster");
                });
    });
    //! [store_ifMatch]
    QTRY_COMPARE(lines, QStringList("operation 2"));
}

SNIPPET(store_pages)
{
    QStringList read;
    DustClient client(QUrl("memory:"));
    DustStore *store = client.store("acme/main");
    for (int i = 0; i < 5; ++i)
        store->put(QString("links/%1/title").arg(i), i);
    const auto receiver = [&read](const QStringList &paths) { read += paths; };
    //! [store_query]
    const auto prefixes = DustQuery::list("links/**").setSelect(DustQuery::Prefixes).setLimit(2);
    readPaths(store, prefixes, receiver);
    //! [store_query]
    QTRY_COMPARE(read.size(), 5);
    QCOMPARE(read.constFirst(), QString("links/0"));
}

SNIPPET(store_batch)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    DustClient client(QUrl("memory:"));
    DustStore *store = client.store("acme/main");
    store->put("inbox/1", "hello");
    //! [store_batch]
    const DustPath from = DustPath::parse("inbox/1").value();
    const DustPath to = DustPath::parse("archive/1").value();
    store->batchWrite({ DustOperation::set(to, "hello"), DustOperation::remove(from) })
            .then([show](const DustResult<DustBatchReceipt> &moved) {
                if (moved)
                    show("moved");
                else
                    show(QString("operation %1 was refused").arg(moved.error().opIndex()));
            });
    //! [store_batch]
    QTRY_COMPARE(lines, QStringList("moved"));
}

SNIPPET(store_subscribe)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    DustClient client(QUrl("memory:"));
    DustStore *store = client.store("acme/main");
    store->put("rooms/a/light", true);
    QObject context;
    QTRY_COMPARE(store->seq(), 1u);
    //! [store_subscribe]
    const auto tell = [show](const DustEvent &event) {
        show(event.opName() + ' ' + event.pathString());
    };
    const auto readAgain = [show] { show("too much happened at once: read again"); };
    store->subscribe(
            "rooms/*/light", &context, tell,
            DustSubscribeOptions().setIncludeCurrent(true).setQueueLimit(1000).setResyncRequired(
                    readAgain));
    store->put("rooms/b/light", false);
    //! [store_subscribe]
    QTRY_COMPARE(lines, QStringList({ "set rooms/a/light", "set rooms/b/light" }));
}

SNIPPET(store_unsubscribe)
{
    DustClient client(QUrl("memory:"));
    DustStore *store = client.store("acme/main");
    QObject context;
    DustSubscription subscription;
    int calls = 0;
    const auto receiver = [&calls](const DustEvent &) { ++calls; };
    //! [store_unsubscribe]
    store->subscribe("rooms/**", &context, receiver)
            .then([&subscription](const DustResult<DustSubscription> &subscribed) {
                subscription = subscribed.valueOr({});
            });
    //! [store_unsubscribe]
    QTRY_VERIFY(!subscription.isNull());
    //! [store_unsubscribed]
    store->unsubscribe(subscription);
    //! [store_unsubscribed]
    const auto put = store->put("rooms/a/light", true);
    QTRY_VERIFY(put.isFinished());
    QCOMPARE(calls, 0);
}

SNIPPET(store_rollback)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    DustClient client(QUrl("memory:"));
    DustStore *store = client.store("acme/main");
    //! [store_rollback]
    store->put("config/theme", "light").then([=](const DustResult<DustReceipt> &first) {
        if (!first)
            return;
        store->put("config/theme", "dark");
        store->rollback("config/theme", first->storeSeq);
        store->get("config/theme").then([show](const DustResult<DustValue> &theme) {
            show(theme.valueOr({}).toString()); // light
        });
    });
    //! [store_rollback]
    QTRY_COMPARE(lines, QStringList("light"));
}

SNIPPET(store_status)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    DustClient client(QUrl("memory:"));
    DustStore *store = client.store("acme/main");
    store->put("a", 1);
    //! [store_status]
    store->status().then([show](const DustResult<DustStatus> &status) {
        if (status)
            show(QString("%1 leaves, %2 unsent")
                         .arg(status->entryCount.value_or(0))
                         .arg(status->pendingCount));
    });
    //! [store_status]
    QTRY_COMPARE(lines, QStringList("1 leaves, 0 unsent"));
}
