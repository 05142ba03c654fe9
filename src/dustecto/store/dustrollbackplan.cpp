// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrollbackplan_p.h"

#include <QtCore/QSet>

#include <algorithm>
#include <set>

namespace {

// Calls with each ancestor of a path, the shallowest first, until one is what was looked for.
QByteArray firstAncestor(const QByteArray &path, DustFunctionRef<bool(const QByteArray &)> isIt)
{
    for (qsizetype slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        QByteArray ancestor = path.first(slash);
        if (isIt(ancestor))
            return ancestor;
    }
    return {};
}

class Planner
{
public:
    Planner(const DustLeafMap &now, const DustLeafMap &then) : m_now(now), m_then(then) {}

    void planDeletes()
    {
        for (const auto &[path, leaf] : m_now) {
            if (m_then.contains(path) || isDeleted(path) || isOverwritten(path))
                continue;
            // Where something stays below, the delete of the leaf takes it along; planSets() knows.
            QByteArray top = firstAncestor(path,
                                           [&](const QByteArray &p) { return isEmptyThen(p); });
            if (top.isEmpty())
                top = path;
            deletes.insert(top);
        }
    }

    void planSets()
    {
        for (const auto &[path, leaf] : m_then) {
            const auto isCleared = [&](const QByteArray &p) {
                return deletes.contains(p) || m_isSet.contains(p);
            };
            if (isUnchanged(path) && !deletes.contains(path)
                && firstAncestor(path, isCleared).isEmpty())
                continue;
            sets.append(path);
            m_isSet.insert(path);
        }
    }

    std::set<QByteArray, DustPathLess> deletes;
    QList<QByteArray> sets;

private:
    bool isDeleted(const QByteArray &path) const
    {
        return !firstAncestor(path, [&](const QByteArray &p) {
                    return deletes.contains(p);
                }).isEmpty();
    }
    // By the set of an ancestor, which planSets() will find.
    bool isOverwritten(const QByteArray &path) const
    {
        return !firstAncestor(path, [&](const QByteArray &p) {
                    return m_then.contains(p) && !isUnchanged(p);
                }).isEmpty();
    }
    bool isUnchanged(const QByteArray &path) const
    {
        const auto before = m_then.find(path);
        const auto after = m_now.find(path);
        return before != m_then.cend() && after != m_now.cend()
                && before->second.packed == after->second.packed;
    }
    bool isEmptyThen(const QByteArray &path) const
    {
        const QByteArray below = path + '/';
        const auto next = m_then.lower_bound(below);
        return !m_then.contains(path) && (next == m_then.cend() || !next->first.startsWith(below));
    }

    const DustLeafMap &m_now;
    const DustLeafMap &m_then;
    QSet<QByteArray> m_isSet;
};

} // namespace

DustResult<QList<DustOperation>> DustRollbackPlan::between(const DustLeafMap &now,
                                                           const DustLeafMap &then)
{
    Planner planner(now, then);
    planner.planDeletes();
    planner.planSets();
    QList<DustOperation> operations;
    operations.reserve(qsizetype(planner.deletes.size()) + planner.sets.size());
    for (const QByteArray &path : planner.deletes)
        operations.append(DustOperation::remove(DustPath::fromCanonical(path)));
    for (const QByteArray &path : std::as_const(planner.sets)) {
        const auto value = DustHistory::valueOf(path, then.find(path)->second);
        if (!value)
            return value.error();
        operations.append(DustOperation::set(DustPath::fromCanonical(path), *value));
    }
    return operations;
}

bool DustRollbackPlan::haveSameValues(const DustLeafMap &a, const DustLeafMap &b)
{
    return std::equal(a.cbegin(), a.cend(), b.cbegin(), b.cend(), [](const auto &x, const auto &y) {
        return x.first == y.first && x.second.packed == y.second.packed;
    });
}
