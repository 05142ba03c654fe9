// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustfieldcodec_p.h"
#include "dustrecord.h"

using namespace Qt::StringLiterals;
using DustFieldCodecs::elements;
using DustFieldCodecs::refuse;

namespace {

bool isGadget(const DustFieldData &field)
{
    return field.embedded.gadgetType().isValid();
}

// The nested value as a record of its schema, and back: a gadget, or a map by field name.
DustRecord toRecord(const DustFieldData &field, const QVariant &value)
{
    return DustRecord::fromVariant(field.embedded, value);
}

QVariant fromRecord(const DustFieldData &field, const DustRecord &record)
{
    if (isGadget(field))
        return record.toVariant();
    QVariantMap map;
    for (int i = 0; i < record.values().size(); ++i)
        map.insert(field.embedded.fields().at(i).name(), record.values().at(i));
    return map;
}

bool readObject(const DustFieldData &field, const DustValue &wire, DustRecord *record, QString *why)
{
    if (!wire.isObject())
        return refuse(why, u"is not a map"_s);
    *record = DustRecord(field.embedded);
    const QList<DustField> &fields = field.embedded.fields();
    for (int i = 0; i < fields.size(); ++i) {
        QVariant value;
        if (!DustFieldData::get(fields.at(i))
                     .decode(wire.toObject().value(fields.at(i).wireName()), &value, why))
            return refuse(why, u"%1: %2"_s.arg(fields.at(i).name(), *why));
        record->setValue(i, value);
    }
    return true;
}

bool writeObject(const DustRecord &record, DustValue *wire, QString *why)
{
    if (record.isNull())
        return refuse(why, u"is not a map"_s);
    DustObject object;
    const QList<DustField> &fields = record.schema().fields();
    for (int i = 0; i < fields.size(); ++i) {
        DustValue member;
        if (!DustFieldData::get(fields.at(i)).encode(record.value(i), &member, why))
            return refuse(why, u"%1: %2"_s.arg(fields.at(i).name(), *why));
        object.insert(fields.at(i).wireName(), member);
    }
    *wire = DustValue(object);
    return true;
}

bool isNullRecord(const DustRecord &record)
{
    const QList<DustField> &fields = record.schema().fields();
    for (int i = 0; i < fields.size(); ++i) {
        if (!fields.at(i).isNullValue(record.value(i)))
            return false;
    }
    return true;
}

bool castRecord(const DustFieldData &field, const QVariant &param, DustRecord *record, QString *why)
{
    *record = toRecord(field, param);
    if (record->isNull())
        return refuse(why, u"is not a map"_s);
    const QList<DustField> &fields = field.embedded.fields();
    for (int i = 0; i < fields.size(); ++i) {
        QVariant value;
        if (!DustFieldData::get(fields.at(i)).cast(record->value(i), &value, why))
            return refuse(why, u"%1: %2"_s.arg(fields.at(i).name(), *why));
        record->setValue(i, value);
    }
    return true;
}

namespace One {

QVariant nullValue(const DustFieldData &field)
{
    return fromRecord(field, DustRecord(field.embedded));
}

bool fromWire(const DustFieldData &field, const DustValue &wire, QVariant *value, QString *why)
{
    DustRecord record(field.embedded);
    if (!wire.isNull() && (!wire.isObject() || !readObject(field, wire, &record, why)))
        return false;
    *value = fromRecord(field, record);
    return true;
}

bool isNull(const DustFieldData &field, const QVariant &value)
{
    return isNullRecord(toRecord(field, value));
}

bool toWire(const DustFieldData &field, const QVariant &value, DustValue *wire, QString *why)
{
    const DustRecord record = toRecord(field, value);
    if (!isNullRecord(record))
        return writeObject(record, wire, why);
    *wire = DustValue(DustObject()); // clears the subtree
    return true;
}

bool cast(const DustFieldData &field, const QVariant &param, QVariant *value, QString *why)
{
    DustRecord record;
    if (!castRecord(field, param, &record, why))
        return false;
    *value = fromRecord(field, record);
    return true;
}

constexpr DustFieldCodec codec{
    DustField::EmbedOne, QMetaType(), false, fromWire, toWire, cast, isNull, nullValue, nullptr
};

} // namespace One

namespace Many {

QVariant fromElements(const DustFieldData &field, const QVariantList &list)
{
    if (!isGadget(field))
        return list;
    QVariant result(field.metaType);
    for (const QVariant &element : list)
        field.sequence.addValueAtEnd(result.data(), element.constData());
    return result;
}

QVariant nullValue(const DustFieldData &field)
{
    return fromElements(field, {});
}

bool refuseElement(qsizetype index, QString *why)
{
    return refuse(why, u"element %1: %2"_s.arg(index).arg(*why));
}

bool fromWire(const DustFieldData &field, const DustValue &wire, QVariant *value, QString *why)
{
    if (!wire.isArray() && !wire.isNull())
        return false;
    QVariantList list;
    for (const DustValue &item : wire.toArray()) {
        DustRecord record;
        if (!readObject(field, item, &record, why))
            return refuseElement(list.size(), why);
        list.append(fromRecord(field, record));
    }
    *value = fromElements(field, list);
    return true;
}

bool toWire(const DustFieldData &field, const QVariant &value, DustValue *wire, QString *why)
{
    DustArray array;
    const QVariantList list = elements(field, value);
    for (const QVariant &element : list) {
        DustValue item;
        if (!writeObject(toRecord(field, element), &item, why))
            return refuseElement(array.size(), why);
        array.append(item);
    }
    *wire = DustValue(array);
    return true;
}

bool cast(const DustFieldData &field, const QVariant &param, QVariant *value, QString *why)
{
    const bool same = param.metaType() == field.metaType;
    if (!same && param.typeId() != QMetaType::QVariantList)
        return false;
    QVariantList list;
    const QVariantList params = same ? elements(field, param) : param.toList();
    for (const QVariant &item : params) {
        DustRecord record;
        if (!castRecord(field, item, &record, why))
            return refuseElement(list.size(), why);
        list.append(fromRecord(field, record));
    }
    *value = fromElements(field, list);
    return true;
}

bool isNull(const DustFieldData &, const QVariant &)
{
    return false;
}

constexpr DustFieldCodec codec{
    DustField::EmbedMany, QMetaType(), false, fromWire, toWire, cast, isNull, nullValue, nullptr
};

} // namespace Many

} // namespace

const DustFieldCodec *DustFieldCodecs::forEmbedOne()
{
    return &One::codec;
}

const DustFieldCodec *DustFieldCodecs::forEmbedMany()
{
    return &Many::codec;
}

QVariantList DustFieldCodecs::elements(const DustFieldData &field, const QVariant &list)
{
    if (!isGadget(field))
        return list.toList();
    QVariantList result;
    const qsizetype size = field.sequence.size(list.constData());
    result.reserve(size);
    for (qsizetype i = 0; i < size; ++i) {
        QVariant element(field.embedded.gadgetType());
        field.sequence.valueAtIndex(list.constData(), i, element.data());
        result.append(element);
    }
    return result;
}
