// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "faultprocess.h"

#ifdef Q_OS_LINUX
#    include <csignal>
#    include <sys/prctl.h>
#endif

FaultProcess::FaultProcess(const QString &program, QObject *parent)
    : QObject(parent), m_program(program)
{
    m_process.setProcessChannelMode(
            QProcess::MergedChannels); // what a sanitizer says is a line too
#ifdef Q_OS_LINUX // it goes with a test that crashes
    m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
#endif
    connect(&m_process, &QProcess::readyRead, this, &FaultProcess::read);
    connect(&m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        read();
        Q_EMIT ended(std::exchange(m_isKilled, false)
                     || (status == QProcess::NormalExit && code == 0));
    });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            Q_EMIT ended(false);
    });
}

FaultProcess::~FaultProcess()
{
    m_process.disconnect(this);
    m_process.kill();
    m_process.waitForFinished();
}

void FaultProcess::start(const QStringList &arguments)
{
    m_process.start(m_program, arguments);
}

void FaultProcess::kill()
{
    m_isKilled = true;
    m_process.kill();
}

void FaultProcess::interrupt()
{
    m_process.terminate();
}

// A line that was not said to its end is not told.
void FaultProcess::read()
{
    while (m_process.canReadLine())
        Q_EMIT said(m_process.readLine().trimmed());
}
