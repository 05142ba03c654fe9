// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef FAULTPROCESS_H
#define FAULTPROCESS_H

#include <QtCore/QProcess>

// A program that is told of by its lines, and can be killed at any moment.
class FaultProcess : public QObject
{
    Q_OBJECT

public:
    explicit FaultProcess(const QString &program, QObject *parent = nullptr);
    ~FaultProcess() override;

    void start(const QStringList &arguments);
    void kill(); // ended() comes
    void interrupt(); // politely
    void send(const QByteArray &text) { m_process.write(text); }

Q_SIGNALS:
    void said(const QByteArray &line);
    void ended(bool asWanted); // killed, or exit code 0

private:
    void read();

    const QString m_program;
    QProcess m_process;
    bool m_isKilled = false;
};

#endif // FAULTPROCESS_H
