// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustqmlvalues.h"

#include "dustqmlschema.h"

#include <QtQml/QJSValue>

using namespace Qt::StringLiterals;

QVariant DustQml::plain(const QVariant &value)
{
    if (value.metaType() == QMetaType::fromType<QJSValue>())
        return value.value<QJSValue>().toVariant();
    return value;
}

DustResult<DustValue> DustQml::toValue(const QVariant &value)
{
    return DustValue::fromVariant(plain(value));
}

DustResult<DustSchema> DustQml::toSchema(const QVariant &schema)
{
    const QVariant given = plain(schema);
    if (given.metaType() == QMetaType::fromType<DustSchema>())
        return given.value<DustSchema>();
    if (auto *element = qobject_cast<DustQmlSchema *>(given.value<QObject *>()))
        return element->schema();
    return DustError::invalidParams(
            u"no_schema"_s,
            u"expected a DustSchema, but the schema is undefined or another object"_s);
}

QVariantMap DustQml::fromRecord(const DustRecord &record)
{
    QVariantMap object = record.toMap();
    object.insert(u"dustMeta"_s, QVariant::fromValue(record.meta()));
    return object;
}

DustRecord DustQml::toRecord(const DustSchema &schema, const QVariantMap &object)
{
    DustRecord record = DustRecord::fromMap(schema, object);
    record.setMeta(object.value(u"dustMeta"_s).value<DustMeta>());
    return record;
}
