// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCHANNELLINK_P_H
#define DUSTCHANNELLINK_P_H

#include "dustchannelsettings_p.h"
#include "dustpromptflush_p.h"

#include <QtCore/QBasicTimer>
#include <QtCore/QElapsedTimer>
#include <QtNetwork/QSslError>
#include <QtWebSockets/QWebSocket>

#include <memory>

#include <deque>

// How a link came to its end.
struct DustChannelEnd
{
    DustBackoff::Cause cause = DustBackoff::NoCause;
    DustError error;
};

// One attempt at a connection, and the connection that comes of it: a QWebSocket is good for one
// (MODELS). Frames in, bytes out.
class DustChannelLink final : public QObject
{
    Q_OBJECT

public:
    explicit DustChannelLink(const DustChannelSettings &settings);

    // The token is what must not be in any error.
    void open(const QUrl &url, const QString &token);
    void send(const QByteArray &frame);
    QString withoutToken(QString text) const;

    enum Manner { Politely, AtOnce };
    // From here on it is silent. May be called from whatever it emits.
    static void retire(std::unique_ptr<DustChannelLink> link, Manner manner);

Q_SIGNALS:
    void opened();
    void received(const DustChannelFrame &frame);
    void ended(const DustChannelEnd &end); // once, and never from inside a call

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void connectSocket();
    void noteOpened();
    void receive(DustChannelFrame::Serializer serializer, const QByteArray &bytes);
    bool mayReadNow();
    void read(const QByteArray &bytes);
    void readBacklog();
    void readRest();
    void noteError(QAbstractSocket::SocketError error);
    void endLater();
    DustChannelEnd end() const;
    DustChannelEnd endOfOpen() const;
    template<typename Emit>
    void deliver(const Emit &emitSignal);

    const DustChannelSettings m_settings;
    QWebSocket m_socket;
    QUrl m_url;
    QString m_token;
    DustJson::Reader m_reader{ DustJson::Reader::Nearest };
    QList<QSslError> m_certificateErrors;
    QString m_trouble;
    DustError m_misbehaviour;
    QBasicTimer m_deadline;
    std::deque<QByteArray> m_backlog; // frames that came and were not read yet
    QBasicTimer m_backlogTimer;
    QElapsedTimer m_sinceFrame;
    DustPromptFlush m_flush;
    qint64 m_spent = 0; // nanoseconds, in this turn of the event loop
    int m_deliveries = 0;
    bool m_isOpen = false;
    bool m_isRefused = false;
    bool m_isLate = false;
    bool m_saidGoodbye = false;
    bool m_isEnding = false;
    bool m_isRetired = false;
};

#endif // DUSTCHANNELLINK_P_H
