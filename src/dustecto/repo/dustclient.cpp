// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustclient_p.h"

#include "dustids_p.h"
#include "dustledgerregistry_p.h"
#include "dustlocaltransport_p.h"
#include "dustlocation_p.h"
#include "duststore_p.h"
#include "dusttext_p.h"

#include <QtCore/QPointer>

using namespace Qt::StringLiterals;

/*!
    \class DustClient
    \inmodule DustEcto
    \brief The DustClient class opens stores at a URL.

    \table
    \header \li URL \li What it opens
    \row \li \c{memory:} \li Memory that no other client sees.
    \row \li \c{memory:NAME} \li Memory that all clients of this process with the same name
         share, as long as one of them has a store open.
    \row \li \c{file:///folder/name.dust} \li An embedded SQLite file, made when there is none;
         its folder must exist. Clients of this process share it, whatever links or relative
         pieces their URLs go through. Another process that has the file open keeps this one out.
         A file that is replaced or removed while it is open takes no more writes (\c file_replaced),
         and what took its name is opened once all clients that have the old file are gone.
    \row \li \c{https://host}, \c{http://host:port} \li A server, request by request. It needs
         a token, see setToken(), takes no path, and brings no news: subscriptions end with
         DustError::NotSupported, and models show their own client's writes and what
         DustListModel::refresh() finds.
    \row \li \c{wss://host}, \c{ws://host:port} \li A server, in realtime: each store is mirrored
         here, reads are answered from the mirror at once, own writes show at once and are sent when
         there is a connection, and everybody else's are told. It needs a token as well. See \l
         connectionState, \l cacheFolder and DustStore::state.
    \endtable

    A URL that is none of these gives stores that failed: their error() and every call on them
    say why.

    All objects of one client live on the thread that made it, and so do all clients of one file
    or one name: a second thread gets DustError::Storage with the reason \c other_thread. Nothing
    blocks that thread except the file itself, when it is opened and when it is written.

    Every asynchronous call on the client's objects returns a DustFuture that finishes exactly
    once, in a later turn of the event loop. Per turn, models change first, then subscriptions
    are told, then calls finish, in the order they were made. Destroying the client ends the
    calls that are still open with DustError::Closed, in the destructor; what they wrote stays
    written. Cancelling a future forgets the answer, never the operation.

    On a server, every write is one request, which is never repeated: where it was sent and no
    answer came, it ends with DustError::Indeterminate. At most six requests are on their way at a
    time, the others wait for their turn. Cancelling a future that a DustStore gave, other than that
    of DustStore::get(), withdraws a request that waits, and aborts one that is on its way: a write
    may have been carried out all the same. Certificates are checked as Qt does, and a redirect is
    never followed.

    A context that is given to \c{QFuture::then()} should outlive the call. Where it does not,
    the continuation never runs; and Qt 6.4 checks for it with an assertion, which ends programs
    that are built for debugging. Hold the object in a QPointer that the continuation asks
    instead.

    The SQLite plugin (\c dustecto_sqlite) is looked for in the folder \c dustecto of each of
    QCoreApplication::libraryPaths(), which QT_PLUGIN_PATH adds to, and then in the plugin
    folders beside the DustEcto library.

    \sa DustStore, DustRepo
*/

/*!
    \property DustClient::url
    \brief where the stores are.

    It can be set until the first store is open; later changes are refused with an error. Setting
    it opens stores that could not be opened before.

    \sa fromEnvironment()
*/

/*!
    \property DustClient::deviceId
    \brief who wrote, in the events that others hear.

    Made up when it is not set or empty, and kept in the \l cacheFolder where there is one. It can be set until the first store is open; one that is
    not valid Unicode is refused with an error.
*/

/*!
    \property DustClient::error
    \brief the last error that no call was there to receive.

    That is a URL or an option that cannot be used, or a store that could not be opened, until it
    could be.
*/

/*!
    Makes a client without a URL, with the given \a parent.
*/
DustClient::DustClient(QObject *parent) : QObject(parent), d(std::make_unique<Private>(this))
{
    d->deviceId = DustIds::device();
}

/*!
    Makes a client for \a url, with the given \a parent.
*/
DustClient::DustClient(const QUrl &url, QObject *parent) : DustClient(parent)
{
    setUrl(url);
}

/*!
    Destroys the client and its stores. Calls that are still open end with DustError::Closed in
    here. The last client of an embedded file closes it.
*/
DustClient::~DustClient()
{
    d->delivery->close();
    while (!d->stores.isEmpty())
        delete *d->stores.cbegin();
}

QUrl DustClient::url() const
{
    return d->url;
}

void DustClient::setUrl(const QUrl &url)
{
    if (url == d->url || !d->mayChange(u"URL"_s))
        return;
    d->url = url;
    const QPointer<DustClient> alive(this);
    Q_EMIT urlChanged();
    if (!alive || d->url != url)
        return;
    const auto location = DustLocation::fromUrl(url);
    d->setError(location ? DustError() : location.error());
    if (alive)
        d->openFailedStores();
}

QString DustClient::deviceId() const
{
    return d->deviceId;
}

