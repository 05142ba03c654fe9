// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTDSIGNALS_H
#define DUSTDSIGNALS_H

#include <QtCore/QObject>

// SIGINT and SIGTERM, as a Qt signal.
class DustdSignals : public QObject
{
    Q_OBJECT

public:
    explicit DustdSignals(QObject *parent = nullptr);
    ~DustdSignals() override;

Q_SIGNALS:
    void stopRequested();

private:
    Q_DISABLE_COPY_MOVE(DustdSignals)
};

#endif // DUSTDSIGNALS_H
