// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTDPROGRAM_H
#define DUSTDPROGRAM_H

#include "dustdlog.h"
#include "dustdoptions.h"

#include <DustServer>

#include <QtCore/QElapsedTimer>

// The running server: what it says on the terminal, and how it ends.
class DustdProgram : public QObject
{
    Q_OBJECT

public:
    DustdProgram(const DustdOptions &options, int maximumConnections);

    DustResult<void> start();
    // Everybody gets a goodbye; what was answered is on the disk.
    void stop();

private:
    DustResult<void> openStores();
    DustResult<void> checkTokens() const;
    DustResult<void> listen();
    void greet();
    void follow(DustServerConnection *connection);
    void log(const QString &line) const;

    const DustdOptions m_options;
    DustdLog m_log;
    DustServer m_server;
    QElapsedTimer m_time;
    bool m_isStopping = false;
};

#endif // DUSTDPROGRAM_H
