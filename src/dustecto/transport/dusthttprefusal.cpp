// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusthttprefusal_p.h"

#include "dusttext_p.h"

#include <QtCore/QDateTime>
#include <QtCore/QLocale>

#include <algorithm>
#include <array>
#include <climits>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 LongestWait = 24 * 60 * 60; // seconds: nobody means more

// "Sun, 06 Nov 1994 08:49:37 GMT", as HTTP writes dates.
QDateTime httpDate(const QByteArray &text)
{
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(text),
                                             u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    date.setTimeSpec(Qt::UTC);
    return date;
}

// By itself, that nothing was written.
bool saysEnough(int status)
{
    constexpr std::array Statuses{ 401, 403, 404, 405, 407, 412, 413, 414, 429 };
    return std::find(Statuses.begin(), Statuses.end(), status) != Statuses.end();
}

} // namespace

DustHttpRefusal::DustHttpRefusal(const DustHttpRequest &request, const DustHttpReply &reply,
                                 DustHttpAccess *access)
    : m_request(request), m_reply(reply), m_access(*access)
{
    if (const auto body = access->readJson(reply.body)) {
        m_body = body->toObject();
        m_isReadable = true;
    }
    m_reason = isCutShort() ? u"invalid_answer"_s : text(u"error"_s);
}

DustError DustHttpRefusal::error() const
{
    const auto [kind, saying] = verdict();
    const QString told = text(u"detail"_s);
    QString message = m_request.subject + u' ' + saying;
    if (!told.isEmpty())
        message += u" The server says "_s + DustText::quoted(told) + u'.';
    QVariantMap detail{ { u"http_status"_s, m_reply.status } };
    const auto add = [&](const QString &key, const QString &value) {
        if (!value.isEmpty())
            detail.insert(key, value);
    };
    add(u"reason"_s, m_reason);
    add(u"detail"_s, told);
    add(u"scope"_s, text(u"scope"_s));
    const QString path = text(u"path"_s);
    add(u"path"_s, path.isEmpty() ? m_request.path : path);
    if (const DustValue revision = m_body.value(u"current_revision"_s); revision.isInteger())
        detail.insert(u"current_revision"_s, revision.toUnsignedInteger());
    if (const DustValue index = m_body.value(u"op_index"_s); index.isInteger())
        detail.insert(u"op_index"_s, int(qBound(qint64(-1), index.toInteger(), qint64(INT_MAX))));
    if (kind == DustError::RateLimited)
        detail.insert(u"retry_after"_s, retryAfter());
    return DustError(kind, message, detail);
}

DustHttpRefusal::Verdict DustHttpRefusal::verdict() const
{
    if (isUndecided())
        return {
            DustError::Indeterminate,
            u"may have been carried out, or not: the server's writer did not answer in time. Read what is there before writing again."_s
        };
    if (isCutShort())
        return {
            DustError::Indeterminate,
            u"may have been carried out, or not: the server answered with the status %1, and its reason was cut short. Read what is there before writing again."_s
                    .arg(m_reply.status)
        };
    switch (m_reply.status) {
    case 401:
        return { DustError::Unauthorized,
                 u"was refused: the token is missing, wrong or expired."_s };
    case 403:
        // Some servers say so of a hash that they do not know (PROTOCOL §7).
        if (m_request.isFile && m_body.value(u"scope"_s).isNull())
            return {
                DustError::NotFound,
                u"was not given: the server does not have it, or the token may not read it."_s
            };
        return { DustError::Unauthorized,
                 u"was refused: the token, or the state of the store, does not allow it."_s };
    case 404:
        return notFound();
    case 412:
        if (m_reason == u"exists"_s || (m_reason.isEmpty() && m_request.ifAbsent))
            return { DustError::Exists, u"was refused: there is a leaf already."_s };
        return {
            DustError::Conflict,
            u"was refused: the leaf is not at that revision. Read it again and decide anew."_s
        };
    case 429:
        return {
            DustError::RateLimited,
            retryAfter() > 0
                    ? u"was refused: there were too many requests. Wait for %1 seconds."_s.arg(
                            retryAfter())
                    : u"was refused: there were too many requests. Wait for the next minute."_s
        };
    default:
        return { DustError::InvalidParams,
                 u"was refused with the status %1."_s.arg(m_reply.status) };
    }
}

// What the server does not know at all is answered in another form than what it does not have.
DustHttpRefusal::Verdict DustHttpRefusal::notFound() const
{
    if (m_reason == u"not_found"_s)
        return { DustError::NotFound, u"found nothing there, or no such store."_s };
    return { DustError::NotImplemented,
             u"is not known to the server at %1: it is no Dust server, or an older one."_s.arg(
                     DustText::quoted(m_access.origin())) };
}

bool DustHttpRefusal::isUndecided() const
{
    return m_request.isWrite && m_reply.body.contains("writer_unavailable");
}

// What is missing may be what isUndecided() looks for.
bool DustHttpRefusal::isCutShort() const
{
    return m_request.isWrite && !m_reply.isWhole && !m_isReadable && !saysEnough(m_reply.status);
}

int DustHttpRefusal::retryAfter() const
{
    bool isNumber = false;
    qint64 seconds = m_reply.retryAfter.trimmed().toLongLong(&isNumber);
    if (!isNumber) {
        const QDateTime date = httpDate(m_reply.retryAfter.trimmed());
        const qint64 milliseconds = date.isValid() ? QDateTime::currentDateTimeUtc().msecsTo(date)
                                                   : m_body.value(u"retry_after_ms"_s).toInteger();
        seconds = milliseconds / 1000 + (milliseconds % 1000 > 0 ? 1 : 0);
    }
    return int(qBound(qint64(0), seconds, LongestWait));
}

// As much of the server's words as anybody reads, without the token.
QString DustHttpRefusal::text(const QString &key) const
{
    constexpr qsizetype Longest = 1000;
    return m_reply.withoutToken(m_body.value(key).toString()).left(Longest);
}
