// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustdprogram.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QTextStream>
#include <QtCore/QTimer>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

void print(const QString &text)
{
    QTextStream(stdout) << text << Qt::flush;
}

} // namespace

DustdProgram::DustdProgram(const DustdOptions &options, int maximumConnections)
    : m_options(options), m_log(options.secrets)
{
    m_time.start();
    m_server.setMaximumConnections(maximumConnections);
    m_server.setAsProduction(options.asProduction);
    if (options.writesPerMinute >= 0)
        m_server.setWritesPerMinute(options.writesPerMinute);
    if (options.readsPerMinute >= 0)
        m_server.setReadsPerMinute(options.readsPerMinute);
    m_server.setCompactAfter(options.compactAfter);
    m_server.setMaximumBody(options.maximumBody);
    if (!options.ssl.isNull())
        m_server.setSslConfiguration(options.ssl);
    for (const DustServerToken &token : options.tokens)
        m_server.addToken(token);
    if (!options.isVerbose)
        return;
    connect(&m_server, &DustServer::connectionOpened, this, &DustdProgram::follow);
    connect(&m_server, &DustServer::requestAnswered, this,
            [this](const DustServerRequest &request, int status) {
                log(m_log.request(request, status));
            });
}

DustResult<void> DustdProgram::start()
{
    if (const auto opened = openStores(); !opened)
        return opened;
    if (const auto listening = listen(); !listening)
        return listening;
    greet();
    return {};
}

DustResult<void> DustdProgram::openStores()
{
    if (!m_options.dataFolder.isEmpty()) {
        if (const auto set = m_server.setDataFolder(m_options.dataFolder); !set)
            return set;
    }
    for (const QString &name : m_options.stores) {
        if (const auto added = m_server.addStore(name); !added)
            return added;
    }
    if (m_server.storeNames().isEmpty()) {
        if (const auto added = m_server.addStore(u"local/main"_s); !added)
            return added;
    }
    return checkTokens();
}

// Who misspells a store gets a token that opens nothing.
DustResult<void> DustdProgram::checkTokens() const
{
    const QStringList stores = m_server.storeNames();
    for (const DustServerToken &token : m_options.tokens) {
        const QStringList names = token.stores();
        for (const QString &name : names) {
            if (!stores.contains(name))
                return DustError::invalidParams(
                        u"usage"_s,
                        u"The tokens file %1 cannot be used: a token is for the store \"%2\", "
                        u"which is "
                        "not here. Name it with --store, or one of %3 in the file."_s.arg(
                                m_options.tokensFile, name, stores.join(u", "_s)));
        }
    }
    return {};
}

DustResult<void> DustdProgram::listen()
{
    const auto listening = m_server.listen(QHostAddress::LocalHost, m_options.port);
    if (listening || m_options.isPortGiven)
        return listening;
    // Another one is running, most likely: nobody asked for this port in particular.
    return m_server.listen(QHostAddress::LocalHost, 0);
}

void DustdProgram::greet()
{
    const QString url = m_server.url().toString();
    const bool makesToken = m_options.tokens.isEmpty();
    const QString where = m_options.dataFolder.isEmpty()
            ? u"memory (nothing survives the end of this program)"_s
            : QDir::toNativeSeparators(QDir(m_options.dataFolder).absolutePath());
    if (m_server.port() != m_options.port && m_options.port != 0)
        print(u"Port %1 is taken, by another dustd perhaps: this one has a free port.\n"_s.arg(
                m_options.port));
    print(u"dustd %1\n"
          "  url     %2\n"
          "  stores  %3\n"
          "  data    %4\n"_s.arg(QLatin1StringView(DUSTD_VERSION), url,
                                 m_server.storeNames().join(u", "_s), where));
    if (m_options.asProduction)
        print(u"  as production: HTTP writes are not broadcast, limits and known faults are on\n"_s);
    const QString token = makesToken ? m_server.token() : u"<one of yours>"_s;
    if (makesToken)
        m_log.addSecret(token);
    if (makesToken)
        print(u"  token   %1 (read-write, of this run, not shown again)\n"_s.arg(token));
    print(u"For an application:\n  DUST_URL=%1 DUST_STORE=%2 DUST_TOKEN=%3\n"_s.arg(
            url, m_server.storeNames().constFirst(), token));
}

void DustdProgram::follow(DustServerConnection *connection)
{
    const bool isChannel = connection->kind() == DustServerConnection::Channel;
    if (!isChannel)
        return; // its requests are logged
    const QString device = m_log.name(connection->deviceId());
    log(u"channel socket of %1 opened"_s.arg(device));
    connect(connection, &DustServerConnection::closed, this,
            [this, device] { log(u"channel socket of %1 closed"_s.arg(device)); });
}

void DustdProgram::log(const QString &line) const
{
    QString safe = line; // clients choose what is in it
    for (QChar &c : safe) {
        if (c.category() == QChar::Other_Control)
            c = u'?';
    }
    print(u"%1 s  %2\n"_s.arg(double(m_time.elapsed()) / 1000, 9, 'f', 3).arg(safe));
}

void DustdProgram::stop()
{
    if (std::exchange(m_isStopping, true)) {
        QCoreApplication::exit(0); // asked twice: at once
        return;
    }
    log(u"stopping"_s);
    m_server.close();
    constexpr int GoodbyeMilliseconds = 2000;
    QTimer::singleShot(GoodbyeMilliseconds, qApp, [] { QCoreApplication::exit(0); });
    auto *check = new QTimer(this);
    connect(check, &QTimer::timeout, this, [this] {
        if (m_server.connections().isEmpty())
            QCoreApplication::exit(0);
    });
    check->start(10);
}

#include "moc_dustdprogram.cpp"
