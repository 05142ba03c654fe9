// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchannellink_p.h"

#include "dustchannelerrors_p.h"
#include "dusthttpcertificate_p.h"
#include "dusttext_p.h"

#include <QtCore/QTimerEvent>

#ifdef Q_OS_UNIX
#    include <sys/socket.h>
#endif

using namespace Qt::StringLiterals;

namespace {

constexpr int ServiceRestart = 1012;
constexpr int TryAgainLater = 1013;

// QWebSocket up to Qt 6.4 at least does not know the codes of a server that restarts, and tells 1002
// where it gets one. A server that means 1002 says so to a client that was silent, for which the next
// link is as good.
DustBackoff::Cause causeOf(int closeCode)
{
    switch (closeCode) {
    case QWebSocketProtocol::CloseCodeNormal:
    case QWebSocketProtocol::CloseCodeGoingAway:
    case QWebSocketProtocol::CloseCodeProtocolError:
    case ServiceRestart:
    case TryAgainLater:
        return DustBackoff::Goodbye;
    default:
        return DustBackoff::Misbehaved;
    }
}

// What the system has not delivered yet goes as well. Once the network is back it would arrive, up to minutes later,
// when the same has been sent over the next link.
void takeBackUndelivered(const QWebSocket &socket)
{
#ifdef Q_OS_UNIX
    const auto *carrier = socket.findChild<QAbstractSocket *>();
    const qintptr descriptor = carrier ? carrier->socketDescriptor() : -1;
    const linger atOnce{ 1, 0 };
    if (descriptor >= 0)
        ::setsockopt(int(descriptor), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
#else
    Q_UNUSED(socket)
#endif
}

} // namespace

DustChannelLink::DustChannelLink(const DustChannelSettings &settings) : m_settings(settings)
{
    const quint64 maximum = quint64(qMax<qint64>(1, settings.maximumIncoming));
    m_socket.setMaxAllowedIncomingFrameSize(qMin(maximum, QWebSocket::maxIncomingFrameSize()));
    m_socket.setMaxAllowedIncomingMessageSize(qMin(maximum, QWebSocket::maxIncomingMessageSize()));
    // A message is one frame: where one ends inside a character, some peers take it for bad text.
    m_socket.setOutgoingFrameSize(QWebSocket::maxOutgoingFrameSize());
    if (settings.sslConfiguration) {
        QSslConfiguration configuration = *settings.sslConfiguration;
        configuration.setPeerVerifyMode(QSslSocket::AutoVerifyPeer);
        m_socket.setSslConfiguration(configuration);
    }
}

void DustChannelLink::open(const QUrl &url, const QString &token)
{
    m_url = url;
    m_token = token;
    connectSocket();
    m_deadline.start(m_settings.connectPatience, this);
    m_socket.open(url);
}

// What tells of an end may be emitted from inside send(), several times and in any order: it is
// looked at when the dust has settled.
void DustChannelLink::connectSocket()
{
    connect(&m_socket, &QWebSocket::connected, this, &DustChannelLink::noteOpened);
    connect(&m_socket, &QWebSocket::textMessageReceived, this,
            [this](const QString &text) { receive(DustChannelFrame::Json, text.toUtf8()); });
    connect(&m_socket, &QWebSocket::binaryMessageReceived, this,
            [this](const QByteArray &bytes) { receive(DustChannelFrame::MessagePack, bytes); });
    connect(&m_socket, &QWebSocket::sslErrors, this,
            [this](const QList<QSslError> &errors) { m_certificateErrors = errors; });
    connect(&m_socket, &QWebSocket::aboutToClose, this, [this] { m_saidGoodbye = true; });
    connect(&m_socket, &QWebSocket::disconnected, this, &DustChannelLink::endLater);
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(&m_socket, &QWebSocket::errorOccurred, this, &DustChannelLink::noteError);
#else
    connect(&m_socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), this,
            &DustChannelLink::noteError);
#endif
}

void DustChannelLink::send(const QByteArray &frame)
{
    if (isWatched(m_settings.taps))
        m_settings.taps->frame(DustWireTap::Sent, m_settings.serializer == DustChannelFrame::Json,
                               frame, m_token);
    if (m_settings.serializer == DustChannelFrame::Json)
        m_socket.sendTextMessage(DustText::fromUtf8(frame));
    else
        m_socket.sendBinaryMessage(frame);
    m_flush.sent(m_socket);
    constexpr qint64 Large = 64 * 1024;
    m_isSlow = m_isSlow || waiting() > Large;
}

qint64 DustChannelLink::waiting() const
{
    return m_socket.bytesToWrite() + (m_encrypting ? m_encrypting->encryptedBytesToWrite() : 0);
}

