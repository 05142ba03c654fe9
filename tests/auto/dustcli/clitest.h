// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef CLITEST_H
#define CLITEST_H

#include <DustServer>
#include <DustValue>

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

// Runs the program dust on a store in a file, or on a server in this process.
class CliTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

protected:
    struct Run
    {
        int code = -1;
        QString out;
        QString err;
    };
    Run run(const QStringList &arguments, const QByteArray &input = {});
    void start(QProcess *process, const QStringList &arguments) const;
    QString path(const QString &name) const { return folder->filePath(name); }
    void useServer(const QString &scheme);
    void refuse(const QString &event, const DustObject &response, int times = 1'000);
    void cutChannels() const;
    // After its first line, of what is there.
    void startWatching(QProcess *watcher, const QStringList &arguments = {});

    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<DustServer> server;
    QProcessEnvironment environment;
};

inline void CliTest::init()
{
    folder = std::make_unique<QTemporaryDir>();
    environment = QProcessEnvironment::systemEnvironment();
    environment.remove(u"DUST_TOKEN"_s);
    environment.remove(u"DUST_STORE"_s);
    environment.insert(u"DUST_URL"_s, QUrl::fromLocalFile(path(u"store.dust"_s)).toString());
    environment.insert(u"XDG_CONFIG_HOME"_s, path(u"config"_s));
}

inline void CliTest::cleanup()
{
    server.reset();
    folder.reset();
}

inline void CliTest::useServer(const QString &scheme)
{
    server = std::make_unique<DustServer>();
    QVERIFY(server->addStore(u"local/main"_s));
    QVERIFY(server->listen());
    QUrl url = server->url();
    url.setScheme(scheme);
    environment.insert(u"DUST_URL"_s, url.toString());
    environment.insert(u"DUST_TOKEN"_s, server->token());
}

inline void CliTest::start(QProcess *process, const QStringList &arguments) const
{
    process->setProcessEnvironment(environment);
    process->start(QStringLiteral(DUST_PROGRAM), arguments);
}

inline void CliTest::refuse(const QString &event, const DustObject &response, int times)
{
    server->setPushHook([=](const QString &pushed, const DustObject &) mutable {
        return pushed == event && times-- > 0 ? std::optional(response) : std::nullopt;
    });
}

inline void CliTest::cutChannels() const
{
    const auto connections = server->connections();
    for (DustServerConnection *connection : connections) {
        if (connection->kind() == DustServerConnection::Channel)
            connection->cut();
    }
}

inline void CliTest::startWatching(QProcess *watcher, const QStringList &arguments)
{
    useServer(u"ws"_s);
    QCOMPARE(run({ u"put"_s, u"a"_s, u"1"_s }).code, 0);
    start(watcher, QStringList{ u"watch"_s, u"--include-current"_s } + arguments);
    QTRY_VERIFY_WITH_TIMEOUT(watcher->canReadLine(), 30'000);
    watcher->readLine();
}

inline CliTest::Run CliTest::run(const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    start(&process, arguments);
    process.write(input);
    process.closeWriteChannel();
    // The server is in this process, and must have its turns.
    const auto hasEnded = [&] { return process.state() == QProcess::NotRunning; };
    if (!QTest::qWaitFor(hasEnded, 30'000))
        return {};
    return { process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
             QString::fromUtf8(process.readAllStandardError()) };
}

#endif // CLITEST_H
