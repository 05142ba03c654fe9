// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustresttarget_p.h"

#include "dustpercent_p.h"

using namespace Qt::StringLiterals;

namespace {

DustError malformed()
{
    return DustError::invalidParams(
            u"invalid_params"_s,
            u"The URL has a percent sign without two hex digits behind it: write it as %25."_s);
}

// A client that takes this server for a proxy names it once more.
QByteArrayView withoutOrigin(QByteArrayView target)
{
    for (const QByteArrayView scheme : { QByteArrayView("http://"), QByteArrayView("https://") }) {
        if (!target.startsWith(scheme))
            continue;
        const qsizetype path = target.indexOf('/', scheme.size());
        return path < 0 ? QByteArrayView("/") : target.sliced(path);
    }
    return target;
}

} // namespace

DustResult<DustRestTarget> DustRestTarget::parse(const QByteArray &target)
{
    const QByteArray local = withoutOrigin(target).toByteArray();
    const qsizetype question = local.indexOf('?');
    const QList<QByteArray> pieces = (question < 0 ? local : local.first(question)).split('/');
    DustRestTarget result;
    for (const QByteArray &piece : pieces) {
        const auto text = DustPercent::decoded(piece);
        if (!text)
            return malformed();
        if (!text->isEmpty())
            result.m_pieces.append(*text);
    }
    if (question < 0)
        return result;
    const QList<QByteArray> pairs = local.sliced(question + 1).replace('+', ' ').split('&');
    for (const QByteArray &pair : pairs) {
        const qsizetype equals = pair.indexOf('=');
        const auto name = DustPercent::decoded(equals < 0 ? pair : pair.first(equals));
        const auto value = DustPercent::decoded(equals < 0 ? QByteArray()
                                                           : pair.sliced(equals + 1));
        if (!name || !value)
            return malformed();
        result.m_query.insert(*name, *value);
    }
    return result;
}

QByteArray DustRestTarget::pathFrom(qsizetype piece) const
{
    const QList<QByteArray> segments = m_pieces.sliced(piece).join('/').split('/');
    QByteArray path;
    for (const QByteArray &segment : segments) {
        if (segment.isEmpty())
            continue;
        if (!path.isEmpty())
            path.append('/');
        path.append(segment);
    }
    return path;
}
