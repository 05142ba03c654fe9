// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustfieldcodec_p.h"

using namespace Qt::StringLiterals;
using DustFieldCodecs::refuse;

namespace {

bool refuseKey(const DustFieldData &field, QString *why)
{
    return refuse(why, u"is none of %1"_s.arg(field.enumKeys.join(", "_L1)));
}

// A C++ enum: the property's own type, as wide as its compiler made it.
namespace Value {

QVariant make(const DustFieldData &field, int number)
{
    const qint8 narrow = qint8(number);
    const qint16 medium = qint16(number);
    const qint64 wide = number;
    switch (field.metaType.sizeOf()) {
    case sizeof(qint8):
        return QVariant(field.metaType, &narrow);
    case sizeof(qint16):
        return QVariant(field.metaType, &medium);
    case sizeof(qint64):
        return QVariant(field.metaType, &wide);
    default:
        return QVariant(field.metaType, &number);
    }
}

qsizetype indexOf(const DustFieldData &field, const QVariant &value)
{
    for (qsizetype i = 0; i < field.enumValues.size(); ++i) {
        if (make(field, field.enumValues.at(i)) == value)
            return i;
    }
    return -1;
}

bool take(const DustFieldData &field, qsizetype index, QVariant *value, QString *why)
{
    if (index < 0)
        return refuseKey(field, why);
    *value = make(field, field.enumValues.at(index));
    return true;
}

bool isNull(const DustFieldData &field, const QVariant &value)
{
    return value == make(field, 0) && !field.enumValues.contains(0);
}

bool fromWire(const DustFieldData &field, const DustValue &wire, QVariant *value, QString *why)
{
    if (wire.isString())
        return take(field, field.enumKeys.indexOf(wire.toString()), value, why);
    *value = make(field, 0);
    return wire.isNull();
}

bool toWire(const DustFieldData &field, const QVariant &value, DustValue *wire, QString *why)
{
    if (const qsizetype index = indexOf(field, value); index >= 0)
        *wire = DustValue(field.enumKeys.at(index));
    else if (!isNull(field, value))
        return refuseKey(field, why);
    else
        *wire = DustValue();
    return true;
}

bool cast(const DustFieldData &field, const QVariant &param, QVariant *value, QString *why)
{
    if (param.metaType() == field.metaType)
        return take(field, indexOf(field, param), value, why);
    switch (param.typeId()) {
    case QMetaType::QString:
        return take(field, field.enumKeys.indexOf(param.toString()), value, why);
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
    case QMetaType::ULongLong:
        return take(field, field.enumValues.indexOf(param.toLongLong()), value, why);
    default:
        return false;
    }
}

QVariant nullValue(const DustFieldData &field)
{
    return make(field, 0);
}

constexpr DustFieldCodec codec{ DustField::Enum, QMetaType(), false,  fromWire, toWire, cast,
                                isNull,          nullValue,   nullptr };

} // namespace Value

// An enum of a schema made at run time: the key is the value.
namespace Key {

bool fromWire(const DustFieldData &field, const DustValue &wire, QVariant *value, QString *why)
{
    if (wire.isString() && !field.enumKeys.contains(wire.toString()))
        return refuseKey(field, why);
    *value = wire.isString() ? wire.toString() : QString();
    return wire.isString() || wire.isNull();
}

bool isNull(const DustFieldData &, const QVariant &value)
{
    return value.toString().isEmpty();
}

bool toWire(const DustFieldData &field, const QVariant &value, DustValue *wire, QString *why)
{
    *wire = isNull(field, value) ? DustValue() : DustValue(value.toString());
    return wire->isNull() || field.enumKeys.contains(wire->toString()) || refuseKey(field, why);
}

bool cast(const DustFieldData &field, const QVariant &param, QVariant *value, QString *why)
{
    *value = param.toString();
    return param.typeId() == QMetaType::QString
            && (field.enumKeys.contains(param.toString()) || refuseKey(field, why));
}

QVariant nullValue(const DustFieldData &)
{
    return QString();
}

constexpr DustFieldCodec codec{ DustField::Enum, QMetaType::fromType<QString>(),
                                false,           fromWire,
                                toWire,          cast,
                                isNull,          nullValue,
                                nullptr };

} // namespace Key

} // namespace

const DustFieldCodec *DustFieldCodecs::forEnum()
{
    return &Value::codec;
}

const DustFieldCodec *DustFieldCodecs::forEnumKey()
{
    return &Key::codec;
}
