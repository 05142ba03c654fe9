// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustkeptnumbers_p.h"

#include "dustfield_p.h"
#include "dustrecordcodec_p.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QJsonValue>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace {

bool isOfJson(QMetaType type)
{
    return type == QMetaType::fromType<QJsonValue>() || type == QMetaType::fromType<QJsonObject>()
            || type == QMetaType::fromType<QJsonArray>();
}

bool isLostInJson(const DustValue &value)
{
    switch (value.kind()) {
    case DustValue::UnsignedInteger:
        return true;
    case DustValue::Double:
        return value.toDouble() == std::trunc(value.toDouble());
    case DustValue::Array:
        return std::any_of(value.toArray().cbegin(), value.toArray().cend(), isLostInJson);
    case DustValue::Object:
        return std::any_of(value.toObject().cbegin(), value.toObject().cend(), isLostInJson);
    default:
        return false;
    }
}

// The numbers of wire that are as they were held, as they were read. An array is one leaf.
DustValue withNumbers(const DustValue &wire, const DustValue &held, const DustValue &read)
{
    if (wire.isNumber() && read.isNumber())
        return wire == held ? read : wire;
    if (wire.isObject() && held.isObject() && read.isObject()) {
        DustObject object = wire.toObject();
        for (auto member = object.begin(); member != object.end(); ++member)
            *member = withNumbers(*member, held.toObject().value(member.key()),
                                  read.toObject().value(member.key()));
        return DustValue(object);
    }
    if (wire.isArray() && read.isArray() && wire == held) {
        DustArray array = wire.toArray();
        for (qsizetype i = 0; i < array.size(); ++i)
            array[i] = withNumbers(array.at(i), array.at(i), read.toArray().value(i));
        return DustValue(array);
    }
    return wire;
}

// Servers tell of a decimal or a time with its envelope or without.
DustValue plain(const DustValue &value)
{
    const auto text = value.toObject().constFind(u"_typed"_s);
    return text == value.toObject().cend() ? value : text.value();
}

// All that it takes to compare: lists keep it of each record, and a value may be large.
DustValue fingerprint(const DustValue &value)
{
    constexpr qsizetype Small = 64;
    const DustValue bare = plain(value);
    const QByteArray packed = bare.toMessagePack();
    if (packed.size() <= Small)
        return bare;
    return QString::fromLatin1(
            QCryptographicHash::hash(packed, QCryptographicHash::Sha256).toHex());
}

} // namespace

bool DustKeptNumbers::mayNeed(const DustField &field)
{
    const QList<DustField> nested = field.embedded().fields();
    return isOfJson(field.metaType()) || std::any_of(nested.cbegin(), nested.cend(), mayNeed);
}

void DustKeptNumbers::keep(DustMeta *meta, const DustField &field, const DustValue &wire)
{
    if (isLostInJson(wire))
        meta->m_numbers.append({ field.wireLeaf(), wire });
}

DustValue DustKeptNumbers::restored(const DustMeta &meta, const DustField &field,
                                    const DustValue &wire)
{
    const auto kept = std::find_if(meta.m_numbers.cbegin(), meta.m_numbers.cend(),
                                   [&](const auto &one) { return one.first == field.wireLeaf(); });
    if (kept == meta.m_numbers.cend())
        return wire;
    const DustFieldData &data = DustFieldData::get(field);
    QVariant value;
    DustValue held;
    QString why;
    const bool isHeld = data.decode(kept->second, &value, &why) && data.encode(value, &held, &why);
    return isHeld ? withNumbers(wire, held, kept->second) : wire;
}

void DustKeptNumbers::keepStranger(DustMeta *meta, const QByteArray &path, const DustValue &wire)
{
    meta->m_numbers.append({ path, fingerprint(wire) });
}

bool DustKeptNumbers::isStrangerAsRead(const DustMeta &meta, const QByteArray &path,
                                       const DustValue &stored)
{
    const auto kept = std::find_if(meta.m_numbers.cbegin(), meta.m_numbers.cend(),
                                   [&](const auto &one) { return one.first == path; });
    return kept == meta.m_numbers.cend() || kept->second == fingerprint(stored);
}

void DustKeptNumbers::keepWritten(DustMeta *meta, const DustRecord &record)
{
    for (const auto &[leaf, read] : record.meta().m_numbers) {
        const int index = record.schema().indexOfWireLeaf(leaf);
        if (index < 0) {
            if (meta->leafRevision(leaf) == quint64(0))
                meta->m_numbers.append({ leaf, read });
            continue;
        }
        const auto wire = DustRecordEncoder::field(record, index);
        if (wire)
            keep(meta, record.schema().fields().at(index), *wire);
    }
}
