// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef WHENDONE_H
#define WHENDONE_H

#include <DustResult>

#include <QtCore/QFutureWatcher>

// Calls function(result) once the future has finished, unless the context is gone by then. QFuture::then() with a context
// asserts in Qt 6.4 in that case.
template<typename T, typename Function>
void whenDone(QObject *context, const DustFuture<T> &future, Function function)
{
    auto *watcher = new QFutureWatcher<DustResult<T>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, function] {
        watcher->deleteLater();
        function(watcher->result());
    });
    watcher->setFuture(future);
}

#endif // WHENDONE_H
