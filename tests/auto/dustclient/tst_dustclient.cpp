// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "answers.h"

#include <DustClient>
#include <DustListModel>
#include <DustRepo>
#include <DustStore>

#include <QtCore/QDir>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtCore/QThread>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>
#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;

class tst_DustClient : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    // Behind the client's back; false when the file is in use.
    static bool plainSql(const QString &fileName, const QString &statement)
    {
        bool isDone = false;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"plain"_s);
            database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=0"_s);
            database.setDatabaseName(fileName);
            isDone = database.open() && QSqlQuery(database).exec(statement);
        }
        QSqlDatabase::removeDatabase(u"plain"_s);
        return isDone;
    }

    QUrl fileUrl(const QString &name) const { return QUrl::fromLocalFile(m_folder.filePath(name)); }

private Q_SLOTS:
    void startsWithNothing()
    {
        DustClient client;
        QVERIFY(client.url().isEmpty());
        QCOMPARE(client.error(), DustError());
        QVERIFY(client.deviceId().startsWith(u"dev_"_s));
        QVERIFY(client.deviceId().size() > 20);
        QVERIFY(client.deviceId() != DustClient().deviceId());
        QCOMPARE(client.storageOptions().durability(), DustStorageOptions::Process);
    }

    void refusesUrls_data()
    {
        QTest::addColumn<QUrl>("url");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("named");
        const auto row = [](const char *url, const QString &reason, const QString &named) {
            QTest::newRow(url) << QUrl(QString::fromUtf8(url)) << reason << named;
        };
        row("ws:", u"no_host"_s, u"no host"_s);
        row("WSS://dust.example/acme/main", u"unexpected_path"_s, u"store()"_s);
        row("wss://dust.example?token=x", u"unexpected_query"_s, u"setToken()"_s);
        row("https://user@dust.example", u"user_info"_s, u"setToken()"_s);
        row("http://user:pass@127.0.0.1/", u"user_info"_s, u"setToken()"_s);
        row("https://dust.example?token=x", u"unexpected_query"_s, u"setToken()"_s);
        row("https://dust.example/#x", u"unexpected_query"_s, u"dust.example"_s);
        row("https://dust.example/acme/main", u"unexpected_path"_s, u"store()"_s);
        row("https://dust.example//", u"unexpected_path"_s, u"dust.example"_s);
        row("https:", u"no_host"_s, u"no host"_s);
        row("http:dust.example", u"no_host"_s, u"no host"_s);
        row("https:///acme", u"no_host"_s, u"no host"_s);
        row("", u"empty_url"_s, u"no URL"_s);
        row("http://dust.example:99999999", u"invalid_url"_s, u"not a valid"_s);
        row("ftp://dust.example/a", u"unknown_scheme"_s, u"\"ftp\""_s);
        row("sqlite:///a/b.dust", u"unknown_scheme"_s, u"sqlite:///a/b.dust"_s);
        row("mem:", u"unknown_scheme"_s, u"\"mem\""_s);
        row("/abs/links.dust", u"unknown_scheme"_s, u"/abs/links.dust"_s);
        row("links.dust", u"unknown_scheme"_s, u"links.dust"_s);
        row("file:", u"empty_path"_s, u"names no file"_s);
        row("file://", u"empty_path"_s, u"names no file"_s);
        row("file:links.dust", u"relative_path"_s, u"links.dust"_s);
        row("file:../links.dust", u"relative_path"_s, u"absolute"_s);
        row("file:///abs/", u"folder"_s, u"/abs/"_s);
        row("file:///", u"folder"_s, u"file:///"_s);
        row("file://host/abs/links.dust", u"unexpected_host"_s, u"host"_s);
        row("file://localhost/links.dust", u"unexpected_host"_s, u"localhost"_s);
        row("file:///abs/links.dust?a=1", u"unexpected_query"_s, u"links.dust"_s);
        row("file:///abs/li#nks.dust", u"unexpected_query"_s, u"%23"_s);
        row("file:///abs/li%00nks.dust", u"invalid_path"_s, u"NUL"_s);
        row("file:///abs/%FF.dust", u"invalid_path"_s, u"UTF-8"_s);
        row("file:///abs/%ED%A0%80.dust", u"invalid_path"_s, u"UTF-8"_s);
        row("memory:%FF", u"invalid_path"_s, u"UTF-8"_s);
        row("memory://name", u"unexpected_host"_s, u"memory:"_s);
        row("memory:a?b", u"unexpected_query"_s, u"memory:a"_s);
    }
    void refusesUrls()
    {
        QFETCH(QUrl, url);
        QFETCH(QString, reason);
        QFETCH(QString, named);
        DustClient client(url);
        if (!url.isEmpty() && url.isValid())
            QCOMPARE(client.error().reason(), reason);
        DustStore *store = client.store(u"acme/main"_s);
        const DustError error = store->error();
        QCOMPARE(error.kind(), DustError::InvalidParams);
        QCOMPARE(error.reason(), reason);
        QVERIFY2(error.message().contains(named), qPrintable(error.message()));
        QVERIFY2(error.message().contains(u"memory:NAME, file:///"_s), qPrintable(error.message()));
        QVERIFY(!store->transport());
        QCOMPARE(client.error(), error);
        QCOMPARE(answerOf(store->get(u"a"_s)).error(), error);
        QCOMPARE(client.store(u"acme/main"_s), store);
    }

    void secretsStayOutOfMessages_data()
    {
        QTest::addColumn<QString>("url");
        for (const char *url :
             { "https://user:hunter2@dust.example/?token=hunter2#hunter2",
               "foo://hunter2@x/?a=hunter2", "file://hunter2:hunter2@/a?hunter2",
               "memory:a?hunter2", "https://user:hunter2@dust.example:99999999/" })
            QTest::newRow(url) << QString::fromLatin1(url);
    }
    void secretsStayOutOfMessages()
    {
        QFETCH(QString, url);
        DustClient client((QUrl(url)));
        const DustError error = client.store(u"acme/main"_s)->error();
        QVERIFY(error.kind() != DustError::NoError);
        QString shown;
        QDebug(&shown) << error << client.error();
        QVERIFY2(!shown.contains(u"hunter2"_s), qPrintable(shown));
    }

    void opensUrls_data()
    {
        QTest::addColumn<QUrl>("url");
        QTest::newRow("memory") << QUrl(u"memory:"_s);
        QTest::newRow("named memory") << QUrl(u"memory:NAME"_s);
        QTest::newRow("strange memory") << QUrl(u"memory:a/b c%3F"_s);
        QTest::newRow("file") << fileUrl(u"plain.dust"_s);
        QTest::newRow("file, upper case scheme")
                << QUrl(u"FILE://"_s + m_folder.filePath(u"upper.dust"_s));
        QTest::newRow("file without slashes")
                << QUrl(u"file:"_s + m_folder.filePath(u"bare.dust"_s));
        QTest::newRow("strange file") << fileUrl(u"ä #?%41.dust"_s);
    }
    void opensUrls()
    {
        QFETCH(QUrl, url);
        DustClient client(url);
        DustStore *store = client.store(u"acme/main"_s);
        QVERIFY2(store->error().kind() == DustError::NoError, qPrintable(store->error().message()));
        QVERIFY(answerOf(store->put(u"a"_s, 1)).isOk());
        if (url.isLocalFile())
            QVERIFY(QFileInfo::exists(url.toLocalFile()));
    }

    void refusesStoreNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("named");
        for (const char *name : { "acme", "/", "//", "acme/", "/main", "acme//main", "acme/main/",
                                  "a/b/c", "/acme/main" })
            QTest::newRow(name) << QString::fromLatin1(name)
                                << u"\"%1\""_s.arg(QString::fromLatin1(name));
        QTest::newRow("none") << QString() << u"DustClient::defaultStore"_s;
        QTest::newRow("surrogate") << u"acme/"_s + QChar(0xd800) << u"Unicode"_s;
        QTest::newRow("long") << u"acme/"_s + QString(60000, u'x') << u"acme/"_s;
    }
    void refusesStoreNames()
    {
        QFETCH(QString, name);
        QFETCH(QString, named);
        DustClient client(QUrl(u"memory:"_s));
        DustStore *store = client.store(name);
        QCOMPARE(store->name(), name);
        QCOMPARE(store->error().kind(), DustError::InvalidParams);
        QCOMPARE(store->error().reason(), u"invalid_store_name"_s);
        QVERIFY2(store->error().message().contains(named), qPrintable(store->error().message()));
        QCOMPARE(client.error(), store->error());
        QCOMPARE(client.store(name), store);
        QCOMPARE(answerOf(store->put(u"a"_s, 1)).error(), store->error());
    }

    void takesStoreNames_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name :
             { "acme/main", " / ", "a.b/c*", "ä/日本", "../..", "~/~1", "a\nb/\t" })
            QTest::newRow(name) << QString::fromUtf8(name);
    }
    void takesStoreNames()
    {
        QFETCH(QString, name);
        DustClient client(QUrl(u"memory:"_s));
        DustStore *store = client.store(name);
        QVERIFY2(store->error().kind() == DustError::NoError, qPrintable(store->error().message()));
        QCOMPARE(store->name(), name);
        QCOMPARE(client.store(name), store);
        QCOMPARE(store->parent(), &client);
        QVERIFY(client.store(name + u'x') != store);
    }

    void storesOfOneFileAreApart()
    {
        DustClient client(fileUrl(u"apart.dust"_s));
        answerOf(client.store(u"acme/a"_s)->put(u"x"_s, 1));
        QCOMPARE(answerOf(client.store(u"acme/b"_s)->get(u"x"_s)).error().kind(),
                 DustError::NotFound);
        QCOMPARE(answerOf(client.store(u"acme/A"_s)->get(u"x"_s)).error().kind(),
                 DustError::NotFound);
        QCOMPARE(answerOf(client.store(u"acme/a"_s)->get(u"x"_s)).valueOr({}), DustValue(1));
    }

    void theUrlCanChangeUntilAStoreIsOpen()
    {
        DustClient client;
        QSignalSpy changed(&client, &DustClient::urlChanged);
        QSignalSpy failed(&client, &DustClient::errorChanged);
        client.setUrl(QUrl(u"nonsense:"_s));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(failed.count(), 1);
        client.setUrl(QUrl(u"memory:"_s));
        client.setUrl(QUrl(u"memory:"_s));
        QCOMPARE(changed.count(), 2);
        QCOMPARE(client.error(), DustError());
        QVERIFY(client.store(u"acme/main"_s)->transport());
        client.setUrl(QUrl(u"memory:other"_s));
        QCOMPARE(client.url(), QUrl(u"memory:"_s));
        QCOMPARE(client.error().reason(), u"already_open"_s);
        QVERIFY(client.error().message().contains(u"URL"_s));
        QCOMPARE(changed.count(), 2);
    }

    // A store that fails to open holds no file, and keeps the client from nothing.
    void aStoreThatFailsLetsGoOfItsFile()
    {
        const QUrl url = fileUrl(u"broken.dust"_s);
        {
            DustClient client(url);
            answerOf(client.store(u"acme/main"_s)->put(u"a"_s, 1));
        }
        QVERIFY(plainSql(url.toLocalFile(), u"UPDATE meta SET value = CAST('99' AS BLOB)"_s));
        DustClient client(url);
        DustStore *store = client.store(u"acme/main"_s);
        QCOMPARE(store->error().reason(), u"inconsistent_store"_s);
        QVERIFY(plainSql(url.toLocalFile(), u"SELECT count(*) FROM meta"_s));
        client.setDeviceId(u"phone"_s);
        client.setUrl(QUrl(u"memory:"_s));
        QCOMPARE(client.url(), QUrl(u"memory:"_s));
        QCOMPARE(client.deviceId(), u"phone"_s);
        QCOMPARE(client.error(), DustError());
        QVERIFY(answerOf(store->put(u"a"_s, 1)).isOk());
    }

    void aRowThatNothingCanReachIsLeftOut()
    {
        const QUrl url = fileUrl(u"unreachable.dust"_s);
        {
            DustClient client(url);
            answerOf(client.store(u"acme/main"_s)->put(u"a"_s, 1));
        }
        QVERIFY(plainSql(url.toLocalFile(),
                         u"INSERT INTO rows SELECT store, x'787e', type, "
                         "revision, synced_at, value FROM rows"_s));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"the first at x~"_s));
        DustClient client(url);
        DustStore *store = client.store(u"acme/main"_s);
        const auto page = answerOf(store->list(DustQuery::list(u"**"_s)));
        QVERIFY2(page, qPrintable(page.error().message()));
        QCOMPARE(page->entries.size(), 1);
        QCOMPARE(*answerOf(store->rollback(0)), 1);
    }

    // A file that a disk, or another program, has damaged.
    void aDamagedRowCostsOneRecord()
    {
        const QUrl url = fileUrl(u"damaged.dust"_s);
        const DustSchema notes =
                *DustSchema::Builder(u"notes"_s).field(u"text"_s, DustField::String).build();
        {
            DustClient client(url);
            DustStore *store = client.store(u"acme/main"_s);
            QVERIFY(answerOf(store->put(u"notes/bad/text"_s, u"x"_s)).isOk());
            QVERIFY(answerOf(store->put(u"notes/good/text"_s, u"y"_s)).isOk());
        }
        QVERIFY(plainSql(
                url.toLocalFile(),
                u"UPDATE rows SET value = x'c1' WHERE path = CAST('notes/bad/text' AS BLOB)"_s));
        const QRegularExpression told(u"notes/bad"_s);
        DustClient client(url);
        DustRepo repo(client.store(u"acme/main"_s));
        const DustError error = answerOf(repo.get(notes, u"bad"_s)).error();
        QCOMPARE(error.kind(), DustError::Storage);
        QVERIFY2(error.message().contains(told), qPrintable(error.message()));
        QTest::ignoreMessage(QtWarningMsg, told);
        const auto all = answerOf(repo.all(notes));
        QVERIFY2(all, qPrintable(all.error().message()));
        QCOMPARE(all->size(), 1);
        QCOMPARE(all->constFirst().slug(), u"good"_s);
        DustListModel model(&repo, notes);
        QTRY_COMPARE(model.count(), 1);
        QCOMPARE(model.slugAt(0), u"good"_s);
    }

    void aUrlThatComesLateOpensWhatFailed()
    {
        DustClient client;
        DustStore *store = client.store(u"acme/main"_s);
        DustStore *misnamed = client.store(u"acme"_s);
        QCOMPARE(store->error().reason(), u"empty_url"_s);
        QSignalSpy changed(store, &DustStore::errorChanged);
        client.setUrl(QUrl(u"gopher://x"_s));
        QCOMPARE(store->error().reason(), u"unknown_scheme"_s);
        client.setUrl(QUrl(u"memory:"_s));
        QCOMPARE(changed.count(), 2);
        QCOMPARE(store->error(), DustError());
        QCOMPARE(client.store(u"acme/main"_s), store);
        QVERIFY(answerOf(store->put(u"a"_s, 1)).isOk());
        QCOMPARE(misnamed->error().reason(), u"invalid_store_name"_s);
    }

    void askingAgainTriesAgain()
    {
        QDir(m_folder.path()).mkdir(u"late"_s);
        QDir(m_folder.path()).rmdir(u"late"_s);
        DustClient client(fileUrl(u"late/links.dust"_s));
        DustStore *store = client.store(u"acme/main"_s);
        QCOMPARE(store->error().kind(), DustError::Storage);
        QVERIFY2(store->error().message().contains(m_folder.filePath(u"late"_s)),
                 qPrintable(store->error().message()));
        QDir(m_folder.path()).mkdir(u"late"_s);
        QCOMPARE(client.store(u"acme/main"_s), store);
        QVERIFY2(store->error().kind() == DustError::NoError, qPrintable(store->error().message()));
    }

    void slotsMayDestroyTheClient()
    {
        for (const auto signal : { &DustClient::urlChanged, &DustClient::errorChanged }) {
            auto client = std::make_unique<DustClient>();
            client->store(u"acme/main"_s);
            connect(client.get(), signal, this, [&] { client.reset(); });
            client->setUrl(QUrl(u"nonsense:"_s));
            QVERIFY(!client);
        }
        auto client = std::make_unique<DustClient>();
        connect(client->store(u"acme/main"_s), &DustStore::errorChanged, this,
                [&] { client.reset(); });
        client->store(u"acme/other"_s);
        client->setUrl(QUrl(u"memory:"_s));
        QVERIFY(!client);
    }

    void theDeviceIdIsInEvents()
    {
        DustClient client(QUrl(u"memory:"_s));
        QSignalSpy changed(&client, &DustClient::deviceIdChanged);
        client.setDeviceId(u"phone"_s);
        client.setDeviceId(u"phone"_s);
        QCOMPARE(changed.count(), 1);
        QString heard;
        client.store(u"acme/main"_s)->subscribe(u"a"_s, this, [&](const DustEvent &event) {
            heard = event.deviceId;
        });
        answerOf(client.store(u"acme/main"_s)->put(u"a"_s, 1));
        QCOMPARE(heard, u"phone"_s);
        client.setDeviceId(u"tablet"_s);
        QCOMPARE(client.deviceId(), u"phone"_s);
        QCOMPARE(client.error().reason(), u"already_open"_s);
        DustClient other;
        other.setDeviceId(u"half "_s + QChar(0xd800));
        QCOMPARE(other.error().reason(), u"invalid_device_id"_s);
        QVERIFY(other.deviceId().startsWith(u"dev_"_s));
        other.setDeviceId(u"phone"_s);
        other.setDeviceId({});
        QVERIFY(other.deviceId().startsWith(u"dev_"_s));
    }

    void storageOptionsReachTheFile()
    {
        DustClient client(fileUrl(u"small.dust"_s));
        client.setStorageOptions(DustStorageOptions().setMaximumBytes(100000).setDurability(
                DustStorageOptions::Full));
        DustStore *store = client.store(u"acme/main"_s);
        QVERIFY2(store->error().kind() == DustError::NoError, qPrintable(store->error().message()));
        QVERIFY(answerOf(store->put(u"a"_s, 1)).isOk());
        const auto full = answerOf(store->put(u"b"_s, QString(1000000, u'x')));
        QCOMPARE(full.error().kind(), DustError::Storage);
        QCOMPARE(answerOf(store->get(u"a"_s)).valueOr({}), DustValue(1));
        QVERIFY(!*answerOf(store->exists(u"b"_s)));
        client.setStorageOptions({});
        QCOMPARE(client.storageOptions().maximumBytes(), 100000);
        QCOMPARE(client.error().reason(), u"already_open"_s);
    }

    // The log of what is overwritten again and again does not fill a file that has room for it.
    void theLogMakesRoomInAFullFile()
    {
        const QUrl url = fileUrl(u"full.dust"_s);
        {
            DustClient client;
            client.setStorageOptions(DustStorageOptions().setMaximumBytes(200'000));
            client.setUrl(url);
            DustStore *store = client.store(u"acme/main"_s);
            for (int i = 0; i < 1000; ++i) {
                const auto written = answerOf(
                        store->put(u"counter"_s, QString::number(i) + QString(500, u'x')));
                QVERIFY2(written, qPrintable(written.error().message()));
            }
            const auto last = answerOf(store->put(u"counter"_s, 1000));
            QCOMPARE(last->storeSeq, 1001u);
        }
        QVERIFY(QFileInfo(url.toLocalFile()).size() <= 200'000);
        DustClient client(url);
        QCOMPARE(answerOf(client.store(u"acme/main"_s)->get(u"counter"_s)).valueOr({}),
                 DustValue(1000));
    }

    void aReplacedFileIsNotTouched()
    {
        const QUrl url = fileUrl(u"replaced.dust"_s);
        const QString path = url.toLocalFile();
        {
            DustClient client(url);
            answerOf(client.store(u"acme/main"_s)->put(u"backup"_s, 1));
        }
        QVERIFY(QFile::copy(path, path + u".bak"_s));
        {
            DustClient client(url);
            DustStore *store = client.store(u"acme/main"_s);
            for (int i = 0; i < 20; ++i)
                answerOf(store->put(u"new/%1"_s.arg(i), QString(500, u'n')));
            QVERIFY(QFile::remove(path));
            QVERIFY(QFile::rename(path + u".bak"_s, path));
            DustClient second(url);
            QCOMPARE(second.store(u"acme/main"_s)->error().reason(), u"file_replaced"_s);
            const auto late = answerOf(store->put(u"late"_s, 1));
            QCOMPARE(late.error().reason(), u"file_replaced"_s);
            QVERIFY(!*answerOf(store->exists(u"late"_s)));
        }
        DustClient client(url);
        DustStore *store = client.store(u"acme/main"_s);
        QVERIFY2(store->error().kind() == DustError::NoError, qPrintable(store->error().message()));
        const auto query = DustQuery::list(u"**"_s).setSelect(DustQuery::Keys);
        QCOMPARE(answerOf(store->list(query))->paths, QStringList({ u"backup"_s }));
        QCOMPARE(answerOf(store->put(u"after"_s, 1))->storeSeq, 2u);
    }

    // The program ends as any other, and nothing is lost.
    void aStaticClientGoesLast_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("after the application") << QStringList();
        QTest::newRow("of an application that stays") << QStringList(u"forever"_s);
    }
    void aStaticClientGoesLast()
    {
        QFETCH(QStringList, arguments);
        const QUrl url = fileUrl(u"static%1.dust"_s.arg(arguments.size()));
        QProcess program;
        program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        // Qt leaks the queries that are destroyed so late, and the application may be left to leak.
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"ASAN_OPTIONS"_s, u"detect_leaks=0"_s);
        program.setProcessEnvironment(environment);
        program.start(QStringLiteral(DUST_STATIC_CLIENT), QStringList(url.toString()) + arguments);
        QVERIFY(program.waitForFinished());
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        QCOMPARE(program.exitCode(), 0);
        QVERIFY(!QFileInfo::exists(url.toLocalFile() + u"-wal"_s));
        DustClient client(url);
        QCOMPARE(answerOf(client.store(u"acme/main"_s)->get(u"a"_s)).valueOr({}), DustValue(1));
    }

    void aFileKeepsWhatWasWritten()
    {
        const QUrl url = fileUrl(u"kept.dust"_s);
        {
            DustClient client(url);
            QVERIFY(answerOf(client.store(u"acme/main"_s)->put(u"a"_s, u"kept"_s)).isOk());
        }
        DustClient client(url);
        QCOMPARE(answerOf(client.store(u"acme/main"_s)->get(u"a"_s)).valueOr({}),
                 DustValue(u"kept"_s));
        QCOMPARE(answerOf(client.store(u"acme/main"_s)->put(u"a"_s, 2))->storeSeq, 2u);
    }

    void clientsOfOneFileShareIt()
    {
        QVERIFY(QFile::link(m_folder.path(), m_folder.filePath(u"link"_s)));
        const QList<QUrl> urls = { fileUrl(u"shared.dust"_s), fileUrl(u"./link/./shared.dust"_s),
                                   fileUrl(u"link/shared.dust"_s) };
        std::vector<std::unique_ptr<DustClient>> clients;
        QStringList heard;
        for (const QUrl &url : urls) {
            clients.push_back(std::make_unique<DustClient>(url));
            DustStore *store = clients.back()->store(u"acme/main"_s);
            QVERIFY2(store->error().kind() == DustError::NoError,
                     qPrintable(store->error().message()));
            store->subscribe(u"**"_s, this, [&heard, i = clients.size()](const DustEvent &event) {
                heard.append(u"%1 %2 %3"_s.arg(i)
                                     .arg(event.storeSeq)
                                     .arg(event.own ? u"own"_s : u"other"_s));
            });
        }
        clients[1]->store(u"acme/main"_s)->put(u"a"_s, 1);
        QTRY_COMPARE(heard.size(), 3);
        heard.sort();
        QCOMPARE(heard, QStringList({ u"1 1 other"_s, u"2 1 own"_s, u"3 1 other"_s }));
        clients[0].reset();
        clients[1].reset();
        QVERIFY(answerOf(clients[2]->store(u"acme/main"_s)->put(u"a"_s, 2)).isOk());
        clients[2].reset();
        DustClient last(urls.constFirst());
        QCOMPARE(answerOf(last.store(u"acme/main"_s)->get(u"a"_s)).valueOr({}), DustValue(2));
    }

    void aClientKeepsItsMemoryWithoutStores()
    {
        DustClient client(QUrl(u"memory:"_s));
        answerOf(client.store(u"acme/main"_s)->put(u"a"_s, 1));
        delete client.store(u"acme/main"_s);
        QCOMPARE(answerOf(client.store(u"acme/main"_s)->get(u"a"_s)).valueOr({}), DustValue(1));
    }

    void aSecondThreadIsKeptOut()
    {
        const QUrl url = fileUrl(u"threads.dust"_s);
        DustClient client(url);
        QVERIFY(answerOf(client.store(u"acme/main"_s)->put(u"a"_s, 1)).isOk());
        DustError error;
        bool fine = false;
        const std::unique_ptr<QThread> thread(QThread::create([&] {
            DustClient other(url);
            error = other.store(u"acme/main"_s)->error();
            DustClient own(QUrl(u"memory:"_s));
            fine = own.store(u"acme/main"_s)->error().kind() == DustError::NoError;
        }));
        thread->start();
        thread->wait();
        QCOMPARE(error.kind(), DustError::Storage);
        QCOMPARE(error.reason(), u"other_thread"_s);
        QVERIFY2(error.message().contains(u"threads.dust"_s), qPrintable(error.message()));
        QVERIFY(fine);
    }

    void aClientOnAnotherThread()
    {
        const QUrl url = fileUrl(u"elsewhere.dust"_s);
        DustResult<DustValue> value = DustError();
        const std::unique_ptr<QThread> thread(QThread::create([&] {
            DustClient client(url);
            DustStore *store = client.store(u"acme/main"_s);
            answerOf(store->put(u"a"_s, 1));
            value = answerOf(store->get(u"a"_s));
        }));
        thread->start();
        thread->wait();
        QVERIFY2(value, qPrintable(value.error().message()));
        DustClient client(url);
        QCOMPARE(answerOf(client.store(u"acme/main"_s)->get(u"a"_s)).valueOr({}), DustValue(1));
    }

    void storageErrorsNameTheFile_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("no folder") << u"missing/links.dust"_s;
        QTest::newRow("a folder") << u"folder.dust"_s;
        QTest::newRow("not a store") << u"text.dust"_s;
    }
    void storageErrorsNameTheFile()
    {
        QFETCH(QString, name);
        QDir(m_folder.path()).mkdir(u"folder.dust"_s);
        QFile text(m_folder.filePath(u"text.dust"_s));
        QVERIFY(text.open(QFile::WriteOnly));
        text.write(QByteArray(5000, 'x'));
        text.close();
        DustClient client(fileUrl(name));
        const DustError error = client.store(u"acme/main"_s)->error();
        QCOMPARE(error.kind(), DustError::Storage);
        QVERIFY2(error.message().contains(m_folder.filePath(name.section(u'/', 0, 0))),
                 qPrintable(error.message()));
    }
};

QTEST_GUILESS_MAIN(tst_DustClient)

#include "tst_dustclient.moc"
