// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef BENCHPEERS_H
#define BENCHPEERS_H

// The other processes of a benchmark: dustd, and this program itself in another role.

#include <QtCore/QProcess>
#include <QtCore/QUrl>

#include <functional>

// Runs the event loop until it holds. A benchmark that hangs is a failed one.
void runUntil(const std::function<bool()> &condition, const char *what);

class Peer
{
public:
    Peer(const QString &program, const QStringList &arguments);
    ~Peer();
    Q_DISABLE_COPY_MOVE(Peer)

    static Peer *dustd(const QStringList &arguments = {});
    // See roles.h.
    static Peer *role(const QStringList &arguments);

    // What it printed behind NAME=, once it has.
    QString value(const QString &name);
    QUrl url() { return QUrl(value(QStringLiteral("DUST_URL"))); }
    QString token() { return value(QStringLiteral("DUST_TOKEN")); }
    qint64 residentBytes() const;
    bool isOver() const { return m_process.state() == QProcess::NotRunning; }

private:
    QProcess m_process;
    QByteArray m_printed;
};

#endif // BENCHPEERS_H
