// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef KILLEDWRITER_H
#define KILLEDWRITER_H

#include "dustresult.h"

#include <QtCore/QProcess>
#include <QtCore/QRandomGenerator>

#include <cstring>

// Starts a program that writes, kills it at a random moment and gives the numbers it acknowledged.
inline DustResult<QList<quint64>> acknowledgedUntilKilled(const QString &program,
                                                          const QStringList &arguments,
                                                          QRandomGenerator &dice)
{
    QProcess writer;
    writer.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    writer.start(program, arguments);
    if (!writer.waitForStarted())
        return DustError(DustError::Storage, writer.errorString());
    const qint64 enough = qint64(sizeof(quint64)) * dice.bounded(80);
    while (writer.bytesAvailable() < enough) {
        if (!writer.waitForReadyRead())
            return DustError(DustError::Storage, QStringLiteral("The writer stopped by itself."));
    }
    for (volatile int spin = dice.bounded(300'000); spin > 0;)
        spin = spin - 1;
    writer.kill();
    writer.waitForFinished();
    const QByteArray bytes = writer.readAllStandardOutput();
    QList<quint64> numbers(bytes.size() / qsizetype(sizeof(quint64)));
    std::memcpy(numbers.data(), bytes.constData(), size_t(numbers.size()) * sizeof(quint64));
    return numbers;
}

#endif // KILLEDWRITER_H
