// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The guide about live lists.

#include "link.h"
#include "snippets.h"

#include <DustBroadcaster>
#include <DustClient>
#include <DustListModel>

#include <QtWidgets/QTableView>

namespace {

QVariantMap linkTo(const QString &slug, const QString &title)
{
    return { { "slug", slug }, { "title", title }, { "url", "https://example.org/" + slug } };
}

} // namespace

SNIPPET(live_widgets)
{
    DustClient client(QUrl("memory:"));
    DustRepo repo(client.store("acme/main"));
    //! [live_widgets]
    DustListModel model(&repo, *DustSchema::of<Link>());
    model.setColumns({ "title", "url" });
    model.setHeaders({ { "url", "Address" } });
    model.setSort({ "title" });

    QTableView view;
    view.setModel(&model);
    //! [live_widgets]
    repo.insert<Link>(Link::changeset({}, linkTo("1", "Qt")));
    repo.insert<Link>(Link::changeset({}, linkTo("2", "CMake")));
    QTRY_COMPARE(model.count(), 2);
    QCOMPARE(model.slugAt(0), QString("2"));
    QCOMPARE(model.headerData(1, Qt::Horizontal).toString(), QString("Address"));
}

SNIPPET(live_filter)
{
    DustClient client(QUrl("memory:"));
    DustRepo repo(client.store("acme/main"));
    DustListModel model(&repo, *DustSchema::of<Link>());
    model.insert(linkTo("qt", "Qt")); // not found by the search
    model.insert(linkTo("cmake", "CMake"));
    model.insert(linkTo("cmis", "CMIS")); // nor by the filter
    model.insert({ { "slug", "cm" }, { "title", "CMake" }, { "url", "http://example.org/cm" } });
    QTRY_COMPARE(model.totalCount(), 4);
    //! [live_filter]
    model.setFilter({ { "title", QVariantList{ "Qt", "CMake" } } }); // one of these
    model.setSearch("example cm"); // every word, in any field of text
    model.setFilterFunction([](const DustRecord &record) {
        return record.value("url").toUrl().scheme() == "https";
    });
    //! [live_filter]
    QCOMPARE(model.count(), 1);
    QCOMPARE(model.slugAt(0), QString("cmake"));
}

SNIPPET(live_edit)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    DustClient client(QUrl("memory:"));
    DustRepo repo(client.store("acme/main"));
    DustListModel model(&repo, *DustSchema::of<Link>());
    model.setColumns({ "title", "url" });
    model.insert(linkTo("qt", "Qt"));
    QTRY_COMPARE(model.count(), 1);
    //! [live_edit]
    model.setEditable(true);
    model.setChangesetFunction([](const DustRecord &record, const QVariantMap &params) {
        return Link::changeset(record.to<Link>(), params);
    });
    QObject::connect(&model, &DustListModel::errorOccurred, [show](const DustError &error) {
        show(error.fieldErrors().value("title").toStringList().join(", "));
    });
    model.setData(model.index(0, 0), ""); // as a delegate does; false: it was refused
    //! [live_edit]
    QCOMPARE(lines, QStringList("can't be blank"));
    QVERIFY(model.setData(model.index(0, 0), "Qt 6"));
    QTRY_COMPARE(model.record(0).value("title").toString(), QString("Qt 6"));
}

SNIPPET(live_write)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    DustClient client(QUrl("memory:"));
    DustRepo repo(client.store("acme/main"));
    DustListModel model(&repo, *DustSchema::of<Link>());
    model.insert(linkTo("qt", "Qt"));
    model.insert(linkTo("old", "Old"));
    QTRY_COMPARE(model.count(), 2);
    //! [live_write]
    model.update("qt", { { "title", "Qt 6" } }).then([show](const DustResult<DustRecord> &link) {
        show(link ? link->value("title").toString() : link.error().message());
    });
    model.remove("old");
    //! [live_write]
    QTRY_COMPARE(lines, QStringList("Qt 6"));
    QTRY_COMPARE(model.count(), 1);
}

SNIPPET(live_news)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    QObject window;
    DustClient client(QUrl("memory:"));
    DustRepo repo(client.store("acme/main"));
    //! [live_news]
    DustBroadcaster *links = DustBroadcaster::of<Link>(&repo); // the same one for all who ask
    links->onUpserted<Link>(&window, [show](const Link &link) { show(link.title); });
    links->onDeleted(&window, [show](const QString &slug) { show(slug + " is gone"); });
    QObject::connect(links, &DustBroadcaster::resyncRequired, &window,
                     [show] { show("read everything again"); });
    //! [live_news]
    repo.insert<Link>(Link::changeset({}, linkTo("qt", "Qt")));
    repo.remove<Link>("qt");
    QTRY_COMPARE(lines, QStringList({ "Qt", "qt is gone" }));
}

SNIPPET(live_poll)
{
    DustClient client(QUrl("memory:"));
    DustRepo repo(client.store("acme/main"));
    DustListModel model(&repo, *DustSchema::of<Link>());
    //! [live_poll]
    model.setPollInterval(2000); // milliseconds; does nothing where the store brings news
    model.refresh(); // at once
    //! [live_poll]
    QTRY_VERIFY(!model.isLoading());
}
