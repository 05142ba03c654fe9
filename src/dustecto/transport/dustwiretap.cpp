// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustwiretap_p.h"

#include "dusttext_p.h"
#include "dustvalue.h"

#include <optional>

using namespace Qt::StringLiterals;

namespace {

constexpr QChar Cut = u'…';
constexpr qsizetype LongestRead = 64'000; // MessagePack is read as a whole, or not at all
constexpr qsizetype LongestWay =
        8; // of writing one character: \\u0041, in a text that is in a text

// The character that as many hexadecimal digits say; none, where they are something else.
std::optional<QChar> coded(QStringView text, qsizetype at, int digits)
{
    bool isNumber = false;
    const uint code = text.size() - at >= digits ? text.mid(at, digits).toUInt(&isNumber, 16) : 0;
    return isNumber ? std::optional(QChar(ushort(code))) : std::nullopt;
}

qsizetype endOfSlashes(QStringView text, qsizetype at)
{
    while (at < text.size() && text[at] == u'\\')
        ++at;
    return at;
}

// Where the character at the place ends, which JSON may escape, in a text that is in a text several times, and a URL
// may as well; -1, where it is another one.
qsizetype endOf(QChar c, QStringView text, qsizetype at)
{
    if (at < text.size() && text[at] == u'%' && coded(text, at + 1, 2) == c)
        return at + 3;
    const qsizetype next = endOfSlashes(text, at);
    if (next > at && next < text.size() && text[next] == u'u' && coded(text, next + 1, 4) == c)
        return next + 5;
    if (c == u'\\')
        return next > at ? next : -1;
    if (next == text.size())
        return -1;
    return text[next].toCaseFolded() == c.toCaseFolded() ? next + 1 : -1;
}

// Where the token at the place ends; -1, where there is none.
qsizetype endOfToken(const QString &token, QStringView text, qsizetype at)
{
    for (qsizetype i = 0; i < token.size() && at >= 0; ++i) {
        const bool isOneMore = i > 0 && token[i] == u'\\' && token[i - 1] == u'\\';
        at = isOneMore ? at : endOf(token[i], text, at); // a run of them has ended already
    }
    return at;
}

// No regular expression: one of a long token is too large for the engine, which then says so, with all of it.
QString without(const QString &token, const QString &text)
{
    QString result;
    result.reserve(text.size());
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype end = endOfToken(token, text, at);
        const qsizetype next = qMax(at + 1, endOfSlashes(text, at));
        result += end >= 0 ? QStringView(u"***") : QStringView(text).mid(at, next - at);
        at = end >= 0 ? end : next;
    }
    return result;
}

// As much of it as shown() looks at, and whether there is more.
QByteArray beginning(const QByteArray &bytes, const QString &token)
{
    return bytes.left(DustWireTaps::LongestText + token.size() * LongestWay + 1);
}

QString readable(const QByteArray &bytes)
{
    const auto value = bytes.size() <= LongestRead ? DustValue::fromMessagePack(bytes)
                                                   : DustResult<DustValue>(DustError());
    return value ? QString::fromUtf8(value->toJson()) : u"MessagePack"_s;
}

} // namespace

DustWireTap::~DustWireTap() = default;

void DustWireTaps::frame(DustWireTap::Direction direction, bool isText, const QByteArray &bytes,
                         const QString &token) const
{
    const QByteArray text = isText ? bytes : readable(bytes).toUtf8();
    tell({ direction, DustWireTap::WebSocket, shown(text, token), bytes.size() });
}

void DustWireTaps::request(const DustHttpRequest &request, const QString &token) const
{
    QByteArray text = request.methodName() + ' ' + request.target;
    if (!request.body.isEmpty())
        text += ' ' + beginning(request.body, token);
    tell({ DustWireTap::Sent, DustWireTap::Http, shown(text, token), request.body.size() });
}

void DustWireTaps::answer(const DustHttpRequest &request, const DustHttpReply &reply) const
{
    const QByteArray status = reply.status > 0 ? QByteArray::number(reply.status)
                                               : QByteArrayLiteral("—");
    QByteArray text = status + ' ' + request.methodName() + ' ' + request.target;
    if (reply.status > 0 && !reply.body.isEmpty())
        text += ' ' + beginning(reply.body, reply.token);
    else if (!reply.trouble.isEmpty())
        text += ' ' + reply.trouble.toUtf8();
    tell({ DustWireTap::Received, DustWireTap::Http, shown(text, reply.token), reply.body.size() });
}

// Without the token, in whatever way JSON or a URL writes it. One that is cut in two would not be found: as much as one
// takes is left off where there is more.
QString DustWireTaps::shown(const QByteArray &text, const QString &token) const
{
    const qsizetype longestToken = token.size() * LongestWay;
    const bool isCut = text.size() > LongestText + longestToken;
    QString result = DustText::fromUtf8(isCut ? text.first(LongestText + longestToken) : text);
    if (!token.isEmpty())
        result = without(token, result);
    if (isCut)
        result.chop(longestToken);
    if (result.size() > LongestText)
        result.truncate(LongestText);
    else if (!isCut)
        return result;
    return result + Cut;
}

void DustWireTaps::tell(const DustWireTap::Note &note) const
{
    for (DustWireTap *tap : m_taps)
        tap->noted(note);
}
