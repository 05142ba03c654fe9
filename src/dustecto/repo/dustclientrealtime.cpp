// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What a DustClient needs for servers over a channel.

#include "dustclient_p.h"

#include "dustclock_p.h"
#include "dustids_p.h"
#include "dustmemorystorage.h"
#include "dustrealtimetransport_p.h"
#include "dustreplicacache_p.h"
#include "duststore_p.h"
#include "dusttext_p.h"

#include <QtCore/QPointer>

#include <algorithm>

using namespace Qt::StringLiterals;

/*!
    \enum DustClient::ConnectionState

    What becomes of the connection of a client with a \c ws or \c wss URL.

    \value Disconnected There is none: no store was opened yet, or the URL is another one.
    \value AwaitingToken The token source has not answered yet, or the token may not travel, and
    error() says why.
    \value Connecting It is being made.
    \value Probing The server refused it, and is asked whether because of the token.
    \value Connected It is there.
    \value Waiting It is made again at \l nextAttempt.
    \value Refused The server does not take the token. It is made again with the next one that is
    set, or by reconnectNow().
*/

/*!
    \enum DustClient::Serializer

    What travels over the channel.

    \value Json Text, which carries everything.
    \value MessagePack Binary, a little smaller. A store in which somebody has kept a typed decimal
    or date, or a number outside 64 bits, cannot be joined with it.
*/

/*!
    \typealias DustClient::TokenReceiver

    Takes a token.
*/

/*!
    \typealias DustClient::TokenSource

    Gives a token to its second argument, at once or later.
*/

/*!
    \property DustClient::connectionState
    \brief whether there is a connection, and if not, why.

    The client connects when its first store is opened, and again after whatever happens, with delays
    that are random and grow to half a minute. While there is no connection, error() says why.

    \sa nextAttempt, reconnectNow()
*/

/*!
    \property DustClient::nextAttempt
    \brief when it connects again, while the \l connectionState is \c Waiting.
*/

/*!
    \property DustClient::account
    \brief whose stores they are; any text, empty by default.

    Each account has a cache of its own, so that what one has not sent yet never goes out under the
    token of another one. It can be set until the first store is open.

    The client cannot tell whose token it has. Where there is a \l cacheFolder and more than one person may
    sign in, set it: with the default, everybody has the same cache, sees what the one before has read, and
    what that one has not sent goes out under the token of the next.

    \sa cacheFolder, removeCache()
*/

/*!
    \property DustClient::cacheFolder
    \brief the folder in which the mirrors of stores and unsent writes are kept; when empty, they are
    in memory and go with the client.

    There is one file in it for each server and \l account, made when there is none, as the folder is.
    With it an application starts without a connection with what it knew last, and sends what it had
    not sent. It needs the SQLite plugin.

    One client has such a file open at a time. A second one, in this process or another, works from
    memory, with a device id of its own unless one was set; error() says so. So does one whose file cannot be used.

    It can be set until the first store is open.

    \sa account, fileCacheLimit, removeCache(), DustStore::cacheError, DustStore::rebuildCache()
*/

/*!
    \property DustClient::fileCacheLimit
    \brief how many bytes of files that were read are kept in the \l cacheFolder; 256 MB by default.

    Each counts as the blocks of 4 KiB that it takes. What was not read for longest goes first. With 0, none are kept. Files that wait to be sent do not
    count: they are kept with the writes. It can be set at any time.

    \sa DustStore::getFile()
*/

/*!
    \property DustClient::serializer
    \brief what travels over the channel; Json by default.

    It can be set until the first store is open.
*/

/*!
    \fn void DustClient::accountChanged()

    Emitted when the account has changed.
*/

/*!
    \fn void DustClient::cacheFolderChanged()

    Emitted when the cache folder has changed.
*/

/*!
    \fn void DustClient::fileCacheLimitChanged()

    Emitted when the limit of the file cache has changed.
*/

/*!
    \fn void DustClient::serializerChanged()

    Emitted when the serializer has changed.
*/

