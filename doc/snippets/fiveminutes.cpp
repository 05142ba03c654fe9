// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The first page: doc/guides/index.qdoc.

#include "link.h"
#include "servers.h"
#include "snippets.h"

#include <DustClient>
#include <DustListModel>
#include <DustRepo>

#include <QtWidgets/QListView>

SNIPPET(fiveMinutes)
{
    QObject context;
    QStringList lines;
    //! [client]
    DustClient client(QUrl("memory:")); // or a file: QUrl("file:///home/me/links.dust")
    DustRepo repo(client.store("local/links"));
    //! [client]

    //! [list]
    DustListModel model(&repo, *DustSchema::of<Link>());
    model.setSort({ "title" });
    model.setColumns({ "title" });
    QListView view;
    view.setModel(&model);
    //! [list]

    //! [insert]
    const QVariantMap params{ { "slug", "qt" }, { "title", "Qt" }, { "url", "https://www.qt.io" } };
    repo.insert<Link>(Link::changeset({}, params))
            .then(&context, [&](const DustResult<Link> &link) {
                if (link)
                    lines << "written as " + link->slug;
                else
                    lines << link.error().message();
            });
    //! [insert]
    QTRY_COMPARE(lines, QStringList{ "written as qt" });
    QTRY_COMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, 0).data().toString(), QString("Qt"));
}

SNIPPET(environment)
{
    SnippetServer s;
    const QString token = s.server.token();
    const QUrl url = s.server.url();
    //! [server]
    DustClient client(url); // wss://dust.example.org
    client.setToken(token);
    DustRepo repo(client.store("acme/main"));
    //! [server]
    const auto all = repo.all<Link>();
    QTRY_VERIFY(all.isFinished());
    QVERIFY2(all.result(), qPrintable(all.result().error().message()));
}
