// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SOCKETWATCH_H
#define SOCKETWATCH_H

#include "answers.h"
#include "dustchannelsocket_p.h"

#include <QtCore/QPointer>
#include <QtTest/QTest>

constexpr int NeverInATest = 3'600'000; // milliseconds

// Attempts follow each other at once, and nothing else ever happens by itself.
inline DustChannelSettings quickSettings(
        DustChannelFrame::Serializer serializer = DustChannelFrame::Json)
{
    DustChannelSettings settings;
    settings.serializer = serializer;
    settings.connectPatience = NeverInATest;
    settings.probePatience = NeverInATest;
    settings.joinPatience = NeverInATest;
    settings.replyPatience = NeverInATest;
    settings.heartbeat = NeverInATest;
    settings.reconnect = { 1, 1, 1 };
    settings.rejoin = { 1, 1, 1 };
    return settings;
}

inline DustChannelSocket::TokenSource always(const QString &token)
{
    return [token](const QString &, const DustChannelSocket::TokenReceiver &receiver) {
        receiver(token);
    };
}

// A socket, and everything it has said, in order; what it must not say becomes a problem().
class SocketWatch
{
public:
    using State = DustChannelSocket::State;
    struct Event
    {
        QString topic;
        QString event;
        DustValue payload;
        bool isLive = false;
    };
    struct Reply
    {
        QString topic;
        bool isOk = false;
        DustValue response;
    };

    explicit SocketWatch(const DustChannelSettings &settings = quickSettings())
        : socket(new DustChannelSocket(settings))
    {
        connectAll();
    }
    ~SocketWatch() { delete socket.data(); }
    Q_DISABLE_COPY_MOVE(SocketWatch)

    DustChannelSocket *operator->() const { return socket.data(); }
    bool is(State state) const { return socket && socket->state() == state; }
    bool runUntilState(State state) const
    {
        return until([&] { return is(state); });
    }
    template<typename Condition>
    static bool until(Condition condition)
    {
        return runUntil(condition, 20'000);
    }
    bool runUntilSaid(const QString &what, int times = 1) const
    {
        return until([&] { return said.count(what) >= times; });
    }
    QString reason() const { return socket->error().reason(); }
    QString problem() const { return m_problem; }
    // Milliseconds to the next attempt, more or less.
    qint64 delay() const { return QDateTime::currentDateTimeUtc().msecsTo(socket->nextAttempt()); }

    QPointer<DustChannelSocket> socket;
    QList<State> states;
    QStringList
            said; // "joined t", "refused t", "ended t reason", "event t", "reply ref", "lost ref reason"
    QList<Event> events;
    QList<DustValue> joins; // responses, of refused ones too
    QHash<QString, Reply> replies; // by ref
    std::function<void(const QString &)> onSaid;

private:
    void connectAll()
    {
        using Socket = DustChannelSocket;
        const Socket *source = socket.data();
        QObject::connect(source, &Socket::stateChanged, source, [this] { takeState(); });
        QObject::connect(source, &Socket::joined, source,
                         [this](const QString &topic, const DustValue &response) {
                             joins.append(response);
                             if (!socket->isJoined(topic))
                                 m_problem = QStringLiteral("joined, and not isJoined()");
                             say(QStringLiteral("joined ") + topic);
                         });
        QObject::connect(source, &Socket::joinRefused, source,
                         [this](const QString &topic, const DustValue &response) {
                             joins.append(response);
                             say(QStringLiteral("refused ") + topic);
                         });
        QObject::connect(source, &Socket::channelEnded, source,
                         [this](const QString &topic, const DustError &why) {
                             if (socket->isJoined(topic))
                                 m_problem = QStringLiteral("ended, and isJoined()");
                             say(QStringLiteral("ended %1 %2").arg(topic, why.reason()));
                         });
        QObject::connect(source, &Socket::eventReceived, source,
                         [this](const QString &topic, const QString &event,
                                const DustChannelPayload &payload, bool isLive) {
                             events.append({ topic, event, payload.toValue().valueOr({}), isLive });
                             say(QStringLiteral("event ") + topic);
                         });
        QObject::connect(source, &Socket::replyReceived, source,
                         [this](const QString &topic, const QString &ref, bool ok,
                                const DustValue &response) {
                             settle(ref);
                             replies.insert(ref, { topic, ok, response });
                             say(QStringLiteral("reply ") + ref);
                         });
        QObject::connect(source, &Socket::pushLost, source,
                         [this](const QString &, const QString &ref, const DustError &why) {
                             settle(ref);
                             say(QStringLiteral("lost %1 %2").arg(ref, why.reason()));
                         });
    }

    void say(const QString &what)
    {
        said.append(what);
        if (onSaid)
            onSaid(what);
    }

    void settle(const QString &ref)
    {
        if (m_settled.contains(ref))
            m_problem = QStringLiteral("%1 is settled twice").arg(ref);
        m_settled.append(ref);
    }

    // The state and the error never disagree.
    void takeState()
    {
        const State state = socket->state();
        const DustError error = socket->error();
        const bool hasError = error.kind() != DustError::NoError;
        if (hasError && (state == State::Connected || state == State::Disconnected))
            m_problem = QStringLiteral("an error where there is none");
        if (!hasError
            && (state == State::Waiting || state == State::Probing || state == State::Refused))
            m_problem = QStringLiteral("no error where there is one");
        if (hasError && (error.reason().isEmpty() || error.message().size() < 20))
            m_problem = QStringLiteral("an error without a reason or a remedy");
        if (socket->nextAttempt().isValid() != (state == State::Waiting))
            m_problem = QStringLiteral("the time of the next attempt, and the state, disagree");
        states.append(state);
        say(QVariant::fromValue(state).toString());
    }

    QStringList m_settled;
    QString m_problem;
};

#endif // SOCKETWATCH_H