void DustChannelLink::noteLeft(qint64 bytes)
{
    const qint64 before = std::exchange(m_left, m_left + bytes);
    if (!m_isSlow)
        return;
    m_isSlow = waiting() > 0;
    Q_EMIT leaving(before);
}

// A socket that encrypts tells what it has encrypted, all at one go, as written. Where what carries it is kept
// elsewhere, whole messages are all that is seen to arrive.
void DustChannelLink::watchBytes(QAbstractSocket *carrier)
{
    m_encrypting = qobject_cast<QSslSocket *>(carrier);
    if (m_encrypting)
        connect(m_encrypting, &QSslSocket::encryptedBytesWritten, this, &DustChannelLink::noteLeft);
    else
        connect(&m_socket, &QWebSocket::bytesWritten, this, &DustChannelLink::noteLeft);
    if (carrier)
        connect(carrier, &QIODevice::readyRead, this,
                [this, carrier] { noteArrival(carrier->bytesAvailable()); });
    m_sinceArrival.start();
}

// QWebSocket has looked at it, and leaves there what is no whole frame yet. A ping, with which whatever stands between may
// answer for a server that is gone, leaves nothing.
void DustChannelLink::noteArrival(qint64 rest)
{
    const bool moves = std::exchange(m_hasMessage, false) || rest > m_rest;
    m_rest = rest;
    m_isAmidMessage = rest > 0;
    if (moves)
        m_sinceArrival.start();
}

// Inside one of its own signals QWebSocket cannot be deleted, nor may an event loop that a receiver
// runs in there do it.
void DustChannelLink::retire(std::unique_ptr<DustChannelLink> link, Manner manner)
{
    link->disconnect();
    link->m_socket.disconnect(link.get());
    link->m_deadline.stop();
    link->m_backlogTimer.stop();
    link->m_backlog.clear();
    link->m_backlogSize = 0;
    link->m_isEnding = true;
    if (manner == Politely && link->m_isOpen) {
        link->m_socket.close();
    } else {
        takeBackUndelivered(link->m_socket);
        link->m_socket.abort();
    }
    link->m_isRetired = true;
    if (link->m_deliveries > 0)
        static_cast<void>(link.release()); // deliver() deletes it
}

template<typename Emit>
void DustChannelLink::deliver(const Emit &emitSignal)
{
    ++m_deliveries;
    emitSignal();
    if (--m_deliveries == 0 && m_isRetired)
        deleteLater();
}

void DustChannelLink::noteOpened()
{
    m_isOpen = true;
    m_deadline.stop();
    // QWebSocket reads whatever has come at one go, and systems let that grow to many megabytes: tens of
    // milliseconds in which no window is alive. Where it keeps its socket elsewhere, that is so.
    constexpr int ReceiveBuffer = 256 * 1024;
    // What the system has taken counts as having left, and must not be what a slow line needs a minute for.
    // Linux takes twice as much.
    constexpr int SendBuffer = 64 * 1024;
    auto *socket = m_socket.findChild<QAbstractSocket *>();
    if (socket) {
        socket->setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, ReceiveBuffer);
        socket->setSocketOption(QAbstractSocket::SendBufferSizeSocketOption, SendBuffer);
        socket->setSocketOption(QAbstractSocket::LowDelayOption,
                                1); // it is flushed when it should be
    }
    m_flush.watch(m_socket);
    watchBytes(socket);
    deliver([this] { Q_EMIT opened(); });
}

void DustChannelLink::receive(DustChannelFrame::Serializer serializer, const QByteArray &bytes)
{
    if (m_isEnding)
        return;
    m_sinceArrival.start();
    m_hasMessage = true;
    if (isWatched(m_settings.taps))
        m_settings.taps->frame(DustWireTap::Received, serializer == DustChannelFrame::Json, bytes,
                               m_token);
    if (serializer != m_settings.serializer) {
        m_misbehaviour = DustChannelErrors::malformed(
                m_url, u"It is of the other kind of text and binary messages."_s);
        endLater();
        return;
    }
    if (m_backlog.empty() && mayReadNow())
        return read(bytes);
    m_backlog.push_back(bytes);
    m_backlogSize += bytes.size();
    // QWebSocket takes whatever comes. While it is kept from its next turn, the server has to wait.
    while (m_backlogSize > m_settings.maximumBacklog && !m_isEnding)
        readFirst();
    if (!m_backlogTimer.isActive()) // 0 ms would wait for all sockets to fall silent
        m_backlogTimer.start(1, Qt::PreciseTimer, this);
}

