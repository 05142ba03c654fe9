// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef HISTORYMAKER_H
#define HISTORYMAKER_H

#include "naivemodel.h"

#include <random>

class Dice
{
public:
    explicit Dice(quint64 seed) : m_engine(seed) {}

    int below(int limit) { return int(m_engine() % quint64(limit)); }
    bool chance(int percent) { return below(100) < percent; }
    template<typename List>
    auto pick(const List &list)
    {
        return list.at(decltype(list.size())(below(int(list.size()))));
    }

private:
    std::minstd_rand m_engine;
};

// Makes operations that meet each other: few paths, many of them nested, and revisions and tokens
// that are mostly right.
class HistoryMaker
{
public:
    HistoryMaker(Dice &dice, const Naive::Model &model) : m_dice(dice), m_model(model) {}

    DustOperation operation();
    DustPath pathToRollBack();
    quint64 seqToRollBackTo();

private:
    DustValue value(int depth);
    DustValue object(int depth);
    DustValue valueNamed(const QString &name, int depth);
    DustPath path();
    DustPath ownPath(const QString &name);
    DustOperation bareOperation();
    DustOperation leaseOperation();
    std::optional<DustPath> leasePath();
    std::optional<DustPath> existingPath();
    quint64 tokenAt(const DustPath &path);

    Dice &m_dice;
    const Naive::Model &m_model;
    int m_made = 0;
};

#endif // HISTORYMAKER_H
