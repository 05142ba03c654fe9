// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustdecimal.h"

#include "dusttext_p.h"

#include <QtCore/QDebug>
#include <QtCore/QLocale>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

/*!
    \class DustDecimal
    \inmodule DustEcto
    \brief The DustDecimal class holds a decimal number exactly as it was written.

    It is the Qt side of a \c :decimal field of Ecto: a price or a quantity for which a \c double is too
    rough. It keeps sign, digits and scale, so \c "1.50" stays \c "1.50", and compares by value, so 1.50
    equals 1.5. It does not calculate.

    \snippet value.cpp decimal

    On the wire it is a plain string, never the typed envelope of PROTOCOL section 1; reading takes a
    string, a number or the envelope. A default-constructed decimal is null, is not 0, and is written as
    JSON null.

    \sa DustField::Decimal
*/

/*!
    \fn DustDecimal::DustDecimal()

    Makes a null decimal.
*/

/*!
    \fn bool DustDecimal::isNull() const

    Returns whether this is no number.
*/

/*!
    \fn bool DustDecimal::isNegative() const

    Returns whether this is less than 0.
*/

/*!
    \fn bool DustDecimal::isZero() const

    Returns whether this is 0, with whatever scale.
*/

/*!
    \fn int DustDecimal::scale() const

    Returns how many digits are written behind the point: 2 for 1.50.
*/

/*!
    \fn bool DustDecimal::operator==(const DustDecimal &a, const DustDecimal &b)

    Returns whether \a a and \a b are the same number, or both null; 1.50 equals 1.5.

    \sa compare()
*/

/*!
    \fn bool DustDecimal::operator!=(const DustDecimal &a, const DustDecimal &b)

    Returns whether \a a and \a b differ.

    \sa compare()
*/

/*!
    \fn bool DustDecimal::operator<(const DustDecimal &a, const DustDecimal &b)

    Returns whether \a a is less than \a b; null is less than every number.

    \sa compare()
*/

/*!
    \fn bool DustDecimal::operator<=(const DustDecimal &a, const DustDecimal &b)

    Returns whether \a a is at most \a b; null is less than every number.

    \sa compare()
*/

/*!
    \fn bool DustDecimal::operator>(const DustDecimal &a, const DustDecimal &b)

    Returns whether \a a is greater than \a b; null is less than every number.

    \sa compare()
*/

/*!
    \fn bool DustDecimal::operator>=(const DustDecimal &a, const DustDecimal &b)

    Returns whether \a a is at least \a b; null is less than every number.

    \sa compare()
*/

/*!
    \fn size_t DustDecimal::qHash(const DustDecimal &decimal, size_t seed)

    Returns a hash of the value of \a decimal, seeded with \a seed: the same for 1.50 and 1.5.
*/

