// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What a DustClient needs for servers.

#include "dustclient_p.h"
#include "dusthttptransport_p.h"
#include "duststore_p.h"

#include <QtCore/QPointer>
#include <QtNetwork/QSslCertificate>

using namespace Qt::StringLiterals;

/*!
    \property DustClient::defaultStore
    \brief the store that store() gives when it is asked for none.
*/

/*!
    \property DustClient::token
    \brief the secret that opens the server's stores, for QML to set; it always reads as empty.

    \sa setToken(), hasToken
*/

/*!
    \property DustClient::hasToken
    \brief whether there is a token.
*/

/*!
    \property DustClient::allowInsecure
    \brief whether the token may travel over plain \c http to another machine, where everybody on
    the way can read it; \c false by default.

    Without it, a token goes over \c https, or to this very machine: \c localhost, 127.0.0.0/8 and
    ::1. Anything else ends with DustError::InvalidParams and the reason \c insecure_url. A realtime
    connection that is up when this is taken back stays, since its token has travelled, and is not made
    again.
*/

/*!
    \fn void DustClient::defaultStoreChanged()

    Emitted when the default store has changed.
*/

/*!
    \fn void DustClient::tokenChanged()

    Emitted when the token has changed.
*/

/*!
    \fn void DustClient::allowInsecureChanged()

    Emitted when \l allowInsecure has changed.
*/

/*!
    Makes a client as the environment says: \c DUST_URL is its URL, \c DUST_TOKEN its token, and
    \c DUST_STORE its \l defaultStore, which store() gives when it is asked for none. What is not
    set stays empty; without a URL, error() says so. Never returns null.
*/
std::unique_ptr<DustClient> DustClient::fromEnvironment()
{
    auto client = std::make_unique<DustClient>();
    client->setDefaultStore(qEnvironmentVariable("DUST_STORE").trimmed());
    client->setToken(qEnvironmentVariable("DUST_TOKEN").trimmed());
    const QString url = qEnvironmentVariable("DUST_URL").trimmed();
    if (url.isEmpty())
        client->d->setError(DustError::invalidParams(
                u"empty_url"_s,
                u"The environment variable DUST_URL is not set: set it to the URL of the server, such as https://host, or memory:."_s));
    else
        client->setUrl(QUrl(url));
    return client;
}

QString DustClient::defaultStore() const
{
    return d->defaultStore;
}

void DustClient::setDefaultStore(const QString &name)
{
    if (std::exchange(d->defaultStore, name) == name)
        return;
    const QPointer<DustClient> alive(this);
    Q_EMIT defaultStoreChanged();
    if (alive)
        d->openFailedStores();
}

bool DustClient::hasToken() const
{
    return !d->token.isEmpty();
}

/*!
    Opens the server's stores with \a token from now on: also with stores that are open, whose
    token may have expired. Requests that wait for their turn go with it as well, and a DustListModel
    that could not read its records reads them again. It is in no error and in no log, and nothing
    gives it back.

    A realtime connection that is up is made anew with it, at once, as it is where the server has refused
    the token before it. Writes that were sent and not answered are settled as after any lost connection.

    Calls end with DustError::InvalidParams and the reason \c invalid_token when it has characters
    that no token has.

    \sa hasToken, allowInsecure
*/
void DustClient::setToken(const QString &token)
{
    if (token == d->token)
        return;
    d->token = token;
    const QPointer<DustClient> alive(this);
    if (d->link)
        d->link->setToken(token);
    else
        d->passOn();
    if (alive)
        Q_EMIT tokenChanged();
    if (alive)
        d->openFailedStores();
}

bool DustClient::allowInsecure() const
{
    return d->allowInsecure;
}

void DustClient::setAllowInsecure(bool allow)
{
    if (allow == d->allowInsecure)
        return;
    d->allowInsecure = allow;
    const QPointer<DustClient> alive(this);
    d->passOn();
    if (alive)
        Q_EMIT allowInsecureChanged();
    if (alive)
        d->openFailedStores();
}

/*!
    Makes \c https connections as \a configuration says, which takes the place of what
    addCaCertificates() has added before. It can be set until the first store is open. A certificate
    that is not in order is an error whatever it says.

    \sa addCaCertificates()
*/
void DustClient::setSslConfiguration(const QSslConfiguration &configuration)
{
    if (!d->mayChange(u"SSL configuration"_s))
        return;
    d->sslConfiguration = configuration;
}

/*!
    Trusts \a certificates as well: those of an issuer of one's own, or one that a server signed
    itself. It can be set until the first store is open.

    \sa setSslConfiguration()
*/
void DustClient::addCaCertificates(const QList<QSslCertificate> &certificates)
{
    if (!d->mayChange(u"certificates"_s))
        return;
    QSslConfiguration configuration = d->sslConfiguration.value_or(
            QSslConfiguration::defaultConfiguration());
    configuration.addCaCertificates(certificates);
    d->sslConfiguration = configuration;
}

/*!
    Gives the server \a milliseconds to be reached, 30,000 by default. A read that takes longer ends
    with DustError::Timeout, a write with DustError::Network, or with DustError::Indeterminate where
    it cannot be told whether it left. It counts for requests that are sent from now on.

    \sa setAnswerTimeout()
*/
void DustClient::setConnectTimeout(int milliseconds)
{
    d->patience.connect = qMax(1, milliseconds);
    d->passOn();
}

/*!
    Gives the server \a milliseconds for its answer, 15,000 by default, counted from when the request
    was sent, and not while it waits for its turn. A read that takes longer ends with
    DustError::Timeout, a write with DustError::Indeterminate. It counts for requests that are sent
    from now on.

    Where a read or a delete has to connect first, over plain \c http, that time counts as well.

    \sa setConnectTimeout()
*/
void DustClient::setAnswerTimeout(int milliseconds)
{
    d->patience.answer = qMax(1, milliseconds);
    d->passOn();
}

void DustClient::Private::passOn()
{
    if (!access)
        return;
    access->setAllowInsecure(allowInsecure);
    access->setPatience(patience);
    if (link)
        link->retryToken();
    else
        access->setToken(token);
}

void DustClient::Private::openFailedStores()
{
    const QPointer<DustClient> alive(q);
    const QStringList names = stores.keys();
    for (const QString &name : names) {
        if (alive && stores.contains(name))
            q->store(name);
    }
}

DustResult<std::unique_ptr<DustTransport>> DustClient::Private::openRemote(const QString &storeName,
                                                                           const QUrl &origin)
{
    const auto opened = openAccess(storeName, origin);
    if (!opened)
        return opened.error();
    access = *opened;
    return std::unique_ptr<DustTransport>(
            std::make_unique<DustHttpTransport>(storeName, access, delivery));
}

DustResult<std::shared_ptr<DustHttpAccess>> DustClient::Private::openAccess(
        const QString &storeName, const QUrl &origin)
{
    if (const auto name = DustHttpRoutes::checkStoreName(storeName); !name)
        return name.error();
    if (access)
        return access->check() ? DustResult<std::shared_ptr<DustHttpAccess>>(access)
                               : access->check().error();
    const auto opened = std::make_shared<DustHttpAccess>(origin);
    opened->setTaps(taps);
    opened->setToken(token);
    opened->setAllowInsecure(allowInsecure);
    opened->setPatience(patience);
    if (sslConfiguration)
        opened->setSslConfiguration(*sslConfiguration);
    if (const auto checked = opened->check(); !checked)
        return checked.error();
    return opened;
}
