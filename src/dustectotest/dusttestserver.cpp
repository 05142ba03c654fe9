// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusttestserver_p.h"

#include "dustclientclock_p.h"
#include "duststore.h"

using namespace Qt::StringLiterals;

namespace {

// Those with which the server says no to one write, and nothing else.
QString reasonOf(DustError::Kind kind)
{
    switch (kind) {
    case DustError::Conflict:
        return u"conflict"_s;
    case DustError::Exists:
        return u"exists"_s;
    case DustError::Held:
        return u"held"_s;
    case DustError::Occupied:
        return u"occupied"_s;
    case DustError::NotHeld:
        return u"not_held"_s;
    case DustError::Fenced:
        return u"fenced"_s;
    case DustError::InvalidParams:
        return u"invalid_value"_s;
    case DustError::LimitExceeded:
        return u"value_too_large"_s;
    default:
        return {};
    }
}

} // namespace

void DustTestServer::Private::start()
{
    const auto time = clock->d->time;
    server.setUnixClock([time] { return time->now().unix; });
    server.setMonotonicClock([time] { return time->now().monotonic; });
    connect(clock, &DustTestClock::advanced, q, [this] {
        writes.releaseDue(now());
        tellOfHeldWrites();
    });
    server.setWriteHook([this](const QString &, const QList<DustOperation> &,
                               const DustServer::Decide &decide) {
        const bool isTaken = writes.take(decide, now());
        tellOfHeldWrites();
        return isTaken;
    });
    letIn();
    warned(server.addStore(storeName));
    warned(server.listen());
}

void DustTestServer::Private::letIn()
{
    server.addToken(isReadOnly ? DustServerToken::readOnly(token)
                               : DustServerToken::readWrite(token));
}

// A client that lost its connection waits before it makes another one, in real time: no test shall.
void DustTestServer::Private::watch(DustClient *watched)
{
    clients.append(watched);
    connect(watched, &DustClient::connectionStateChanged, q, [this, watched] {
        if (isOnline && server.isListening() && watched->connectionState() == DustClient::Waiting)
            QMetaObject::invokeMethod(watched, &DustClient::reconnectNow, Qt::QueuedConnection);
    });
}

void DustTestServer::Private::dropHeldWrites()
{
    writes.dropAll();
    tellOfHeldWrites();
}

void DustTestServer::Private::tellOfHeldWrites()
{
    const int count = writes.heldCount();
    if (std::exchange(toldHeldWrites, count) != count)
        Q_EMIT q->heldWritesChanged();
}

/*!
    \class DustTestServer
    \inmodule DustEcto
    \brief The DustTestServer class is a server in the process of a test, with one store.

    A test decides what the store holds, what others write to it, and what becomes of what the clients of
    the application write; the clients are those that users have, connected in realtime. Nothing leaves the
    machine: the server listens on a free port of the loopback interface. And nothing waits: time stands still
    until the test moves the clock(), and a client whose connection was cut comes back at once when the server
    is \l online.

    \snippet testing/tst_links.cpp others

    What an application's own client does is awaited with \c QTRY_COMPARE and the like, as with any
    asynchronous code; what the functions here do has happened when they return, and is on its way to the
    clients.

    It is in the library \c{DustEcto::Test}, and in QML in the module \c{DustEcto.Test}. The guide
    \l{Testing your application} shows every function in use.

    \sa DustBroadcasterSpy, DustTestClock, DustServer
*/

/*!
    \qmltype DustTestServer
    \inqmlmodule DustEcto.Test
    \brief A server in the process of a test, with one store.

    \snippet testing/tst_links.qml server

    A test decides what the store holds, what others write to it, and what becomes of what the clients of
    the application write. Nothing leaves the machine, and nothing waits: time stands still until the test moves
    the \l clock. The guide \l{Testing your application} shows every function in use.
*/

/*!
    \property DustTestServer::url
    \brief the address of the server, for a DustClient: \c{ws://127.0.0.1} and a free port.

    The same server is reached over plain HTTP at DustServer::url() of server().
*/

/*!
    \qmlproperty url DustTestServer::url
    The address of the server, for a DustClient: \c{ws://127.0.0.1} and a free port.
*/

/*!
    \property DustTestServer::token
    \brief the token that lets clients in.
*/

