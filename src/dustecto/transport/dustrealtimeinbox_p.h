// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREALTIMEINBOX_P_H
#define DUSTREALTIMEINBOX_P_H

#include "dustoutboxentry_p.h"
#include "dustreplicainput_p.h"

#include <deque>
#include <functional>
#include <limits>

// What came for one store and was not looked at yet, in order: inputs of its replica, and answers
// that are to come after what came before them.
class DustRealtimeInbox
{
public:
    using Answer = std::function<void()>;
    using Item = std::variant<DustReplicaInputs, Answer>;

    // Of one item: a step takes in some of them (DustRealtimePace).
    static constexpr qsizetype EventsAtOnce = 100;
    static qsizetype eventsOf(const Item &item)
    {
        const auto *input = std::get_if<DustReplicaInputs>(&item);
        const auto *events = input ? std::get_if<DustReplicaInput::Events>(input) : nullptr;
        return events ? events->events.size() : 1;
    }

    static Item itemOf(DustEvent &&event)
    {
        return DustReplicaInputs(DustReplicaInput::Events{ { std::move(event) } });
    }
    static Item itemOf(DustReplicaInputs &&input) { return std::move(input); }
    static Item itemOf(const Answer &answer) { return answer; }

    static constexpr std::size_t Many = 1'000; // items
    std::size_t count() const { return m_items.size(); }
    bool isEmpty() const { return m_items.empty(); }
    qsizetype size() const { return m_size; } // of what waits, in bytes, roughly
    void append(DustReplicaInputs &&input)
    {
        const auto *snapshot = std::get_if<DustReplicaInput::Snapshot>(&input);
        const qsizetype size = snapshot ? sizeOf(*snapshot) : 0;
        m_items.push_back({ std::move(input), size });
        m_size += size;
    }
    void append(const Answer &answer) { m_items.push_back({ answer, 0 }); }
    void append(DustEvent &&event)
    {
        const qsizetype size = sizeOf(event.path, event.value);
        DustReplicaInput::Events *last = lastEvents();
        if (!last || last->events.size() >= EventsAtOnce) {
            m_items.push_back({ DustReplicaInputs(DustReplicaInput::Events()), 0 });
            last = lastEvents();
        }
        last->events.append(std::move(event));
        m_items.back().size += size;
        m_size += size;
    }
    Item takeFirst()
    {
        Item first = std::move(m_items.front().item);
        m_size -= m_items.front().size;
        m_items.pop_front();
        return first;
    }

private:
    struct Place
    {
        Item item;
        qsizetype size = 0;
    };

    static qsizetype sizeOf(const DustPath &path, const DustValue &value)
    {
        constexpr qsizetype Most = std::numeric_limits<qsizetype>::max();
        qsizetype rest = Most - qsizetype(sizeof(DustEvent)) - path.rendered().size();
        static_cast<void>(DustOutboxEntry::fits(value, &rest));
        return Most - rest;
    }
    static qsizetype sizeOf(const DustReplicaInput::Snapshot &snapshot)
    {
        qsizetype size = 0;
        for (const DustEntry &entry : snapshot.entries)
            size += sizeOf(entry.path(), entry.value());
        return size;
    }
    DustReplicaInput::Events *lastEvents()
    {
        auto *input = m_items.empty() ? nullptr
                                      : std::get_if<DustReplicaInputs>(&m_items.back().item);
        return input ? std::get_if<DustReplicaInput::Events>(input) : nullptr;
    }

    std::deque<Place> m_items;
    qsizetype m_size = 0;
};

#endif // DUSTREALTIMEINBOX_P_H