/*!
    \fn void DustClient::connectionStateChanged()

    Emitted when the state of the connection has changed, or the time of the next attempt.
*/

QString DustClient::account() const
{
    return d->account;
}

void DustClient::setAccount(const QString &account)
{
    if (account == d->account || !d->mayChange(u"account"_s))
        return;
    d->account = account;
    Q_EMIT accountChanged();
}

QString DustClient::cacheFolder() const
{
    return d->cacheFolder;
}

void DustClient::setCacheFolder(const QString &folder)
{
    if (folder == d->cacheFolder || !d->mayChange(u"cache folder"_s))
        return;
    d->cacheFolder = folder;
    Q_EMIT cacheFolderChanged();
}

qint64 DustClient::fileCacheLimit() const
{
    return d->fileCacheLimit;
}

void DustClient::setFileCacheLimit(qint64 bytes)
{
    if (std::exchange(d->fileCacheLimit, bytes) == bytes)
        return;
    if (d->cache)
        d->cache->files()->setLimit(bytes);
    Q_EMIT fileCacheLimitChanged();
}

QString DustClient::sessionFence() const
{
    return d->sessionFence;
}

/*!
    Lets each session of this client take over a lease below \a path, in every store that it opens over
    \c ws or \c wss, and sends its writes under that lease's fence. Then nothing that an earlier session
    has sent can take effect any more once the new one holds the lease, and writes that were not
    answered are sent again without waiting for that. The lease is at \a path and the \l deviceId.

    Two clients at a time must not have one device id then: the later one has the lease.

    Without it, which is the default, a write that was not answered is sent again five seconds after its
    connection has ended: a server that were to carry it out later than that would do so twice. Batches
    and files have no fence and always wait. A store ends its calls with DustError::InvalidParams when \a path is
    malformed. It can be set until the first store is open.

    \sa DustStore::lease()
*/
void DustClient::setSessionFence(const QString &path)
{
    if (d->mayChange(u"session fence"_s))
        d->sessionFence = path;
}

DustClient::Serializer DustClient::serializer() const
{
    return d->serializer;
}

void DustClient::setSerializer(Serializer serializer)
{
    if (serializer == d->serializer || !d->mayChange(u"serializer"_s))
        return;
    d->serializer = serializer;
    Q_EMIT serializerChanged();
}

/*!
    Asks \a source for tokens, in place of the one that was set: with an empty text when the client
    connects for the first time, and once more with the token that a server has refused. It is for \c
    ws and \c wss, where a connection outlives its token. It can be set until the first store is open.

    The token goes over HTTP as well, where that serves the store. A source that has none answers with
    an empty text; then the \l connectionState is \c Refused until setToken() or reconnectNow().

    \sa setToken()
*/
void DustClient::setTokenSource(const TokenSource &source)
{
    if (d->mayChange(u"token source"_s))
        d->tokenSource = source;
}

DustClient::ConnectionState DustClient::connectionState() const
{
    return d->link ? ConnectionState(d->link->socket().state()) : Disconnected;
}

QDateTime DustClient::nextAttempt() const
{
    return d->link ? d->link->socket().nextAttempt() : QDateTime();
}

/*!
    Connects without waiting any longer. A connection that seems to be there is tried out. Where Qt has a
    QNetworkInformation backend for the system, the client does so by itself when the network comes back.
*/
void DustClient::reconnectNow()
{
    if (const auto link = d->link)
        link->reconnectNow();
}

