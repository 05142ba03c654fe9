// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREALTIMELINK_P_H
#define DUSTREALTIMELINK_P_H

// What the realtime stores of one client share: the socket, HTTP beside it, the token of both, and
// who hears what came for a store. Exported for the rooms above; not public API.

#include "dustchannelsocket_p.h"
#include "dusthttpaccess_p.h"

#include <QtCore/QHash>
#include <QtCore/QSet>

// One store on the socket. What is called in here runs no application code.
class DustRealtimeTopic
{
public:
    virtual ~DustRealtimeTopic() = default;

    struct Answer
    {
        enum Kind { Accepted, Refused, Lost };
        Kind kind = Lost;
        DustObject response;
        DustError why; // Lost
    };

    virtual DustValue joinPayload() = 0;
    virtual void joined(const DustValue &response) = 0;
    // Whether it is final: then it is not joined again by itself.
    virtual bool joinRefused(const DustObject &response, qint64 *retryAfter) = 0;
    virtual void channelEnded(const DustError &why) = 0;
    virtual void eventReceived(const QString &event, const DustChannelPayload &payload) = 0;
    virtual void answered(const QString &ref, const Answer &answer) = 0;
};

class DUSTECTO_EXPORT DustRealtimeLink final : public QObject
{
    Q_OBJECT

public:
    using TokenSource = DustChannelSocket::TokenSource;

    // Of a server, "wss://host".
    DustRealtimeLink(const QUrl &server, const QString &deviceId,
                     const std::shared_ptr<DustHttpAccess> &access,
                     const DustChannelSettings &settings);
    ~DustRealtimeLink() override;

    QString deviceId() const { return m_deviceId; }
    std::shared_ptr<DustHttpAccess> access() const { return m_access; }
    const DustChannelSocket &socket() const { return m_socket; }

    // Connects. Without a source the token is the one that was set.
    void open(const TokenSource &source);
    void setToken(const QString &token);
    // The access may say now that a token may travel that was held back.
    void retryToken();
    void reconnectNow();

    // Until remove(). Stores are named "org/name".
    void add(const QString &storeName, DustRealtimeTopic *topic);
    void remove(const QString &storeName);
    void rejoin(const QString &storeName);
    void rejoinLater(const QString &storeName);
    DustResult<QString> push(const QString &storeName, const QString &event,
                             const DustValue &payload);

Q_SIGNALS:
    void stateChanged();
    void errorOccurred(const DustError &error);

private:
    static QString topicOf(const QString &storeName)
    {
        return QStringLiteral("store:") + storeName;
    }
    void connectSocket();
    void join(const QString &topic);
    void askForToken(const QString &refused, const DustChannelSocket::TokenReceiver &receiver);
    void passOn(const QString &token);
    void replaceToken(const QString &refused);
    void probe(const DustChannelSocket::VerdictReceiver &receiver);
    DustResult<void> mayConnect();
    void takeJoin(const QString &topic, const DustValue &response);
    void takeRefusal(const QString &topic, const DustValue &response);

    const QUrl m_server;
    const QString m_deviceId;
    const std::shared_ptr<DustHttpAccess> m_access;
    DustChannelSocket m_socket;
    TokenSource m_source;
    QString m_token;
    DustChannelSocket::TokenReceiver m_waiting; // for a token
    QString m_replaced; // a token in place of which another one was asked for, on a connection that there was
    bool m_isHeldBack = false; // the token may not travel
    QHash<QString, DustRealtimeTopic *> m_topics;
    QSet<QString> m_refused; // for good, on the connection there is
};

#endif // DUSTREALTIMELINK_P_H
