// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustlistreader_p.h"

#include "dustrecordassembler_p.h"
#include "dustrecordimage_p.h"
#include "dustrecordsink.h"

#include <QtCore/QSet>

namespace {

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

QList<DustListChange> DustListReader::all(const DustReadView &view)
{
    ChangeSink sink;
    const auto skipped = [this](const DustError &error) { m_reporter->report(m_schema, error); };
    DustRecordAssembler assembler(m_schema, &sink, skipped);
    view.scanBelow(m_schema.prefix().rendered(), [&](const DustRow &row) {
        assembler.add(row.path(), row.value(), row.revision());
        return true;
    });
    assembler.finish();
    return sink.changes;
}

QList<DustListChange> DustListReader::touched(const QList<const DustCommit *> &commits,
                                              const DustReadView &view)
{
    QSet<QByteArrayView> seen;
    QByteArrayView last;
    QList<DustListChange> changes;
    for (const DustCommit *commit : commits) {
        for (const DustLeafChange &change : commit->changes) {
            const QByteArrayView segment = segmentOf(change.path);
            if (segment.isEmpty() || segment == last || seen.contains(segment))
                continue;
            last = segment;
            seen.insert(segment);
            changes.append(read(segment, view));
        }
    }
    return changes;
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

DustListChange DustListReader::read(QByteArrayView segment, const DustReadView &view)
{
    const QString slug = DustPath::unescapeSegment(segment);
    DustListChange change{ slug.toUtf8(), {} };
    bool any = false;
    DustError damage;
    m_decoder.begin(slug);
    const auto add = [&](QByteArrayView relative, const DustRow &row) {
        const DustResult<DustValue> value = row.value();
        any = true;
        if (value)
            m_decoder.add(relative, *value, row.revision());
        else
            damage = value.error();
    };
    dustVisitRecord(view, m_base + segment.toByteArray(), add);
    if (!any)
        return change;
    DustResult<DustRecord> record = m_decoder.finish();
    if (damage.kind() != DustError::NoError)
        record = damage;
    if (record)
        change.record = std::move(*record);
    else
        m_reporter->report(m_schema, record.error());
    return change;
}