// A QWebSocket hands over everything that has come at one go: in a long catch-up that is thousands of
// frames.
bool DustChannelLink::mayReadNow()
{
    constexpr qint64 Pause = 100'000; // ns: then it is another turn
    constexpr qint64 Slice = 2'000'000;
    if (!m_sinceFrame.isValid() || m_sinceFrame.nsecsElapsed() > Pause)
        m_spent = 0;
    return m_spent < Slice;
}

void DustChannelLink::read(const QByteArray &bytes)
{
    QElapsedTimer passed;
    passed.start();
    const auto frame = m_settings.serializer == DustChannelFrame::Json
            ? DustChannelFrame::fromJsonUnread(bytes, m_reader)
            : DustChannelFrame::fromMessagePack(bytes);
    if (frame) {
        deliver([&] { Q_EMIT received(*frame); });
    } else {
        m_misbehaviour = DustChannelErrors::malformed(m_url, withoutToken(frame.error().message()));
        endLater();
    }
    m_spent += passed.nsecsElapsed();
    m_sinceFrame.start();
}

void DustChannelLink::readFirst()
{
    const QByteArray bytes = std::move(m_backlog.front());
    m_backlog.pop_front();
    m_backlogSize -= bytes.size();
    read(bytes);
}

void DustChannelLink::readBacklog()
{
    m_spent = 0;
    m_sinceFrame.start();
    while (!m_backlog.empty() && !m_isEnding && mayReadNow())
        readFirst();
    if (m_backlog.empty())
        m_backlogTimer.stop();
}

// What came before the end is told before it.
void DustChannelLink::readRest()
{
    m_backlogTimer.stop();
    while (!m_backlog.empty() && !m_isRetired && m_misbehaviour.kind() == DustError::NoError)
        readFirst();
}

// A handshake that was answered with anything but 101 is the same error as a closed port, but for
// the connection, which is still there.
void DustChannelLink::noteError(QAbstractSocket::SocketError error)
{
    if (m_trouble.isEmpty())
        m_trouble = withoutToken(m_socket.errorString());
    if (!m_isOpen && error == QAbstractSocket::ConnectionRefusedError && m_socket.localPort() != 0)
        m_isRefused = true;
    endLater();
}

void DustChannelLink::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_backlogTimer.timerId()) {
        readBacklog();
    } else if (event->timerId() == m_deadline.timerId()) {
        m_isLate = true;
        endLater();
    }
}

void DustChannelLink::endLater()
{
    m_deadline.stop();
    if (std::exchange(m_isEnding, true))
        return;
    QMetaObject::invokeMethod(
            this,
            [this] {
                readRest();
                if (!m_isRetired)
                    Q_EMIT ended(end());
            },
            Qt::QueuedConnection);
}

DustChannelEnd DustChannelLink::end() const
{
    if (m_misbehaviour.kind() != DustError::NoError)
        return { DustBackoff::Misbehaved, m_misbehaviour };
    if (m_isOpen)
        return endOfOpen();
    if (m_isLate)
        return { DustBackoff::Unreachable, DustChannelErrors::connectTimeout(m_url) };
    if (!m_certificateErrors.isEmpty())
        return { DustBackoff::Unreachable,
                 DustChannelErrors::badCertificate(
                         m_url, DustHttpCertificate::trouble(m_certificateErrors)) };
    if (m_isRefused)
        return { DustBackoff::Refused, DustChannelErrors::handshakeRefused(m_url, m_trouble) };
    const QString trouble = m_trouble.isEmpty() ? u"the server closed the connection"_s : m_trouble;
    return { DustBackoff::Unreachable, DustChannelErrors::unreachable(m_url, trouble) };
}

// QWebSocket tells 1000 where no code came.
DustChannelEnd DustChannelLink::endOfOpen() const
{
    const int code = m_socket.closeCode();
    if (code == QWebSocketProtocol::CloseCodeTooMuchData)
        return { DustBackoff::Misbehaved,
                 DustChannelErrors::tooLarge(m_url, m_settings.maximumIncoming) };
    if (m_saidGoodbye)
        return { causeOf(code),
                 DustChannelErrors::closed(m_url, code, withoutToken(m_socket.closeReason())) };
    const QString trouble = m_trouble.isEmpty() ? u"the server closed the connection"_s : m_trouble;
    return { DustBackoff::Lost, DustChannelErrors::lost(m_url, trouble) };
}

QString DustChannelLink::withoutToken(QString text) const
{
    if (m_token.isEmpty())
        return text;
    const QString encoded = QString::fromLatin1(QUrl::toPercentEncoding(m_token));
    return text.replace(encoded, u"***"_s).replace(m_token, u"***"_s);
}

#include "moc_dustchannellink_p.cpp"
