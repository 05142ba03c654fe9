// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustframeguard_p.h"

#include "dustunsent_p.h"

#include <QtWebSockets/QWebSocket>

DustFrameGuard::DustFrameGuard(QWebSocket *socket, qint64 maximumBytes, QObject *parent)
    : QObject(parent), m_carrier(socket->findChild<QTcpSocket *>()), m_maximum(maximumBytes)
{
    dustWhenSent(*m_carrier, this, [this] { Q_EMIT sent(); });
    connect(m_carrier, &QTcpSocket::readyRead, this, &DustFrameGuard::heard);
    // Queued behind QWebSocket, which reads every frame that is complete.
    connect(m_carrier, &QTcpSocket::readyRead, this, &DustFrameGuard::checkWaiting,
            Qt::QueuedConnection);
    connect(socket, &QWebSocket::textFrameReceived, this, &DustFrameGuard::addText);
    connect(socket, &QWebSocket::binaryFrameReceived, this,
            [this](const QByteArray &frame, bool isLast) { addFrame(frame.size(), isLast); });
}

qint64 DustFrameGuard::unsent() const
{
    return m_carrier ? dustUnsent(*m_carrier) : 0;
}

// What is left is part of one frame.
void DustFrameGuard::checkWaiting()
{
    if (m_carrier && m_carrier->bytesAvailable() > m_maximum)
        Q_EMIT tooLarge();
}

void DustFrameGuard::addText(const QString &frame, bool isLast)
{
    constexpr qint64 MostBytes = 3; // of a code unit, in UTF-8
    const bool isSmall = isLast && m_messageBytes == 0 && frame.size() * MostBytes <= m_maximum;
    addFrame(isSmall ? frame.size() : frame.toUtf8().size(), isLast);
}

void DustFrameGuard::addFrame(qint64 bytes, bool isLast)
{
    m_messageBytes += bytes;
    const bool isTooLarge = m_messageBytes > m_maximum;
    if (isLast)
        m_messageBytes = 0;
    if (isTooLarge)
        Q_EMIT tooLarge();
}

#include "moc_dustframeguard_p.cpp"
