// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusthttprequest_p.h"

#include <QtCore/QByteArrayList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

DustError limitExceeded(const DustHttpRequest &request, const QString &reason,
                        const QString &saying)
{
    return DustError(DustError::LimitExceeded, request.subject + u' ' + saying,
                     { { u"reason"_s, reason }, { u"path"_s, request.path } });
}

// In a header it could begin another one.
bool isPrintable(QByteArrayView id)
{
    return std::all_of(id.cbegin(), id.cend(), [](char c) { return c > ' ' && c < 0x7f; });
}

} // namespace

QByteArray DustHttpRequest::methodName() const
{
    static const QByteArrayList names = { "GET"_ba, "HEAD"_ba, "PUT"_ba, "DELETE"_ba, "POST"_ba };
    return names.at(method);
}

DustResult<void> DustHttpRequest::check() const
{
    constexpr qsizetype LongestId = 200;
    if (target.size() > MaximumTarget)
        return limitExceeded(
                *this, u"url_too_long"_s,
                u"needs a URL of %1 characters, and servers take %2: use shorter paths."_s.arg(
                        QString::number(target.size()), QString::number(MaximumTarget)));
    if (body.size() > MaximumBody)
        return limitExceeded(
                *this, u"body_too_large"_s,
                u"takes %1 bytes, and servers take %2 in one request: write less at once."_s.arg(
                        QString::number(body.size()), QString::number(MaximumBody)));
    if (id.size() > LongestId || !isPrintable(id))
        return DustError::invalidParams(
                       u"invalid_client_op_id"_s,
                       subject
                               + u" has a client op id that no HTTP header can carry: use at most "
                                 "200 printable ASCII characters without spaces."_s)
                .with(u"path"_s, path);
    return {};
}
