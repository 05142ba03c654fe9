// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchannelcatchup_p.h"

#include <algorithm>

namespace {

// What is no number is the beginning.
quint64 seqOf(const DustValue &lastSeq)
{
    constexpr double Most = 1e18; // of what a seq is compared with
    if (lastSeq.kind() == DustValue::Double)
        return quint64(std::clamp(lastSeq.toDouble(), 0.0, Most));
    return lastSeq.toUnsignedInteger();
}

} // namespace

DustChannelCatchUp::DustChannelCatchUp(const DustServerStore *store, DustChannelPeer *peer,
                                       const DustChannelFrames::Address &to,
                                       const DustValue &lastSeq)
    : m_store(store), m_peer(peer), m_to(to), m_lastSeq(lastSeq), m_since(seqOf(lastSeq))
{}

DustChannelCatchUp::Step DustChannelCatchUp::turn()
{
    constexpr quint64 MostInATurn = 1000; // then everybody else has one
    const quint64 before = m_since;
    Step step = Again;
    while (step == Again && m_since - before < MostInATurn)
        step = tellPage();
    return step;
}

DustChannelCatchUp::Step DustChannelCatchUp::tellPage()
{
    if (!m_page && !fetch())
        return Broken;
    for (; m_next < m_page->events.size(); ++m_next) {
        if (m_peer->backlog() >= MostWaiting)
            return Wait;
        DustEvent &event = m_page->events[m_next];
        event.value = DustChannelFrames::plain(event.value);
        m_peer->sendFrame(DustChannelFrames::event(m_to, event));
    }
    m_since = m_page->throughSeq;
    const bool wasLast = m_page->complete;
    m_page.reset();
    // A real server is content with what was there when it looked: what came since is told live.
    const bool isAll = m_peer->context->settings.asProduction
            || m_since >= m_store->ledger().currentSeq();
    if (!wasLast || !isAll)
        return Again;
    complete();
    return Complete;
}

bool DustChannelCatchUp::fetch()
{
    // A real server's faults go by its pages. Otherwise nobody sees how much is fetched at once: a
    // page of which all is freed before the next one comes finds its memory in malloc's cache of a
    // few blocks of each size, and costs a third.
    constexpr int RealPage = 1000;
    constexpr int SmallPage = 4;
    const bool asProduction = m_peer->context->settings.asProduction;
    auto page = m_store->catchUp(m_since, asProduction ? RealPage : SmallPage);
    if (!page || !canTell(*page))
        return false;
    m_page = std::move(*page);
    m_next = 0;
    if (const auto snapshot = std::exchange(m_page->snapshot, std::nullopt))
        m_peer->sendFrame(DustChannelFrames::snapshot(m_to, *snapshot));
    return true;
}

// A real server's MessagePack cannot say what it has made of typed decimals and datetimes
// (PROTOCOL §5).
bool DustChannelCatchUp::canTell(const DustCatchUp &page) const
{
    using DustChannelFrames::holdsTyped;
    if (!m_peer->context->settings.asProduction || m_to.serializer == DustChannelFrame::Json)
        return true;
    const auto isTypedEntry = [](const DustEntry &entry) { return holdsTyped(entry.value()); };
    const auto isTypedEvent = [](const DustEvent &event) { return holdsTyped(event.value); };
    const QList<DustEntry> entries = page.snapshot ? page.snapshot->entries : QList<DustEntry>();
    return std::none_of(entries.cbegin(), entries.cend(), isTypedEntry)
            && std::none_of(page.events.cbegin(), page.events.cend(), isTypedEvent);
}

void DustChannelCatchUp::complete()
{
    // What is no integer comes back as it was (PROTOCOL §7).
    const DustValue through = m_lastSeq.isInteger() ? DustValue(m_since) : m_lastSeq;
    m_peer->sendFrame(DustChannelFrames::catchUpComplete(m_to, through));
}
