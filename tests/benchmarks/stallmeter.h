// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef STALLMETER_H
#define STALLMETER_H

#include <QtCore/QBasicTimer>
#include <QtCore/QObject>

QT_BEGIN_NAMESPACE
class QQuickWindow;
QT_END_NAMESPACE

// How long a timer of 1 ms has waited at the most, rendering not counted. (One of 0 ms would wait for all
// sockets to fall silent: the event loop has it for what can wait.) Also by the processor time of the
// thread: on a machine that does other things too, it says what of it was work.
class StallMeter : public QObject
{
public:
    struct Times // milliseconds
    {
        double wall = 0;
        double processor = 0;
    };

    explicit StallMeter(QQuickWindow *window);
    Times longest() const { return m_longest; }

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    static Times now();

    QBasicTimer m_timer;
    Times m_last;
    Times m_frame; // when it began to be rendered
    Times m_rendering; // since the last turn
    Times m_longest;
};

#endif // STALLMETER_H
