// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The guide about production.

#include "servers.h"
#include "snippets.h"

#include <DustStore>

#include <QtCore/QLoggingCategory>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QSslCertificate>

SNIPPET(production_token)
{
    SnippetServer s;
    const QUrl url = s.server.webSocketUrl();
    const auto signIn = [token = s.server.token()](const DustClient::TokenReceiver &answer) {
        answer(token);
    };
    //! [production_token]
    DustClient client(url);
    client.setTokenSource(
            [signIn](const QString &refused, const DustClient::TokenReceiver &answer) {
                if (!refused.isEmpty())
                    qInfo("The server did not take the token any more.");
                signIn(answer); // now or later; an empty text means that there is none
            });
    DustStore *store = client.store("acme/main");
    //! [production_token]
    QTRY_COMPARE(store->state(), DustStore::Live);
}

SNIPPET(production_tls)
{
    const QString file = "company-ca.pem";
    //! [production_tls]
    DustClient client(QUrl("wss://dust.example.org"));
    client.addCaCertificates(QSslCertificate::fromPath(file)); // before the first store
    //! [production_tls]
    QVERIFY(!client.hasToken());
}

SNIPPET(production_durability)
{
    const QTemporaryDir folder;
    const QUrl url = QUrl::fromLocalFile(folder.filePath("links.dust"));
    //! [production_durability]
    DustClient client(url); // file:///…/links.dust
    client.setStorageOptions(DustStorageOptions()
                                     .setDurability(DustStorageOptions::Full)
                                     .setMaximumBytes(500000000));
    DustStore *store = client.store("local/links");
    //! [production_durability]
    QVERIFY2(store->error().kind() == DustError::NoError, qPrintable(store->error().message()));
}

SNIPPET(production_watch)
{
    QStringList lines;
    SnippetServer s;
    const auto opened = s.client();
    DustClient &client = *opened;
    DustStore *store = client.store("acme/main");
    const auto report = [&lines](const char *what, const QString &value) {
        lines.append(QString(what) + ' ' + value);
    };
    //! [production_watch]
    QObject::connect(&client, &DustClient::errorChanged,
                     [&] { report("client", client.error().message()); });
    QObject::connect(store, &DustStore::errorChanged,
                     [&] { report("store", store->error().message()); });
    QObject::connect(store, &DustStore::cacheErrorChanged,
                     [&] { report("cache", store->cacheError().message()); });
    QObject::connect(store, &DustStore::pendingCountChanged,
                     [&] { report("unsent", QString::number(store->pendingCount())); });
    QObject::connect(store, &DustStore::stateChanged,
                     [&] { report("state", QVariant::fromValue(store->state()).toString()); });
    //! [production_watch]
    QTRY_VERIFY(lines.contains("state Live"));
}

SNIPPET(production_logging)
{
    //! [production_logging]
    QLoggingCategory::setFilterRules("dustecto.schema.warning=false");
    //! [production_logging]
    QLoggingCategory::setFilterRules({});
}

SNIPPET(server_embed)
{
    //! [server_embed]
    DustServer server;
    server.addStore("acme/main");
    server.addToken(
            DustServerToken::readOnly("s3cret").setId("dashboard").setStores({ "acme/main" }));
    if (!server.listen())
        return;

    DustClient client(server.webSocketUrl());
    client.setToken(server.token()); // read-write, made by the first call
    DustStore *store = client.store("acme/main");
    //! [server_embed]
    QTRY_COMPARE(store->state(), DustStore::Live);
    QVERIFY(store->canWrite());
}

SNIPPET(server_hooks)
{
    SnippetServer s;
    DustServer &server = s.server;
    //! [server_hooks]
    // The next PUT is not answered: whoever sent it cannot know whether it was carried out.
    server.setAnswerHook([](const DustServerRequest &request) -> std::optional<DustServerAnswer> {
        if (request.method != "PUT")
            return std::nullopt; // the server answers
        return DustServerAnswer::hangUp();
    });
    //! [server_hooks]
    DustClient client(server.url());
    client.setToken(server.token());
    const auto put = client.store("acme/main")->put("a", 1);
    QTRY_VERIFY(put.isFinished());
    QCOMPARE(put.result().error().kind(), DustError::Indeterminate);
}

SNIPPET(server_connection)
{
    SnippetServer s;
    DustServer &server = s.server;
    const auto client = s.client();
    DustStore *store = client->store("acme/main");
    QTRY_COMPARE(store->state(), DustStore::Live);
    //! [server_connection]
    // The answers are held back: the write is carried out, and its client does not know yet.
    for (DustServerConnection *connection : server.connections())
        connection->hold();
    store->put("a", 1);
    //! [server_connection]
    QTRY_COMPARE(store->pendingCount(), 1);
    //! [server_release]
    for (DustServerConnection *connection : server.connections())
        connection->release();
    //! [server_release]
    QTRY_COMPARE(store->pendingCount(), 0);
}
