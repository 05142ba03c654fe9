// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustserver_p.h"

#include "dustids_p.h"

using namespace Qt::StringLiterals;

/*!
    \class DustServer
    \inmodule DustEcto
    \brief The DustServer class is a Dust server in this process: REST and Phoenix Channels on one port.

    It speaks what PROTOCOL sections 1 to 5 say, over stores in memory or in a folder of SQLite
    files. \c dustd is this class as a program; tests of applications use it directly, and
    need no network beyond loopback:

    \code
    DustServer server;
    server.addStore(u"acme/main"_s);
    server.listen();
    DustClient client(server.url());
    client.setToken(server.token());
    \endcode

    A development server is better than production where that costs nothing: writes made over HTTP
    are broadcast, totals in a catch-up are right, and deletes clear exactly what they name. Tests
    that must live with a real server's faults turn them on with setAsProduction(). In both, the
    server does not know a \c client_op_id again, and the echo of a write comes before its reply.

    For tests of clients, everything that goes out can be held, dropped, delayed or cut through
    connections(), and requests can be answered with something else through setAnswerHook() and
    setPushHook().

    All of it lives on the thread that made it, which it never blocks, except for reading and writing
    files. What arrives in one turn of the event loop is committed together, and answered when that is
    on the disk.

    \sa DustServerToken, DustServerConnection
*/

/*!
    \typedef DustServer::AnswerHook

    A function that gets a DustServerRequest and returns the DustServerAnswer to it, or none.

    \sa setAnswerHook()
*/

/*!
    \typedef DustServer::PushHook

    A function that gets the event and the payload of a channel push and returns what the push is
    refused with, or none.

    \sa setPushHook()
*/

/*!
    \property DustServer::listening
    \brief whether the server accepts connections.
*/

/*!
    \property DustServer::url
    \brief where REST is: \c{http://127.0.0.1:7755}, with \c https when there is a certificate. Empty
    while the server does not listen.
*/

/*!
    Makes a server without stores, in memory, with the given \a parent.
*/
DustServer::DustServer(QObject *parent) : QObject(parent), d(std::make_unique<Private>(this)) {}

/*!
    Says goodbye to everybody and closes the stores. What was answered stays written.
*/
DustServer::~DustServer() = default;

/*!
    Keeps stores and files in \a folder, which is made when it is not there, and opens the stores
    that it holds. To be called before the first addStore().

    Ends with DustError::Storage when the folder cannot be used, a store in it cannot be opened, or
    another process has it open.
*/
DustResult<void> DustServer::setDataFolder(const QString &folder)
{
    if (!d->context.stores.empty())
        return DustError::invalidParams(
                u"already_open"_s,
                u"The data folder of a server cannot change once it has stores: set it first."_s);
    if (const auto set = d->folder.setFolder(folder); !set)
        return set;
    if (const auto opened = d->context.blobs.open(d->folder.filesFolder()); !opened)
        return opened;
    const QStringList names = d->folder.storeNames();
    for (const QString &name : names) {
        if (const auto added = addStore(name); !added)
            return added;
    }
    return {};
}

/*!
    Adds the store \a name, "org/name"; nothing happens when it is there. Ends with
    DustError::InvalidParams for another name, and with DustError::Storage when its file cannot be
    opened.
*/
DustResult<void> DustServer::addStore(const QString &name)
{
    return d->addStore(name);
}

/*!
    Returns the names of the stores.
*/
QStringList DustServer::storeNames() const
{
    QStringList names;
    for (const auto &[name, store] : d->context.stores)
        names.append(name);
    return names;
}

/*!
    Makes the store \a storeName refuse writes with \c store_archived when \a archived is true.
*/
void DustServer::setArchived(const QString &storeName, bool archived)
{
    if (DustServerStore *store = d->context.store(storeName))
        store->setArchived(archived);
}

/*!
    Returns a read-write token for all stores, made by the first call.

    \sa addToken()
*/
QString DustServer::token()
{
    if (d->token.isEmpty()) {
        d->token = DustServerToken::makeSecret();
        addToken(DustServerToken::readWrite(d->token));
    }
    return d->token;
}

/*!
    Lets in who knows the secret of \a token.
*/
void DustServer::addToken(const DustServerToken &token)
{
    d->context.tokens.add(token);
}

/*!
    Lets nobody in with \a secret any more and cuts the channel sockets that came with it. Returns
    whether there was such a token.
*/
bool DustServer::removeToken(const QString &secret)
{
    const bool wasThere = d->context.tokens.remove(secret);
    d->cutToken(DustServerToken::digestOf(secret));
    return wasThere;
}

/*!
    Behaves like a real server when \a asProduction is true, false by default: writes made over HTTP
    are not broadcast, 100 writes and 1,000 reads per minute and token are allowed, and the faults of
    PROTOCOL section 5 that are marked there are reproduced. Sets both limits, which
    setWritesPerMinute() and setReadsPerMinute() may then change.
*/
void DustServer::setAsProduction(bool asProduction)
{
    d->context.settings.asProduction = asProduction;
    setWritesPerMinute(asProduction ? 100 : 0);
    setReadsPerMinute(asProduction ? 1000 : 0);
}

