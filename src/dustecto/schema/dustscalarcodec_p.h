// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSCALARCODEC_P_H
#define DUSTSCALARCODEC_P_H

#include "dustfieldcodec_p.h"

#include <optional>

// Codecs made of a Scalar, which knows one C++ type and no null:
//   using Type; static constexpr DustField::Type FieldType; isNull(value);
//   read(wire, &value, &why); write(value, &wire, &why); cast(param, &value, &why).

template<typename Scalar>
struct DustPlainCodec
{
    using Type = typename Scalar::Type;

    static const Type &held(const QVariant &value)
    {
        return *static_cast<const Type *>(value.constData());
    }
    static bool fromWire(const DustFieldData &, const DustValue &wire, QVariant *value,
                         QString *why)
    {
        Type *content = DustFieldCodecs::emptySlot<Type>(value);
        return wire.isNull() || Scalar::read(wire, content, why);
    }
    static bool toWire(const DustFieldData &, const QVariant &value, DustValue *wire, QString *why)
    {
        if (!Scalar::isNull(held(value)))
            return Scalar::write(held(value), wire, why);
        *wire = DustValue();
        return true;
    }
    static bool cast(const DustFieldData &, const QVariant &param, QVariant *value, QString *why)
    {
        Type content{};
        if (!Scalar::cast(param, &content, why))
            return false;
        *value = QVariant(QMetaType::fromType<Type>(), &content);
        return true;
    }
    static bool isNull(const DustFieldData &, const QVariant &value)
    {
        return Scalar::isNull(held(value));
    }
    static QVariant nullValue(const DustFieldData &)
    {
        const Type content{};
        return QVariant(QMetaType::fromType<Type>(), &content);
    }
    static constexpr DustFieldCodec make()
    {
        return { Scalar::FieldType,
                 QMetaType::fromType<Type>(),
                 false,
                 fromWire,
                 toWire,
                 cast,
                 isNull,
                 nullValue,
                 nullptr };
    }
};

template<typename Scalar>
struct DustOptionalCodec
{
    using Type = std::optional<typename Scalar::Type>;

    static const Type &held(const QVariant &value)
    {
        return *static_cast<const Type *>(value.constData());
    }
    static bool fromWire(const DustFieldData &, const DustValue &wire, QVariant *value,
                         QString *why)
    {
        Type *content = DustFieldCodecs::emptySlot<Type>(value);
        return wire.isNull() || Scalar::read(wire, &content->emplace(), why);
    }
    static bool toWire(const DustFieldData &field, const QVariant &value, DustValue *wire,
                       QString *why)
    {
        if (!isNull(field, value))
            return Scalar::write(*held(value), wire, why);
        *wire = DustValue();
        return true;
    }
    static bool cast(const DustFieldData &, const QVariant &param, QVariant *value, QString *why)
    {
        Type content;
        if (!Scalar::cast(param, &content.emplace(), why))
            return false;
        *value = QVariant(QMetaType::fromType<Type>(), &content);
        return true;
    }
    static bool isNull(const DustFieldData &, const QVariant &value)
    {
        return !held(value) || Scalar::isNull(*held(value));
    }
    static QVariant nullValue(const DustFieldData &)
    {
        const Type content;
        return QVariant(QMetaType::fromType<Type>(), &content);
    }
    static QVariant plain(const QVariant &value)
    {
        return held(value) ? QVariant::fromValue(*held(value)) : QVariant();
    }
    static constexpr DustFieldCodec make()
    {
        return { Scalar::FieldType,
                 QMetaType::fromType<Type>(),
                 true,
                 fromWire,
                 toWire,
                 cast,
                 isNull,
                 nullValue,
                 plain };
    }
};

// Of a schema made at run time: the plain value, or an invalid QVariant for null.
template<typename Scalar>
struct DustNullableCodec : DustPlainCodec<Scalar>
{
    using Plain = DustPlainCodec<Scalar>;

    static bool fromWire(const DustFieldData &field, const DustValue &wire, QVariant *value,
                         QString *why)
    {
        if (!wire.isNull())
            return Plain::fromWire(field, wire, value, why);
        *value = QVariant();
        return true;
    }
    static bool toWire(const DustFieldData &field, const QVariant &value, DustValue *wire,
                       QString *why)
    {
        if (value.isValid())
            return Plain::toWire(field, value, wire, why);
        *wire = DustValue();
        return true;
    }
    static bool isNull(const DustFieldData &, const QVariant &value) { return !value.isValid(); }
    static QVariant nullValue(const DustFieldData &) { return {}; }
    static constexpr DustFieldCodec make()
    {
        return { Scalar::FieldType,
                 QMetaType::fromType<typename Scalar::Type>(),
                 true,
                 fromWire,
                 toWire,
                 Plain::cast,
                 isNull,
                 nullValue,
                 nullptr };
    }
};

template<typename Scalar>
inline constexpr DustFieldCodec dustPlainCodec = DustPlainCodec<Scalar>::make();
template<typename Scalar>
inline constexpr DustFieldCodec dustOptionalCodec = DustOptionalCodec<Scalar>::make();
template<typename Scalar>
inline constexpr DustFieldCodec dustNullableCodec = DustNullableCodec<Scalar>::make();

// Each Scalar plain and optional.
template<typename... Scalars>
const DustFieldCodec *dustFindScalar(QMetaType type)
{
    constexpr std::array<const DustFieldCodec *, 2 * sizeof...(Scalars)> codecs{
        &dustPlainCodec<Scalars>..., &dustOptionalCodec<Scalars>...
    };
    return DustFieldCodecs::find(codecs, type);
}

#endif // DUSTSCALARCODEC_P_H
