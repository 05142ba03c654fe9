// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef ANSWERS_H
#define ANSWERS_H

#include "dustresult.h"

#include <QtTest/QTest>

// Runs the event loop until the call has ended and gives its answer; for a future that never
// finishes, or was cancelled, an error of a kind that no call ends with.
template<typename T>
DustResult<T> answerOf(const QFuture<DustResult<T>> &future)
{
    const int patience = 60'000; // ms: slow machines under the sanitizers
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, patience))
        return DustError(DustError::NotImplemented, QStringLiteral("The future never finished."));
    if (future.resultCount() != 1)
        return DustError(DustError::NotImplemented,
                         QStringLiteral("The future has %1 results.").arg(future.resultCount()));
    return future.result();
}

#endif // ANSWERS_H
