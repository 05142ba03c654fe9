// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTTESTSERVER_P_H
#define DUSTTESTSERVER_P_H

#include "dusttestserver.h"

#include "dustclient.h"
#include "dustserver.h"
#include "dusttestclock_p.h"
#include "dusttestwrites_p.h"

#include <QtCore/QPointer>

class DustTestServer::Private
{
public:
    explicit Private(DustTestServer *testServer) : q(testServer), clock(new DustTestClock(q)) {}

    qint64 now() const { return clock->d->time->now().monotonic; }
    void start();
    void letIn();
    void watch(DustClient *client);
    void dropHeldWrites();
    void tellOfHeldWrites();
    bool write(const DustResult<QList<DustOperation>> &operations);
    bool seed(const DustResult<DustValue> &entries);
    // What went wrong is said where the test is read.
    template<typename T>
    static bool warned(const DustResult<T> &result)
    {
        if (!result)
            qWarning("DustTestServer: %s", qUtf8Printable(result.error().message()));
        return result.isOk();
    }
    void plan(const DustTestWrites::Plan &next) { writes.plan(next); }

    DustTestServer *const q;
    DustTestClock *const clock;
    DustServer server;
    DustTestWrites writes;
    QString storeName = QStringLiteral("local/main");
    const QString token = DustServerToken::makeSecret();
    bool isOnline = true;
    bool isReadOnly = false;
    int toldHeldWrites = 0;
    std::unique_ptr<DustClient> client; // goes before the server
    QList<QPointer<DustClient>> clients; // that one, and those of tests
};

#endif // DUSTTESTSERVER_P_H
