// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "benchpeers.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QRegularExpression>
#include <QtCore/QTimer>

#include <unistd.h>

using namespace Qt::StringLiterals;

void runUntil(const std::function<bool()> &condition, const char *what)
{
    constexpr int Patience = 120'000;
    QTimer alarm;
    QObject::connect(&alarm, &QTimer::timeout, &alarm,
                     [what] { qFatal("the benchmark waited too long for %s", what); });
    alarm.start(Patience);
    while (!condition())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
}

Peer::Peer(const QString &program, const QStringList &arguments)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(program, arguments);
}

Peer::~Peer()
{
    m_process.kill();
    m_process.waitForFinished();
}

Peer *Peer::dustd(const QStringList &arguments)
{
    return new Peer(QStringLiteral(DUSTD_PROGRAM),
                    QStringList{ u"--port"_s, u"0"_s, u"--store"_s, u"bench/main"_s } + arguments);
}

Peer *Peer::role(const QStringList &arguments)
{
    return new Peer(QCoreApplication::applicationFilePath(),
                    QStringList{ u"--role"_s } + arguments);
}

QString Peer::value(const QString &name)
{
    const QRegularExpression expression(name + u"=(\\S+)\\s"_s);
    QString found;
    runUntil(
            [&] {
                m_printed += m_process.readAllStandardOutput();
                found = expression.match(QString::fromUtf8(m_printed)).captured(1);
                return !found.isEmpty() || isOver();
            },
            "a process to say where it listens");
    if (found.isEmpty())
        qFatal("a process of the benchmark ended early");
    return found;
}

qint64 Peer::residentBytes() const
{
    QFile file(u"/proc/%1/statm"_s.arg(m_process.processId()));
    if (!file.open(QFile::ReadOnly))
        qFatal("the memory of a process cannot be read");
    return file.readAll().split(' ').at(1).toLongLong() * sysconf(_SC_PAGESIZE);
}
