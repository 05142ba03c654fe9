// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef ROUGHSERVER_H
#define ROUGHSERVER_H

#include "dustchannelframe_p.h"

#include <QtCore/QUrl>
#include <QtWebSockets/QWebSocket>
#include <QtWebSockets/QWebSocketServer>

#include <functional>

// A server of Phoenix Channels that answers what nothing else has answered with ok, and says and does
// whatever a test wants.
class RoughServer
{
public:
    using Serializer = DustChannelFrame::Serializer;

    explicit RoughServer(Serializer serializer = DustChannelFrame::Json)
        : m_serializer(serializer),
          m_server(QStringLiteral("rough"), QWebSocketServer::NonSecureMode)
    {
        QObject::connect(&m_server, &QWebSocketServer::newConnection, &m_server,
                         [this] { accept(); });
        m_server.listen(QHostAddress::LocalHost);
    }
    ~RoughServer()
    {
        for (const auto &socket : std::as_const(m_sockets))
            delete socket.data();
    }
    Q_DISABLE_COPY_MOVE(RoughServer)

    QUrl url() const
    {
        return QUrl(QStringLiteral("ws://127.0.0.1:%1/socket?device_id=dev")
                            .arg(m_server.serverPort()));
    }
    void stopListening() { m_server.close(); }
    QWebSocket *socket() const { return m_sockets.isEmpty() ? nullptr : m_sockets.last().data(); }
    qsizetype connections() const { return m_sockets.size(); }

    void send(const QString &joinRef, const QString &ref, const QString &topic,
              const QString &event, const DustValue &payload)
    {
        DustChannelFrame frame;
        frame.joinRef = joinRef;
        frame.ref = ref;
        frame.topic = topic;
        frame.event = event;
        frame.payload = payload;
        const QByteArray bytes = frame.toBytes(m_serializer);
        if (m_serializer == DustChannelFrame::Json)
            socket()->sendTextMessage(QString::fromUtf8(bytes));
        else
            socket()->sendBinaryMessage(bytes);
    }
    void reply(const DustChannelFrame &to, const QString &status = QStringLiteral("ok"),
               const DustValue &response = DustObject())
    {
        send(to.joinRef, to.ref, to.topic, QStringLiteral("phx_reply"),
             DustObject{ { QStringLiteral("status"), status },
                         { QStringLiteral("response"), response } });
    }

    qsizetype count(const QString &event, const QString &topic = {}) const
    {
        return std::count_if(frames.cbegin(), frames.cend(), [&](const DustChannelFrame &frame) {
            return frame.event == event && (topic.isEmpty() || frame.topic == topic);
        });
    }
    DustChannelFrame last(const QString &event) const
    {
        for (auto frame = frames.crbegin(); frame != frames.crend(); ++frame) {
            if (frame->event == event)
                return *frame;
        }
        return {};
    }

    QList<DustChannelFrame> frames;
    std::function<bool(const DustChannelFrame &)> onFrame; // whether it has dealt with it

private:
    void accept()
    {
        while (QWebSocket *socket = m_server.nextPendingConnection()) {
            m_sockets.append(socket);
            QObject::connect(socket, &QWebSocket::textMessageReceived, &m_server,
                             [this](const QString &text) {
                                 take(DustChannelFrame::fromJson(text.toUtf8(), m_reader));
                             });
            QObject::connect(socket, &QWebSocket::binaryMessageReceived, &m_server,
                             [this](const QByteArray &bytes) {
                                 take(DustChannelFrame::fromMessagePack(bytes));
                             });
        }
    }
    void take(const DustResult<DustChannelFrame> &frame)
    {
        if (!frame)
            return;
        frames.append(*frame);
        if (!onFrame || !onFrame(*frame))
            reply(*frame);
    }

    const Serializer m_serializer;
    QWebSocketServer m_server;
    QList<QPointer<QWebSocket>> m_sockets;
    DustJson::Reader m_reader;
};

#endif // ROUGHSERVER_H
