// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef ANSWERS_H
#define ANSWERS_H

#include "dustresult.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDeadlineTimer>
#include <QtCore/QTimer>
#include <QtTest/QTest>

// Runs the event loop until the condition holds. QTest::qWaitFor() sleeps 10 ms between two looks, and an answer of a
// server in this thread takes some turns.
template<typename Condition>
bool runUntil(Condition condition, int patience)
{
    const QDeadlineTimer deadline(patience);
    QTimer waker;
    waker.start(100); // for what no event of this thread tells
    bool holds = condition(); // which may take what it waits for
    while (!holds && !deadline.hasExpired()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        holds = condition();
    }
    return holds;
}

// Runs the event loop until the call has ended and gives its answer; for a future that never
// finishes, or was cancelled, an error of a kind that no call ends with.
template<typename T>
DustResult<T> answerOf(const QFuture<DustResult<T>> &future)
{
    const int patience = 60'000; // ms: slow machines under the sanitizers
    if (!runUntil([&] { return future.isFinished(); }, patience))
        return DustError(DustError::NotImplemented, QStringLiteral("The future never finished."));
    if (future.resultCount() != 1)
        return DustError(DustError::NotImplemented,
                         QStringLiteral("The future has %1 results.").arg(future.resultCount()));
    return future.result();
}

#endif // ANSWERS_H