namespace {

constexpr qint64 LargestExponent = 999999999;

DustError notDecimal(const QString &text)
{
    return DustError::invalidParams(
            u"invalid_decimal"_s,
            u"%1 is not a decimal number: write digits with at most one point, as in \"1.50\"."_s
                    .arg(DustText::quoted(text)));
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool takeSign(QByteArrayView &text)
{
    const bool negative = text.startsWith('-');
    if (negative || text.startsWith('+'))
        text = text.sliced(1);
    return negative;
}

QByteArrayView takeDigits(QByteArrayView &text)
{
    const auto end = std::find_if_not(text.begin(), text.end(), isDigit);
    const QByteArrayView digits = text.first(end - text.begin());
    text = text.sliced(digits.size());
    return digits;
}

// E+3, e-7; nothing is exponent 0.
bool takeExponent(QByteArrayView &text, qint64 *exponent)
{
    *exponent = 0;
    if (text.isEmpty())
        return true;
    if (text.front() != 'e' && text.front() != 'E')
        return false;
    text = text.sliced(1);
    const bool negative = takeSign(text);
    const QByteArrayView digits = takeDigits(text);
    constexpr qsizetype MostDigits = 18; // fit qint64
    if (digits.isEmpty() || digits.size() > MostDigits || !text.isEmpty())
        return false;
    *exponent = digits.toByteArray().toLongLong() * (negative ? -1 : 1);
    return true;
}

QByteArrayView withoutTrailingZeros(QByteArrayView digits)
{
    while (digits.endsWith('0'))
        digits = digits.chopped(1);
    return digits;
}

} // namespace

/*!
    Makes the decimal of the integer \a value.
*/
DustDecimal::DustDecimal(qint64 value) : m_digits(QByteArray::number(value)), m_negative(value < 0)
{
    if (m_negative)
        m_digits.remove(0, 1);
}

/*!
    Reads \a text: an optional sign, digits with at most one point, and an optional exponent as Elixir's
    \c Decimal writes it, such as \c "1E+3". Anything else, \c NaN and infinities included, is an
    InvalidParams error.

    \sa toString()
*/
DustResult<DustDecimal> DustDecimal::fromString(const QString &text)
{
    const QByteArray ascii = text.toLatin1();
    QByteArrayView rest = ascii;
    DustDecimal decimal;
    decimal.m_negative = takeSign(rest);
    QByteArray digits = takeDigits(rest).toByteArray();
    qint64 exponent = 0;
    qsizetype fraction = 0;
    if (rest.startsWith('.')) {
        rest = rest.sliced(1);
        const QByteArrayView behind = takeDigits(rest);
        fraction = behind.size();
        digits += behind.toByteArray();
    }
    if (digits.isEmpty() || !takeExponent(rest, &exponent))
        return notDecimal(text);
    exponent -= fraction;
    if (std::abs(exponent) > LargestExponent)
        return notDecimal(text);
    const auto first = std::find_if(digits.cbegin(), digits.cend(),
                                    [](char c) { return c != '0'; });
    digits.remove(0, std::min(qsizetype(first - digits.cbegin()), digits.size() - 1));
    decimal.m_digits = digits;
    decimal.m_exponent = int(exponent);
    decimal.m_negative = decimal.m_negative && !decimal.isZero();
    return decimal;
}

/*!
    Makes the decimal with the fewest digits that reads back as \a value. NaN and infinities are an
    InvalidParams error.

    \sa toDouble()
*/
DustResult<DustDecimal> DustDecimal::fromDouble(double value)
{
    if (!std::isfinite(value))
        return DustError::invalidParams(u"invalid_decimal"_s,
                                        u"NaN and infinity are not decimal numbers."_s);
    return fromString(QString::number(value, 'g', QLocale::FloatingPointShortest));
}

/*!
    Returns the number as text, as Elixir's \c Decimal.to_string/1 writes it: plain digits, or an
    exponent where those would need zeros that nobody wrote, such as \c "1E+3". A null decimal gives a
    null string.

    \sa fromString()
*/
QString DustDecimal::toString() const
{
    if (isNull())
        return {};
    constexpr qint64 SmallestPlain = -6;
    QByteArray text = m_digits;
    const qint64 adjusted = adjustedExponent();
    if (m_exponent > 0 || adjusted < SmallestPlain) {
        if (text.size() > 1)
            text.insert(1, '.');
        text += adjusted < 0 ? "E" : "E+";
        text += QByteArray::number(adjusted);
    } else if (m_exponent < 0) {
        const qsizetype places = -qsizetype(m_exponent);
        if (text.size() <= places)
            text.prepend(QByteArray(places - text.size() + 1, '0'));
        text.insert(text.size() - places, '.');
    }
    return QString::fromLatin1(m_negative ? '-' + text : text);
}

/*!
    Returns the nearest double, an infinity for numbers beyond its range and 0 for a null decimal.

    \sa fromDouble()
*/
double DustDecimal::toDouble() const
{
    return toString().toDouble();
}

/*!
    Compares the values of \a a and \a b: negative when \a a is less, 0 when they are equal, positive
    when it is greater. Null is less than every number and equal to null. The scale does not count.
*/
int DustDecimal::compare(const DustDecimal &a, const DustDecimal &b)
{
    const auto sign = [](const DustDecimal &decimal) {
        return decimal.isZero() ? 0 : decimal.m_negative ? -1 : 1;
    };
    if (a.isNull() || b.isNull())
        return int(b.isNull()) - int(a.isNull());
    if (sign(a) != sign(b) || sign(a) == 0)
        return sign(a) - sign(b);
    if (a.adjustedExponent() != b.adjustedExponent())
        return a.adjustedExponent() < b.adjustedExponent() ? -sign(a) : sign(a);
    const QByteArrayView left = withoutTrailingZeros(a.m_digits);
    const QByteArrayView right = withoutTrailingZeros(b.m_digits);
    if (left == right)
        return 0;
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end())
            ? -sign(a)
            : sign(a);
}

size_t DustDecimal::hash(size_t seed) const
{
    if (isNull() || isZero())
        return qHash(isNull(), seed);
    return qHashMulti(seed, m_negative, adjustedExponent(), withoutTrailingZeros(m_digits));
}

/*!
    \fn QDebug DustDecimal::operator<<(QDebug debug, const DustDecimal &decimal)

    Writes \a decimal to \a debug.
*/
QDebug operator<<(QDebug debug, const DustDecimal &decimal)
{
    const QDebugStateSaver saver(debug);
    return debug.nospace().noquote()
            << "DustDecimal(" << (decimal.isNull() ? u"null"_s : decimal.toString()) << ')';
}

#include "moc_dustdecimal.cpp"
