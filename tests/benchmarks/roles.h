// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef ROLES_H
#define ROLES_H

#include <QtCore/QStringList>
#include <QtCore/QTemporaryDir>
#include <QtCore/QUrl>

// What this program does in another process of a benchmark, instead of measuring:
//   answer FILE         a raw QWebSocketServer that answers every message with the two in FILE
//   replay FILE         one that answers every message with all messages in FILE, a line each
//   write URL N FLIGHT  writes N times over a channel, so many at a time, and ends
//   idle URL N          opens N channel sockets that listen
//   echo                a raw QWebSocketServer that sends every message back
//   relay               one that sends every message to all sockets but that it came from
//   bounce URL          a raw socket that sends every message back
//   pong URL TOKEN      a client of ours that puts pong/X when it hears of ping/X
int runRole(const QStringList &arguments);

// The URL of a channel socket of a server.
QUrl channelUrl(const QUrl &server, const QString &token, const QString &device);
QString joinFrame(quint64 lastSeq = 0);
// The write number N.
QString writeFrame(int number);
QString writePath(int number);
QString writeValue(int number);

// Lines for a role to read. The name of the file.
QString savedLines(const QTemporaryDir &folder, const QString &name, const QByteArray &lines);

#endif // ROLES_H
