// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "stallmeter.h"

#include <QtQuick/QQuickWindow>

#include <algorithm>
#include <ctime>

namespace {

double milliseconds(clockid_t clock)
{
    timespec time = {};
    clock_gettime(clock, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

} // namespace

// The software backend renders in this thread.
StallMeter::StallMeter(QQuickWindow *window)
{
    connect(window, &QQuickWindow::beforeSynchronizing, this, [this] { m_frame = now(); });
    connect(window, &QQuickWindow::frameSwapped, this, [this] {
        const Times end = now();
        m_rendering.wall += end.wall - m_frame.wall;
        m_rendering.processor += end.processor - m_frame.processor;
    });
    m_last = now();
    m_timer.start(1, Qt::PreciseTimer, this);
}

StallMeter::Times StallMeter::now()
{
    return { milliseconds(CLOCK_MONOTONIC), milliseconds(CLOCK_THREAD_CPUTIME_ID) };
}

void StallMeter::timerEvent(QTimerEvent *)
{
    const Times here = now();
    m_longest.wall = std::max(m_longest.wall, here.wall - m_last.wall - m_rendering.wall);
    m_longest.processor = std::max(m_longest.processor,
                                   here.processor - m_last.processor - m_rendering.processor);
    m_rendering = {};
    m_last = here;
}
