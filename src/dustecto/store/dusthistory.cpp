// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusthistory_p.h"

#include "dusttext_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

bool isWithin(const DustPath &path, const QByteArray &rendered)
{
    const DustPath other = DustPath::fromCanonical(rendered);
    return path == other || path.isAncestorOf(other);
}

} // namespace

DustResult<void> DustHistory::readLog(quint64 since, Visitor visitor) const
{
    constexpr int PageSize = 1000;
    while (true) {
        const auto page = m_storage.log(since, PageSize);
        if (!page)
            return page.error();
        for (const DustLogRecord &record : *page) {
            if (!visitor(record))
                return {};
            since = record.seq;
        }
        if (page->size() < PageSize)
            return {};
    }
}

DustResult<DustValue> DustHistory::valueOf(const QByteArray &path, const DustStoredValue &leaf)
{
    auto value = leaf.value();
    if (value)
        return value;
    const QString name = DustText::fromUtf8(path);
    return DustError(DustError::Storage,
                     u"What the leaf %1 held at seq %2 is damaged (%3). Restore the store from a "
                     "backup."_s.arg(DustText::quoted(name), QString::number(leaf.revision),
                                     value.error().message()),
                     { { u"reason"_s, u"damaged_row"_s }, { u"path"_s, name } });
}

DustLeafMap DustHistory::now(const DustPath &path) const
{
    DustLeafMap leaves;
    const auto take = [&](const DustRow &row) {
        leaves.emplace_hint(leaves.end(), row.path().toByteArray(), row.stored());
        return true;
    };
    const DustReadView &rows = m_storage.rows();
    if (const DustRow *row = path.isEmpty() ? nullptr : rows.find(path.rendered()))
        take(*row);
    rows.scanBelow(path.rendered(), take);
    return leaves;
}

DustResult<DustLeafMap> DustHistory::at(quint64 seq, const DustPath &path) const
{
    // The first that an operation after the seq found at a leaf is what was there at the seq.
    std::map<QByteArray, std::optional<DustStoredValue>, DustPathLess> found;
    const auto read = readLog(seq, [&](const DustLogRecord &record) {
        for (const DustLeafChange &change : record.changes) {
            if (isWithin(path, change.path))
                found.try_emplace(change.path, change.before);
        }
        return true;
    });
    if (!read)
        return read.error();
    DustLeafMap leaves = now(path);
    for (const auto &[leaf, before] : found) {
        if (before)
            leaves.insert_or_assign(leaf, *before);
        else
            leaves.erase(leaf);
    }
    return leaves;
}

DustResult<bool> DustHistory::mentions(const DustPath &path) const
{
    bool found = false;
    const auto read = readLog(0, [&](const DustLogRecord &record) {
        found = isWithin(path, record.path)
                || std::any_of(
                        record.changes.cbegin(), record.changes.cend(),
                        [&](const DustLeafChange &change) { return isWithin(path, change.path); });
        return !found;
    });
    if (!read)
        return read.error();
    return found;
}
