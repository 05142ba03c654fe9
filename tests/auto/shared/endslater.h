// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef ENDSLATER_H
#define ENDSLATER_H

#include <QtCore/QCoreApplication>
#include <QtCore/QFutureWatcher>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

// A call has just given the future: it ends in a later turn, once.
inline void verifyEndsLaterAndOnce(const QFuture<void> &future)
{
    QVERIFY(!future.isFinished());
    QFutureWatcher<void> watcher;
    QSignalSpy finished(&watcher, &QFutureWatcherBase::finished);
    watcher.setFuture(future);
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY(!future.isCanceled());
    QCoreApplication::processEvents();
    QCOMPARE(finished.count(), 1);
}

#endif // ENDSLATER_H
