// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusthttptransport_p.h"

#include "dusthttpanswers_p.h"
#include "dusthttperrors_p.h"
#include "dustlister_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

// Where the leaf at the path comes first, if it is there, and nothing does when there is neither a
// leaf nor anything below it: all of that begins with the path and a '/', which '0' follows.
DustQuery firstFrom(const DustPath &path)
{
    return DustQuery::range(path.toString(), path.toString() + u'0').setLimit(1);
}

// As many as one request takes.
QList<DustPath> nextOf(const QList<DustPath> &paths)
{
    constexpr qsizetype MaximumPaths = 1000;
    constexpr qsizetype Frame = 1000; // more than what is around the paths
    constexpr qsizetype LongestEscape = 6; // of one byte in JSON
    qsizetype bytes = Frame;
    qsizetype count = 0;
    for (; count < std::min(paths.size(), MaximumPaths); ++count) {
        bytes += LongestEscape * paths.at(count).rendered().size() + 3;
        if (count > 0 && bytes > DustHttpRequest::MaximumBody)
            break;
    }
    return paths.first(count);
}

DustResult<DustEntry> assembled(const DustPath &path, const QList<DustEntry> &entries)
{
    QList<DustValue::Leaf> leaves;
    quint64 revision = 0;
    for (const DustEntry &entry : entries) {
        leaves.append({ entry.path(), entry.value() });
        revision = std::max(revision, entry.revision());
    }
    const auto value = DustValue::assemble(path, leaves);
    if (!value)
        return value.error();
    return DustEntry(path, *value, DustEntry::Map, revision);
}

DustError noRollback()
{
    return DustError(DustError::NotSupported,
                     u"Plain HTTP has no rollback: read what was there elsewhere, and write it."_s);
}

} // namespace

DustHttpTransport::DustHttpTransport(const QString &storeName,
                                     std::shared_ptr<DustHttpAccess> access,
                                     std::shared_ptr<DustDelivery> delivery, QObject *parent)
    : DustTransport(parent), m_routes(storeName), m_access(std::move(access)),
      m_delivery(std::move(delivery))
{}

DustHttpTransport::~DustHttpTransport() = default;

DustFuture<DustEntry> DustHttpTransport::get(const DustPath &path)
{
    const auto call = m_delivery->open<DustEntry>();
    if (!DustHttpRoutes::fitsInUrl(path)) {
        readFromList(call, path);
        return call.future();
    }
    const DustHttpRequest request = m_routes.get(path);
    send(call, request, [this, call, request, path](const DustHttpReply &reply) {
        call.finish(DustHttpAnswers(request, reply, m_access.get()).entry(path));
    });
    return call.future();
}

void DustHttpTransport::readFromList(const DustCall<DustEntry> &call, const DustPath &path)
{
    const DustQuery query = firstFrom(path);
    const DustHttpRequest request = m_routes.list(query);
    send(call, request, [this, call, request, query, path](const DustHttpReply &reply) {
        const auto page = DustHttpAnswers(request, reply, m_access.get()).page(query);
        if (!page)
            call.finish(page.error());
        else if (!page->entries.isEmpty() && page->entries.constFirst().path() == path)
            call.finish(page->entries.constFirst());
        else
            readBelow(call, path, DustListBelow(path), {}, {});
    });
}

void DustHttpTransport::readBelow(const DustCall<DustEntry> &call, const DustPath &path,
                                  const DustListBelow &below, const QList<DustEntry> &before,
                                  const QString &after)
{
    const DustQuery query =
            DustQuery(below.query()).setLimit(DustQuery::MaximumLimit).setAfter(after);
    const DustHttpRequest request = m_routes.list(query);
    send(call, request, [=, this](const DustHttpReply &reply) {
        const auto page = DustHttpAnswers(request, reply, m_access.get()).page(query);
        if (!page)
            return call.finish(page.error());
        const QList<DustEntry> entries = before + below.entriesOf(*page);
        if (page->nextCursor.isEmpty())
            call.finish(assembled(path, entries));
        else
            readBelow(call, path, below, entries, page->nextCursor);
    });
}

DustFuture<QList<DustEntry>> DustHttpTransport::getMany(const QList<DustPath> &paths)
{
    if (paths.isEmpty())
        return m_delivery->settle<QList<DustEntry>>(QList<DustEntry>());
    const auto call = m_delivery->open<QList<DustEntry>>();
    readNext(call, paths, {});
    return call.future();
}

