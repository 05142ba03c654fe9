// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustdecimal.h"
#include "dustscalarcodec_p.h"

#include <cmath>
#include <limits>
#include <utility>

using namespace Qt::StringLiterals;

using DustFieldCodecs::refuse;

namespace {

bool isNumberType(int typeId)
{
    return typeId == QMetaType::Float || typeId == QMetaType::Double;
}

bool isIntegerType(int typeId)
{
    switch (typeId) {
    case QMetaType::Char:
    case QMetaType::SChar:
    case QMetaType::UChar:
    case QMetaType::Short:
    case QMetaType::UShort:
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::Long:
    case QMetaType::ULong:
    case QMetaType::LongLong:
    case QMetaType::ULongLong:
        return true;
    default:
        return false;
    }
}

bool isUnsignedType(int typeId)
{
    return typeId == QMetaType::ULong || typeId == QMetaType::ULongLong;
}

// QString's own conversions also take spaces, group separators and, for a double, words.
bool consistsOf(const QString &text, QLatin1StringView letters)
{
    return !text.isEmpty()
            && std::all_of(text.begin(), text.end(), [&](QChar c) { return letters.contains(c); });
}

struct BooleanScalar
{
    using Type = bool;
    static constexpr DustField::Type FieldType = DustField::Boolean;

    static bool isNull(bool) { return false; }
    static bool read(const DustValue &wire, bool *value, QString *)
    {
        *value = wire.toBool();
        return wire.kind() == DustValue::Boolean;
    }
    static bool write(bool value, DustValue *wire, QString *)
    {
        *wire = DustValue(value);
        return true;
    }
    static bool cast(const QVariant &param, bool *value, QString *)
    {
        if (param.typeId() == QMetaType::Bool) {
            *value = param.toBool();
            return true;
        }
        if (param.typeId() != QMetaType::QString)
            return false;
        const QString text = param.toString();
        *value = text == "true"_L1 || text == "1"_L1;
        return *value || text == "false"_L1 || text == "0"_L1;
    }
};

template<typename Integer>
struct IntegerScalar
{
    using Type = Integer;
    static constexpr DustField::Type FieldType = DustField::Integer;

    static bool isNull(Integer) { return false; }
    template<typename Wide>
    static bool narrow(Wide wide, Integer *value, QString *why)
    {
        using Limits = std::numeric_limits<Integer>;
        *value = Integer(wide);
        return std::in_range<Integer>(wide)
                || refuse(why, u"is outside %1 to %2"_s.arg(Limits::min()).arg(Limits::max()));
    }
    static bool read(const DustValue &wire, Integer *value, QString *why)
    {
        switch (wire.kind()) {
        case DustValue::Integer:
            return narrow(wire.toInteger(), value, why);
        case DustValue::UnsignedInteger:
            return narrow(wire.toUnsignedInteger(), value, why);
        default:
            return false;
        }
    }
    static bool write(Integer value, DustValue *wire, QString *)
    {
        if constexpr (std::is_signed_v<Integer>)
            *wire = DustValue(qint64(value));
        else
            *wire = DustValue(quint64(value));
        return true;
    }
    static bool cast(const QVariant &param, Integer *value, QString *why)
    {
        if (isUnsignedType(param.typeId()))
            return narrow(param.toULongLong(), value, why);
        if (isIntegerType(param.typeId()))
            return narrow(param.toLongLong(), value, why);
        if (param.typeId() != QMetaType::QString)
            return false;
        const QString text = param.toString();
        if (!consistsOf(text, "+-0123456789"_L1))
            return false;
        bool ok = false;
        if (const qint64 number = text.toLongLong(&ok); ok)
            return narrow(number, value, why);
        const quint64 number = text.toULongLong(&ok);
        return ok && narrow(number, value, why);
    }
};

template<typename Real>
struct RealScalar
{
    using Type = Real;
    static constexpr DustField::Type FieldType = DustField::Double;

