// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SIMDICE_H
#define SIMDICE_H

#include <QtCore/QtGlobal>

// Chance that comes out the same again for the same seed.
class SimDice
{
public:
    explicit SimDice(quint64 seed) : m_state(seed) {}

    quint64 roll()
    {
        m_state += 0x9e3779b97f4a7c15ULL;
        quint64 mixed = m_state;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
        return mixed ^ (mixed >> 31);
    }
    int below(int limit) { return int(roll() % quint64(limit)); }
    int between(int least, int most) { return least + below(most - least + 1); }
    bool chance(int percent) { return below(100) < percent; }
    template<typename List>
    auto pick(const List &list)
    {
        return list.at(decltype(list.size())(below(int(list.size()))));
    }

private:
    quint64 m_state;
};

#endif // SIMDICE_H
