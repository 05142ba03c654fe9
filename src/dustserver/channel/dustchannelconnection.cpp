// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchannelconnection_p.h"

#include "dustchannel_p.h"
#include "dustchanneljoin_p.h"
#include "dustchannelrefusal_p.h"
#include "dustframeguard_p.h"
#include "dusthandshake_p.h"
#include "dustpromptflush_p.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QTimer>
#include <QtWebSockets/QWebSocket>

using namespace Qt::StringLiterals;

namespace {

constexpr auto ServiceRestart = QWebSocketProtocol::CloseCode(1012);
// Of a frame's header with a mask: the limit is one of frames (PROTOCOL §7).
constexpr qint64 LongestHeader = 14;
// For a peer that does not read our goodbye.
constexpr int ClosingMilliseconds = 5000;

} // namespace

class DustChannelConnection::Private final : public DustChannelPeer
{
public:
    Private(DustChannelConnection *connection, QWebSocket *webSocket, const QByteArray &query,
            DustServerContext *shared);

    void send(const DustOutgoing &message) override;
    qint64 backlog() const override { return q->backlog(); }
    void remove(DustChannel *channel) override;
    void answerUnjoined(const DustChannelFrame &push) override;

    void connectSocket();
    void close(QWebSocketProtocol::CloseCode code);
    void endChannels();
    DustPromptFlush flush;

    DustChannelConnection *const q;
    QWebSocket *const socket;
    DustFrameGuard *guard = nullptr;
    bool isOpen = true;

private:
    void hear();
    void receive(DustChannelFrame::Serializer expected, QByteArrayView bytes);
    void route(const DustChannelFrame &frame);
    void routeToChannel(const DustChannelFrame &push);
    void join(const DustChannelFrame &frame);
    void admit(const DustChannelFrame &frame);
    void answer(const DustChannelFrame &to, QStringView joinRef, QLatin1StringView status,
                const DustObject &response);
    void checkSilence();
    void disconnected();

    QHash<QString, DustChannel *> m_channels; // by topic
    DustJson::Reader m_reader;
    const qint64 m_maximumBacklog;
    QTimer m_silence;
    QElapsedTimer m_heard;
};

DustChannelConnection::Private::Private(DustChannelConnection *connection, QWebSocket *webSocket,
                                        const QByteArray &query, DustServerContext *shared)
    : DustChannelPeer(shared), q(connection), socket(webSocket),
      m_maximumBacklog(shared->settings.maximumBacklog)
{
    const auto parameters = DustHandshakeParameters::of(query).value_or(DustHandshakeParameters());
    token = context->tokens.find(parameters.token);
    if (!token)
        token = std::make_shared<const DustServerToken>();
    deviceId = parameters.deviceId;
    serializer = DustChannelFrame::serializerOf(parameters.vsn).value_or(DustChannelFrame::Json);
}

void DustChannelConnection::Private::connectSocket()
{
    socket->setParent(q);
    flush.watch(*socket);
    socket->setOutgoingFrameSize(QWebSocket::maxOutgoingFrameSize()); // a message is one frame
    const qint64 maximum = std::max<qint64>(1, context->settings.maximumBody - LongestHeader);
    guard = new DustFrameGuard(socket, maximum, q);
    connect(guard, &DustFrameGuard::heard, q, [this] { hear(); });
    connect(guard, &DustFrameGuard::tooLarge, q, [this] { socket->abort(); });
    connect(socket, &QWebSocket::textMessageReceived, q,
            [this](const QString &text) { receive(DustChannelFrame::Json, text.toUtf8()); });
    connect(socket, &QWebSocket::binaryMessageReceived, q,
            [this](const QByteArray &bytes) { receive(DustChannelFrame::MessagePack, bytes); });
    connect(guard, &DustFrameGuard::sent, q, [this] {
        for (DustChannel *channel : std::as_const(m_channels))
            channel->resume();
    });
    connect(socket, &QWebSocket::disconnected, q, [this] { disconnected(); });
    // What came with the request may have ended it before anybody listened.
    if (socket->state() == QAbstractSocket::UnconnectedState)
        QMetaObject::invokeMethod(
                q, [this] { disconnected(); }, Qt::QueuedConnection);
    m_silence.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, q, [this] { checkSilence(); });
    m_heard.start();
    m_silence.start(context->settings.silenceTimeout);
}

void DustChannelConnection::Private::hear()
{
    m_heard.start();
    // Of answers to pings, which go out past send(), there may be too many as well.
    if (isOpen && backlog() > m_maximumBacklog)
        q->cut();
}

void DustChannelConnection::Private::send(const DustOutgoing &message)
{
    if (isOpen)
        q->send(message);
}

void DustChannelConnection::Private::remove(DustChannel *channel)
{
    m_channels.removeIf([channel](const auto &entry) { return entry.value() == channel; });
    channel->deleteLater();
}

void DustChannelConnection::Private::close(QWebSocketProtocol::CloseCode code)
{
    if (!isOpen)
        return;
    endChannels();
    isOpen = false;
    m_silence.start(ClosingMilliseconds);
    socket->close(code);
}

void DustChannelConnection::Private::endChannels()
{
    const auto channels = std::exchange(m_channels, {});
    for (DustChannel *channel : channels) {
        channel->end();
        channel->deleteLater(); // one of them may be at work
    }
}

