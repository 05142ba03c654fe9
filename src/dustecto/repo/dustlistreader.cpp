// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustlistreader_p.h"

#include "dustrecordassembler_p.h"
#include "dustrecordimage_p.h"
#include "dustrecordsink.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

QByteArray keyOf(QByteArrayView segment)
{
    return segment.contains('~') ? DustPath::unescapeSegment(segment).toUtf8()
                                 : segment.toByteArray();
}

class ChangeSink final : public DustRecordSink
{
public:
    QList<DustListChange> changes;

    DustResult<void> take(DustRecordDecoder &decoder) override
    {
        DustRecord record;
        if (const DustResult<void> decoded = decode(decoder, &record); !decoded)
            return decoded;
        changes.append({ record.slug().toUtf8(), std::move(record) });
        return {};
    }
    void finish(const DustError &) override {}
};

} // namespace

DustListReader::DustListReader(const DustSchema &schema,
                               const std::shared_ptr<DustSkipReporter> &reporter)
    : m_schema(schema), m_base(schema.prefix().rendered() + '/'), m_decoder(schema),
      m_reporter(reporter)
{}

QList<DustListChange> DustListReader::all(const DustTransport &transport)
{
    ChangeSink sink;
    const auto skipped = [&](const DustError &error) { skip(error, transport); };
    DustRecordAssembler assembler(m_schema, &sink, skipped);
    transport.view()->scanBelow(m_schema.prefix().rendered(), [&](const DustRow &row) {
        assembler.add(row.path(), row.value(), row.revision());
        return true;
    });
    assembler.finish();
    for (DustListChange &change : sink.changes)
        change.pending = isPending(DustPath::escapeSegment(QString::fromUtf8(change.key)),
                                   transport);
    return sink.changes;
}

std::optional<QList<DustListChange>> DustListReader::touched(
        const QList<const DustCommit *> &commits, const DustTransport &transport, Known known)
{
    const bool isOptimistic = isMirror(transport);
    Touches touches;
    for (const DustCommit *commit : commits) {
        const bool isOwn = isOptimistic && mayEndPending(*commit);
        for (const DustLeafChange &change : commit->changes)
            touches.push_back({ segmentOf(change.path), isOwn ? QByteArrayView() : change.path });
        if (!isOwn)
            continue;
        touches.push_back({ segmentOf(commit->event.path.rendered()), {} });
        if (touches.back().segment.isEmpty() && m_schema.prefix().overlaps(commit->event.path))
            return std::nullopt;
    }
    const auto isBefore = [](const Touch &a, const Touch &b) { return a.segment < b.segment; };
    std::sort(touches.begin(), touches.end(), isBefore);

    QList<DustListChange> changes;
    for (auto begin = touches.cbegin(); begin != touches.cend();) {
        const auto end = std::upper_bound(begin, touches.cend(), *begin, isBefore);
        if (!begin->segment.isEmpty())
            changes.append(read(begin, end, transport, known));
        begin = end;
    }
    return changes;
}

void DustListReader::reportSkipped(const DustTransport &transport)
{
    const QSet<QString> skipped = std::exchange(m_skipped, {});
    m_tellsAtOnce = true;
    for (const QString &slug : skipped)
        (void)decoded(DustPath::escapeSegment(slug), transport);
    m_tellsAtOnce = false;
}

bool DustListReader::isMirror(const DustTransport &transport)
{
    return transport.capabilities().testFlag(DustTransport::Optimistic);
}

void DustListReader::skip(const DustError &error, const DustTransport &transport)
{
    if (isMirror(transport) && !m_tellsAtOnce)
        m_skipped.insert(error.detail().value(u"slug"_s).toString());
    else
        m_reporter->report(m_schema, error);
}

// What others do ends no write of one's own.
bool DustListReader::mayEndPending(const DustCommit &commit)
{
    return commit.changes.isEmpty() || commit.event.own || !commit.event.committed;
}

bool DustListReader::isPending(QByteArrayView segment, const DustTransport &transport) const
{
    return isMirror(transport)
            && transport.isPending(DustPath::fromCanonical(m_base + segment.toByteArray()));
}

// Empty for a path that is not below the prefix.
QByteArrayView DustListReader::segmentOf(QByteArrayView path) const
{
    if (!path.startsWith(m_base))
        return {};
    const QByteArrayView relative = path.sliced(m_base.size());
    const qsizetype slash = relative.indexOf('/');
    return slash < 0 ? relative : relative.first(slash);
}

DustListChange DustListReader::read(Touches::const_iterator begin, Touches::const_iterator end,
                                    const DustTransport &transport, Known known)
{
    DustListChange change{ keyOf(begin->segment), {}, isPending(begin->segment, transport) };
    const DustRecord *before = change.pending ? nullptr : known(change.key);
    if (before)
        change.amendments = amendments(begin, end, *before, *transport.view());
    if (change.amendments.isEmpty())
        change.record = decoded(begin->segment, transport);
    return change;
}

// Where leaves of a known record have new values, these alone are decoded. None, where that is not all.
QList<DustRecordAmendment> DustListReader::amendments(Touches::const_iterator begin,
                                                      Touches::const_iterator end,
                                                      const DustRecord &before,
                                                      const DustReadView &view) const
{
    const qsizetype base = m_base.size() + begin->segment.size() + 1;
    QList<DustRecordAmendment> amendments;
    for (; begin != end; ++begin) {
        const DustRow *row = begin->leaf.size() > base ? view.find(begin->leaf) : nullptr;
        if (!row)
            return {};
        const DustResult<DustValue> value = row->value();
        const auto amendment = value
                ? DustRecordAmendment::of(before, begin->leaf.sliced(base), *value, row->revision())
                : std::nullopt;
        if (!amendment)
            return {};
        amendments.append(*amendment);
    }
    return amendments;
}

std::optional<DustRecord> DustListReader::decoded(QByteArrayView segment,
                                                  const DustTransport &transport)
{
    const QString slug = DustPath::unescapeSegment(segment);
    bool any = false;
    DustError damage;
    m_decoder.begin(slug);
    const auto add = [&](QByteArrayView relative, const DustRow &row) {
        const DustResult<DustValue> value = row.value();
        any = true;
        if (value)
            m_decoder.add(relative, *value, row.revision());
        else
            damage = value.error().with(u"slug"_s, slug);
    };
    dustVisitRecord(*transport.view(), m_base + segment.toByteArray(), add);
    if (!any)
        return std::nullopt;
    DustResult<DustRecord> record = m_decoder.finish();
    if (damage.kind() != DustError::NoError)
        record = damage;
    if (record)
        return std::move(*record);
    skip(record.error(), transport);
    return std::nullopt;
}
