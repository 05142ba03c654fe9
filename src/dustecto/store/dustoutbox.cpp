// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustoutbox_p.h"

#include <algorithm>

DustOutbox::DustOutbox() = default;
DustOutbox::~DustOutbox() = default;

DustOutboxEntry &DustOutbox::append(DustOutboxEntry entry)
{
    ++m_changes;
    if (entry.number == 0)
        entry.number = m_nextNumber;
    m_nextNumber = std::max(m_nextNumber, entry.number + 1);
    DustOutboxEntry &kept = m_entries.insert_or_assign(entry.number, std::move(entry))
                                    .first->second;
    for (const DustOutboxCaller &caller : std::as_const(kept.callers)) {
        if (caller.call != 0)
            m_byCall.insert(caller.call, kept.number);
    }
    show(kept);
    fileWire(kept);
    if (kept.state != DustOutboxEntry::Accepted)
        occupy(kept);
    return kept;
}

void DustOutbox::remove(quint64 number)
{
    const auto found = m_entries.find(number);
    if (found == m_entries.end())
        return;
    ++m_changes;
    // What is looked at again must not find it.
    const DustOutboxEntry entry = std::move(found->second);
    m_entries.erase(found);
    for (const DustOutboxCaller &caller : entry.callers)
        m_byCall.remove(caller.call);
    unfileWire(entry);
    hide(entry);
    m_ready.erase(number);
    vacate(entry);
}

DustOutboxEntry *DustOutbox::find(quint64 number)
{
    const auto found = m_entries.find(number);
    return found == m_entries.end() ? nullptr : &found->second;
}

const DustOutboxEntry *DustOutbox::find(quint64 number) const
{
    const auto found = m_entries.find(number);
    return found == m_entries.end() ? nullptr : &found->second;
}

DustOutboxEntry *DustOutbox::findWire(const QString &clientOpId, qsizetype *index)
{
    const auto found = m_byWireId.constFind(clientOpId);
    if (found == m_byWireId.cend())
        return nullptr;
    *index = found->index;
    return find(found->number);
}

DustOutboxEntry *DustOutbox::findSend(quint64 send)
{
    const auto found = m_bySend.lower_bound({ send, 0 });
    return found == m_bySend.end() || found->first != send ? nullptr : find(found->second);
}

DustOutboxEntry *DustOutbox::findCall(quint64 call)
{
    return find(m_byCall.value(call));
}

void DustOutbox::forgetCall(quint64 call)
{
    DustOutboxEntry *entry = find(m_byCall.take(call));
    if (!entry)
        return;
    for (DustOutboxCaller &caller : entry->callers) {
        if (caller.call == call)
            caller.call = 0;
    }
}

void DustOutbox::setWaiting(DustOutboxEntry &entry)
{
    unfileWire(entry);
    entry.wire.clear();
    entry.send = 0;
    fileWire(entry);
    entry.linkClosedAt.reset();
    entry.verdict.reset();
    setState(entry, DustOutboxEntry::Waiting);
}

void DustOutbox::setInFlight(DustOutboxEntry &entry, const QList<DustOperation> &wire, quint64 send)
{
    unfileWire(entry);
    ++entry.attempts;
    entry.wire = wire;
    entry.send = send;
    fileWire(entry);
    setState(entry, DustOutboxEntry::InFlight);
}

void DustOutbox::setUnanswered(DustOutboxEntry &entry)
{
    setState(entry, DustOutboxEntry::Unanswered);
}

void DustOutbox::setAccepted(DustOutboxEntry &entry, quint64 seq)
{
    entry.acceptedSeq = seq;
    setState(entry, DustOutboxEntry::Accepted);
}

void DustOutbox::forgetSend(DustOutboxEntry &entry)
{
    m_bySend.erase({ entry.send, entry.number });
    entry.send = 0;
}

void DustOutbox::setState(DustOutboxEntry &entry, DustOutboxEntry::State state)
{
    ++m_changes;
    const bool heldUp = entry.state != DustOutboxEntry::Accepted;
    entry.state = state;
    if (heldUp == (state != DustOutboxEntry::Accepted)) {
        look(entry);
    } else if (heldUp) {
        m_ready.erase(entry.number);
        vacate(entry);
    } else {
        occupy(entry);
    }
}

void DustOutbox::look(const DustOutboxEntry &entry)
{
    m_ready.erase(entry.number);
    if (entry.state != DustOutboxEntry::Waiting)
        return;
    if (const quint64 holder = m_slots.holderOf(entry))
        m_heldUpBy[holder].append(entry.number);
    else
        m_ready.insert(entry.number);
}

void DustOutbox::occupy(const DustOutboxEntry &entry)
{
    m_slots.occupy(entry);
    look(entry);
    if (m_entries.rbegin()->first == entry.number)
        return; // as almost always
    for (const quint64 number : m_slots.heldBy(entry)) {
        if (m_ready.count(number))
            look(*find(number));
    }
}

void DustOutbox::vacate(const DustOutboxEntry &entry)
{
    m_slots.vacate(entry);
    for (const quint64 number : m_heldUpBy.take(entry.number)) {
        if (const DustOutboxEntry *held = find(number))
            look(*held);
    }
}

void DustOutbox::fileWire(const DustOutboxEntry &entry)
{
    for (qsizetype i = 0; i < entry.onWire().size(); ++i) {
        const QString id = entry.onWire().at(i).clientOpId();
        // An application may give two writes one id: the one that was sent later has it.
        if (!entry.wire.isEmpty() || !m_byWireId.contains(id))
            m_byWireId.insert(id, { entry.number, i });
    }
    if (entry.send != 0)
        m_bySend.insert({ entry.send, entry.number });
}

void DustOutbox::unfileWire(const DustOutboxEntry &entry)
{
    for (const DustOperation &operation : entry.onWire()) {
        const auto found = m_byWireId.constFind(operation.clientOpId());
        if (found != m_byWireId.cend() && found->number == entry.number)
            m_byWireId.erase(found);
    }
    m_bySend.erase({ entry.send, entry.number });
}