/*!
    Allows each token so many \a writes in a wall-clock minute; 0, the default, is no limit.
*/
void DustServer::setWritesPerMinute(int writes)
{
    d->context.settings.writesPerMinute = writes;
}

/*!
    Allows each token so many \a reads in a wall-clock minute; 0, the default, is no limit.
*/
void DustServer::setReadsPerMinute(int reads)
{
    d->context.settings.readsPerMinute = reads;
}

/*!
    Compacts a store when its log has more than so many \a operations; 0, the default, is never.

    \sa compact()
*/
void DustServer::setCompactAfter(qint64 operations)
{
    d->context.settings.compactAfter = operations;
}

/*!
    Refuses bodies and frames of more than \a bytes; 8,000,000 by default.
*/
void DustServer::setMaximumBody(qint64 bytes)
{
    d->context.settings.maximumBody = bytes;
}

/*!
    Cuts a reader once more than \a bytes wait for it; 64 MiB by default.
*/
void DustServer::setMaximumBacklog(qint64 bytes)
{
    d->context.settings.maximumBacklog = bytes;
}

/*!
    Accepts so many \a connections at a time; 10,000 by default. It counts from the next listen().
*/
void DustServer::setMaximumConnections(int connections)
{
    d->context.settings.maximumConnections = connections;
}

/*!
    Gives a sender so many \a milliseconds for the head of a request and between the pieces of its
    body, and ten times as many for the whole body; 30,000 by default. Who takes longer is answered 408.
*/
void DustServer::setRequestTimeout(int milliseconds)
{
    d->context.settings.requestTimeout = milliseconds;
}

/*!
    Closes a channel socket that has sent nothing for so many \a milliseconds; 60,000 by default.
*/
void DustServer::setSilenceTimeout(int milliseconds)
{
    d->context.settings.silenceTimeout = milliseconds;
}

/*!
    Asks \a milliseconds for the time since 1970 instead of the system: rate limits and the times in
    entries go by it. An empty function asks the system again.

    \sa setMonotonicClock()
*/
void DustServer::setUnixClock(const std::function<qint64()> &milliseconds)
{
    d->unixClock = milliseconds;
}

/*!
    Asks \a milliseconds for a time that never goes back instead of the system: leases end by it. An
    empty function asks the system again.

    \sa setUnixClock()
*/
void DustServer::setMonotonicClock(const std::function<qint64()> &milliseconds)
{
    d->monotonicClock = milliseconds;
}

/*!
    Speaks TLS with \a configuration, which needs a certificate and its key. To be called before
    listen().
*/
void DustServer::setSslConfiguration(const QSslConfiguration &configuration)
{
    d->ssl = configuration;
}

/*!
    Accepts connections at \a address and \a port, by default on a free port of loopback. Ends with
    DustError::Network when that is not possible.
*/
DustResult<void> DustServer::listen(const QHostAddress &address, quint16 port)
{
    return d->listen(address, port);
}

bool DustServer::isListening() const
{
    return d->listener != nullptr;
}

/*!
    Returns the port that the server listens at, 0 while it does not.
*/
quint16 DustServer::port() const
{
    return d->listener ? d->listener->serverPort() : 0;
}

QUrl DustServer::url() const
{
    if (!d->listener)
        return {};
    QHostAddress address = d->listener->serverAddress();
    if (address == QHostAddress::Any || address == QHostAddress::AnyIPv4)
        address = QHostAddress::LocalHost;
    else if (address == QHostAddress::AnyIPv6)
        address = QHostAddress::LocalHostIPv6;
    QUrl url;
    url.setScheme(d->ssl.isNull() ? u"http"_s : u"https"_s);
    url.setHost(address.toString());
    url.setPort(port());
    return url;
}

/*!
    Returns where channels are: \c{ws://127.0.0.1:7755}, or \c wss.
*/
QUrl DustServer::webSocketUrl() const
{
    QUrl address = url();
    if (address.isValid())
        address.setScheme(d->ssl.isNull() ? u"ws"_s : u"wss"_s);
    return address;
}

/*!
    Accepts nobody any more, commits what waits, and closes all connections: channels with 1012. The
    stores stay; listen() may be called again.
*/
void DustServer::close()
{
    d->close();
}

/*!
    Drops the log of the store \a storeName: clients that are behind get a snapshot, and no rollback
    reaches back to before now. Ends with DustError::NotFound for a store that is not there.
*/
DustResult<void> DustServer::compact(const QString &storeName)
{
    const auto store = d->store(storeName);
    return store ? (*store)->compact() : store.error();
}

/*!
    Returns what the store \a storeName has at \a path, now: a leaf, or the object of those below it; with
    an empty path, everything. Ends with DustError::NotFound where there is no such store, or nothing
    at the path.
*/
DustResult<DustEntry> DustServer::entry(const QString &storeName, const QString &path) const
{
    const auto store = d->store(storeName);
    if (!store)
        return store.error();
    const auto parsed = path.isEmpty() ? DustPath() : DustPath::parse(path);
    return parsed ? (*store)->ledger().view().entry(*parsed) : parsed.error();
}