/*!
    \qmlproperty string DustTestServer::token
    The token that lets clients in.
*/

/*!
    \property DustTestServer::storeName
    \brief the name of the store; "local/main" unless set.

    Set it first: everything else is about the store of that name.
*/

/*!
    \qmlproperty string DustTestServer::storeName
    The name of the store; "local/main" unless set.
*/

/*!
    \property DustTestServer::client
    \brief a client that is connected, made by the first call; it goes with the server.

    \sa connectClient()
*/

/*!
    \qmlproperty DustClient DustTestServer::client
    A client that is connected.
*/

/*!
    \property DustTestServer::store
    \brief the store, as the \l client has it.
*/

/*!
    \qmlproperty DustStore DustTestServer::store
    The store, as the \l client has it.
*/

/*!
    \property DustTestServer::clock
    \brief the time of the server and of its clients.
*/

/*!
    \qmlproperty DustTestClock DustTestServer::clock
    The time of the server and of its clients.
*/

/*!
    \property DustTestServer::online
    \brief whether clients reach the server; \c true unless set.

    Setting it to \c false cuts their connections without a goodbye and refuses new ones, until it is \c
    true again; then clients come back at once. Writes that are held are lost with the connections they came
    on: their clients send them again, 5 seconds of the \l clock after the connection broke.
*/

/*!
    \qmlproperty bool DustTestServer::online
    Whether clients reach the server; \c true unless set. Writes that are held are lost when it becomes \c
    false: their clients send them again, 5 seconds of the \l clock after the connection broke.
*/

/*!
    \property DustTestServer::readOnly
    \brief whether clients may only read; \c false unless set.

    They learn it from a connection that is made anew, which happens at once: then DustStore::canWrite is
    \c false.
*/

/*!
    \qmlproperty bool DustTestServer::readOnly
    Whether clients may only read; \c false unless set. They learn it from a connection that is made anew,
    which happens at once.
*/

/*!
    \property DustTestServer::heldWrites
    \brief the number of writes that wait to be released.

    \sa holdNextWrite(), delayNextWrite()
*/

/*!
    \qmlproperty int DustTestServer::heldWrites
    The number of writes that wait to be released.
*/

/*!
    Starts a server, with an empty store and the given \a parent.
*/
DustTestServer::DustTestServer(QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this))
{
    d->start();
}

/*!
    Destroys its \l client, and ends the server.
*/
DustTestServer::~DustTestServer()
{
    d->client.reset(); // while everything that it hears of is there
    for (const QPointer<DustClient> &client : std::as_const(d->clients)) {
        if (client)
            client->disconnect(this);
    }
}

QUrl DustTestServer::url() const
{
    return d->server.webSocketUrl();
}

QString DustTestServer::token() const
{
    return d->token;
}

QString DustTestServer::storeName() const
{
    return d->storeName;
}

void DustTestServer::setStoreName(const QString &name)
{
    if (name == d->storeName || !Private::warned(d->server.addStore(name)))
        return;
    d->storeName = name;
    if (d->client)
        d->client->setDefaultStore(name);
    Q_EMIT storeNameChanged();
}

DustClient *DustTestServer::client()
{
    if (!d->client) {
        d->client = std::make_unique<DustClient>();
        connectClient(d->client.get());
    }
    return d->client.get();
}

DustStore *DustTestServer::store()
{
    return client()->store(d->storeName);
}

/*!
    \fn void DustTestServer::connectClient(DustClient *client)

    Gives \a client the url(), the token() and the \l storeName as its default store, lets it live by the
    clock(), and brings it back at once whenever its connection was lost. To be called before its first
    store is opened.

    \sa client()
*/
/*!
    \qmlmethod void DustTestServer::connectClient(DustClient client)

    Gives \a client the \l url, the \l token and the \l storeName as its default store, lets it live by the \l
    clock, and brings it back at once whenever its connection was lost. To be called before its first store is
    opened.
*/
void DustTestServer::connectClient(DustClient *client)
{
    DustClientClock::handTo(client, d->clock->d->time);
    client->setToken(d->token);
    client->setDefaultStore(d->storeName);
    client->setUrl(url());
    d->watch(client);
}

bool DustTestServer::isOnline() const
{
    return d->isOnline;
}

