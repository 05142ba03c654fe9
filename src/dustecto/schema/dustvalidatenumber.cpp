// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustdecimal.h"
#include "dustvalidators_p.h"

#include <compare>
#include <utility>

using namespace Qt::StringLiterals;

namespace {

constexpr const char *BadBound = QT_TRANSLATE_NOOP(
        "DustChangeset",
        "a bound of validateNumber() for %{field} of %{schema} is no number: give an integer, a "
        "double or a DustDecimal");

struct Check
{
    const char *kind;
    bool (*isMet)(std::partial_ordering order);
    const char *message;
};
using Order = std::partial_ordering;
// In the order of DustNumber::Comparison.
constexpr Check Checks[] = {
    { "less_than", [](Order order) { return order < 0; },
      QT_TRANSLATE_NOOP("DustChangeset", "must be less than %{number}") },
    { "greater_than", [](Order order) { return order > 0; },
      QT_TRANSLATE_NOOP("DustChangeset", "must be greater than %{number}") },
    { "less_than_or_equal_to", [](Order order) { return order <= 0; },
      QT_TRANSLATE_NOOP("DustChangeset", "must be less than or equal to %{number}") },
    { "greater_than_or_equal_to", [](Order order) { return order >= 0; },
      QT_TRANSLATE_NOOP("DustChangeset", "must be greater than or equal to %{number}") },
    { "equal_to", [](Order order) { return order == 0; },
      QT_TRANSLATE_NOOP("DustChangeset", "must be equal to %{number}") },
    { "not_equal_to", [](Order order) { return order != 0; },
      QT_TRANSLATE_NOOP("DustChangeset", "must be not equal to %{number}") },
};

// The number that a redacted value must not be would tell the value.
constexpr const char *Redacted = QT_TRANSLATE_NOOP("DustChangeset", "is invalid");

bool isDecimal(const QVariant &number)
{
    return number.metaType() == QMetaType::fromType<DustDecimal>()
            && !number.value<DustDecimal>().isNull();
}

DustDecimal toDecimal(const QVariant &number)
{
    if (isDecimal(number))
        return number.value<DustDecimal>();
    const DustValue value = DustValue::fromVariant(number).valueOr({});
    return (value.isInteger() ? DustDecimal::fromString(number.toString())
                              : DustDecimal::fromDouble(value.toDouble()))
            .valueOr({});
}

bool isNumber(const QVariant &number)
{
    return isDecimal(number) || DustValue::fromVariant(number).valueOr({}).isNumber();
}

// Exact but where a double meets an integer. NaN is unordered.
std::partial_ordering compare(const QVariant &a, const QVariant &b)
{
    if (isDecimal(a) || isDecimal(b))
        return DustDecimal::compare(toDecimal(a), toDecimal(b)) <=> 0;
    const DustValue left = DustValue::fromVariant(a).valueOr({});
    const DustValue right = DustValue::fromVariant(b).valueOr({});
    if (!left.isInteger() || !right.isInteger())
        return left.toDouble() <=> right.toDouble();
    if (left.kind() != right.kind()) // only what exceeds qint64 is unsigned
        return left.kind() == DustValue::Integer ? std::partial_ordering::less
                                                 : std::partial_ordering::greater;
    if (left.kind() == DustValue::Integer)
        return left.toInteger() <=> right.toInteger();
    return left.toUnsignedInteger() <=> right.toUnsignedInteger();
}

DustFieldError failure(const QString &field, const Check &failed, const QVariant &bound,
                       const QString &message, bool tellsValue)
{
    QVariantMap metadata{ { u"validation"_s, u"number"_s },
                          { u"kind"_s, QString::fromLatin1(failed.kind) } };
    if (!tellsValue)
        metadata.insert(u"number"_s, bound);
    return { field, dustMessage(tellsValue ? Redacted : failed.message, message), metadata };
}

} // namespace

/*!
    Returns the changeset with an error if the change of \a field, an integer, a double or a
    DustDecimal, is outside the bounds of \a number; the default message says which bound, as in
    "must be less than %{number}".

    Mirrors \c Ecto.Changeset.validate_number/3.
*/
DustChangeset DustChangeset::validateNumber(const QString &field, const DustNumber &number) const
{
    const auto check = [&](const QString &name, const QVariant &value) -> QList<DustFieldError> {
        if (!isNumber(value))
            return { dustWrongType(name, u"number"_s, value) };
        for (const DustNumber::Bound &bound : number.m_bounds) {
            const Check &bounded = Checks[bound.comparison];
            if (bounded.isMet(compare(value, bound.number)))
                continue;
            const bool tellsValue = bound.comparison == DustNumber::NotEqual
                    && d->field(name).isRedacted();
            return { failure(name, bounded, bound.number, number.m_message, tellsValue) };
        }
        return {};
    };
    DustChangeset next(*this);
    if (std::all_of(number.m_bounds.begin(), number.m_bounds.end(),
                    [](const DustNumber::Bound &bound) { return isNumber(bound.number); }))
        next.d->validate(field, u"number"_s,
                         { DustField::Integer, DustField::Double, DustField::Decimal }, check);
    else
        next.d->refuse(BadBound, { { u"field"_s, field } });
    return next;
}
