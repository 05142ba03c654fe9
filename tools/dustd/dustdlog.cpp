// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustdlog.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr char Hidden[] = "...";

bool isNumber(const QByteArray &text)
{
    constexpr qsizetype MostDigits = 5;
    return !text.isEmpty() && text.size() <= MostDigits
            && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Nothing of it can be somebody's secret.
bool isHarmless(const QByteArray &pair)
{
    static const QByteArrayList words{
        "order=asc",       "order=desc", "select=entries", "select=keys",
        "select=prefixes", "vsn=2.0.0",  "vsn=3.0.0",      "capver=3",
    };
    constexpr QByteArrayView Limit = "limit=";
    return words.contains(pair) || (pair.startsWith(Limit) && isNumber(pair.sliced(Limit.size())));
}

// Only the name of a parameter that has one.
QByteArray shownPair(const QByteArray &pair)
{
    static const QByteArrayList names{ "pattern", "from", "to", "after" };
    if (isHarmless(pair))
        return pair;
    const QByteArray name = pair.left(pair.indexOf('='));
    return (names.contains(name) ? name + '=' : QByteArray()) + Hidden;
}

} // namespace

DustdLog::DustdLog(const QStringList &secrets)
{
    for (const QString &secret : secrets)
        addSecret(secret);
}

void DustdLog::addSecret(const QString &secret)
{
    m_secrets.append(secret.toUtf8());
}

// As it is, and as whoever decodes it again and again would read it. What goes on after that hides
// something, or wants the server to be busy.
bool DustdLog::isSecret(const QByteArray &text) const
{
    const auto holds = [this](const QByteArray &reading) {
        return std::any_of(m_secrets.cbegin(), m_secrets.cend(),
                           [&](const QByteArray &secret) { return reading.contains(secret); });
    };
    constexpr int MostRounds = 8;
    QByteArray reading = text;
    for (int round = 0; round < MostRounds; ++round) {
        if (holds(reading) || holds(QByteArray(reading).replace('+', ' ')))
            return true;
        const QByteArray decoded = QByteArray::fromPercentEncoding(reading);
        if (decoded == reading)
            return false;
        reading = decoded;
    }
    return true;
}

QByteArray DustdLog::shown(const QByteArray &text) const
{
    return isSecret(text) ? QByteArray(Hidden) : text;
}

QString DustdLog::name(const QString &text) const
{
    return isSecret(text.toUtf8()) ? QString::fromLatin1(Hidden) : text;
}

QString DustdLog::request(const DustServerRequest &request, int status) const
{
    if (request.method.isEmpty())
        return u"(no request) %1"_s.arg(status);
    return QString::fromLatin1(shown(request.method) + ' ' + shownTarget(request.target) + ' '
                               + QByteArray::number(status));
}

// Of an origin nothing: there may be a password in it.
QByteArray DustdLog::shownTarget(const QByteArray &target) const
{
    constexpr qsizetype Longest = 200;
    const qsizetype origin = target.startsWith('/') ? -1 : target.indexOf("://");
    const qsizetype begin = origin < 0 ? 0 : target.indexOf('/', origin + 3);
    const qsizetype question = target.indexOf('?');
    if (begin < 0 || (question >= 0 && question < begin))
        return "(no path)";
    QByteArray text = shownPath(target.mid(begin, question < 0 ? -1 : question - begin));
    const QByteArrayList pairs = question < 0 ? QByteArrayList()
                                              : target.sliced(question + 1).split('&');
    for (qsizetype i = 0; i < pairs.size(); ++i)
        text.append(i == 0 ? '?' : '&').append(shown(shownPair(pairs.at(i))));
    return text.left(Longest);
}

// Names of stores and entries are what a log is for. Elsewhere a path is shown up to where a query
// may have been meant.
QByteArray DustdLog::shownPath(const QByteArray &path) const
{
    constexpr QByteArrayView Queries = "%&;=#";
    const bool isOfStores = path.startsWith("/api/stores/");
    const auto end = isOfStores
            ? path.cend()
            : std::find_first_of(path.cbegin(), path.cend(), Queries.begin(), Queries.end());
    QByteArrayList pieces = path.first(end - path.cbegin()).split('/');
    for (QByteArray &piece : pieces)
        piece = shown(piece);
    if (end != path.cend())
        pieces.last().append(Hidden);
    return shown(pieces.join('/')); // for one with a slash in it
}
