// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustlister_p.h"

#include "dustpatternscan_p.h"
#include "dusttext_p.h"

#include <QtCore/QSet>

using namespace Qt::StringLiterals;

namespace {

// Takes rows until the page is full, and one more to know whether there are more.
class PageBuilder
{
public:
    PageBuilder(const DustQuery &query, qsizetype prefixStart)
        : m_query(query), m_prefixStart(prefixStart)
    {}

    bool add(const DustRow &row)
    {
        if (m_count == m_query.limit()) {
            m_page.nextCursor = DustText::fromUtf8(m_last);
            return false;
        }
        ++m_count;
        m_last = row.path().toByteArray();
        switch (m_query.select()) {
        case DustQuery::Entries:
            return addEntry(row);
        case DustQuery::Keys:
            m_page.paths.append(DustText::fromUtf8(row.path()));
            return true;
        case DustQuery::Prefixes:
            addPrefix(row.path());
            return true;
        }
        return false;
    }

    DustResult<DustPage> finish()
    {
        if (m_error)
            return *m_error;
        return std::move(m_page);
    }

private:
    bool addEntry(const DustRow &row)
    {
        auto entry = row.entry();
        if (!entry) {
            m_error = entry.error();
            return false;
        }
        m_page.entries.append(std::move(entry).value());
        return true;
    }

    void addPrefix(QByteArrayView path)
    {
        const qsizetype slash = path.indexOf('/', m_prefixStart);
        const QByteArray prefix = (slash < 0 ? path : path.first(slash)).toByteArray();
        if (m_prefixes.contains(prefix))
            return;
        m_prefixes.insert(prefix);
        m_page.paths.append(DustText::fromUtf8(prefix));
    }

    const DustQuery &m_query;
    const qsizetype m_prefixStart; // where the segment begins that a prefix ends with
    DustPage m_page;
    QByteArray m_last;
    QSet<QByteArray> m_prefixes;
    std::optional<DustError> m_error;
    int m_count = 0;
};

QString named(const DustQuery &query)
{
    if (!query.isRange())
        return u"The list of %1"_s.arg(DustText::quoted(query.pattern()));
    return u"The range from %1 to %2"_s.arg(DustText::quoted(query.from()),
                                            DustText::quoted(query.to()));
}

DustError refusal(const DustQuery &query, const QString &reason, const QString &saying)
{
    return DustError::invalidParams(reason, named(query) + u' ' + saying)
            .with(u"path"_s, query.isRange() ? query.from() : query.pattern());
}

DustResult<void> checkLimits(const DustQuery &query)
{
    if (query.limit() < 1 || query.limit() > DustQuery::MaximumLimit)
        return refusal(
                query, u"invalid_limit"_s,
                u"cannot have %1 entries a page: ask for 1 to %2."_s.arg(
                        QString::number(query.limit()), QString::number(DustQuery::MaximumLimit)));
    for (const QString &bound : { query.from(), query.to(), query.after() }) {
        if (!bound.isValidUtf16())
            return refusal(query, u"invalid_unicode"_s,
                           u"has a bound that is not valid Unicode: remove the lone surrogate."_s);
    }
    if (query.isRange() && query.select() == DustQuery::Prefixes)
        return refusal(query, u"prefixes_unsupported"_s,
                       u"cannot select prefixes: list a pattern that ends in \"**\"."_s);
    return {};
}

bool isBelowBase(const DustPattern &pattern)
{
    return pattern.segments().last().kind == DustPattern::Segment::Many
            && pattern.literalPrefix().segmentCount() == pattern.segments().size() - 1;
}

DustResult<DustPattern> patternOf(const DustQuery &query)
{
    auto pattern = DustPattern::compile(query.pattern());
    if (pattern && query.select() == DustQuery::Prefixes && !isBelowBase(*pattern))
        return refusal(
                query, u"prefixes_unsupported"_s,
                u"cannot select prefixes: its pattern must be \"**\" or a path and \"/**\"."_s);
    return pattern;
}

DustResult<DustPage> listPage(const DustReadView &rows, const DustQuery &query)
{
    const auto pattern = patternOf(query);
    if (!pattern)
        return pattern.error();
    if (pattern->isLiteral())
        return DustPage();
    const DustPath base = pattern->literalPrefix();
    const qsizetype prefixStart = base.isEmpty() ? 0 : base.rendered().size() + 1;
    PageBuilder builder(query, prefixStart);
    const auto add = [&](const DustRow &row) { return builder.add(row); };
    const DustPatternScan scan(rows, *pattern);
    if (query.order() == DustQuery::Ascending)
        scan.ascending(query.after().toUtf8(), add);
    else
        scan.descending(query.after().toUtf8(), add);
    return builder.finish();
}

DustResult<DustPage> rangePage(const DustReadView &rows, const DustQuery &query)
{
    QByteArray from = query.from().toUtf8();
    QByteArray to = query.to().toUtf8();
    const QByteArray after = query.after().toUtf8();
    if (query.order() == DustQuery::Ascending && !after.isEmpty())
        from = std::max(from, after + '\0');
    if (query.order() == DustQuery::Descending && !after.isEmpty())
        to = to.isEmpty() ? after : std::min(to, after);
    PageBuilder builder(query, 0);
    const auto add = [&](const DustRow &row) { return builder.add(row); };
    if (!to.isEmpty() && to <= from)
        return builder.finish();
    if (query.order() == DustQuery::Ascending)
        rows.scan(from, to, add);
    else
        rows.scanDescending(from, to, add);
    return builder.finish();
}

} // namespace

DustResult<DustPage> DustLister::page(const DustReadView &rows, const DustQuery &query)
{
    if (const auto valid = checkLimits(query); !valid)
        return valid.error();
    return query.isRange() ? rangePage(rows, query) : listPage(rows, query);
}

DustResult<void> DustLister::check(const DustQuery &query)
{
    const auto valid = checkLimits(query);
    if (!valid || query.isRange())
        return valid;
    const auto pattern = patternOf(query);
    return pattern ? DustResult<void>() : pattern.error();
}
