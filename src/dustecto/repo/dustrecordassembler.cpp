// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrecordassembler_p.h"

#include "dustrecordsink.h"

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace {

// Byte order of the UTF-8 forms, which is the order of code points; UTF-16 sorts its surrogates too low.
bool lessInUtf8(const QString &a, const QString &b)
{
    const auto [x, y] = std::mismatch(a.cbegin(), a.cend(), b.cbegin(), b.cend());
    if (x == a.cend() || y == b.cend())
        return x == a.cend() && y != b.cend();
    if (x->isSurrogate() != y->isSurrogate())
        return y->isSurrogate();
    return *x < *y;
}

} // namespace

DustRecordAssembler::DustRecordAssembler(const DustSchema &schema, DustRecordSink *sink,
                                         const Skipped &skipped)
    : m_base(schema.prefix().rendered() + '/'), m_decoder(schema), m_sink(sink), m_skipped(skipped)
{}

void DustRecordAssembler::add(QByteArrayView path, const DustResult<DustValue> &value,
                              quint64 revision)
{
    if (!path.startsWith(m_base))
        return;
    const QByteArrayView relative = path.sliced(m_base.size());
    const qsizetype length = m_segment.size();
    if (m_open && relative.size() > length && relative[length] == '/'
        && relative.startsWith(m_segment)) {
        addLeaf(relative.sliced(length + 1), value, revision);
        return;
    }
    endRecord();
    endLoneLeaves(relative);
    const qsizetype slash = relative.indexOf('/');
    if (slash < 0) {
        m_ownLeaves.insert_or_assign(relative.toByteArray(), Leaf{ value, revision });
        return;
    }
    begin(relative.first(slash));
    addLeaf(relative.sliced(slash + 1), value, revision);
}

void DustRecordAssembler::finish()
{
    endRecord();
    endLoneLeaves({});
}

bool DustRecordAssembler::isOtherRecord(QByteArrayView path) const
{
    return !m_open || !path.startsWith(m_base + m_segment + '/');
}

std::vector<qsizetype> DustRecordAssembler::slugOrder() const
{
    if (std::is_sorted(m_slugs.cbegin(), m_slugs.cend(), lessInUtf8))
        return {};
    std::vector<qsizetype> order(std::size_t(m_slugs.size()));
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [this](qsizetype a, qsizetype b) {
        return lessInUtf8(m_slugs.at(a), m_slugs.at(b));
    });
    return order;
}

void DustRecordAssembler::begin(QByteArrayView segment)
{
    m_segment = segment.toByteArray();
    m_slug = DustPath::unescapeSegment(segment);
    m_open = true;
    m_damage = {};
    m_decoder.begin(m_slug);
    if (const auto own = m_ownLeaves.find(m_segment); own != m_ownLeaves.end()) {
        addLeaf({}, own->second.value, own->second.revision);
        m_ownLeaves.erase(own);
    }
}

void DustRecordAssembler::addLeaf(QByteArrayView relative, const DustResult<DustValue> &value,
                                  quint64 revision)
{
    if (value)
        m_decoder.add(relative, *value, revision);
    else
        m_damage = value.error();
}

void DustRecordAssembler::endRecord()
{
    if (!m_open)
        return;
    m_open = false;
    const DustError error = m_damage.kind() == DustError::NoError
            ? m_sink->take(m_decoder).error()
            : m_damage.with(u"slug"_s, m_slug);
    if (error.kind() == DustError::NoError)
        m_slugs.append(m_slug);
    else
        m_skipped(error);
}

// Those whose own descendants, had there been any, would have come before this path.
void DustRecordAssembler::endLoneLeaves(QByteArrayView before)
{
    for (auto own = m_ownLeaves.begin(); own != m_ownLeaves.end();) {
        const QByteArray segment = own->first;
        const QByteArray descendants = segment + '/';
        if (before.isEmpty() || (descendants < before && !before.startsWith(descendants))) {
            begin(segment);
            endRecord();
        }
        own = m_ownLeaves.upper_bound(segment);
    }
}
