// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTPATH_H
#define DUSTPATH_H

#include "dustresult.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QHashFunctions>
#include <QtCore/QStringList>

class DUSTECTO_EXPORT DustPath
{
    Q_GADGET

public:
    static constexpr qsizetype MaximumBytes = 50000;

    DustPath() = default;

    static DustResult<DustPath> parse(const QString &rendered);
    static DustResult<DustPath> parse(QByteArrayView utf8);
    static DustResult<DustPath> parse(const char *utf8) { return parse(QByteArrayView(utf8)); }
    static DustResult<DustPath> fromSegments(const QStringList &segments);
    // For bytes that came out of a DustPath before (a row's key): nothing is checked.
    static DustPath fromCanonical(const QByteArray &rendered);

    bool isEmpty() const { return m_rendered.isEmpty(); }
    const QByteArray &rendered() const { return m_rendered; }
    QString toString() const;
    QStringList segments() const;
    int segmentCount() const;
    QString lastSegment() const;

    DustPath parent() const;
    DustResult<DustPath> child(const QString &segment) const;
    DustPath joined(const DustPath &relative) const;
    bool isAncestorOf(const DustPath &other) const;
    bool overlaps(const DustPath &other) const;

    static QByteArray escapeSegment(const QString &segment);
    static QString unescapeSegment(QByteArrayView rendered);

    friend bool operator==(const DustPath &a, const DustPath &b)
    {
        return a.m_rendered == b.m_rendered;
    }
    friend bool operator!=(const DustPath &a, const DustPath &b)
    {
        return a.m_rendered != b.m_rendered;
    }
    friend bool operator<(const DustPath &a, const DustPath &b)
    {
        return a.m_rendered < b.m_rendered;
    }
    friend size_t qHash(const DustPath &path, size_t seed = 0)
    {
        return qHash(path.m_rendered, seed);
    }
    DUSTECTO_EXPORT friend QDebug operator<<(QDebug debug, const DustPath &path);

private:
    QByteArray m_rendered;
};

Q_DECLARE_METATYPE(DustPath)

#endif // DUSTPATH_H
