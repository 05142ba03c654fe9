// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef CHANNELLOAD_H
#define CHANNELLOAD_H

#include <QtCore/QUrl>
#include <QtWebSockets/QWebSocket>

// A client that looks into nothing: it counts messages. Two answer a write, the echo and the reply.
class ChannelLoad
{
public:
    ChannelLoad(const QUrl &url, int inFlight);

    void join(); // until the end of its catch-up
    // So many writes, the next one when one is answered.
    void write(int first, int count);
    // Sends one message and returns when so many came.
    void ask(const QString &message, qint64 answers);

    // Of what comes, every message, a line each.
    void record(QByteArray *messages) { m_recorded = messages; }

private:
    QWebSocket m_socket;
    const int m_inFlight;
    qint64 m_received = 0;
    bool m_isComplete = false;
    QByteArray *m_recorded = nullptr;
    std::function<void()> m_each = [] {};
};

#endif // CHANNELLOAD_H
