// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREALTIMEINBOX_P_H
#define DUSTREALTIMEINBOX_P_H

#include "dustreplicainput_p.h"

#include <deque>
#include <functional>

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
    void append(DustReplicaInputs &&input) { m_items.emplace_back(std::move(input)); }
    void append(const Answer &answer) { m_items.emplace_back(answer); }
    void append(DustEvent &&event)
    {
        DustReplicaInput::Events *last = lastEvents();
        if (!last || last->events.size() >= EventsAtOnce) {
            m_items.emplace_back(DustReplicaInputs(DustReplicaInput::Events()));
            last = lastEvents();
        }
        last->events.append(std::move(event));
    }
    Item takeFirst()
    {
        Item first = std::move(m_items.front());
        m_items.pop_front();
        return first;
    }

private:
    DustReplicaInput::Events *lastEvents()
    {
        auto *input = m_items.empty() ? nullptr : std::get_if<DustReplicaInputs>(&m_items.back());
        return input ? std::get_if<DustReplicaInput::Events>(input) : nullptr;
    }

    std::deque<Item> m_items;
};

#endif // DUSTREALTIMEINBOX_P_H
