// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustpagedread_p.h"

#include "dustrow_p.h"
#include "dusttext_p.h"

using namespace Qt::StringLiterals;

namespace {

constexpr int RowsPerPage = DustQuery::MaximumLimit;

// One record's answer: what was wrong with it, or that it is not there, where nothing was taken.
class OneSink final : public DustRecordSink
{
public:
    OneSink(std::unique_ptr<DustRecordSink> sink, const DustError &notFound)
        : m_sink(std::move(sink)), m_result(notFound)
    {}

    DustResult<void> take(DustRecordDecoder &decoder) override
    {
        const auto taken = m_sink->take(decoder);
        m_result = taken.error();
        return taken;
    }
    void finish(const DustError &error) override
    {
        m_sink->finish(error.kind() == DustError::NoError ? m_result : error);
    }

private:
    std::unique_ptr<DustRecordSink> m_sink;
    DustError m_result;
};

DustError notFound(const DustPath &path)
{
    const QString where = path.toString();
    return DustError(DustError::NotFound,
                     u"There is no record at %1."_s.arg(DustText::quoted(where)),
                     { { u"slug"_s, path.lastSegment() }, { u"path"_s, where } });
}

DustError ownerGone()
{
    return DustError(DustError::Closed,
                     u"The DustRepo or the context was destroyed before the last page."_s);
}

} // namespace

DustPagedRead::DustPagedRead(const Source &source, const DustSchema &schema, const DustPath &base,
                             const Skipped &skipped, std::unique_ptr<DustRecordSink> sink)
    : m_source(source), m_sink(std::move(sink)), m_assembler(schema, m_sink.get(), skipped),
      m_base(base), m_below(base)
{}

void DustPagedRead::all(const Source &source, const DustSchema &schema, const Skipped &skipped,
                        std::unique_ptr<DustRecordSink> sink)
{
    const std::shared_ptr<DustPagedRead> read(
            new DustPagedRead(source, schema, schema.prefix(), skipped, std::move(sink)));
    read->m_readsAll = true;
    read->next();
}

void DustPagedRead::one(const Source &source, const DustSchema &schema, const DustPath &path,
                        std::unique_ptr<DustRecordSink> sink)
{
    auto one = std::make_unique<OneSink>(std::move(sink), notFound(path));
    const auto ignored = [](const DustError &) {};
    const std::shared_ptr<DustPagedRead> read(
            new DustPagedRead(source, schema, path, ignored, std::move(one)));
    read->m_readsOne = true;
    read->next();
}

void DustPagedRead::stream(const Source &source, const DustSchema &schema, const Skipped &skipped,
                           std::unique_ptr<DustRecordSink> sink,
                           const QList<QPointer<QObject>> &owners)
{
    const std::shared_ptr<DustPagedRead> read(
            new DustPagedRead(source, schema, schema.prefix(), skipped, std::move(sink)));
    read->m_owners = owners;
    read->next();
}

// Where rows are read from the view the page still comes in a turn of its own, and then is what the store holds.
void DustPagedRead::next()
{
    if (isAbandoned())
        return finish(ownerGone());
    if (!m_source.transport)
        return finish(DustDelivery::closedError());
    const auto self = shared_from_this();
    if (m_source.transport->view()) {
        m_source.delivery->settle(DustResult<void>()).then([self](const DustResult<void> &turn) {
            if (turn)
                self->takeLocalPage();
            else
                self->finish(turn.error());
        });
        return;
    }
    DustQuery query = m_below.query();
    query.setLimit(RowsPerPage).setAfter(DustText::fromUtf8(m_after));
    m_source.transport->list(query).then(
            [self](const DustResult<DustPage> &page) { self->takePage(page); });
}

// Ends between two records, so that none is put together from before and after a write.
void DustPagedRead::takeLocalPage()
{
    const DustReadView *view = m_source.transport ? m_source.transport->view() : nullptr;
    if (!view)
        return finish(DustDelivery::closedError());
    if (isAbandoned())
        return finish(ownerGone());
    const QByteArray top = m_base.rendered() + '/';
    const QByteArray from = m_after.isEmpty() ? top : m_after + '\0';
    QByteArray to = m_base.rendered();
    to.append('/' + 1);
    int rows = 0;
    bool isLast = true;
    view->scan(from, to, [&](const DustRow &row) {
        if (rows >= RowsPerPage && m_assembler.isOtherRecord(row.path())) {
            isLast = false;
            return false;
        }
        m_assembler.add(row.path(), row.value(), row.revision());
        m_after = row.path().toByteArray();
        ++rows;
        return true;
    });
    m_assembler.endRecord();
    endPage(isLast);
}

// What a page has of its last record is read again with the rest of it, unless it has nothing else:
// between two pages somebody may write.
qsizetype DustPagedRead::countToKeep(const QList<DustEntry> &entries) const
{
    qsizetype count = entries.size();
    if (m_readsOne || count == 0)
        return count;
    const QByteArray last = entries.constLast().path().rendered();
    const qsizetype end = last.indexOf('/', m_base.rendered().size() + 1);
    const QByteArray record = last.first(end + 1);
    while (end >= 0 && count > 0 && entries.at(count - 1).path().rendered().startsWith(record))
        --count;
    return count > 0 ? count : entries.size();
}

void DustPagedRead::takePage(const DustResult<DustPage> &page)
{
    if (!page)
        return finish(page.error());
    if (isAbandoned())
        return finish(ownerGone());
    const bool isLast = page->nextCursor.isEmpty();
    const QList<DustEntry> entries = m_below.entriesOf(*page);
    const qsizetype count = isLast ? entries.size() : countToKeep(entries);
    const QByteArray after = count < entries.size() ? entries.at(count - 1).path().rendered()
                                                    : page->nextCursor.toUtf8();
    if (!isLast && after <= m_after)
        return finish(DustError(
                DustError::Http,
                u"The list of %1 does not go on after %2: the server repeats itself."_s.arg(
                        DustText::quoted(m_base.toString()), DustText::quoted(page->nextCursor)),
                { { u"reason"_s, u"invalid_cursor"_s } }));
    m_after = after;
    // While these records are put together, the next ones travel.
    if (!isLast && m_readsAll)
        next();
    for (qsizetype i = 0; i < count; ++i) {
        const DustEntry &entry = entries.at(i);
        m_assembler.add(entry.path().rendered(), entry.value(), entry.revision());
    }
    if (count < entries.size())
        m_assembler.endRecord();
    if (isLast || !m_readsAll)
        endPage(isLast);
}

void DustPagedRead::endPage(bool isLast)
{
    if (isLast)
        m_assembler.finish();
    const bool wantsMore = m_sink->flush();
    if (isLast || !wantsMore)
        finish({});
    else
        next();
}

bool DustPagedRead::isAbandoned() const
{
    return std::any_of(m_owners.cbegin(), m_owners.cend(),
                       [](const QPointer<QObject> &owner) { return owner.isNull(); });
}

void DustPagedRead::finish(const DustError &error)
{
    if (error.kind() == DustError::NoError) {
        if (const auto order = m_assembler.slugOrder(); !order.empty())
            m_sink->reorder(order);
    }
    m_sink->finish(error);
}
