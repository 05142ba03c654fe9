// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustwiretap_p.h"

#include "dusttext_p.h"
#include "dustvalue.h"

using namespace Qt::StringLiterals;

namespace {

constexpr QChar Cut = u'…';
constexpr qsizetype LongestRead = 64'000; // MessagePack is read as a whole, or not at all
constexpr qsizetype LongestWay =
        8; // of writing one character: \\u0041, in a text that is in a text

// JSON may escape any character, and URLs may as well.
QRegularExpression tokenPattern(const QString &token)
{
    QString pattern;
    for (const QChar c : token) {
        const QString code = QString::number(c.unicode(), 16);
        pattern += u"(?:\\\\*%1|\\\\+u%2|%%3)"_s.arg(QRegularExpression::escape(QString(c)),
                                                     code.rightJustified(4, u'0'),
                                                     code.rightJustified(2, u'0'));
    }
    return QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption);
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
    if (std::exchange(m_token, token) != token)
        m_pattern = tokenPattern(token);
    if (!token.isEmpty())
        result.replace(m_pattern, u"***"_s);
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