/*!
    Returns every leaf that the store \a storeName holds, now, in the order of their paths: also where leaves stand above
    others, which entry() cannot put together.
*/
DustResult<QList<DustEntry>> DustServer::entries(const QString &storeName) const
{
    const auto store = d->store(storeName);
    if (!store)
        return store.error();
    DustResult<QList<DustEntry>> entries = QList<DustEntry>();
    (*store)->ledger().view().scan({}, {}, [&entries](const DustRow &row) {
        if (const auto entry = row.entry())
            entries->append(*entry);
        else
            entries = entry.error();
        return entries.isOk();
    });
    return entries;
}

/*!
    Writes \a operations to the store \a storeName, all or nothing, as another client that calls itself
    \a deviceId: they are committed before this returns, and told to everybody. Returns the \c store_seq
    of the last of them, or what they were refused with.

    No hook is asked, no token needed and no limit counts.
*/
DustResult<quint64> DustServer::write(const QString &storeName,
                                      const QList<DustOperation> &operations,
                                      const QString &deviceId)
{
    const auto store = d->store(storeName);
    if (!store)
        return store.error();
    QList<DustOperation> named = operations;
    for (DustOperation &operation : named) {
        if (const auto valid = operation.validate(); !valid)
            return valid.error();
        if (operation.clientOpId().isEmpty())
            operation.setClientOpId(DustIds::clientOperation());
    }
    const auto commits = (*store)->writeNow(named, deviceId);
    if (!commits)
        return commits.error();
    return commits->isEmpty() ? (*store)->ledger().currentSeq()
                              : commits->constLast().event.storeSeq;
}

/*!
    Returns the connections that are open.

    \sa connectionOpened()
*/
QList<DustServerConnection *> DustServer::connections() const
{
    return d->connections;
}

/*!
    Asks \a hook for the answer to every HTTP request that was read to its end; where it gives none,
    the server answers. What the hook answers has happened nowhere: nothing is read or written. An
    empty hook asks nobody any more.

    \code
    // The next write is lost on its way, and the one after it is told to wait.
    server.setAnswerHook([n = 0](const DustServerRequest &request) mutable {
        if (request.method != "PUT")
            return std::optional<DustServerAnswer>();
        DustServerAnswer busy = DustServerAnswer::json(429, R"({"error":"rate_limited"})");
        busy.headers.emplaceBack("Retry-After", "1");
        return std::optional(n++ == 0 ? DustServerAnswer::hangUp() : busy);
    });
    \endcode

    \sa DustServerAnswer, requestReceived()
*/
void DustServer::setAnswerHook(const AnswerHook &hook)
{
    d->context.settings.answerHook = hook;
}

/*!
    Asks \a hook about every event that a client pushes on a channel. An object that it returns, such
    as \c{{"reason": "limit_exceeded"}}, is what the push is refused with.
*/
void DustServer::setPushHook(const PushHook &hook)
{
    d->context.settings.pushHook = hook;
}

/*!
    \typedef DustServer::Decide

    A function that takes what becomes of a write: nothing where it is committed, or the error that it
    is refused with.

    \sa setWriteHook()
*/

/*!
    \typedef DustServer::WriteHook

    A function that gets the name of a store, the operations that a client wants to write to it, and a
    function to decide with. It returns whether it decides.

    \sa setWriteHook()
*/

/*!
    Asks \a hook about every write before it is committed: one operation or a batch, over HTTP or a
    channel. Where it returns \c false, the server goes on. Where it returns \c true the write waits, and
    nothing else does, until the function that came with it is called: at most once, now or later. A write
    that nobody decides about is never answered. An empty hook asks nobody any more.

    \code
    // The next write waits until release().
    server.setWriteHook([this](const QString &, const QList<DustOperation> &,
                               const DustServer::Decide &decide) {
        m_release = [decide] { decide({}); };
        server.setWriteHook({});
        return true;
    });
    \endcode

    \sa setPushHook()
*/
void DustServer::setWriteHook(const WriteHook &hook)
{
    d->context.settings.writeHook = hook;
}

/*!
    \fn void DustServer::listeningChanged()

    Emitted when the server has begun or ceased to listen.
*/

/*!
    \fn void DustServer::connectionOpened(DustServerConnection *connection)

    Emitted for every \a connection, before anything is sent on it. A channel socket begins as an
    HTTP connection, and is announced again when it has become one.
*/

/*!
    \fn void DustServer::requestReceived(const DustServerRequest &request)

    Emitted for every HTTP \a request that was read to its end, before it is answered. Of one that is
    refused earlier, for its head, its size or its slowness, requestAnswered() alone tells.
*/

/*!
    \fn void DustServer::requestAnswered(const DustServerRequest &request, int status)

    Emitted for every HTTP \a request that was answered, with the \a status of the answer; 101 when it
    became a WebSocket, 0 for an answer that is no HTTP. A request that was refused before it was read
    to its end, such as one that is too long, has in it what was understood of it.
*/

#include "moc_dustserver.cpp"
