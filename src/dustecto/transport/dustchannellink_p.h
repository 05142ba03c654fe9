// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCHANNELLINK_P_H
#define DUSTCHANNELLINK_P_H

#include "dustchannelsettings_p.h"
#include "dustpromptflush_p.h"

#include <QtCore/QBasicTimer>
#include <QtCore/QElapsedTimer>
#include <QtCore/QPointer>
#include <QtNetwork/QSslError>
#include <QtNetwork/QSslSocket>
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
    // Where what was sent last ends, in bytes that have left and that are to.
    qint64 position() const { return m_left + waiting(); }
    qint64 sinceArrival() const { return m_sinceArrival.elapsed(); } // milliseconds
    bool isAmidMessage() const { return m_isAmidMessage; } // that has come in part
    QString withoutToken(QString text) const;

    enum Manner { Politely, AtOnce };
    // From here on it is silent. May be called from whatever it emits.
    static void retire(std::unique_ptr<DustChannelLink> link, Manner manner);

Q_SIGNALS:
    void opened();
    void received(const DustChannelFrame &frame);
    // More was sent than the system takes at once, and so much of it has left now, where it was `before`.
    void leaving(qint64 before);
    void ended(const DustChannelEnd &end); // once, and never from inside a call

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void connectSocket();
    void noteOpened();
    void watchBytes(QAbstractSocket *carrier);
    void noteLeft(qint64 bytes);
    void noteArrival(qint64 rest);
    qint64 waiting() const; // bytes to be sent
    void receive(DustChannelFrame::Serializer serializer, const QByteArray &bytes);
    bool mayReadNow();
    void read(const QByteArray &bytes);
    void readBacklog();
    void readFirst();
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
    qsizetype m_backlogSize = 0; // of them, in bytes
    QBasicTimer m_backlogTimer;
    QElapsedTimer m_sinceFrame;
    QElapsedTimer m_sinceArrival; // of a message, or more of one
    qint64 m_rest = 0; // of what arrived, not yet a whole frame
    qint64 m_left = 0; // bytes, since it was opened
    bool m_isSlow = false;
    bool m_isAmidMessage = false;
    bool m_hasMessage = false; // of what arrives
    QPointer<QSslSocket> m_encrypting; // what carries it, where that encrypts
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