// Whatever was at work when the socket was cut goes on to its end; then nobody is told any more.
void DustChannelConnection::Private::disconnected()
{
    isOpen = false;
    m_silence.stop();
    endChannels();
    QMetaObject::invokeMethod(q, &DustServerConnection::closed, Qt::QueuedConnection);
}

void DustChannelConnection::Private::checkSilence()
{
    if (!isOpen) {
        socket->abort();
        return;
    }
    const qint64 left = context->settings.silenceTimeout - m_heard.elapsed();
    if (left > 0)
        m_silence.start(int(left));
    else
        close(QWebSocketProtocol::CloseCodeProtocolError);
}

void DustChannelConnection::Private::receive(DustChannelFrame::Serializer expected,
                                             QByteArrayView bytes)
{
    if (!isOpen)
        return;
    if (serializer != expected) {
        close(QWebSocketProtocol::CloseCodeBadOperation);
        return;
    }
    const auto frame = serializer == DustChannelFrame::Json
            ? DustChannelFrame::fromJson(bytes, m_reader)
            : DustChannelFrame::fromMessagePack(bytes);
    if (frame)
        route(*frame);
    else
        close(QWebSocketProtocol::CloseCodeBadOperation);
}

void DustChannelConnection::Private::route(const DustChannelFrame &frame)
{
    if (frame.topic == u"phoenix"_s && frame.event == u"heartbeat"_s)
        answer(frame, {}, "ok"_L1, {});
    else if (frame.event == u"phx_join"_s && DustChannelJoin::isStoreTopic(frame.topic))
        join(frame);
    else
        routeToChannel(frame);
}

void DustChannelConnection::Private::routeToChannel(const DustChannelFrame &push)
{
    DustChannel *channel = m_channels.value(push.topic);
    if (!channel)
        answerUnjoined(push);
    else if (channel->joinRef() == push.joinRef)
        channel->receive(push); // else it is stale
}

void DustChannelConnection::Private::join(const DustChannelFrame &frame)
{
    DustChannel *old = m_channels.value(frame.topic);
    if (old) {
        old->awaitAnswers();
        if (!isOpen)
            return;
        m_channels.remove(frame.topic);
        old->end();
    }
    admit(frame);
    if (old) {
        sendFrame(old->closeFrame());
        old->deleteLater();
    }
}

void DustChannelConnection::Private::admit(const DustChannelFrame &frame)
{
    const auto &hook = context->settings.pushHook;
    if (const auto response = hook ? hook(frame.event, frame.payload.toObject()) : std::nullopt) {
        answer(frame, frame.joinRef, "error"_L1, *response);
        return;
    }
    const DustChannelJoin::Verdict verdict = DustChannelJoin::of(frame, *token, *context);
    if (!verdict.store) {
        answer(frame, frame.joinRef, "error"_L1, verdict.refusal);
        return;
    }
    auto *channel = new DustChannel(this, verdict.store, frame, q);
    m_channels.insert(frame.topic, channel);
    answer(frame, frame.joinRef, "ok"_L1,
           DustChannelJoin::accepted(*verdict.store, *token, *context));
    channel->catchUp();
}

void DustChannelConnection::Private::answer(const DustChannelFrame &to, QStringView joinRef,
                                            QLatin1StringView status, const DustObject &response)
{
    sendFrame(
            DustChannelFrames::reply({ serializer, joinRef, to.topic }, to.ref, status, response));
}

void DustChannelConnection::Private::answerUnjoined(const DustChannelFrame &push)
{
    if (push.event == u"phx_leave"_s)
        answer(push, push.joinRef, "ok"_L1, {}); // as Phoenix does: it is left
    else
        answer(push, {}, "error"_L1, DustChannelRefusal::because(u"unmatched topic"_s));
}

DustChannelConnection::DustChannelConnection(QWebSocket *socket, const QByteArray &query,
                                             DustServerContext *context, QObject *parent)
    : DustServerConnection(Channel, context->settings.maximumBacklog, parent),
      d(std::make_unique<Private>(this, socket, query, context))
{
    d->connectSocket();
}

DustChannelConnection::~DustChannelConnection()
{
    d->isOpen = false;
    d->endChannels();
    // While what they look at is still there.
    qDeleteAll(findChildren<DustChannel *>());
    d->socket->disconnect(this);
    delete d->socket;
}

QString DustChannelConnection::deviceId() const
{
    return d->deviceId;
}

const DustServerToken &DustChannelConnection::token() const
{
    return *d->token;
}

void DustChannelConnection::finish()
{
    d->close(ServiceRestart);
}

qint64 DustChannelConnection::unsent() const
{
    return d->guard->unsent();
}

void DustChannelConnection::put(const DustOutgoing &message)
{
    if (message.isText)
        d->socket->sendTextMessage(message.text);
    else
        d->socket->sendBinaryMessage(message.bytes);
    if (message.closes)
        d->close(QWebSocketProtocol::CloseCodeNormal);
    else if (!message.isFollowed)
        d->flush.sent(*d->socket);
}

void DustChannelConnection::abort()
{
    d->socket->abort();
}

#include "moc_dustchannelconnection_p.cpp"
