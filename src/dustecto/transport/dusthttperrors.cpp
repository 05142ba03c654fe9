// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusthttperrors_p.h"

#include "dusthttprefusal_p.h"
#include "dusttext_p.h"

using namespace Qt::StringLiterals;

namespace {

DustError failure(const DustHttpRequest &request, DustError::Kind kind, const QString &reason,
                  const QString &saying)
{
    QVariantMap detail{ { u"reason"_s, reason } };
    if (!request.path.isEmpty())
        detail.insert(u"path"_s, request.path);
    return DustError(kind, request.subject + u' ' + saying, detail);
}

// A write that may have been carried out.
DustError indeterminate(const DustHttpRequest &request, const QString &reason,
                        const QString &problem)
{
    return failure(
            request, DustError::Indeterminate, reason,
            u"may have been carried out, or not: %1. Read what is there before writing again."_s
                    .arg(problem));
}

DustError withoutAnswer(const DustHttpRequest &request, const DustHttpReply &reply,
                        const DustHttpAccess &access)
{
    const QString origin = DustText::quoted(access.origin());
    const bool isCertificate = reply.failure == DustHttpReply::BadCertificate;
    const QString reason = isCertificate ? u"certificate"_s
            : reply.wasSent              ? u"no_answer"_s
                                         : u"not_sent"_s;
    const QString trouble = reply.withoutToken(reply.trouble);
    if (!request.isWrite)
        return failure(request, DustError::Network, reason,
                       u"got no answer from %1: %2."_s.arg(origin, trouble));
    if (!reply.wasSent)
        return failure(request, DustError::Network, reason,
                       u"did not reach %1: %2."_s.arg(origin, trouble));
    return indeterminate(request, reason, u"%1 gave no answer: %2"_s.arg(origin, trouble));
}

DustError tooLate(const DustHttpRequest &request, const DustHttpReply &reply,
                  const DustHttpAccess &access)
{
    const QString origin = DustText::quoted(access.origin());
    const bool isConnect = reply.failure == DustHttpReply::ConnectTimeout;
    const QString reason = isConnect ? u"connect_timeout"_s : u"answer_timeout"_s;
    const QString problem = isConnect ? u"%1 could not be reached in time"_s.arg(origin)
                                      : u"%1 did not answer in time"_s.arg(origin);
    if (!request.isWrite)
        return failure(request, DustError::Timeout, reason,
                       u"ended without an answer: %1."_s.arg(problem));
    if (!reply.wasSent)
        return failure(request, DustError::Network, reason, u"was not sent: %1."_s.arg(problem));
    return indeterminate(request, reason, problem);
}

// Where to, without what may be secret in it.
DustError redirected(const DustHttpRequest &request, const DustHttpReply &reply,
                     const DustHttpAccess &access)
{
    const QUrl from(access.origin());
    const QUrl to = from.resolved(QUrl::fromEncoded(reply.location));
    const QString where = to.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemovePath
                                             | QUrl::RemoveQuery | QUrl::RemoveFragment);
    return failure(request, DustError::Http, u"redirected"_s,
                   u"was redirected to %1, and the token goes nowhere else than to %2: open that URL, if it is the right one."_s
                           .arg(DustText::quoted(reply.withoutToken(where)),
                                DustText::quoted(access.origin())))
            .with(u"http_status"_s, reply.status)
            .withRetryable(false);
}

} // namespace

DustError DustHttpErrors::of(const DustHttpRequest &request, const DustHttpReply &reply,
                             DustHttpAccess *access)
{
    switch (reply.failure) {
    case DustHttpReply::None:
        break;
    case DustHttpReply::NoAnswer:
    case DustHttpReply::BadCertificate:
        return withoutAnswer(request, reply, *access);
    case DustHttpReply::ConnectTimeout:
    case DustHttpReply::AnswerTimeout:
        return tooLate(request, reply, *access);
    case DustHttpReply::TooLarge:
        return unreadable(request, u"it is too large"_s);
    }
    if (reply.isSuccess())
        return reply.isWhole ? DustError() : unreadable(request, u"it was cut short"_s);
    if (reply.status >= 300 && reply.status < 400 && !reply.location.isEmpty())
        return redirected(request, reply, *access);
    if (reply.status >= 400 && reply.status < 500)
        return DustHttpRefusal(request, reply, access).error();
    const QString problem = u"the server answered with the status %1"_s.arg(reply.status);
    const DustError error = request.isWrite
            ? indeterminate(request, u"http_status"_s, problem)
            : failure(request, DustError::Http, u"http_status"_s, u"failed: %1."_s.arg(problem));
    return error.with(u"http_status"_s, reply.status);
}

DustError DustHttpErrors::unreadable(const DustHttpRequest &request, const QString &problem)
{
    if (request.isWrite)
        return indeterminate(request, u"invalid_answer"_s,
                             u"the server's answer cannot be read, %1"_s.arg(problem));
    return failure(request, DustError::Http, u"invalid_answer"_s,
                   u"got an answer that cannot be read: %1."_s.arg(problem));
}
