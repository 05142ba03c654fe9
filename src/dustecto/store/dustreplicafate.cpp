// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustreplicafate_p.h"

#include "dusteffects_p.h"
#include "dustoverlay_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

void addTree(const DustReadView &view, const DustPath &path, DustLeafMap *leaves)
{
    if (const DustRow *row = view.find(path.rendered()))
        leaves->insert_or_assign(path.rendered(), row->stored());
    view.scanBelow(path.rendered(), [&](const DustRow &row) {
        leaves->insert_or_assign(row.path().toByteArray(), row.stored());
        return true;
    });
}

void addLeaf(const DustReadView &view, const QByteArray &path, DustLeafMap *leaves)
{
    if (const DustRow *row = view.find(path))
        leaves->insert_or_assign(path, row->stored());
}

bool haveSameValues(const DustLeafMap &a, const DustLeafMap &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto &x, const auto &y) {
        return x.first == y.first && x.second.packed == y.second.packed;
    });
}

QString hashOf(const DustStoredValue &stored)
{
    return stored.type == DustEntry::File
            ? stored.value().valueOr(DustValue()).toObject().value(u"hash"_s).toString()
            : QString();
}

// Of a file the content counts: the server stamps the time of its own, and fills in a name.
bool haveSameFiles(const DustLeafMap &a, const DustLeafMap &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto &x, const auto &y) {
        const QString hash = hashOf(x.second);
        return x.first == y.first && !hash.isEmpty() && hash == hashOf(y.second);
    });
}

} // namespace

DustReplicaFate::DustReplicaFate(const QList<const DustOutboxEntry *> &entries,
                                 const DustReadView &before)
{
    DustOverlay result(&before);
    for (const DustOutboxEntry *entry : entries) {
        for (const DustOperation &operation : entry->operations) {
            note(operation);
            if (const auto effect = DustEffects::of(result, operation, {}))
                result.lay(effect->changes, entry->number);
        }
    }
    for (const DustPath &path : std::as_const(m_trees)) {
        addTree(before, path, &m_before);
        addTree(result, path, &m_result);
    }
    for (const QByteArray &path : std::as_const(m_leaves)) {
        addLeaf(before, path, &m_before);
        addLeaf(result, path, &m_result);
    }
}

void DustReplicaFate::note(const DustOperation &operation)
{
    switch (operation.kind()) {
    case DustOperation::Merge: {
        const DustObject &children = operation.value().toObject();
        for (auto child = children.cbegin(); child != children.cend(); ++child) {
            const auto path = operation.path().child(child.key());
            if (!path)
                continue;
            if (child->isLeaf())
                m_leaves.append(path->rendered());
            else
                m_trees.append(*path);
        }
        return;
    }
    case DustOperation::PutFile:
        m_isFile = true;
        m_trees.append(operation.path());
        return;
    case DustOperation::Increment:
        m_isSum = true;
        [[fallthrough]];
    case DustOperation::Add:
    case DustOperation::Remove:
        m_leaves.append(operation.path().rendered());
        return;
    default:
        m_trees.append(operation.path());
    }
}

DustReplicaFate::Verdict DustReplicaFate::judge(const DustReadView &now) const
{
    DustLeafMap found;
    for (const DustPath &path : m_trees)
        addTree(now, path, &found);
    for (const QByteArray &path : m_leaves)
        addLeaf(now, path, &found);
    if (!m_isSum && haveSameValues(found, m_result))
        return Arrived;
    if (haveSameValues(found, m_before)) // a file that was put once more has another time
        return Missing;
    return m_isFile && haveSameFiles(found, m_result) ? Arrived : Unclear;
}
