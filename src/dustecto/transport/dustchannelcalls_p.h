// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCHANNELCALLS_P_H
#define DUSTCHANNELCALLS_P_H

// Pushes that wait for their replies. Pure: the time is handed in. Exported for tests; not public
// API.

#include "dustglobal.h"

#include <QtCore/QList>
#include <QtCore/QString>

#include <deque>
#include <optional>

struct DustChannelCall
{
    quint64 ref = 0;
    quint64 joinRef = 0;
    qint64 sentAt = 0; // monotonic milliseconds: its last bytes, as far as is known
    QString topic;
    qint64 end = 0; // of its bytes, among all that the link sends
};

class DUSTECTO_EXPORT DustChannelCalls
{
public:
    // Neither ref nor time may be smaller than the one before.
    void add(const DustChannelCall &call) { m_calls.push_back({ call, true }); }
    // Bytes have left, beyond the first `before`: those to which they belong, or that wait for them, are being sent now.
    void noteLeaving(qint64 before, qint64 time);
    std::optional<DustChannelCall> take(quint64 ref, const QString &topic);
    QList<DustChannelCall> takeSentUntil(qint64 time);
    QList<DustChannelCall> takeAll();

    bool isEmpty() const { return m_calls.empty(); }
    qint64 oldest() const { return m_calls.empty() ? 0 : m_calls.front().call.sentAt; }

private:
    struct Place
    {
        DustChannelCall call;
        bool isWaiting = true;
    };
    void forgetAnswered();

    std::deque<Place> m_calls; // the first of them is waiting
};

#endif // DUSTCHANNELCALLS_P_H
