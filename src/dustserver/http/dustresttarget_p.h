// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTRESTTARGET_P_H
#define DUSTRESTTARGET_P_H

// The target of a request in pieces, each decoded once. Empty pieces of the path vanish (PROTOCOL
// §7). Bytes stay bytes: whether they are UTF-8 is for those to say who take them for text.

#include "dustresult.h"

#include <QtCore/QHash>
#include <QtCore/QList>

class DustRestTarget
{
public:
    // InvalidParams where a percent sign is not followed by two hex digits.
    static DustResult<DustRestTarget> parse(const QByteArray &target);

    const QList<QByteArray> &pieces() const { return m_pieces; }
    // The pieces from one on, as the rendered path that they are: what they hold of slashes
    // separates as well.
    QByteArray pathFrom(qsizetype piece) const;

    bool has(const QByteArray &parameter) const { return m_query.contains(parameter); }
    // The last one of this name; a plus is a space.
    QByteArray parameter(const QByteArray &name) const { return m_query.value(name); }

private:
    QList<QByteArray> m_pieces;
    QHash<QByteArray, QByteArray> m_query;
};

#endif // DUSTRESTTARGET_P_H
