// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTTESTCLOCK_H
#define DUSTTESTCLOCK_H

#include "dusttestglobal.h"

#include <QtCore/QDateTime>
#include <QtCore/QObject>

#include <memory>

// The time of a DustTestServer and of its clients: it stands still until a test moves it.
class DUSTECTO_TEST_EXPORT DustTestClock : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QDateTime dateTime READ dateTime NOTIFY advanced FINAL)

public:
    ~DustTestClock() override;

    QDateTime dateTime() const; // in UTC
    Q_INVOKABLE void advance(qint64 milliseconds);

Q_SIGNALS:
    void advanced();

private:
    friend class DustTestServer;
    class Private;
    explicit DustTestClock(QObject *parent);
    std::unique_ptr<Private> d;
};

#endif // DUSTTESTCLOCK_H
