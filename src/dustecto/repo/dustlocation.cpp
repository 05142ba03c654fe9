// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustlocation_p.h"

#include "dusttext_p.h"

#include <QtCore/QUrl>

using namespace Qt::StringLiterals;

namespace {

constexpr QStringView Forms =
        u"Use memory:, memory:NAME, file:///folder/name.dust, https://host or wss://host.";

DustError refusal(const QUrl &url, const QString &reason, const QString &problem)
{
    const QString shown = url.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery
                                              | QUrl::RemoveFragment);
    return DustError::invalidParams(
            reason, u"The URL %1 %2 %3"_s.arg(DustText::quoted(shown), problem, Forms));
}

// They would be dropped silently, and another file opened than was meant.
std::optional<DustError> checkNoExtras(const QUrl &url)
{
    if (url.hasQuery() || url.hasFragment())
        return refusal(
                url, u"unexpected_query"_s,
                u"has a query or a fragment: write ? as %3F and # as %23, or make it with QUrl::fromLocalFile()."_s);
    if (!url.authority().isEmpty())
        return refusal(url, u"unexpected_host"_s,
                       u"names a host: an embedded store is on this machine."_s);
    if (!QByteArray::fromPercentEncoding(url.path(QUrl::FullyEncoded).toLatin1()).isValidUtf8())
        return refusal(
                url, u"invalid_path"_s,
                u"has bytes in its path that are not UTF-8, and would name something else."_s);
    return std::nullopt;
}

DustResult<DustLocation> fileLocation(const QUrl &url)
{
    const QString path = url.path(QUrl::FullyDecoded);
    if (path.isEmpty())
        return refusal(url, u"empty_path"_s, u"names no file."_s);
    if (!path.startsWith(u'/'))
        return refusal(url, u"relative_path"_s,
                       u"has a relative path: a file URL needs an absolute one."_s);
    if (path.endsWith(u'/'))
        return refusal(url, u"folder"_s, u"names a folder, not a file."_s);
    if (path.contains(QChar::Null))
        return refusal(url, u"invalid_path"_s, u"has a NUL in its path."_s);
    return DustLocation{ DustLocation::File, url.toLocalFile() };
}

// A URL is shown, logged and kept: no place for a secret.
DustResult<DustLocation> serverLocation(const QUrl &url, DustLocation::Kind kind)
{
    if (url.host().isEmpty())
        return refusal(url, u"no_host"_s, u"names no host."_s);
    if (!url.userInfo().isEmpty())
        return refusal(
                url, u"user_info"_s,
                u"has a user name or a password in it: give the token with DustClient::setToken()."_s);
    if (url.hasQuery() || url.hasFragment())
        return refusal(
                url, u"unexpected_query"_s,
                u"has a query or a fragment: a token is given with DustClient::setToken(), a store with DustClient::store()."_s);
    if (!url.path().isEmpty() && url.path() != u"/"_s)
        return refusal(
                url, u"unexpected_path"_s,
                u"has a path: give the server alone, and the store with DustClient::store()."_s);
    return DustLocation{
        kind, url.toString(QUrl::FullyEncoded | QUrl::RemovePath | QUrl::RemoveUserInfo)
    };
}

} // namespace

DustResult<DustLocation> DustLocation::fromUrl(const QUrl &url)
{
    if (url.isEmpty())
        return DustError::invalidParams(u"empty_url"_s, u"The client has no URL. %1"_s.arg(Forms));
    if (!url.isValid())
        return DustError::invalidParams(u"invalid_url"_s,
                                        u"The client's URL is not a valid one. %1"_s.arg(Forms));
    const QString scheme = url.scheme();
    if (scheme == u"http"_s || scheme == u"https"_s)
        return serverLocation(url, Http);
    if (scheme == u"ws"_s || scheme == u"wss"_s)
        return serverLocation(url, Realtime);
    if (scheme != u"memory"_s && scheme != u"file"_s)
        return refusal(url, u"unknown_scheme"_s,
                       scheme.isEmpty()
                               ? u"has no scheme."_s
                               : u"has the unknown scheme %1."_s.arg(DustText::quoted(scheme)));
    if (const auto error = checkNoExtras(url))
        return *error;
    if (scheme == u"file"_s)
        return fileLocation(url);
    return DustLocation{ Memory, url.path(QUrl::FullyDecoded) };
}
