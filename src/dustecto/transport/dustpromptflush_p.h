// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTPROMPTFLUSH_P_H
#define DUSTPROMPTFLUSH_P_H

#include <QtCore/QElapsedTimer>
#include <QtNetwork/QSslSocket>
#include <QtWebSockets/QWebSocket>

// Left alone, a socket writes in another turn of the event loop: better where much is sent, since it goes
// together, but later. What is sent alone goes at once.
class DustPromptFlush
{
public:
    // The socket is open. One that encrypts is left alone: its flush reads as well, inside of a frame that is
    // being read. So is one that keeps what carries it elsewhere.
    void watch(const QWebSocket &socket)
    {
        const auto *carrier = socket.findChild<QAbstractSocket *>();
        m_isPlain = carrier && !qobject_cast<const QSslSocket *>(carrier);
    }
    void sent(QWebSocket &socket)
    {
        constexpr qint64 Pause = 50'000; // ns
        if (!m_isPlain)
            return;
        const bool isAlone = !m_lastSent.isValid() || m_lastSent.nsecsElapsed() > Pause;
        m_lastSent.start();
        if (isAlone)
            socket.flush();
    }

private:
    QElapsedTimer m_lastSent;
    bool m_isPlain = false;
};

#endif // DUSTPROMPTFLUSH_P_H