void DustClient::setDeviceId(const QString &deviceId)
{
    if (deviceId == d->deviceId || !d->mayChange(u"device id"_s))
        return;
    if (!deviceId.isValidUtf16()) {
        d->setError(DustError::invalidParams(
                u"invalid_device_id"_s,
                u"The device id is not valid Unicode, it has half of a surrogate pair: choose "
                "another one."_s));
        return;
    }
    d->deviceIdIsGiven = !deviceId.isEmpty();
    d->deviceId = deviceId.isEmpty() ? DustIds::device() : deviceId;
    Q_EMIT deviceIdChanged();
}

/*!
    Returns how an embedded file is kept.

    \sa setStorageOptions()
*/
DustStorageOptions DustClient::storageOptions() const
{
    return d->storageOptions;
}

/*!
    Keeps an embedded file as \a options say, from the durability on. They can be set until the
    first store is open, and those of the first client that opens a file count.
*/
void DustClient::setStorageOptions(const DustStorageOptions &options)
{
    if (d->mayChange(u"storage options"_s))
        d->storageOptions = options;
}

DustError DustClient::error() const
{
    return d->error;
}

/*!
    Returns the store \a name, which is two segments, "org/name", of any characters but a slash.
    It is the same object every time, and belongs to the client. Without a name it is the \l
    defaultStore, also where that is set later.

    A store that cannot be opened is there too: its DustStore::error() says why, and its calls
    end with that. Asking for it again tries again.
*/
DustStore *DustClient::store(const QString &name)
{
    const QString wanted = name.isEmpty() ? d->defaultStore : name;
    QPointer<DustStore> store = d->stores.value(wanted);
    // Asked for before there was a default store, as by a binding in QML.
    if (DustStore *nameless = !store && name.isEmpty() ? d->stores.take({}) : nullptr) {
        nameless->d->name = wanted;
        d->stores.insert(wanted, nameless);
        d->tellStores();
        store = nameless;
    }
    if (!store) {
        store = new DustStore(std::make_unique<DustStore::Private>(this, wanted, d->delivery),
                              this);
        d->stores.insert(wanted, store);
        d->tellStores();
    }
    if (!store->d->isOpen())
        store->open();
    return store;
}

/*!
    Returns the stores that were asked for and are still there, by name: also those that could not be opened.

    \snippet pendingwrites.cpp client_stores

    \sa storesChanged()
*/
QList<DustStore *> DustClient::stores() const
{
    QStringList names = d->stores.keys();
    names.sort();
    QList<DustStore *> stores;
    for (const QString &name : std::as_const(names))
        stores.append(d->stores.value(name));
    return stores;
}

/*!
    \fn void DustClient::storesChanged()

    Emitted when another store was asked for, one was destroyed, or one got its name, in a later turn of the event loop
    and once for all that has happened in between.

    \sa stores()
*/

/*!
    \fn void DustClient::urlChanged()

    Emitted when the URL has changed.
*/

/*!
    \fn void DustClient::deviceIdChanged()

    Emitted when the device id has changed.
*/

/*!
    \fn void DustClient::errorChanged()

    Emitted when the error has changed.
*/

DustResult<std::unique_ptr<DustTransport>> DustClient::Private::openTransport(
        const QString &storeName)
{
    const auto location = DustLocation::fromUrl(url);
    if (!location)
        return location.error();
    if (location->kind == DustLocation::Http)
        return openRemote(storeName, QUrl(location->name));
    if (location->kind == DustLocation::Realtime)
        return openRealtime(storeName, QUrl(location->name));
    const auto opened = file ? DustResult<std::shared_ptr<DustSharedFile>>(file)
                             : openFile(*location);
    if (!opened)
        return opened.error();
    const auto ledger = (*opened)->ledger(storeName);
    if (!ledger)
        return ledger.error();
    file = *opened;
    return std::unique_ptr<DustTransport>(
            std::make_unique<DustLocalTransport>(*ledger, delivery, deviceId));
}

DustResult<std::shared_ptr<DustSharedFile>> DustClient::Private::openFile(
        const DustLocation &location) const
{
    DustLedgerRegistry &registry = DustLedgerRegistry::instance();
    return location.kind == DustLocation::Memory ? registry.openMemory(location.name)
                                                 : registry.openFile(location.name, storageOptions);
}

void DustClient::Private::setError(const DustError &newError)
{
    if (error == newError)
        return;
    error = newError;
    Q_EMIT q->errorChanged();
}

// In a turn of its own: whoever opens a store does not expect the application in there.
void DustClient::Private::tellStores()
{
    if (std::exchange(m_tellsStores, true))
        return;
    const auto tell = [this] {
        m_tellsStores = false;
        Q_EMIT q->storesChanged();
    };
    QMetaObject::invokeMethod(q, tell, Qt::QueuedConnection);
}

bool DustClient::Private::mayChange(const QString &what)
{
    if (!file && !access)
        return true;
    setError(DustError::invalidParams(
            u"already_open"_s,
            u"The %1 of a DustClient cannot change while it has stores open: make another DustClient."_s
                    .arg(what)));
    return false;
}

#include "moc_dustclient.cpp"
