// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What a DustClient does when somebody signs out.

#include "dustclient_p.h"

#include "dustids_p.h"
#include "dustlocation_p.h"
#include "dustreplicacache_p.h"
#include "duststore_p.h"

#include <QtCore/QPointer>

using namespace Qt::StringLiterals;

namespace {

DustError unsentError(qsizetype writes, bool isUncertain)
{
    const QString what = isUncertain
            ? u"The cache has a damaged file that may hold writes that were not sent, and %1 that it knows of"_s
            : u"The cache has %1 writes that were not sent"_s;
    return DustError(
            DustError::Storage,
            what.arg(writes)
                    + u": connect first, or remove it with DustClient::DropUnsentWrites, and they are lost."_s,
            { { u"reason"_s, u"unsent_writes"_s }, { u"pending"_s, int(writes) } });
}

// Where the cache is that of a server over a channel.
DustResult<QString> originOf(const QUrl &url)
{
    const auto location = DustLocation::fromUrl(url);
    if (!location)
        return location.error();
    if (location->kind != DustLocation::Realtime)
        return DustError(DustError::NotSupported,
                         u"Only a client with a ws or wss URL has a cache that can be removed."_s);
    QUrl origin(location->name);
    origin.setScheme(origin.scheme() == u"wss"_s ? u"https"_s : u"http"_s);
    return origin.toString();
}

} // namespace

/*!
    \enum DustClient::UnsentWrites

    What removeCache() does with writes that the server has not confirmed.

    \value KeepUnsentWrites It removes nothing as long as there are any.
    \value DropUnsentWrites It removes them as well. Those that were sent may be carried out all the same.
*/

/*!
    Ends the session, as when somebody signs out: destroys the stores, closes the connection, and removes
    what the \l cacheFolder holds of this server and \l account: the file with the mirrors, files that were
    read, what rebuildCache() has set aside, and the \l deviceId. Then the client is as one that has not opened
    a store yet: it can be given another account and token, and store() begins anew.

    The stores are destroyed as with the client: their calls and subscriptions end, repos, models and
    broadcasters of theirs are without a store. Keep them in a QPointer, or ask store() again. The token stays:
    take it back with setToken().

    As long as a store of this cache, open or not, has writes that the server has not confirmed, or there is a
    damaged file that may hold some, nothing is done: the future ends with DustError::Storage and the reason \c
    unsent_writes, and DustError::detail() has their number as \c pending. With \a unsent as DropUnsentWrites
    they are lost.

    Ends with DustError::Storage as well where another client has the file open (\c in_use), and where the file cannot
    be removed, with DustError::NotSupported where the \l url is none of \c ws and \c wss. Without a \l cacheFolder
    it ends the session.

    \sa account, cacheFolder
*/
DustFuture<void> DustClient::removeCache(UnsentWrites unsent)
{
    return d->removeCache(unsent);
}

DustFuture<void> DustClient::Private::removeCache(UnsentWrites unsent)
{
    const auto turns = delivery;
    const auto origin = originOf(url);
    if (!origin)
        return turns->settle<void>(origin.error());
    if (const auto may = mayRemoveCache(unsent, *origin); !may)
        return turns->settle<void>(may.error());
    const QString folder = cacheFolder;
    const QString whose = account;
    endSession(); // the client may be destroyed in here
    return turns->settle(folder.isEmpty() ? DustResult<void>()
                                          : DustClientCache::remove(folder, *origin, whose));
}

DustResult<void> DustClient::Private::mayRemoveCache(UnsentWrites unsent, const QString &origin)
{
    std::unique_ptr<DustClientCache> opened;
    bool isUncertain = false;
    if (!cache && !cacheFolder.isEmpty() && DustClientCache::exists(cacheFolder, origin, account)) {
        auto found = DustClientCache::open(cacheFolder, origin, account, storageOptions);
        if (found)
            opened = std::move(*found);
        else if (DustClientCache::isDamage(found.error()))
            isUncertain = true;
        else
            return found.error();
    }
    if (unsent == DropUnsentWrites)
        return {};
    if (!cacheFolder.isEmpty() && DustClientCache::hasDamaged(cacheFolder, origin, account))
        isUncertain = true;
    const qsizetype writes = unsentWrites(cache ? cache.get() : opened.get(), origin, &isUncertain);
    if (writes == 0 && !isUncertain)
        return {};
    return unsentError(writes, isUncertain);
}

qsizetype DustClient::Private::unsentWrites(const DustClientCache *kept, const QString &origin,
                                            bool *isUncertain) const
{
    qsizetype writes = 0;
    for (const DustStore *store : stores)
        writes += store->pendingCount();
    if (!kept)
        return writes;
    const auto isAsked = [this](const DustStorage &storage) {
        return std::any_of(stores.cbegin(), stores.cend(), [&storage](const DustStore *store) {
            const auto *mirror = store->d->mirrored();
            return mirror && mirror->replica().isOf(storage);
        });
    };
    for (const auto &[storeName, storage] : kept->storages()) {
        if (storage && isAsked(**storage))
            continue;
        DustReplicaCache::Content content;
        const bool isRead = storage
                && DustReplicaCache::open(*storage, identityOf(storeName, origin, account),
                                          &content);
        writes += qsizetype(content.outbox.size());
        *isUncertain = *isUncertain || !isRead;
    }
    return writes;
}

void DustClient::Private::endSession()
{
    const QPointer<DustClient> alive(q);
    const auto endedLink = std::exchange(link, {});
    const auto endedAccess = std::exchange(access, {});
    const auto endedCache = std::exchange(cache, {});
    ++m_session;
    m_refusedCaches.clear();
    m_renewedStorages.clear();
    m_storesOfOldFile.clear();
    m_cacheError = {};
    m_linkError = {};
    if (endedLink)
        endedLink->disconnect(q);
    QList<QPointer<DustStore>> ended;
    for (DustStore *store : std::as_const(stores))
        ended.append(store);
    for (const QPointer<DustStore> &store : std::as_const(ended)) {
        if (store)
            store->setParent(nullptr); // who hears of its end may destroy the client
        delete store.data();
    }
    if (!alive || link) // who heard of that has begun the next session
        return;
    if (!deviceIdIsGiven)
        deviceId = DustIds::device();
    setError({});
    if (alive && !deviceIdIsGiven)
        Q_EMIT q->deviceIdChanged();
    if (alive)
        Q_EMIT q->connectionStateChanged();
}
