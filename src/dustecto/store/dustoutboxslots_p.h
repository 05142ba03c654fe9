// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTOUTBOXSLOTS_P_H
#define DUSTOUTBOXSLOTS_P_H

// Which entries of an outbox use which paths, and which of them hold each other up.

#include "dustoutboxentry_p.h"

#include <array>
#include <map>

namespace DustOutboxPaths {

// By path, so that all below one path stand in a row.
struct Less
{
    using is_transparent = void;
    bool operator()(QByteArrayView a, QByteArrayView b) const { return a < b; }
};
template<typename T>
using Map = std::map<QByteArray, T, Less>;

// Calls visit with each ancestor of the path that the map has, the topmost first, until it returns
// true; tells whether it did.
template<typename M, typename Visitor> // bool(M::value_type &)
bool visitAbove(M &map, QByteArrayView path, Visitor &&visit)
{
    for (qsizetype end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
        if (const auto found = map.find(path.first(end)); found != map.end() && visit(*found))
            return true;
    }
    return false;
}

// The same with each descendant, in order; of the empty path everything is one.
template<typename M, typename Visitor>
bool visitBelow(M &map, const QByteArray &path, Visitor &&visit)
{
    const QByteArray prefix = path.isEmpty() ? path : path + '/';
    for (auto it = map.lower_bound(prefix); it != map.end() && it->first.startsWith(prefix); ++it) {
        if (visit(*it))
            return true;
    }
    return false;
}

} // namespace DustOutboxPaths

class DustOutboxSlots
{
public:
    // How an entry uses a path.
    enum Use : quint8 {
        Alone,
        Counting, // increments of one counter do not hold each other up
        Fencing // nor do writes under one fence
    };
    struct PathUse
    {
        QByteArray path;
        Use use = Alone;

        friend bool operator<(const PathUse &a, const PathUse &b)
        {
            return std::tie(a.path, a.use) < std::tie(b.path, b.use);
        }
        friend bool operator==(const PathUse &a, const PathUse &b)
        {
            return a.path == b.path && a.use == b.use;
        }
    };
    // Each once.
    static QList<PathUse> usesOf(const DustOutboxEntry &entry);

    void occupy(const DustOutboxEntry &entry);
    void vacate(const DustOutboxEntry &entry);

    // An entry with a smaller number that holds this one up, 0 if there is none: the largest that
    // can be found without looking at everything, since it is likely to be the last to leave.
    quint64 holderOf(const DustOutboxEntry &entry) const;
    // All those with larger numbers that this one may hold up.
    QList<quint64> heldBy(const DustOutboxEntry &entry) const;
    // The last entry that uses the path; 0 if there is none.
    quint64 lastAt(const QByteArray &path) const;

private:
    // The numbers of the entries at a path, by use, in order.
    using Slot = std::array<QList<quint64>, 3>;
    enum Relation : quint8 { Same, Related };

    static bool collide(Use a, Use b, Relation relation);
    static quint64 holderIn(const Slot &slot, Use use, Relation relation, quint64 number);
    quint64 holderAt(const PathUse &wanted, quint64 number) const;

    DustOutboxPaths::Map<Slot> m_slots;
};

#endif // DUSTOUTBOXSLOTS_P_H
