// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef WINDOWPROCESS_H
#define WINDOWPROCESS_H

#include "answers.h"

#include <QtCore/QProcess>

#ifdef Q_OS_LINUX
#    include <csignal>
#    include <sys/prctl.h>
#endif

// One window of the example in a process of its own.
class WindowProcess
{
public:
    WindowProcess(const QUrl &url, const QString &token, const QString &cacheFolder)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
#ifdef Q_OS_LINUX // it goes with a test that crashes
        m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
#endif
        m_process.start(QStringLiteral(LINKS_WINDOW_PROGRAM),
                        { url.toString(), token, cacheFolder });
    }
    ~WindowProcess()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished();
    }

    // The value of an expression within LinksInProcess.qml.
    QString ask(const QString &expression)
    {
        const int patience = 60'000;
        m_process.write(expression.toUtf8() + '\n');
        if (!runUntil([&] { return m_process.canReadLine(); }, patience))
            return QStringLiteral("no answer");
        return QString::fromUtf8(m_process.readLine().trimmed());
    }
    bool comesTo(const QString &expression, const QString &value)
    {
        const int patience = 60'000;
        return QTest::qWaitFor([&] { return (m_last = ask(expression)) == value; }, patience);
    }
    QString last() const
    {
        return m_last;
    } // what comesTo() saw last

private:
    QProcess m_process;
    QString m_last;
};

#endif // WINDOWPROCESS_H
