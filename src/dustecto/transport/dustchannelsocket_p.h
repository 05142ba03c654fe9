// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCHANNELSOCKET_P_H
#define DUSTCHANNELSOCKET_P_H

// The client's side of Phoenix Channels (PROTOCOL §4): one socket that is made again when it breaks,
// and many topics that are joined again. It knows nothing of Dust. Exported for the rooms above; not
// public API.

#include "dustchannelcalls_p.h"
#include "dustchannellink_p.h"
#include "dustchannelsettings_p.h"
#include "dustsockettopic_p.h"

#include <QtCore/QDateTime>
#include <QtCore/QUrl>

#include <unordered_map>

class DUSTECTO_EXPORT DustChannelSocket final : public QObject
{
    Q_OBJECT
    Q_PROPERTY(DustChannelSocket::State state READ state NOTIFY stateChanged)
    Q_PROPERTY(DustError error READ error NOTIFY stateChanged)
    Q_PROPERTY(QDateTime nextAttempt READ nextAttempt NOTIFY stateChanged)

public:
    enum State {
        Disconnected, // until open(), and after close()
        AwaitingToken, // from the token source, or one that may travel
        Connecting,
        Probing, // why the handshake was refused
        Connected,
        Waiting, // until nextAttempt()
        Refused // until somebody brings another token, or insists
    };
    Q_ENUM(State)

    // What the REST side says about a server that refused a handshake.
    struct Verdict
    {
        enum Kind { Outage, TokenRefused, TokenAccepted };
        Kind kind = Outage;
        DustError error; // none: the socket's own words
        qint64 retryAfter = 0; // milliseconds, where the server said so

        static Verdict of(const DustError &answer);
    };
    using VerdictReceiver = std::function<void(const Verdict &)>;
    using Probe = std::function<void(const VerdictReceiver &)>;
    using TokenReceiver = std::function<void(const QString &)>;
    using TokenSource = std::function<void(const QString &refused, const TokenReceiver &)>;
    using Permit = std::function<DustResult<void>()>;
    using Payload = std::function<DustValue()>;

    explicit DustChannelSocket(const DustChannelSettings &settings = {}, QObject *parent = nullptr);
    ~DustChannelSocket() override;

    State state() const { return m_state; }
    DustError error() const { return m_error; }
    QDateTime nextAttempt() const { return m_nextAttempt; }
    const DustChannelSettings &settings() const { return m_settings; }
    // That is a message which has come in part.
    bool isReceiving() const { return m_link && m_link->isAmidMessage(); }
    // What came on the link there is may repeat its token.
    QString withoutToken(const QString &text) const;

    void setProbe(const Probe &probe) { m_probe = probe; }
    // Asked before every attempt whether the token may travel. Where it says no, and why, the socket is
    // AwaitingToken.
    void setPermit(const Permit &permit) { m_permit = permit; }
    void setToken(const QString &token);
    DustResult<void> open(const QUrl &url, const TokenSource &source);
    void close();
    void reconnectNow();

    void join(const QString &topic, const Payload &payload);
    void rejoin(const QString &topic);
    void rejoinLater(const QString &topic, qint64 told = 0);
    void leave(const QString &topic);
    bool isJoined(const QString &topic) const;

    DustResult<QString> push(const QString &topic, const QString &event, const DustValue &payload);

Q_SIGNALS:
    void stateChanged(); // also when only the error, or the time of the next attempt, is another

    void joined(const QString &topic, const DustValue &response);
    void joinRefused(const QString &topic, const DustValue &response);
    // Or a join came to nothing without being refused.
    void channelEnded(const QString &topic, const DustError &why);
    // The payload is good inside the slot only.
    void eventReceived(const QString &topic, const QString &event,
                       const DustChannelPayload &payload, bool isLive);

    // Of each push just one of them comes, unless the socket is destroyed. What was lost with its link is
    // told after channelEnded().
    void replyReceived(const QString &topic, const QString &ref, bool ok,
                       const DustValue &response);
    void pushLost(const QString &topic, const QString &ref, const DustError &why);

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    // What ends with a link.
    struct Losses
    {
        QList<DustChannelCall> calls;
        QStringList topics; // that were joined
    };

    // Returns whether everything is still so after receivers of the signal had their say.
    bool setStateAndError(State state, const DustError &error, int delay = -1);
    void report(const Losses &losses, const DustError &why);

    // dustchannelsocketlink.cpp
    void askForToken(const DustError &error, bool mustBeFresh);
    void takeToken(const QString &token, bool mustBeFresh);
    void connectToServer();
    void openLink();
    void noteOpened();
    void endLink(const DustChannelEnd &end);
    Losses dropLink(DustChannelLink::Manner manner);
    void probe(const DustError &error);
    void takeVerdict(const Verdict &verdict);
    void waitAfter(DustBackoff::Cause cause, const DustError &error, qint64 told,
                   const Losses &losses);
    void beat();

    // dustchannelsocketframes.cpp
    void route(const DustChannelFrame &frame);
    void takeReply(const DustChannelFrame &frame);
    void takeJoinReply(const QString &topic, bool ok, const DustValue &response);
    void endChannel(const QString &topic, DustBackoff::Cause cause, const DustError &why,
                    qint64 told = 0);
    void startJoin(const QString &topic);
    void giveUpCalls();
    void noteLeaving(qint64 before);
    void send(quint64 joinRef, quint64 ref, const QString &topic, const QString &event,
              const DustValue &payload);
    DustSocketTopic *find(const QString &topic);

    const DustChannelSettings m_settings;
    Probe m_probe;
    Permit m_permit;
    TokenSource m_source;
    QUrl m_url;
    QString m_token;
    QString m_triedToken; // with the last attempt
    State m_state = Disconnected;
    DustError m_error;
    QDateTime m_nextAttempt;
    quint64 m_turn = 0; // of m_state, so that late answers are known as such
    bool m_hasAskedAgain = false; // for a token, since the last handshake that succeeded

    std::unique_ptr<DustChannelLink> m_link;
    DustBackoff m_backoff;
    QBasicTimer m_stateTimer; // of what the state waits for
    QBasicTimer m_heartbeatTimer;
    QBasicTimer m_callTimer;
    QElapsedTimer m_upFor;
    QElapsedTimer m_clock;

    std::unordered_map<QString, DustSocketTopic> m_topics;
    DustChannelCalls m_calls;
    quint64 m_lastRef = 0;
    quint64 m_heartbeatRef = 0; // not answered yet
    qint64 m_heartbeatAt = 0; // when its last bytes left, as far as is known
    qint64 m_heartbeatEnd = 0; // of its bytes
    int m_heartbeatPatience = 0;
};

#endif // DUSTCHANNELSOCKET_P_H
