// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustfieldcodec_p.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QJsonValue>

using namespace Qt::StringLiterals;
using DustFieldCodecs::refuse;

namespace {

bool isTypedText(const DustValue &value)
{
    const QString type = value.envelopeType();
    return type == "decimal"_L1 || type == "datetime"_L1;
}

// Decimals and dates are read from envelopes and never written as such: some servers cannot replay them.
DustValue withoutTypedText(const DustValue &value)
{
    if (isTypedText(value))
        return value.toObject().value(u"_typed"_s);
    if (value.isArray()) {
        DustArray array = value.toArray();
        std::transform(array.cbegin(), array.cend(), array.begin(), withoutTypedText);
        return DustValue(array);
    }
    if (value.isObject()) {
        DustObject object = value.toObject();
        for (DustValue &member : object)
            member = withoutTypedText(member);
        return DustValue(object);
    }
    return value;
}

// A store keeps leaves, so an object without any is not there when it is read back.
bool hasNoLeaf(const DustValue &value)
{
    const DustObject &object = value.toObject();
    return value.isObject() && std::all_of(object.cbegin(), object.cend(), hasNoLeaf);
}

bool toDustValue(const QVariant &value, DustValue *wire, QString *why)
{
    const DustResult<DustValue> result = DustValue::fromVariant(value);
    if (!result)
        return refuse(why, result.error().message());
    const bool isNullText = value.typeId() == QMetaType::QString && value.toString().isNull();
    *wire = isNullText ? DustValue() : withoutTypedText(*result);
    return true;
}

// A Container has: using Type; accepts(wire); fromVariant(variant).
struct Variant
{
    using Type = QVariant;
    static bool accepts(const DustValue &) { return true; }
    static QVariant fromVariant(const QVariant &variant)
    {
        return variant.typeId() == QMetaType::Nullptr ? QVariant() : variant;
    }
};

struct Json
{
    using Type = QJsonValue;
    static bool accepts(const DustValue &) { return true; }
    static QJsonValue fromVariant(const QVariant &variant)
    {
        return QJsonValue::fromVariant(variant);
    }
};

struct Map
{
    using Type = QVariantMap;
    static bool accepts(const DustValue &wire) { return wire.isObject() || wire.isNull(); }
    static QVariantMap fromVariant(const QVariant &variant) { return variant.toMap(); }
};

struct List
{
    using Type = QVariantList;
    static bool accepts(const DustValue &wire) { return wire.isArray() || wire.isNull(); }
    static QVariantList fromVariant(const QVariant &variant) { return variant.toList(); }
};

struct JsonMap : Map
{
    using Type = QJsonObject;
    static QJsonObject fromVariant(const QVariant &variant)
    {
        return QJsonObject::fromVariantMap(variant.toMap());
    }
};

struct JsonList : List
{
    using Type = QJsonArray;
    static QJsonArray fromVariant(const QVariant &variant)
    {
        return QJsonArray::fromVariantList(variant.toList());
    }
};

template<typename Container>
struct AnyCodec
{
    static bool fromWire(const DustFieldData &, const DustValue &wire, QVariant *value, QString *)
    {
        if (!Container::accepts(wire))
            return false;
        *value = QVariant::fromValue(Container::fromVariant(withoutTypedText(wire).toVariant()));
        return true;
    }
    static bool toWire(const DustFieldData &, const QVariant &value, DustValue *wire, QString *why)
    {
        return toDustValue(value, wire, why);
    }
    static bool cast(const DustFieldData &field, const QVariant &param, QVariant *value,
                     QString *why)
    {
        DustValue wire;
        return toDustValue(param, &wire, why) && fromWire(field, wire, value, why);
    }
    static bool isNull(const DustFieldData &, const QVariant &value)
    {
        const DustResult<DustValue> wire = DustValue::fromVariant(value);
        return wire && (wire->isNull() || hasNoLeaf(*wire));
    }
    static QVariant nullValue(const DustFieldData &)
    {
        return QVariant::fromValue(typename Container::Type());
    }
    static constexpr DustFieldCodec make()
    {
        return { DustField::Any, QMetaType::fromType<typename Container::Type>(),
                 false,          fromWire,
                 toWire,         cast,
                 isNull,         nullValue,
                 nullptr };
    }
};

template<typename Container>
constexpr DustFieldCodec anyCodec = AnyCodec<Container>::make();

} // namespace

const DustFieldCodec *DustFieldCodecs::anything(QMetaType type)
{
    static constexpr std::array<const DustFieldCodec *, 6> codecs{
        &anyCodec<Variant>, &anyCodec<Map>,     &anyCodec<List>,
        &anyCodec<Json>,    &anyCodec<JsonMap>, &anyCodec<JsonList>
    };
    return find(codecs, type);
}