void DustHttpTransport::readNext(const DustCall<QList<DustEntry>> &call,
                                 const QList<DustPath> &paths, const QList<DustEntry> &before)
{
    const QList<DustPath> asked = nextOf(paths);
    const QList<DustPath> left = paths.sliced(asked.size());
    const DustHttpRequest request = m_routes.batch(asked);
    send(call, request, [this, call, request, asked, left, before](const DustHttpReply &reply) {
        const auto read = DustHttpAnswers(request, reply, m_access.get()).entries(asked);
        if (!read)
            call.finish(read.error());
        else if (left.isEmpty())
            call.finish(before + *read);
        else
            readNext(call, left, before + *read);
    });
}

DustFuture<bool> DustHttpTransport::exists(const DustPath &path)
{
    const auto call = m_delivery->open<bool>();
    if (!m_knowsHead || !DustHttpRoutes::fitsInUrl(path)) {
        findInList(call, path);
        return call.future();
    }
    const DustHttpRequest request = m_routes.head(path);
    send(call, request, [this, call, request, path](const DustHttpReply &reply) {
        if (reply.status == 405)
            m_knowsHead = false;
        // A server that cannot put the subtree together answers 500 (PROTOCOL §1).
        if (reply.status == 405 || reply.status == 500)
            return findInList(call, path);
        if (reply.status == 404)
            return call.finish(false);
        const DustError error = DustHttpErrors::of(request, reply, m_access.get());
        if (error.kind() == DustError::NoError)
            call.finish(true);
        else
            call.finish(error);
    });
    return call.future();
}

// One key tells, unless it is that of a neighbour whose name sorts before what is below the path.
void DustHttpTransport::findInList(const DustCall<bool> &call, const DustPath &path)
{
    const DustQuery query = firstFrom(path).setSelect(DustQuery::Keys);
    const DustHttpRequest request = m_routes.list(query);
    send(call, request, [this, call, request, query, path](const DustHttpReply &reply) {
        const auto page = DustHttpAnswers(request, reply, m_access.get()).page(query);
        const QString wanted = path.toString();
        if (!page)
            call.finish(page.error());
        else if (page->paths.isEmpty())
            call.finish(false);
        else if (const QString first = page->paths.constFirst();
                 first == wanted || first.startsWith(wanted + u'/'))
            call.finish(true);
        else
            findBelow(call, DustListBelow(path), {});
    });
}

void DustHttpTransport::findBelow(const DustCall<bool> &call, const DustListBelow &below,
                                  const QString &after)
{
    const DustQuery query = DustQuery(below.query())
                                    .setLimit(below.query().isRange() ? DustQuery::MaximumLimit : 1)
                                    .setSelect(DustQuery::Keys)
                                    .setAfter(after);
    const DustHttpRequest request = m_routes.list(query);
    send(call, request, [=, this](const DustHttpReply &reply) {
        const auto page = DustHttpAnswers(request, reply, m_access.get()).page(query);
        if (!page)
            call.finish(page.error());
        else if (below.hasKeys(*page) || page->nextCursor.isEmpty())
            call.finish(below.hasKeys(*page));
        else
            findBelow(call, below, page->nextCursor);
    });
}

DustFuture<DustPage> DustHttpTransport::list(const DustQuery &query)
{
    if (const auto valid = DustLister::check(query); !valid)
        return m_delivery->settle<DustPage>(valid.error());
    const auto call = m_delivery->open<DustPage>();
    const DustHttpRequest request = m_routes.list(query);
    send(call, request, [this, call, request, query](const DustHttpReply &reply) {
        call.finish(DustHttpAnswers(request, reply, m_access.get()).page(query));
    });
    return call.future();
}

// Progress runs application code, which may do anything.
DustFuture<QByteArray> DustHttpTransport::getFile(const QString &hash, const Progress &progress)
{
    if (const auto checked = m_access->check(); !checked)
        return m_delivery->settle<QByteArray>(checked.error());
    const auto call = m_delivery->open<QByteArray>();
    const DustHttpRequest request = DustHttpRoutes::file(hash);
    const auto take = [call, request, access = m_access](const DustHttpReply &reply) {
        const DustError error = DustHttpErrors::of(request, reply, access.get());
        if (error.kind() == DustError::NoError)
            call.finish(reply.body);
        else
            call.finish(error);
    };
    const auto isCanceled = [future = call.future()] { return future.isCanceled(); };
    const DustHttpExchange *exchange = m_access->start(request, take, isCanceled);
    connect(this, &QObject::destroyed, exchange, &DustHttpExchange::cancel);
    connect(exchange, &DustHttpExchange::received, exchange, progress, Qt::QueuedConnection);
    return call.future();
}

DustFuture<DustReceipt> DustHttpTransport::rollback(const DustPath &, quint64)
{
    return m_delivery->settle<DustReceipt>(noRollback());
}

DustFuture<qint64> DustHttpTransport::rollback(quint64)
{
    return m_delivery->settle<qint64>(noRollback());
}

#include "moc_dusthttptransport_p.cpp"
