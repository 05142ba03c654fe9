// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchannelcalls_p.h"

#include <algorithm>

void DustChannelCalls::noteLeaving(qint64 before, qint64 time)
{
    for (auto place = m_calls.rbegin(); place != m_calls.rend() && place->call.end > before;
         ++place)
        place->call.sentAt = time;
}

std::optional<DustChannelCall> DustChannelCalls::take(quint64 ref, const QString &topic)
{
    const auto found = std::lower_bound(
            m_calls.begin(), m_calls.end(), ref,
            [](const Place &place, quint64 wanted) { return place.call.ref < wanted; });
    if (found == m_calls.end() || found->call.ref != ref || !found->isWaiting
        || found->call.topic != topic)
        return std::nullopt;
    found->isWaiting = false;
    const DustChannelCall call = std::move(found->call); // its ref stays
    forgetAnswered();
    return call;
}

QList<DustChannelCall> DustChannelCalls::takeSentUntil(qint64 time)
{
    QList<DustChannelCall> calls;
    while (!m_calls.empty() && m_calls.front().call.sentAt <= time) {
        calls.append(std::move(m_calls.front().call));
        m_calls.pop_front();
        forgetAnswered();
    }
    return calls;
}

QList<DustChannelCall> DustChannelCalls::takeAll()
{
    return takeSentUntil(std::numeric_limits<qint64>::max());
}

void DustChannelCalls::forgetAnswered()
{
    while (!m_calls.empty() && !m_calls.front().isWaiting)
        m_calls.pop_front();
}
