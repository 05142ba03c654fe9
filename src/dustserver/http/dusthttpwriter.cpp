// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusthttpwriter_p.h"

#include <QtCore/QDateTime>

#include <array>

namespace {

QByteArrayView reasonPhrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 204:
        return "No Content";
    case 304:
        return "Not Modified";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 417:
        return "Expectation Failed";
    case 426:
        return "Upgrade Required";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Other"; // what a test's hook made up
    }
}

void appendPadded(QByteArray &text, int number)
{
    if (number < 10)
        text.append('0');
    text.append(QByteArray::number(number));
}

} // namespace

// Not by QLocale: every answer has one.
QByteArray DustHttpWriter::date(qint64 unixMilliseconds)
{
    static constexpr std::array<const char *, 7> Days{ "Mon, ", "Tue, ", "Wed, ", "Thu, ",
                                                       "Fri, ", "Sat, ", "Sun, " };
    static constexpr std::array<const char *, 12> Months{ " Jan ", " Feb ", " Mar ", " Apr ",
                                                          " May ", " Jun ", " Jul ", " Aug ",
                                                          " Sep ", " Oct ", " Nov ", " Dec " };
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(unixMilliseconds, Qt::UTC);
    const QDate day = moment.date();
    const QTime time = moment.time();
    QByteArray text(Days.at(size_t(day.dayOfWeek() - 1)));
    appendPadded(text, day.day());
    text.append(Months.at(size_t(day.month() - 1)));
    text.append(QByteArray::number(day.year())).append(' ');
    appendPadded(text, time.hour());
    text.append(':');
    appendPadded(text, time.minute());
    text.append(':');
    appendPadded(text, time.second());
    return text.append(" GMT");
}

QByteArray DustHttpWriter::render(const DustServerAnswer &answer, const Manner &manner)
{
    constexpr qsizetype UsualHead = 512;
    const bool isBodiless = answer.status == 204 || answer.status == 304;
    const bool hasBody = !isBodiless && !manner.isHead;
    QByteArray bytes;
    bytes.reserve(UsualHead + (hasBody ? answer.body.size() : 0));
    bytes.append("HTTP/1.1 ").append(QByteArray::number(answer.status)).append(' ');
    bytes.append(reasonPhrase(answer.status)).append("\r\nDate: ").append(date(manner.unixNow));
    if (!manner.closes)
        bytes.append("\r\nConnection: keep-alive");
    else if (manner.saysSo)
        bytes.append("\r\nConnection: close");
    if (!isBodiless)
        bytes.append("\r\nContent-Length: ").append(QByteArray::number(answer.body.size()));
    for (const auto &[name, value] : answer.headers)
        bytes.append("\r\n").append(name).append(": ").append(value);
    bytes.append("\r\n\r\n");
    if (hasBody)
        bytes.append(answer.body);
    return bytes;
}
