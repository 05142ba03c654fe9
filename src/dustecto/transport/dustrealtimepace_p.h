// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREALTIMEPACE_P_H
#define DUSTREALTIMEPACE_P_H

#include <QtCore/QElapsedTimer>

// How much of what has come may be taken in at one go, so that windows stay alive through a long catch-up:
// what an event costs until every model has heard of it is known from the last ones.
class DustRealtimePace
{
public:
    // So many events may be taken in now.
    qsizetype allowance() const
    {
        constexpr qint64 Fewest = 32;
        constexpr qint64 Most = 4'000;
        return qsizetype(qBound(Fewest, Turn / m_cost, Most));
    }
    void tookIn(qsizetype events, qint64 nanoseconds)
    {
        m_events = events;
        m_spent = nanoseconds;
    }
    void handedOver(qint64 nanoseconds)
    {
        if (m_events == 0)
            return;
        // One that was dear makes the next ones few at once; cheap ones do so little by little.
        m_cost = qMax((m_spent + nanoseconds) / m_events + 1, m_cost - m_cost / 8);
        m_events = 0;
    }

    // Whether what comes now comes with few others, and may be taken in at once: an echo, its reply and somebody
    // else's event. Where much comes, it is cheaper to take it in together.
    bool isQuiet()
    {
        constexpr qint64 Pause = 50'000; // ns
        constexpr int Few = 6;
        if (!m_lastArrival.isValid() || m_lastArrival.nsecsElapsed() > Pause)
            m_together = 0;
        m_lastArrival.start();
        return ++m_together <= Few;
    }
    // What was taken in at once has taken its time, which is no pause.
    void tookInAtOnce() { m_lastArrival.start(); }

private:
    static constexpr qint64 Turn = 5'000'000; // ns

    qint64 m_cost = 20'000; // ns an event
    qsizetype m_events = 0;
    qint64 m_spent = 0;
    QElapsedTimer m_lastArrival;
    int m_together = 0; // without a pause between them
};

#endif // DUSTREALTIMEPACE_P_H
