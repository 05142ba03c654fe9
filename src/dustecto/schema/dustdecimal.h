// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTDECIMAL_H
#define DUSTDECIMAL_H

#include "dustresult.h"

#include <QtCore/QByteArray>
#include <QtCore/QHashFunctions>
#include <QtCore/QMetaType>
#include <QtCore/QString>

// An exact decimal number: every digit that was written is kept.
class DUSTECTO_EXPORT DustDecimal
{
    Q_GADGET

public:
    DustDecimal() = default;
    explicit DustDecimal(qint64 value);

    static DustResult<DustDecimal> fromString(const QString &text);
    static DustResult<DustDecimal> fromDouble(double value);

    bool isNull() const { return m_digits.isEmpty(); }
    bool isNegative() const { return m_negative; }
    bool isZero() const { return m_digits == "0"; }
    int scale() const { return m_exponent < 0 ? -m_exponent : 0; }

    Q_INVOKABLE QString toString() const;
    Q_INVOKABLE double toDouble() const;

    // By value: 1.50 equals 1.5. Null is equal to null and less than every number.
    static int compare(const DustDecimal &a, const DustDecimal &b);
    friend bool operator==(const DustDecimal &a, const DustDecimal &b)
    {
        return compare(a, b) == 0;
    }
    friend bool operator!=(const DustDecimal &a, const DustDecimal &b)
    {
        return compare(a, b) != 0;
    }
    friend bool operator<(const DustDecimal &a, const DustDecimal &b) { return compare(a, b) < 0; }
    friend bool operator<=(const DustDecimal &a, const DustDecimal &b)
    {
        return compare(a, b) <= 0;
    }
    friend bool operator>(const DustDecimal &a, const DustDecimal &b) { return compare(a, b) > 0; }
    friend bool operator>=(const DustDecimal &a, const DustDecimal &b)
    {
        return compare(a, b) >= 0;
    }
    friend size_t qHash(const DustDecimal &decimal, size_t seed = 0) { return decimal.hash(seed); }
    DUSTECTO_EXPORT friend QDebug operator<<(QDebug debug, const DustDecimal &decimal);

private:
    size_t hash(size_t seed) const;
    qint64 adjustedExponent() const { return qint64(m_exponent) + m_digits.size() - 1; }

    QByteArray m_digits; // without leading zeros; empty is null
    int m_exponent = 0; // the value is digits * 10^exponent
    bool m_negative = false;
};

Q_DECLARE_METATYPE(DustDecimal)

#endif // DUSTDECIMAL_H
