// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusteffects_p.h"

#include <algorithm>

namespace {

using Leaf = DustValue::Leaf;

DustEntry::Type plainType(const DustValue &value)
{
    const DustEntry::Type type = DustEntry::typeOf(value);
    return type == DustEntry::File ? DustEntry::Map : type;
}

class Collector
{
public:
    Collector(const DustReadView &rows, const DustStamp &stamp) : m_rows(rows), m_stamp(stamp) {}

    void reserve(qsizetype leaves) { m_changes.reserve(leaves); }

    void writeLeaf(const DustPath &path, const DustValue &value)
    {
        const DustRow *row = m_rows.find(path.rendered());
        m_changes.append({ path.rendered(), row ? std::optional(row->stored()) : std::nullopt,
                           m_stamp.stored(value, plainType(value)) });
    }

    // The leaf at the path and all below it give way to the leaves.
    void replaceTree(const DustPath &path, QList<Leaf> leaves, std::optional<DustEntry::Type> type)
    {
        const auto byPath = [](const Leaf &a, const Leaf &b) { return a.first < b.first; };
        if (!std::is_sorted(leaves.cbegin(), leaves.cend(), byPath))
            std::sort(leaves.begin(), leaves.end(), byPath);
        auto next = leaves.cbegin();
        const auto written = [&] {
            return m_stamp.stored(next->second, type.value_or(plainType(next->second)));
        };
        const auto writeNext = [&] {
            m_changes.append({ next->first.rendered(), std::nullopt, written() });
            ++next;
        };
        const auto replace = [&](const DustRow &row) {
            while (next != leaves.cend() && next->first.rendered() < row.path())
                writeNext();
            if (next != leaves.cend() && next->first.rendered() == row.path()) {
                m_changes.append({ next->first.rendered(), row.stored(), written() });
                ++next;
            } else {
                m_changes.append({ row.path().toByteArray(), row.stored(), std::nullopt });
            }
            return true;
        };
        if (const DustRow *row = m_rows.find(path.rendered()))
            replace(*row);
        m_rows.scanBelow(path.rendered(), replace);
        while (next != leaves.cend())
            writeNext();
    }

    QList<DustLeafChange> changes()
    {
        const auto byPath = [](const DustLeafChange &a, const DustLeafChange &b) {
            return a.path < b.path;
        };
        if (!std::is_sorted(m_changes.cbegin(), m_changes.cend(), byPath))
            std::sort(m_changes.begin(), m_changes.end(), byPath);
        return std::move(m_changes);
    }

private:
    const DustReadView &m_rows;
    const DustStamp &m_stamp;
    QList<DustLeafChange> m_changes;
};

DustResult<DustEffect> setEffect(const DustReadView &rows, const DustOperation &operation,
                                 const DustStamp &stamp)
{
    Collector collector(rows, stamp);
    const auto leaves = operation.value().flatten(operation.path());
    if (!leaves)
        return leaves.error();
    collector.reserve(leaves->size());
    collector.replaceTree(operation.path(), *leaves, std::nullopt);
    return DustEffect{ operation.value(), collector.changes() };
}

DustResult<DustEffect> mergeEffect(const DustReadView &rows, const DustOperation &operation,
                                   const DustStamp &stamp)
{
    Collector collector(rows, stamp);
    const DustObject &object = operation.value().toObject();
    collector.reserve(object.size());
    for (auto it = object.cbegin(); it != object.cend(); ++it) {
        const auto child = operation.path().child(it.key());
        if (!child)
            return child.error();
        if (it.value().isLeaf()) {
            collector.writeLeaf(*child, it.value());
            continue;
        }
        const auto leaves = it.value().flatten(*child);
        if (!leaves)
            return leaves.error();
        collector.replaceTree(*child, *leaves, std::nullopt);
    }
    return DustEffect{ operation.value(), collector.changes() };
}

DustResult<DustEffect> putFileEffect(const DustReadView &rows, const DustOperation &operation,
                                     const DustStamp &stamp)
{
    Collector collector(rows, stamp);
    collector.replaceTree(operation.path(), { Leaf(operation.path(), operation.value()) },
                          DustEntry::File);
    return DustEffect{ operation.value(), collector.changes() };
}

DustResult<DustEffect> deleteEffect(const DustReadView &rows, const DustOperation &operation,
                                    const DustStamp &stamp)
{
    Collector collector(rows, stamp);
    collector.replaceTree(operation.path(), {}, std::nullopt);
    return DustEffect{ operation.value(), collector.changes() };
}

} // namespace

DustResult<DustEffect> DustEffects::of(const DustReadView &rows, const DustOperation &operation,
                                       const DustStamp &stamp)
{
    switch (operation.kind()) {
    case DustOperation::Set:
        return setEffect(rows, operation, stamp);
    case DustOperation::Merge:
        return mergeEffect(rows, operation, stamp);
    case DustOperation::PutFile:
        return putFileEffect(rows, operation, stamp);
    case DustOperation::Delete:
        return deleteEffect(rows, operation, stamp);
    default:
        return onLeaf(rows, operation, stamp);
    }
}