DustResult<std::unique_ptr<DustTransport>> DustClient::Private::openRealtime(
        const QString &storeName, const QUrl &server)
{
    static_assert(int(Refused) == int(DustChannelSocket::Refused));
    QUrl origin = server;
    origin.setScheme(server.scheme() == u"wss"_s ? u"https"_s : u"http"_s);
    const auto opened = openAccess(storeName, origin);
    if (!opened)
        return opened.error();
    if (!link) {
        access = *opened;
        openCache(origin.toString());
        openLink(server);
    }
    DustReplicaSettings settings;
    settings.deviceId = deviceId;
    settings.makeId = DustIds::clientOperation;
    if (!sessionFence.isEmpty()) {
        const auto path = DustPath::parse(sessionFence);
        const auto key = path ? path->child(deviceId) : path;
        if (!key)
            return key.error();
        settings.sessionFence = *key;
    }
    const QByteArray identity = identityOf(storeName);
    const DustNow now = delivery->clock()->now();
    auto replica = DustReplica::open(openStorage(storeName), identity, settings, now);
    if (!replica) {
        refuseCache(storeName, replica.error());
        replica = DustReplica::open(std::make_shared<DustMemoryStorage>(), identity, settings, now);
    }
    if (!replica)
        return replica.error();
    return std::unique_ptr<DustTransport>(std::make_unique<DustRealtimeTransport>(
            storeName, std::move(*replica), link, delivery));
}

// It connects in a turn of its own: the token source is the application's, and may do anything.
void DustClient::Private::openLink(const QUrl &server)
{
    DustChannelSettings settings;
    settings.serializer = serializer == Json ? DustChannelFrame::Json
                                             : DustChannelFrame::MessagePack;
    settings.sslConfiguration = sslConfiguration;
    settings.taps = taps;
    link = std::make_shared<DustRealtimeLink>(server, deviceId, access, settings);
    if (!tokenSource)
        link->setToken(token);
    QObject::connect(link.get(), &DustRealtimeLink::stateChanged, q, [this] { takeLinkState(); });
    QObject::connect(link.get(), &DustRealtimeLink::errorOccurred, q,
                     [this](const DustError &linkError) { setError(linkError); });
    const auto open = [this, opened = link.get(), source = tokenSource] {
        watchNetwork();
        opened->open(source);
    };
    QMetaObject::invokeMethod(link.get(), open, Qt::QueuedConnection);
}

void DustClient::Private::watchNetwork()
{
    if (!network)
        network = DustClientNetwork::ofSystem();
    if (network)
        QObject::connect(network.get(), &DustClientNetwork::cameBack, link.get(),
                         [this] { q->reconnectNow(); });
}

void DustClient::Private::useCache(std::unique_ptr<DustClientCache> opened)
{
    cache = std::move(opened);
    cache->files()->setLimit(fileCacheLimit);
}

// Without a file it goes on in memory.
void DustClient::Private::openCache(const QString &origin)
{
    if (cacheFolder.isEmpty())
        return;
    auto opened = DustClientCache::open(cacheFolder, origin, account, storageOptions);
    m_cacheOrigin = origin;
    if (!opened) {
        m_cacheError = opened.error();
        warn(m_cacheError);
        return;
    }
    useCache(std::move(*opened));
    const QString known = cache->deviceId();
    if (!deviceIdIsGiven && !known.isEmpty()) {
        deviceId = known;
        QMetaObject::invokeMethod(q, &DustClient::deviceIdChanged, Qt::QueuedConnection);
    } else if (const auto kept = cache->setDeviceId(deviceId); !kept) {
        warn(kept.error());
    }
}

std::shared_ptr<DustStorage> DustClient::Private::openStorage(const QString &storeName)
{
    if (cache) {
        const auto storage = cache->storage(storeName);
        if (storage)
            return *storage;
        refuseCache(storeName, storage.error());
    } else if (!cacheFolder.isEmpty()) {
        m_refusedCaches.insert(storeName, m_cacheError); // it was told
    }
    return std::make_shared<DustMemoryStorage>();
}

void DustClient::Private::refuseCache(const QString &storeName, const DustError &why)
{
    m_refusedCaches.insert(storeName, why);
    warn(why);
}

