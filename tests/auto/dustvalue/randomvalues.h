// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef RANDOMVALUES_H
#define RANDOMVALUES_H

#include "dustvalue.h"

#include <QtTest/QTest>

#include <array>
#include <bit>
#include <limits>
#include <random>

// Random text, paths and values of every kind, the same for the same DUST_SEED.
class RandomValues
{
public:
    RandomValues()
        : m_seed(qEnvironmentVariableIsSet("DUST_SEED")
                         ? qEnvironmentVariable("DUST_SEED").toULongLong()
                         : 20260331),
          m_engine(m_seed)
    {}

    // For a test's cleanup(): how to see the same failure again.
    void reportSeed() const
    {
        if (QTest::currentTestFailed())
            qWarning("Repeat this with DUST_SEED=%llu", m_seed);
    }

    quint64 bits() { return m_engine(); }
    int below(int count) { return int(m_engine() % quint64(count)); }
    bool chance(int percent) { return below(100) < percent; }

    QString character()
    {
        static const QString special = QStringLiteral("~/*.\\\"01 _-\n\t") + QChar(0) + QChar(0x7F)
                + QChar(0x2028) + QChar(0xFEFF) + QChar(0xFFFE) + QChar(0xFFFF) + QChar(0xFFFD)
                + QChar(0xE000) + QChar(0x301);
        switch (below(6)) {
        case 0:
        case 1:
            return special.at(below(int(special.size())));
        case 2:
        case 3:
            return QChar(u'a' + below(26));
        case 4:
            return QString::fromUcs4(astral().data(), 1);
        default:
            return QChar(below(2) ? 0x80 + below(0xD800 - 0x80) : 0xE000 + below(0x2000));
        }
    }

    QString text(int longest)
    {
        QString text;
        for (int size = below(longest + 1); size > 0; --size)
            text += character();
        return text;
    }

    QString segment() { return character() + text(6); }

    QStringList segments(int most)
    {
        QStringList segments;
        for (int count = 1 + below(most); count > 0; --count)
            segments.append(segment());
        return segments;
    }

    DustValue integer()
    {
        static constexpr std::array<quint64, 12> Edges = {
            0, 1, 127, 128, 255, 256, 65535, 65536, 1ull << 31, 1ull << 32, 1ull << 63, ~0ull
        };
        const quint64 number = chance(50) ? Edges[size_t(below(int(Edges.size())))]
                                          : bits() >> below(64);
        return chance(50) ? DustValue(number) : DustValue(qint64(-number));
    }

    DustValue real()
    {
        static constexpr std::array<double, 12> Edges = { 0.0,     -0.0,   1.0,
                                                          -1.0,    0.1,    1e308,
                                                          -1e-308, 5e-324, 9007199254740993.0,
                                                          1e21,    1e-7,   123456789012345680.0 };
        const double number = chance(50) ? Edges[size_t(below(int(Edges.size())))]
                                         : std::bit_cast<double>(bits());
        return qIsFinite(number) ? number : 0.5;
    }

    DustValue scalar()
    {
        switch (below(6)) {
        case 0:
            return DustValue();
        case 1:
            return chance(50);
        case 2:
            return integer();
        case 3:
            return real();
        default:
            return text(chance(5) ? 2000 : 20);
        }
    }

    DustValue envelope()
    {
        switch (below(4)) {
        case 0:
            return DustValue::decimal(QStringLiteral("-1.50"));
        case 1:
            return DustValue::dateTime(QStringLiteral("2026-03-31T12:00:00Z"));
        case 2:
            return DustObject{ { QStringLiteral("_type"), QStringLiteral("file") },
                               { segment(), scalar() } };
        default:
            return DustObject{ { QStringLiteral("_type"), QStringLiteral("lease") },
                               { QStringLiteral("token"), integer() } };
        }
    }

    DustValue value(int depth = 4)
    {
        if (depth == 0 || chance(40))
            return chance(10) ? envelope() : scalar();
        if (chance(40)) {
            DustArray array;
            for (int count = below(6); count > 0; --count)
                array.append(value(depth - 1));
            return array;
        }
        return object(depth);
    }

    DustValue object(int depth)
    {
        DustObject object;
        for (int count = below(6); count > 0; --count)
            object.insert(segment(), value(depth - 1));
        return object;
    }

private:
    std::array<char32_t, 1> astral() { return { char32_t(0x10000 + below(0x100000)) }; }

    quint64 m_seed;
    std::mt19937_64 m_engine;
};

// operator== takes 0.0 for -0.0; a round trip must not.
inline bool isIdentical(const DustValue &a, const DustValue &b)
{
    if (a.kind() != b.kind())
        return false;
    if (a.kind() == DustValue::Double)
        return std::bit_cast<quint64>(a.toDouble()) == std::bit_cast<quint64>(b.toDouble());
    if (a.isArray())
        return std::equal(a.toArray().cbegin(), a.toArray().cend(), b.toArray().cbegin(),
                          b.toArray().cend(), isIdentical);
    if (a.isObject())
        return a.toObject().keys() == b.toObject().keys()
                && std::equal(a.toObject().cbegin(), a.toObject().cend(), b.toObject().cbegin(),
                              isIdentical);
    return a == b;
}

// A value inside so many arrays.
inline DustValue nested(int depth, DustValue value = DustValue(1))
{
    for (; depth > 0; --depth)
        value = DustArray{ value };
    return value;
}

#endif // RANDOMVALUES_H
