// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTDPROCESS_H
#define DUSTDPROCESS_H

#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QUrl>
#include <QtTest/QTest>

#ifdef Q_OS_LINUX
#    include <csignal>
#    include <sys/prctl.h>
#endif

// A dustd that runs beside the test, on a free port. CMake says where the program is.
class DustdProcess
{
public:
    explicit DustdProcess(const QStringList &arguments = {})
    {
        m_process.setProcessChannelMode(QProcess::SeparateChannels);
#ifdef Q_OS_LINUX // it goes with a test that crashes, too
        m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
#endif
        m_process.start(QStringLiteral(DUSTD_PROGRAM),
                        QStringList{ QStringLiteral("--port"), QStringLiteral("0") } + arguments);
    }
    ~DustdProcess()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    // It has said where it listens; false when it ended instead.
    bool isUp()
    {
        const int patience = 60'000;
        const auto hasGreeted = [this] {
            m_greeting += m_process.readAllStandardOutput();
            return m_greeting.contains("DUST_URL=")
                    && m_greeting.indexOf('\n', m_greeting.indexOf("DUST_URL=")) >= 0;
        };
        const bool isOver = QTest::qWaitFor(
                [&] { return hasGreeted() || m_process.state() == QProcess::NotRunning; },
                patience);
        return isOver && hasGreeted();
    }
    QUrl url() const
    {
        return QUrl(found(QStringLiteral("DUST_URL=(\\S+)")));
    }
    QString token() const
    {
        return found(QStringLiteral("DUST_TOKEN=(\\S+)"));
    }
    QString greeting() const
    {
        return QString::fromUtf8(m_greeting);
    }
    QProcess &process()
    {
        return m_process;
    }

private:
    QString found(const QString &expression) const
    {
        return QRegularExpression(expression).match(greeting()).captured(1);
    }

    QProcess m_process;
    QByteArray m_greeting;
};

#endif // DUSTDPROCESS_H
