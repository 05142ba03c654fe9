// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef CHANNELCLIENT_H
#define CHANNELCLIENT_H

#include "answers.h"

#include "dustchannelframe_p.h"

#include <QtCore/QUrlQuery>
#include <QtWebSockets/QWebSocket>

#include <functional>

// A socket of Phoenix Channels that knows frames and refs and nothing else: what a test sends goes
// out as it is, and everything that comes in is kept in order.
class ChannelClient
{
public:
    using Serializer = DustChannelFrame::Serializer;

    explicit ChannelClient(Serializer serializer = DustChannelFrame::Json)
        : m_serializer(serializer)
    {
        QObject::connect(&m_socket, &QWebSocket::textMessageReceived, &m_socket,
                         [this](const QString &text) {
                             take(DustChannelFrame::fromJson(text.toUtf8(), m_reader));
                         });
        QObject::connect(&m_socket, &QWebSocket::binaryMessageReceived, &m_socket,
                         [this](const QByteArray &bytes) {
                             take(DustChannelFrame::fromMessagePack(bytes));
                         });
        QObject::connect(&m_socket, &QWebSocket::disconnected, &m_socket,
                         [this] { m_isClosed = true; });
    }
    ~ChannelClient() { m_socket.disconnect(&m_socket); }
    Q_DISABLE_COPY_MOVE(ChannelClient)

    // The server's own URL, as in ws://127.0.0.1:7755.
    static QUrl url(const QUrl &server, const QString &token, const QString &device,
                    Serializer serializer)
    {
        QUrl url = server;
        url.setPath(QStringLiteral("/ws/sync/websocket"));
        const QString vsn = serializer == DustChannelFrame::Json ? QStringLiteral("2.0.0")
                                                                 : QStringLiteral("3.0.0");
        QUrlQuery query;
        query.addQueryItem(QStringLiteral("token"), token);
        query.addQueryItem(QStringLiteral("device_id"), device);
        query.addQueryItem(QStringLiteral("capver"), QStringLiteral("3"));
        query.addQueryItem(QStringLiteral("vsn"), vsn);
        url.setQuery(query);
        return url;
    }
    bool open(const QUrl &server, const QString &token,
              const QString &device = QStringLiteral("dev_a"))
    {
        m_socket.open(url(server, token, device, m_serializer));
        return waitFor([this] { return m_socket.isValid(); });
    }
    QWebSocket &socket() { return m_socket; }

    // Each returns the ref.
    QString join(const QString &topic, const DustValue &lastSeq = 0)
    {
        const QString ref = nextRef();
        m_joinRefs.insert(topic, ref);
        send(ref, ref, topic, QStringLiteral("phx_join"),
             DustObject{ { QStringLiteral("last_store_seq"), lastSeq } });
        return ref;
    }
    QString push(const QString &topic, const QString &event, const DustValue &payload)
    {
        const QString ref = nextRef();
        send(m_joinRefs.value(topic), ref, topic, event, payload);
        return ref;
    }
    QString write(const QString &topic, DustObject payload)
    {
        const QString id = QStringLiteral("client_op_id");
        if (!payload.contains(id))
            payload.insert(id, QStringLiteral("op_%1").arg(m_lastRef + 1));
        return push(topic, QStringLiteral("write"), payload);
    }
    QString set(const QString &topic, const QString &path, const DustValue &value)
    {
        return write(topic,
                     { { QStringLiteral("op"), QStringLiteral("set") },
                       { QStringLiteral("path"), path },
                       { QStringLiteral("value"), value } });
    }
    void send(const QString &joinRef, const QString &ref, const QString &topic,
              const QString &event, const DustValue &payload)
    {
        DustChannelFrame frame;
        frame.joinRef = joinRef;
        frame.ref = ref;
        frame.topic = topic;
        frame.event = event;
        frame.payload = payload;
        sendBytes(frame.toBytes(m_serializer));
    }
    void sendBytes(const QByteArray &bytes)
    {
        if (m_serializer == DustChannelFrame::Json)
            m_socket.sendTextMessage(QString::fromUtf8(bytes));
        else
            m_socket.sendBinaryMessage(bytes);
    }
    QString nextRef() { return QString::number(++m_lastRef); }
    QString joinRef(const QString &topic) const { return m_joinRefs.value(topic); }