// For a store that is in memory: because its storage failed since, or was refused when it was opened.
void DustClient::Private::rebuildCache(const QString &storeName, DustRealtimeTransport *mirror)
{
    if (!m_refusedCaches.contains(storeName))
        return mirror->rebuildCache();
    const auto storage = renewStorage(storeName);
    if (!storage)
        return warn(storage.error());
    mirror->rebuildCache(*storage);
    if (!mirror->replica().isKeptOn(**storage))
        return; // it has reported why, and may be tried again
    m_renewedStorages.remove(storeName);
    m_storesOfOldFile.remove(storeName);
    if (m_refusedCaches.take(storeName) == error)
        warn({});
}

DustError DustClient::Private::cacheErrorOf(const QString &storeName) const
{
    return m_refusedCaches.value(storeName);
}

void DustClient::Private::forget(const QString &storeName)
{
    stores.remove(storeName);
    tellStores();
    m_refusedCaches.remove(storeName);
    m_renewedStorages.remove(storeName);
    m_storesOfOldFile.remove(storeName);
}

bool DustClient::Private::isAnybodyAtWorkInFile() const
{
    return std::any_of(stores.cbegin(), stores.cend(), [this](const DustStore *store) {
        return store->d->mirrored() && !m_refusedCaches.contains(store->d->name);
    });
}

DustResult<std::shared_ptr<DustStorage>> DustClient::Private::renewStorage(const QString &storeName)
{
    if (const auto renewed = m_renewedStorages.value(storeName))
        return renewed;
    if (cache && m_storesOfOldFile.contains(storeName))
        return cache->storage(storeName); // of the new one, which has nothing of it yet
    if (!cache) {
        if (const auto renewed = renewFile(false); !renewed)
            return renewed.error();
    } else if (const auto storage = cache->storage(storeName); !storage) {
        if (!DustClientCache::isDamage(storage.error()) || isAnybodyAtWorkInFile())
            return storage.error();
        m_renewedStorages.clear(); // they are of that file
        cache.reset();
        if (const auto renewed = renewFile(true); !renewed)
            return renewed.error();
    } else {
        DustReplicaCache::Content content;
        const auto opened = DustReplicaCache::open(*storage, identityOf(storeName), &content);
        if (opened)
            return DustClientCache::isUsable();
        if (opened.error().isRetryable())
            return opened.error();
    }
    auto storage = cache->newStorage(storeName);
    if (storage)
        m_renewedStorages.insert(storeName, *storage);
    return storage;
}

DustResult<void> DustClient::Private::renewFile(bool isKnownDamaged)
{
    auto renewed = DustClientCache::renew(cacheFolder, m_cacheOrigin, account, storageOptions,
                                          isKnownDamaged);
    if (!renewed)
        return renewed.error();
    if (const auto kept = (*renewed)->setDeviceId(deviceId); !kept)
        return kept;
    useCache(std::move(*renewed));
    const QStringList refused = m_refusedCaches.keys();
    m_storesOfOldFile = QSet<QString>(refused.cbegin(), refused.cend());
    return {};
}

QByteArray DustClient::Private::identityOf(const QString &storeName, const QString &origin,
                                           const QString &account)
{
    return u"%1 %2 %3"_s.arg(storeName, origin, account).toUtf8();
}

QByteArray DustClient::Private::identityOf(const QString &storeName) const
{
    return identityOf(storeName, access->origin(), account);
}

// In a turn of its own: whoever opens a store does not expect the application in there.
void DustClient::Private::warn(const DustError &trouble)
{
    const auto tell = [this, trouble, session = m_session] {
        if (session == m_session)
            setError(trouble);
    };
    QMetaObject::invokeMethod(q, tell, Qt::QueuedConnection);
}

// What stands in the way of the connection is the client's error as long as it does.
void DustClient::Private::takeLinkState()
{
    const DustError linkError = link->socket().error();
    const QPointer<DustClient> alive(q);
    const DustError before = std::exchange(m_linkError, linkError);
    if (linkError.kind() != DustError::NoError || error == before)
        setError(linkError);
    if (alive)
        Q_EMIT q->connectionStateChanged();
}
