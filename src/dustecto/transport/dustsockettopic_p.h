// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSOCKETTOPIC_P_H
#define DUSTSOCKETTOPIC_P_H

#include "dustbackoff_p.h"
#include "dustvalue.h"

#include <QtCore/QBasicTimer>
#include <QtCore/QElapsedTimer>

#include <functional>

// A topic that somebody wants to be joined, and how far it has come on the link there is.
class DustSocketTopic
{
public:
    enum State : quint8 {
        Idle, // there is no link
        Joining,
        Joined,
        Waiting, // to be joined again
        Refused // by the server
    };

    DustSocketTopic(const std::function<DustValue()> &payloadOf, const DustBackoff &delays)
        : payload(payloadOf), backoff(delays)
    {}

    bool isOpen() const { return state == Joining || state == Joined; }
    // Whether a frame with this join_ref is from the join that counts, or from none.
    bool isCurrent(const QString &frameJoinRef) const
    {
        return isOpen() && (frameJoinRef.isNull() || frameJoinRef == joinRefText);
    }

    void startJoining(quint64 ref)
    {
        state = Joining;
        joinRef = ref;
        joinRefText = QString::number(ref);
    }
    void setJoined()
    {
        state = Joined;
        timer.stop();
        joinedFor.start();
    }
    // Of what was joined for long enough, the failures before do not count.
    void end(State next, int stable)
    {
        if (state == Joined && joinedFor.elapsed() >= stable)
            backoff.reset();
        state = next;
        joinRef = 0;
        joinRefText.clear();
        timer.stop();
    }

    std::function<DustValue()> payload;
    DustBackoff backoff;
    QBasicTimer timer; // of what the state waits for
    QElapsedTimer joinedFor;
    QString joinRefText; // null unless it is open
    quint64 joinRef = 0;
    qint64 joinEnd = 0; // of the join's bytes, among all that the link sends
    State state = Idle;
};

#endif // DUSTSOCKETTOPIC_P_H
