// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustsubscribeoptions.h"

/*!
    \class DustSubscribeOptions
    \inmodule DustEcto
    \brief The DustSubscribeOptions class says what a subscription is told, and when it gives up.

    \sa DustStore::subscribe()
*/

/*!
    \enum DustSubscribeOptions::Mode

    What a subscription is told of own writes. That of others is told when it is committed, in every
    mode. Where a write is committed at once, as in an embedded store, it is told once in every mode.
    DustStore has the same names.

    \value Committed When they are committed.
    \value Optimistic At once, with \c committed false, and not again when they are committed.
    \value All At once, with \c committed false, and again when they are committed.

    With Optimistic and All, a write that was told and is taken back, since the store refused it, is told
    once more: with \c committed false, and what is at its path now, as a \c set, or a \c delete where
    nothing is. Own writes that wait together at one path may be told as the one that they become.
*/

/*!
    Tells of own writes as \a mode says; Committed by default.
*/
DustSubscribeOptions &DustSubscribeOptions::setMode(Mode mode)
{
    m_mode = mode;
    return *this;
}

/*!
    Tells first, when \a include is set, of each entry that matches as it is now: a \c set with the
    entry's revision as its \c storeSeq (0 where that is not known), before anything that happens later.
*/
DustSubscribeOptions &DustSubscribeOptions::setIncludeCurrent(bool include)
{
    m_includesCurrent = include;
    return *this;
}

/*!
    Gives up when more than \a events wait for the receiver, 10,000 by default: the subscription ends,
    what waits is dropped, and the function of setResyncRequired() is called. What setIncludeCurrent()
    tells does not count.
*/
DustSubscribeOptions &DustSubscribeOptions::setQueueLimit(int events)
{
    m_queueLimit = qMax(1, events);
    return *this;
}

/*!
    Calls \a receiver once when the subscription has ended by itself, since too many events waited. The
    store goes on; subscribe again, with setIncludeCurrent() where it matters what was missed.
*/
DustSubscribeOptions &DustSubscribeOptions::setResyncRequired(const std::function<void()> &receiver)
{
    m_resyncRequired = receiver;
    return *this;
}
