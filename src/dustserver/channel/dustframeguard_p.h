// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTFRAMEGUARD_P_H
#define DUSTFRAMEGUARD_P_H

#include <QtCore/QObject>
#include <QtCore/QPointer>

QT_BEGIN_NAMESPACE
class QTcpSocket;
class QWebSocket;
QT_END_NAMESPACE

// Watches a WebSocket, which tells neither of pings, nor of how much of a frame is there, nor of what
// waits to be sent once it is encrypted: it looks at the TCP socket that carries it, its child.
class DustFrameGuard final : public QObject
{
    Q_OBJECT

public:
    DustFrameGuard(QWebSocket *socket, qint64 maximumBytes, QObject *parent);

    qint64 unsent() const;

Q_SIGNALS:
    void heard();
    void sent();
    // A frame, or the frames of one message, are larger than the maximum. To be dropped without a
    // close frame, which QWebSocket would send.
    void tooLarge();

private:
    void checkWaiting();
    void addText(const QString &frame, bool isLast);
    void addFrame(qint64 bytes, bool isLast);

    const QPointer<QTcpSocket> m_carrier; // QWebSocket deletes it before itself
    const qint64 m_maximum;
    qint64 m_messageBytes = 0; // of the frames before this one
};

#endif // DUSTFRAMEGUARD_P_H
