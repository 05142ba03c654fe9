// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusthttpanswers_p.h"

#include "dusthttperrors_p.h"

#include <QtCore/QSet>

using namespace Qt::StringLiterals;

namespace {

bool isError(const DustError &error)
{
    return error.kind() != DustError::NoError;
}

} // namespace

DustHttpAnswers::DustHttpAnswers(const DustHttpRequest &request, const DustHttpReply &reply,
                                 DustHttpAccess *access)
    : m_request(request), m_error(DustHttpErrors::of(request, reply, access))
{
    if (isError(m_error))
        return;
    if (const auto body = access->readJson(reply.body); body && body->isObject())
        m_body = body->toObject();
    else
        m_error = unreadable(u"it is not a JSON object"_s);
}

DustError DustHttpAnswers::unreadable(const QString &problem) const
{
    return DustHttpErrors::unreadable(m_request, problem);
}

DustResult<DustEntry> DustHttpAnswers::entry(const DustPath &path) const
{
    if (isError(m_error))
        return m_error;
    if (m_body.value(u"path"_s).toString() != path.toString())
        return unreadable(u"it is about another path"_s);
    return entryAt(path, m_body);
}

// A type that nobody knew when this was written is the value's own.
DustResult<DustEntry> DustHttpAnswers::entryAt(const DustPath &path, const DustObject &fields) const
{
    const auto value = fields.constFind(u"value"_s);
    const DustValue type = fields.value(u"type"_s);
    const auto revision = seq({ { u"store_seq"_s, fields.value(u"revision"_s) } });
    if (value == fields.constEnd() || !type.isString() || !revision)
        return unreadable(u"an entry lacks its value, type or revision"_s);
    return DustEntry(path, *value,
                     DustEntry::typeFromName(type.toString()).value_or(DustEntry::typeOf(*value)),
                     *revision);
}

DustResult<DustPage> DustHttpAnswers::page(const DustQuery &query) const
{
    if (isError(m_error))
        return m_error;
    const DustValue items = m_body.value(u"items"_s);
    if (!items.isArray())
        return unreadable(u"it has no list of items"_s);
    DustPage page;
    for (const DustValue &item : items.toArray()) {
        if (const auto added = addItem(item, query, &page); !added)
            return added.error();
    }
    if (const auto set = setCursor(query, &page); !set)
        return set.error();
    return page;
}

DustResult<void> DustHttpAnswers::addItem(const DustValue &item, const DustQuery &query,
                                          DustPage *page) const
{
    const QString rendered = item.isString() ? item.toString()
                                             : item.toObject().value(u"path"_s).toString();
    const auto path = DustPath::parse(rendered);
    if (!path)
        return unreadable(u"an item has no path"_s);
    if (query.select() != DustQuery::Entries) {
        page->paths.append(rendered);
        return {};
    }
    const auto entry = entryAt(*path, item.toObject());
    if (!entry)
        return entry.error();
    page->entries.append(*entry);
    return {};
}

// One that does not go on would be asked for again and again.
DustResult<void> DustHttpAnswers::setCursor(const DustQuery &query, DustPage *page) const
{
    const DustValue cursor = m_body.value(u"next_cursor"_s);
    if (cursor.isNull())
        return {};
    page->nextCursor = cursor.toString();
    const QByteArray next = page->nextCursor.toUtf8();
    const QByteArray after = query.after().toUtf8();
    const bool goesOn = after.isEmpty()
            || (query.order() == DustQuery::Ascending ? next > after : next < after);
    if (next.isEmpty() || !goesOn)
        return unreadable(u"its next_cursor does not go on"_s);
    return {};
}

DustResult<QList<DustEntry>> DustHttpAnswers::entries(const QList<DustPath> &paths) const
{
    if (isError(m_error))
        return m_error;
    const DustValue found = m_body.value(u"entries"_s);
    const DustValue missing = m_body.value(u"missing"_s);
    if (!found.isObject() || !missing.isArray())
        return unreadable(u"it has no entries, or does not say which are missing"_s);
    QSet<QString> absent;
    for (const DustValue &path : missing.toArray())
        absent.insert(path.toString());
    QList<DustEntry> entries;
    for (const DustPath &path : paths) {
        const auto fields = found.toObject().constFind(path.toString());
        if (fields == found.toObject().constEnd()) {
            if (!absent.contains(path.toString()))
                return unreadable(u"it does not tell of every path"_s);
            continue;
        }
        auto entry = entryAt(path, fields->toObject());
        if (!entry)
            return entry.error();
        entries.append(std::move(*entry));
    }
    return entries;
}

DustResult<quint64> DustHttpAnswers::seq(const DustObject &fields) const
{
    const DustValue value = fields.value(u"store_seq"_s);
    const bool isPositive = value.kind() == DustValue::UnsignedInteger || value.toInteger() > 0;
    if (!value.isInteger() || !isPositive)
        return unreadable(u"it has no store_seq"_s);
    return value.toUnsignedInteger();
}

DustResult<DustReceipt> DustHttpAnswers::receipt(const DustOperation &operation) const
{
    if (isError(m_error))
        return m_error;
    const auto storeSeq = seq(m_body);
    if (!storeSeq)
        return storeSeq.error();
    DustReceipt receipt;
    receipt.storeSeq = *storeSeq;
    receipt.path = operation.path();
    receipt.clientOpId = operation.clientOpId();
    return receipt;
}

DustResult<DustBatchReceipt> DustHttpAnswers::batchReceipt(
        const QList<DustOperation> &operations) const
{
    if (isError(m_error))
        return m_error;
    const DustValue receipts = m_body.value(u"ops"_s);
    const auto last = seq(m_body);
    if (!last)
        return last.error();
    if (!receipts.isArray() || receipts.toArray().size() != operations.size())
        return unreadable(u"it does not answer every operation"_s);
    DustBatchReceipt batch;
    batch.storeSeq = *last;
    for (qsizetype i = 0; i < operations.size(); ++i) {
        const auto storeSeq = seq(receipts.toArray().at(i).toObject());
        if (!storeSeq)
            return storeSeq.error();
        DustReceipt receipt;
        receipt.storeSeq = *storeSeq;
        receipt.path = operations.at(i).path();
        receipt.clientOpId = operations.at(i).clientOpId();
        batch.operations.append(receipt);
    }
    return batch;
}
