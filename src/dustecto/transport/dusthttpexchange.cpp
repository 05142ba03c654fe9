// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusthttpexchange_p.h"

#include "dusthttpcertificate_p.h"

#include <QtCore/QTimerEvent>
#include <QtNetwork/QNetworkAccessManager>

using namespace Qt::StringLiterals;

namespace {

// Before a request leaves, and at no other time: QNetworkAccessManager cannot rewind the body, so
// it never comes to a second connection for the same request.
bool isBeforeSending(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
        return true;
    default:
        return false;
    }
}

// An answer that is an error in itself is told as such, above the errors of the network and of proxies, unless fewer bytes
// came than it promised. That a chunk is missing Qt does not always notice.
bool isWhole(const QNetworkReply &reply, int status)
{
    if (status < 400)
        return reply.error() == QNetworkReply::NoError;
    return reply.error() > QNetworkReply::UnknownProxyError && reply.hasRawHeader("Content-Length");
}

QString troubleOf(const QNetworkReply &reply)
{
    switch (reply.error()) {
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError: // what it says when the body cannot be rewound
        return u"the server closed the connection"_s;
    default:
        return reply.errorString();
    }
}

} // namespace

DustHttpExchange::DustHttpExchange(const DustHttpRequest &request, const Receiver &receiver,
                                   const Asked &isCanceled, QObject *parent)
    : QObject(parent), m_request(request), m_receiver(receiver), m_isCanceled(isCanceled),
      m_body(request.body)
{}

DustHttpExchange::~DustHttpExchange()
{
    m_body.withhold();
    if (m_reply)
        m_reply->disconnect(this);
}

// Nothing tells when a request without a body leaves on a plain connection that is new: there the
// deadline of the answer counts from when the connection is begun.
void DustHttpExchange::send(const Manager &manager, const QNetworkRequest &request,
                            const Patience &patience, const QString &token,
                            const std::shared_ptr<DustWireTaps> &taps)
{
    m_taps = taps;
    if (isWatched(m_taps))
        m_taps->request(m_request, token);
    m_manager = manager;
    m_patience = patience;
    m_token = token;
    // A body that cannot be read again keeps QNetworkAccessManager from sending anything twice. Only a
    // HEAD takes none; to send it twice does no harm.
    m_reply.reset(m_request.method == DustHttpRequest::Head
                          ? manager->head(request)
                          : manager->sendCustomRequest(request, m_request.methodName(), &m_body));
    const QNetworkReply *reply = m_reply.get();
    const bool isEncrypted = request.url().scheme() == u"https"_s;
    if (isEncrypted || !m_body.isEmpty())
        connect(reply, &QNetworkReply::socketStartedConnecting, this,
                &DustHttpExchange::waitForConnection);
    const auto hasLeft = [this] {
        m_hasLeft = true;
        waitForAnswer();
    };
    connect(&m_body, &DustHttpBody::advanced, this, hasLeft);
    connect(reply, &QNetworkReply::requestSent, this, hasLeft);
    if (isEncrypted) {
        connect(reply, &QNetworkReply::encrypted, this, hasLeft);
        connect(reply, &QNetworkReply::sslErrors, this,
                [this](const QList<QSslError> &errors) { m_certificateErrors = errors; });
    }
    connect(reply, &QNetworkReply::downloadProgress, this, &DustHttpExchange::limit);
    connect(reply, &QNetworkReply::finished, this, &DustHttpExchange::finish);
    waitForAnswer();
}

void DustHttpExchange::cancel()
{
    m_receiver = nullptr;
    giveUp(DustHttpReply::NoAnswer);
}

// A second address may be tried when the first has already answered.
void DustHttpExchange::waitForConnection()
{
    if (m_hasLeft)
        return;
    m_isConnecting = true;
    m_deadline.start(m_patience.connect, this);
}

void DustHttpExchange::waitForAnswer()
{
    m_isConnecting = false;
    m_deadline.start(m_patience.answer, this);
}

void DustHttpExchange::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_deadline.timerId())
        return;
    m_spoiledConnection = true;
    giveUp(m_isConnecting ? DustHttpReply::ConnectTimeout : DustHttpReply::AnswerTimeout);
}

// Later, since the reply that tells goes with it.
void DustHttpExchange::limit(qint64 bytes, qint64 total)
{
    if (bytes > MaximumAnswer) {
        QMetaObject::invokeMethod(
                this, [this] { giveUp(DustHttpReply::TooLarge); }, Qt::QueuedConnection);
    } else if (m_request.isLong && !m_hasEnded) {
        waitForAnswer();
        Q_EMIT received(bytes, total);
    }
}

// A request without a body may leave before anybody here hears of the connection. The reply goes at
// once, which aborts it: while it lives, QNetworkAccessManager's thread may wait for this one to take
// a signal of it, and the manager, when it goes, for that thread.
void DustHttpExchange::giveUp(DustHttpReply::Failure failure)
{
    m_body.withhold();
    DustHttpReply reply;
    reply.failure = failure;
    reply.wasSent = m_body.isEmpty() ? m_reply != nullptr : m_body.wasRead();
    if (m_reply)
        m_reply->disconnect(this);
    m_reply.reset();
    end(reply);
}

void DustHttpExchange::finish()
{
    const QNetworkReply::NetworkError error = m_reply->error();
    DustHttpReply reply;
    reply.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (reply.status > 0) {
        reply.isWhole = isWhole(*m_reply, reply.status);
        reply.body = m_reply->readAll();
        reply.location = m_reply->rawHeader("Location");
        reply.retryAfter = m_reply->rawHeader("Retry-After");
    } else {
        reply.failure = m_certificateErrors.isEmpty() ? DustHttpReply::NoAnswer
                                                      : DustHttpReply::BadCertificate;
        reply.wasSent = m_body.isEmpty() ? !m_isConnecting && !isBeforeSending(error)
                                         : m_body.wasRead();
        reply.trouble = m_certificateErrors.isEmpty()
                ? troubleOf(*m_reply)
                : DustHttpCertificate::trouble(m_certificateErrors);
    }
    end(reply);
}

void DustHttpExchange::end(DustHttpReply reply)
{
    if (std::exchange(m_hasEnded, true))
        return;
    m_deadline.stop();
    reply.token = m_token;
    if (isWatched(m_taps))
        m_taps->answer(m_request, reply);
    if (reply.status == 401)
        m_refusedToken = m_token;
    m_spoiledConnection |= reply.status == 400 || reply.status == 500;
    const Receiver receiver = std::exchange(m_receiver, nullptr);
    Q_EMIT ended(); // before the receiver sends its next request, which then has a good connection
    if (receiver)
        receiver(reply);
}

#include "moc_dusthttpexchange_p.cpp"
