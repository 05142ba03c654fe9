// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTFIELDCODEC_P_H
#define DUSTFIELDCODEC_P_H

#include "dustfield_p.h"

#include <array>

// The converter of one type of field, as a constant. In every function why may stay empty: then only the kind of
// value is wrong, and the caller says which was expected.
struct DustFieldCodec
{
    DustField::Type type;
    QMetaType metaType; // what a value is held in; invalid when the field knows
    bool optional;
    bool (*fromWire)(const DustFieldData &field, const DustValue &wire, QVariant *value,
                     QString *why);
    bool (*toWire)(const DustFieldData &field, const QVariant &value, DustValue *wire,
                   QString *why);
    bool (*cast)(const DustFieldData &field, const QVariant &param, QVariant *value, QString *why);
    bool (*isNull)(const DustFieldData &field, const QVariant &value);
    QVariant (*nullValue)(const DustFieldData &field);
    QVariant (*plain)(const QVariant &value); // nullptr: the value itself
};

namespace DustFieldCodecs {

// By the type of a property; null when there is none.
const DustFieldCodec *forMetaType(QMetaType type);
// By the type of a field of a schema made at run time; null for enums and embeds.
const DustFieldCodec *forRuntime(DustField::Type type);
const DustFieldCodec *forEnum();
const DustFieldCodec *forEnumKey();
const DustFieldCodec *forEmbedOne();
const DustFieldCodec *forEmbedMany();

// What an EmbedMany field holds in list, a value of its type: gadgets or maps.
QVariantList elements(const DustFieldData &field, const QVariant &list);

// The parts of forMetaType() and forRuntime().
const DustFieldCodec *number(QMetaType type);
const DustFieldCodec *text(QMetaType type);
const DustFieldCodec *time(QMetaType type);
const DustFieldCodec *anything(QMetaType type);
const DustFieldCodec *nullableNumber(DustField::Type type);

// Says why and is false.
inline bool refuse(QString *why, const QString &reason)
{
    *why = reason;
    return false;
}

// The content of value as a T, empty. Lists of records are decoded into the same few QVariants, so that their storage is
// kept when it has the type already.
template<typename T>
T *emptySlot(QVariant *value)
{
    constexpr QMetaType type = QMetaType::fromType<T>();
    if (Q_UNLIKELY(value->metaType() != type))
        *value = QVariant(type);
    T *slot = static_cast<T *>(value->data());
    *slot = T();
    return slot;
}

template<std::size_t Size>
const DustFieldCodec *find(const std::array<const DustFieldCodec *, Size> &codecs, QMetaType type)
{
    for (const DustFieldCodec *codec : codecs) {
        if (codec->metaType == type)
            return codec;
    }
    return nullptr;
}

} // namespace DustFieldCodecs

#endif // DUSTFIELDCODEC_P_H
