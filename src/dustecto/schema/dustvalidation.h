// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTVALIDATION_H
#define DUSTVALIDATION_H

#include "dustglobal.h"

#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QVariant>

#include <optional>

// What the validators of a changeset take beside the field: DustLength().min(2).max(80).

class DUSTECTO_EXPORT DustRequired
{
public:
    DustRequired &message(const QString &message);
    DustRequired &trim(bool trim);

private:
    friend class DustChangeset;
    QString m_message;
    bool m_trim = true;
};

class DUSTECTO_EXPORT DustLength
{
public:
    DustLength &min(qsizetype count);
    DustLength &max(qsizetype count);
    DustLength &is(qsizetype count);
    DustLength &message(const QString &message);

private:
    friend class DustChangeset;
    QString m_message;
    std::optional<qsizetype> m_min;
    std::optional<qsizetype> m_max;
    std::optional<qsizetype> m_is;
};

// Numbers are integers, doubles or DustDecimal.
class DUSTECTO_EXPORT DustNumber
{
public:
    DustNumber &lessThan(const QVariant &number);
    DustNumber &greaterThan(const QVariant &number);
    DustNumber &lessThanOrEqualTo(const QVariant &number);
    DustNumber &greaterThanOrEqualTo(const QVariant &number);
    DustNumber &equalTo(const QVariant &number);
    DustNumber &notEqualTo(const QVariant &number);
    DustNumber &message(const QString &message);

private:
    friend class DustChangeset;
    enum Comparison { Less, Greater, LessOrEqual, GreaterOrEqual, Equal, NotEqual };
    struct Bound
    {
        Comparison comparison;
        QVariant number;
    };
    QString m_message;
    QList<Bound> m_bounds; // in the order of the calls
};

class DUSTECTO_EXPORT DustConfirmation
{
public:
    DustConfirmation &required(bool required = true);
    DustConfirmation &message(const QString &message);

private:
    friend class DustChangeset;
    QString m_message;
    bool m_required = false;
};

#endif // DUSTVALIDATION_H
