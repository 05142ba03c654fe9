// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTUNSENT_P_H
#define DUSTUNSENT_P_H

#include <QtNetwork/QSslSocket>

// What a socket has not handed to the system. Qt counts what is encrypted already apart.
inline qint64 dustUnsent(const QTcpSocket &socket)
{
    const auto *secure = qobject_cast<const QSslSocket *>(&socket);
    return socket.bytesToWrite() + (secure ? secure->encryptedBytesToWrite() : 0);
}

// Calls when the system has taken something, which bytesWritten() does not tell of with TLS.
template<typename Function>
void dustWhenSent(const QTcpSocket &socket, const QObject *context, Function function)
{
    if (const auto *secure = qobject_cast<const QSslSocket *>(&socket))
        QObject::connect(secure, &QSslSocket::encryptedBytesWritten, context, function);
    QObject::connect(&socket, &QIODevice::bytesWritten, context, function);
}

#endif // DUSTUNSENT_P_H
