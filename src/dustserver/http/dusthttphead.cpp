// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusthttphead_p.h"

#include <algorithm>
#include <cstring>

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// All of them, as one list.
QList<QByteArray> listOf(const DustServerRequest &request, QByteArrayView name)
{
    QList<QByteArray> items;
    for (const auto &[key, value] : request.headers) {
        if (key != name)
            continue;
        const QList<QByteArray> pieces = value.split(',');
        for (const QByteArray &piece : pieces) {
            if (const QByteArray item = piece.trimmed().toLower(); !item.isEmpty())
                items.append(item);
        }
    }
    return items;
}

qsizetype count(const DustServerRequest &request, QByteArrayView name)
{
    return std::count_if(request.headers.cbegin(), request.headers.cend(),
                         [name](const auto &header) { return header.first == name; });
}

// It comes back in ws_url.
bool isHost(const QByteArray &text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        return isLetter(c) || isDigit(c) || (c && strchr("-._~%!$&'()*+,;=:[]", c));
    });
}

int hostStatus(const DustServerRequest &request)
{
    const qsizetype hosts = count(request, "host");
    const bool isRight = hosts == 1 || (hosts == 0 && request.minorVersion == 0);
    return isRight && isHost(request.header("host")) ? 0 : 400;
}

// Two who read a length differently would disagree about where the next request begins.
int lengthStatus(const DustServerRequest &request)
{
    const qsizetype lengths = count(request, "content-length");
    const QByteArray length = request.header("content-length");
    if (lengths > 1 || (lengths == 1 && length.isEmpty())
        || !std::all_of(length.begin(), length.end(), isDigit))
        return 400;
    if (count(request, "transfer-encoding") == 0)
        return 0;
    if (lengths > 0 || request.minorVersion == 0)
        return 400;
    const QList<QByteArray> codings = listOf(request, "transfer-encoding");
    if (std::any_of(codings.cbegin(), codings.cend(),
                    [](const QByteArray &coding) { return coding != "chunked"; }))
        return 501;
    return codings.size() == 1 ? 0 : 400;
}

} // namespace

DustHttpHead::LineVerdict DustHttpHead::checkRequestLine(QByteArrayView head, qint64 maximumTarget)
{
    if (!isLetter(head.front()))
        return { 400 };
    const qsizetype targetBegin = head.indexOf(' ') + 1;
    const qsizetype end = head.indexOf('\n');
    if (end < 0) {
        constexpr qsizetype VersionSize = sizeof(" HTTP/1.1\r") - 1;
        const bool isTooLong = targetBegin > 0
                && head.size() - targetBegin > maximumTarget + VersionSize;
        return { isTooLong ? 414 : 0 };
    }
    const QByteArrayView line = head.first(end);
    const qsizetype version = line.lastIndexOf(' ') + 1;
    if (!line.endsWith('\r') || targetBegin == 0 || version <= targetBegin)
        return { 400 };
    if (version - 1 - targetBegin > maximumTarget)
        return { 414 };
    const QByteArrayView name = line.sliced(version).chopped(1);
    const bool isHttp = name.size() == 8 && name.startsWith("HTTP/") && isDigit(name[5])
            && name[6] == '.' && isDigit(name[7]);
    if (!isHttp)
        return { 400 };
    if (name != "HTTP/1.1" && name != "HTTP/1.0")
        return { 505 };
    return { 0, true };
}

DustHttpHead::Verdict DustHttpHead::check(const DustServerRequest &request)
{
    if (const int status = lengthStatus(request))
        return { status };
    if (const int status = hostStatus(request))
        return { status };
    if (request.minorVersion == 0 || count(request, "expect") == 0)
        return {};
    if (listOf(request, "expect") != QList<QByteArray>{ "100-continue" })
        return { 417 };
    return { 0, true };
}

bool DustHttpHead::isUpgrade(const DustServerRequest &request)
{
    const QByteArrayView target = request.target;
    const qsizetype query = target.indexOf('?');
    const QByteArrayView path = query < 0 ? target : target.first(query);
    return request.method == "GET" && request.minorVersion >= 1 && path == "/ws/sync/websocket"
            && listOf(request, "connection").contains("upgrade")
            && listOf(request, "upgrade").contains("websocket");
}

int DustHttpHead::upgradeStatus(const DustServerRequest &request)
{
    constexpr qsizetype KeyBytes = 16;
    const auto key = QByteArray::fromBase64Encoding(request.header("sec-websocket-key"),
                                                    QByteArray::AbortOnBase64DecodingErrors);
    if (count(request, "sec-websocket-key") != 1 || !key || (*key).size() != KeyBytes)
        return 400;
    const bool isVersion = count(request, "sec-websocket-version") == 1
            && request.header("sec-websocket-version") == "13";
    return isVersion ? 0 : 426;
}