    static bool isNull(Real) { return false; }
    static bool narrow(double number, Real *value, QString *why)
    {
        if (!std::isfinite(number) || std::abs(number) > double(std::numeric_limits<Real>::max()))
            return refuse(why, u"is not a finite number"_s);
        *value = Real(number);
        return true;
    }
    static bool read(const DustValue &wire, Real *value, QString *why)
    {
        return wire.isNumber() && narrow(wire.toDouble(), value, why);
    }
    static bool write(Real value, DustValue *wire, QString *why)
    {
        *wire = DustValue(double(value));
        return narrow(double(value), &value, why);
    }
    static bool cast(const QVariant &param, Real *value, QString *why)
    {
        if (isNumberType(param.typeId()) || isIntegerType(param.typeId()))
            return narrow(param.toDouble(), value, why);
        if (param.typeId() != QMetaType::QString)
            return false;
        const QString text = param.toString();
        bool ok = false;
        const double number = text.toDouble(&ok);
        return ok && consistsOf(text, "+-.eE0123456789"_L1) && narrow(number, value, why);
    }
};

struct DecimalScalar
{
    using Type = DustDecimal;
    static constexpr DustField::Type FieldType = DustField::Decimal;

    static bool isNull(const DustDecimal &value) { return value.isNull(); }
    static bool take(const DustResult<DustDecimal> &decimal, DustDecimal *value)
    {
        *value = decimal.valueOr(DustDecimal());
        return decimal.isOk();
    }
    static bool read(const DustValue &wire, DustDecimal *value, QString *why)
    {
        switch (wire.kind()) {
        case DustValue::String:
            return take(DustDecimal::fromString(wire.toString()), value)
                    || refuse(why, u"is not a decimal number such as \"1.50\""_s);
        case DustValue::Integer:
            *value = DustDecimal(wire.toInteger());
            return true;
        case DustValue::UnsignedInteger:
            return take(DustDecimal::fromString(QString::number(wire.toUnsignedInteger())), value);
        case DustValue::Double:
            return take(DustDecimal::fromDouble(wire.toDouble()), value);
        default:
            return false;
        }
    }
    static bool write(const DustDecimal &value, DustValue *wire, QString *)
    {
        *wire = DustValue(value.toString());
        return true;
    }
    static bool cast(const QVariant &param, DustDecimal *value, QString *)
    {
        if (param.metaType() == QMetaType::fromType<DustDecimal>()) {
            *value = param.value<DustDecimal>();
            return true;
        }
        if (isNumberType(param.typeId()))
            return take(DustDecimal::fromDouble(param.toDouble()), value);
        if (isIntegerType(param.typeId()) || param.typeId() == QMetaType::QString)
            return take(DustDecimal::fromString(param.toString()), value);
        return false;
    }
};

// Models and views ask a value for its text.
void registerDecimalText()
{
    if (!QMetaType::hasRegisteredConverterFunction<DustDecimal, QString>())
        QMetaType::registerConverter<DustDecimal, QString>(&DustDecimal::toString);
}

} // namespace

const DustFieldCodec *DustFieldCodecs::number(QMetaType type)
{
    const DustFieldCodec *codec = dustFindScalar<
            BooleanScalar, IntegerScalar<signed char>, IntegerScalar<uchar>, IntegerScalar<short>,
            IntegerScalar<ushort>, IntegerScalar<int>, IntegerScalar<uint>, IntegerScalar<long>,
            IntegerScalar<ulong>, IntegerScalar<qint64>, IntegerScalar<quint64>, RealScalar<float>,
            RealScalar<double>, DecimalScalar>(type);
    if (codec && codec->type == DustField::Decimal)
        registerDecimalText();
    return codec;
}

const DustFieldCodec *DustFieldCodecs::nullableNumber(DustField::Type type)
{
    switch (type) {
    case DustField::Boolean:
        return &dustNullableCodec<BooleanScalar>;
    case DustField::Integer:
        return &dustNullableCodec<IntegerScalar<qint64>>;
    case DustField::Double:
        return &dustNullableCodec<RealScalar<double>>;
    default:
        return nullptr;
    }
}