// It goes on listening: another process could take its port.
void DustTestServer::setOnline(bool online)
{
    if (online == d->isOnline)
        return;
    d->isOnline = online;
    if (online) {
        d->server.setAnswerHook({});
        const auto clients = d->clients;
        for (const QPointer<DustClient> &client : clients) {
            if (client && client->connectionState() == DustClient::Waiting)
                client->reconnectNow();
        }
    } else {
        d->server.setAnswerHook([](const DustServerRequest &) {
            return std::optional(DustServerAnswer::hangUp());
        });
        d->dropHeldWrites();
        const auto connections = d->server.connections();
        for (DustServerConnection *connection : connections)
            connection->cut();
    }
    Q_EMIT onlineChanged();
}

bool DustTestServer::isReadOnly() const
{
    return d->isReadOnly;
}

void DustTestServer::setReadOnly(bool readOnly)
{
    if (readOnly == d->isReadOnly)
        return;
    d->isReadOnly = readOnly;
    d->dropHeldWrites();
    d->server.removeToken(d->token);
    d->letIn();
    Q_EMIT readOnlyChanged();
}

/*!
    \fn void DustTestServer::holdNextWrite()

    Holds the next write of a client until releaseWrites(). Meanwhile it is not in the store, and not
    answered; everything else goes on.

    Whatever a client writes counts: a batch once, a lease and its renewal too. Each call is about one write,
    in the order of the calls.

    \snippet testing/tst_links.cpp hold
*/
/*!
    \qmlmethod void DustTestServer::holdNextWrite()

    Holds the next write of a client until releaseWrites(). Meanwhile it is not in the store, and not
    answered; everything else goes on. Each call is about one write, in the order of the calls.
*/
void DustTestServer::holdNextWrite()
{
    d->plan({});
}

/*!
    \fn void DustTestServer::delayNextWrite(qint64 milliseconds)

    Holds the next write of a client, as holdNextWrite() does, for so many \a milliseconds of the clock().

    \snippet testing/tst_links.cpp delay
*/
/*!
    \qmlmethod void DustTestServer::delayNextWrite(int milliseconds)

    Holds the next write of a client, as holdNextWrite() does, for so many \a milliseconds of the \l clock.
*/
void DustTestServer::delayNextWrite(qint64 milliseconds)
{
    d->plan({ std::nullopt, milliseconds });
}

/*!
    \fn void DustTestServer::rejectNextWrite(DustError::Kind kind)

    Refuses the next write of a client with an error of this \a kind, whatever it is: \c Conflict, \c
    Exists, \c Held, \c Occupied, \c NotHeld, \c Fenced, \c InvalidParams or \c LimitExceeded. A token that
    may not write is \l readOnly.

    \snippet testing/tst_links.cpp reject
*/
/*!
    \qmlmethod void DustTestServer::rejectNextWrite(int kind)

    Refuses the next write of a client with an error of this \a kind, \c DustError.Conflict unless given; or \c
    Exists, \c Held, \c Occupied, \c NotHeld, \c Fenced, \c InvalidParams or \c LimitExceeded.
*/
void DustTestServer::rejectNextWrite(DustError::Kind kind)
{
    const QString reason = reasonOf(kind);
    if (reason.isEmpty()) {
        qWarning("DustTestServer: No store refuses a single write with this kind of error.");
        return;
    }
    d->plan({ DustError(kind, u"A test has refused it."_s, { { u"reason"_s, reason } }), {} });
}

/*!
    \fn void DustTestServer::releaseWrites()

    Lets all writes go on that are held or delayed, in the order they came.
*/
/*!
    \qmlmethod void DustTestServer::releaseWrites()

    Lets all writes go on that are held or delayed, in the order they came.
*/
void DustTestServer::releaseWrites()
{
    d->writes.releaseAll();
    d->tellOfHeldWrites();
}

int DustTestServer::heldWrites() const
{
    return d->writes.heldCount();
}

DustTestClock *DustTestServer::clock() const
{
    return d->clock;
}

/*!
    Returns the server itself, for everything that has no function here: other stores and tokens, limits,
    the faults of a real server. Its write hook and its clocks are in use, as is its answer hook while it is
    not \l online.
*/
DustServer *DustTestServer::server() const
{
    return &d->server;
}

#include "moc_dusttestserver.cpp"