    // Everything that came, in order; and how much of it could not be read.
    const QList<DustChannelFrame> &frames() const { return m_frames; }
    int unreadable() const { return m_unreadable; }
    void forget() { m_frames.clear(); }
    bool isClosed() const { return m_isClosed; }

    bool waitFor(const std::function<bool()> &condition) { return runUntil(condition, Patience); }
    bool waitForClose()
    {
        return waitFor([this] { return m_isClosed; });
    }
    // The first frame of this event; an empty event where none comes.
    DustChannelFrame awaitEvent(const QString &topic, const QString &event)
    {
        waitFor([&] { return indexOf(topic, event) >= 0; });
        return m_frames.value(indexOf(topic, event));
    }
    qsizetype indexOf(const QString &topic, const QString &event, qsizetype from = 0) const
    {
        return indexIf(from, [&](const DustChannelFrame &frame) {
            return frame.topic == topic && frame.event == event;
        });
    }
    qsizetype indexOfReply(const QString &ref) const
    {
        return indexIf(0, [&](const DustChannelFrame &frame) {
            return frame.event == QStringLiteral("phx_reply") && frame.ref == ref;
        });
    }
    // Waits for it: {"status":…,"response":…}, empty where none comes.
    DustObject reply(const QString &ref)
    {
        waitFor([&] { return indexOfReply(ref) >= 0 || m_isClosed; });
        return m_frames.value(indexOfReply(ref)).payload.toObject();
    }
    QString status(const QString &ref)
    {
        return reply(ref).value(QStringLiteral("status")).toString();
    }
    DustObject response(const QString &ref)
    {
        return reply(ref).value(QStringLiteral("response")).toObject();
    }
    QString reason(const QString &ref)
    {
        return response(ref).value(QStringLiteral("reason")).toString();
    }
    // Joined and told everything there is.
    bool joinAndCatchUp(const QString &topic, const DustValue &lastSeq = 0)
    {
        const qsizetype before = m_frames.size();
        if (status(join(topic, lastSeq)) != QStringLiteral("ok"))
            return false;
        return waitFor(
                [&] { return indexOf(topic, QStringLiteral("catch_up_complete"), before) >= 0; });
    }
    // Payloads of the events on a topic: all, or those with a join_ref (of a catch-up), or live.
    QList<DustObject> events(const QString &topic) const
    {
        QList<DustObject> payloads;
        for (const DustChannelFrame &frame : m_frames) {
            if (frame.topic == topic && frame.event == QStringLiteral("event"))
                payloads.append(frame.payload.toObject());
        }
        return payloads;
    }
    QList<quint64> seqs(const QString &topic) const
    {
        QList<quint64> seqs;
        for (const DustObject &event : events(topic))
            seqs.append(event.value(QStringLiteral("store_seq")).toUnsignedInteger());
        return seqs;
    }

private:
    static constexpr int Patience = 20'000;

    template<typename Predicate>
    qsizetype indexIf(qsizetype from, Predicate predicate) const
    {
        const auto begin = m_frames.cbegin() + qMin(from, m_frames.size());
        const auto found = std::find_if(begin, m_frames.cend(), predicate);
        return found == m_frames.cend() ? -1 : found - m_frames.cbegin();
    }
    void take(const DustResult<DustChannelFrame> &frame)
    {
        if (frame)
            m_frames.append(*frame);
        else
            ++m_unreadable;
    }

    const Serializer m_serializer;
    QWebSocket m_socket;
    DustJson::Reader m_reader;
    QList<DustChannelFrame> m_frames;
    QHash<QString, QString> m_joinRefs; // by topic
    int m_lastRef = 0;
    int m_unreadable = 0;
    bool m_isClosed = false;
};

#endif // CHANNELCLIENT_H
