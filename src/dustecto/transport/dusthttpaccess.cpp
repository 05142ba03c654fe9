// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusthttpaccess_p.h"

#include "dusthttpproxies_p.h"
#include "dusttext_p.h"

#include <QtCore/QTimerEvent>
#include <QtNetwork/QHostAddress>
#include <QtNetwork/QSslSocket>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

bool isLoopback(const QString &host)
{
    return host == u"localhost"_s || QHostAddress(host).isLoopback();
}

// Anything else would end the header, or begin another one.
bool fitsInHeader(const QString &token)
{
    return std::all_of(token.cbegin(), token.cend(),
                       [](QChar c) { return c > u' ' && c < QChar(0x7f); });
}

} // namespace

DustHttpAccess::DustHttpAccess(const QUrl &origin)
    : m_origin(origin), m_encodedOrigin(origin.toEncoded())
{}

void DustHttpAccess::setSslConfiguration(const QSslConfiguration &configuration)
{
    QSslConfiguration verifying = configuration;
    verifying.setPeerVerifyMode(QSslSocket::AutoVerifyPeer);
    m_common.setSslConfiguration(verifying);
}

DustResult<void> DustHttpAccess::check() const
{
    if (!fitsInHeader(m_token))
        return DustError::invalidParams(
                u"invalid_token"_s,
                u"The token has characters that no token has, a space or a line break perhaps: "
                "set it as the server gave it."_s);
    if (m_token.isEmpty() || m_allowInsecure || m_origin.scheme() == u"https"_s
        || isLoopback(m_origin.host()))
        return {};
    return DustError::invalidParams(
            u"insecure_url"_s,
            u"The token would travel unencrypted to %1: use an https URL, or set allowInsecure where everybody on the way may read it."_s
                    .arg(DustText::quoted(origin())));
}

DustHttpExchange *DustHttpAccess::start(const DustHttpRequest &request,
                                        const DustHttpExchange::Receiver &receiver,
                                        const DustHttpExchange::Asked &isCanceled)
{
    constexpr int Round = 20; // milliseconds
    if (!m_rounds.isActive())
        m_rounds.start(Round, this);
    auto *exchange = new DustHttpExchange(request, receiver, isCanceled, this);
    connect(exchange, &DustHttpExchange::ended, this, [this, exchange] { forget(exchange); });
    m_waiting.push_back(exchange);
    sendNext();
    return exchange;
}

// The token that a request was made with may have been replaced by one that may not travel, while
// the request waited: then it goes without.
void DustHttpAccess::sendNext()
{
    while (!m_waiting.empty() && m_inFlight.size() < MaximumInFlight) {
        if (!m_manager) {
            m_manager = std::make_shared<QNetworkAccessManager>();
            m_manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
            m_manager->setProxyFactory(new DustHttpProxies);
        }
        DustHttpExchange *exchange = m_waiting.front();
        if (exchange->isCanceled()) {
            exchange->cancel();
            continue;
        }
        m_waiting.pop_front();
        m_inFlight.append(exchange);
        const QString token = check() ? m_token : QString();
        exchange->send(m_manager, networkRequest(exchange->request(), token), m_patience, token,
                       m_taps);
    }
}

// Whoever ends many requests at once does not want those that waited behind them to leave first.
void DustHttpAccess::sendNextLater()
{
    if (m_waiting.empty() || std::exchange(m_sendsLater, true))
        return;
    const auto send = [this] {
        m_sendsLater = false;
        sendNext();
    };
    QMetaObject::invokeMethod(this, send, Qt::QueuedConnection);
}

void DustHttpAccess::forget(DustHttpExchange *exchange)
{
    m_ended.append(exchange);
    // Those that idle may lead nowhere as well, when the machine has changed networks; others are in
    // use, and go with the requests on them.
    if (exchange->spoiledConnections(m_manager))
        m_manager.reset();
    if (!m_inFlight.removeOne(exchange))
        m_waiting.erase(std::find(m_waiting.begin(), m_waiting.end(), exchange));
    sendNextLater();
    if (!exchange->refusedToken().isEmpty())
        Q_EMIT tokenRefused(exchange->refusedToken());
}

// Looks after all requests at once: a posted event costs a system call, to the own thread as well, and
// a QFutureWatcher for each request, deleted later with it, takes as many of them as all the rest.
void DustHttpAccess::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_rounds.timerId())
        return;
    qDeleteAll(std::exchange(m_ended, {}));
    const QList<DustHttpExchange *> all = m_inFlight
            + QList<DustHttpExchange *>(m_waiting.cbegin(), m_waiting.cend());
    if (all.isEmpty())
        m_rounds.stop();
    for (DustHttpExchange *exchange : all) {
        if (exchange->isCanceled())
            exchange->cancel();
    }
}

// HTTP/2 would multiplex over one connection, and send again what it thinks was not seen. The
// language of the machine is nobody's business, and Qt would look it up for every request.
QNetworkRequest DustHttpAccess::commonRequest()
{
    using Request = QNetworkRequest;
    Request result;
    result.setAttribute(Request::Http2AllowedAttribute, false);
    result.setAttribute(Request::CookieLoadControlAttribute, Request::Manual);
    result.setAttribute(Request::CookieSaveControlAttribute, Request::Manual);
    result.setAttribute(Request::AuthenticationReuseAttribute, Request::Manual);
    result.setAttribute(Request::DoNotBufferUploadDataAttribute, true);
    result.setDecompressedSafetyCheckThreshold(DustHttpExchange::MaximumAnswer);
    result.setRawHeader("User-Agent", "DustEcto");
    result.setRawHeader("Accept", "application/json");
    result.setRawHeader("Accept-Language", "en");
    return result;
}

QNetworkRequest DustHttpAccess::networkRequest(const DustHttpRequest &request,
                                               const QString &token) const
{
    QNetworkRequest result = m_common;
    result.setUrl(QUrl::fromEncoded(m_encodedOrigin + request.target, QUrl::StrictMode));
    if (request.method != DustHttpRequest::Head)
        result.setHeader(QNetworkRequest::ContentLengthHeader, request.body.size());
    if (!token.isEmpty())
        result.setRawHeader("Authorization", "Bearer " + token.toLatin1());
    if (!request.body.isEmpty())
        result.setHeader(QNetworkRequest::ContentTypeHeader, "application/json"_ba);
    if (request.ifMatch > 0)
        result.setRawHeader("If-Match", QByteArray::number(request.ifMatch));
    if (request.ifAbsent)
        result.setRawHeader("If-None-Match", "*");
    if (!request.id.isEmpty())
        result.setRawHeader("X-Request-Id", request.id);
    return result;
}

#include "moc_dusthttpaccess_p.cpp"
