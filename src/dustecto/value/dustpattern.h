// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTPATTERN_H
#define DUSTPATTERN_H

#include "dustpath.h"

#include <QtCore/QList>

class DUSTECTO_EXPORT DustPattern
{
    Q_GADGET

public:
    struct Segment
    {
        enum Kind { Literal, One, Many };
        Kind kind = Literal;
        QByteArray text; // rendered, for Literal only
    };

    DustPattern() = default;

    static DustResult<DustPattern> compile(const QString &pattern);
    static DustPattern literal(const DustPath &path);
    static DustPattern descendantsOf(const DustPath &path);

    bool isEmpty() const { return m_segments.isEmpty(); }
    QString toString() const;
    const QList<Segment> &segments() const { return m_segments; }
    bool isLiteral() const;
    DustPath literalPrefix() const;
    bool matches(const DustPath &path) const;

    DUSTECTO_EXPORT friend bool operator==(const DustPattern &a, const DustPattern &b);
    friend bool operator!=(const DustPattern &a, const DustPattern &b) { return !(a == b); }
    DUSTECTO_EXPORT friend QDebug operator<<(QDebug debug, const DustPattern &pattern);

private:
    QList<Segment> m_segments;
};

Q_DECLARE_METATYPE(DustPattern)

#endif // DUSTPATTERN_H
