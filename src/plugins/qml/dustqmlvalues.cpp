// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustqmlvalues.h"

#include "dustqmlmeta.h"
#include "dustqmlparams.h"
#include "dustqmlschema.h"

#include <QtQml/QJSValue>
#include <QtQml/QQmlEngine>

#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;

namespace {

// JavaScript counts exactly up to here.
constexpr double LargestWhole = 9007199254740992.0;

} // namespace

QVariant DustQml::plain(const QVariant &value)
{
    if (value.metaType() == QMetaType::fromType<QJSValue>())
        return plain(value.value<QJSValue>().toVariant());
    if (value.typeId() == QMetaType::Double) {
        const double number = value.toDouble();
        return std::abs(number) <= LargestWhole && number == std::trunc(number)
                ? QVariant(qint64(number))
                : value;
    }
    if (value.typeId() == QMetaType::QVariantMap)
        return plain(value.toMap());
    if (value.typeId() == QMetaType::QVariantList) {
        QVariantList list = value.toList();
        for (QVariant &item : list)
            item = plain(item);
        return list;
    }
    return value;
}

QVariantMap DustQml::plain(const QVariantMap &object)
{
    QVariantMap result;
    for (auto it = object.cbegin(); it != object.cend(); ++it)
        result.insert(it.key(), plain(it.value()));
    return result;
}

QVariant DustQml::shown(const QVariant &value)
{
    return isNoDate(value) ? QVariant::fromValue(nullptr) : value;
}

QVariantMap DustQml::shown(QVariantMap values)
{
    for (QVariant &value : values)
        value = shown(std::as_const(value));
    return values;
}

QJSEngine *DustQml::engineOf(const QObject *object)
{
    if (QQmlEngine *engine = qmlEngine(object))
        return engine;
    return qjsEngine(object);
}

// Every function leads to Function, with which the engine's own object Qt can be asked for.
QJSEngine *DustQml::engineOf(const QJSValue &function)
{
    const QString constructor = u"constructor"_s;
    const QJSValue makeFunction = function.property(constructor).property(constructor);
    const QJSValue getQt = makeFunction.call({ u"return typeof Qt === 'object' ? Qt : null"_s });
    const QObject *qt = getQt.call().toQObject();
    return qt ? qjsEngine(qt) : nullptr;
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
    if (record.isNull())
        return {};
    QVariantMap object = shown(record.toMap());
    object.insert(u"dustMeta"_s, QVariant::fromValue(DustQmlMeta(record)));
    return object;
}

DustResult<DustRecord> DustQml::toRecord(const DustSchema &schema, const QVariant &given)
{
    const QVariant value = plain(given);
    if (value.typeId() != QMetaType::QVariantMap) {
        const DustRecord record = DustRecord::fromVariant(schema, value);
        if (!record.isNull())
            return record;
        return DustError::invalidParams(
                u"no_record"_s,
                u"expected a record of %1: pass the object it was read as, or {} for a new one"_s
                        .arg(schema.name()));
    }
    const QVariantMap object = value.toMap();
    const QVariant meta = object.value(u"dustMeta"_s);
    if (meta.metaType() != QMetaType::fromType<DustQmlMeta>()) {
        DustRecord record = DustRecord::fromMap(schema, params(DustRecord(schema), object));
        record.setMeta(meta.value<DustMeta>());
        return record;
    }
    DustRecord read = meta.value<DustQmlMeta>().record();
    if (read.schema() != schema) // declared anew, or another view of the same fields
        read = DustRecord::fromMap(schema, read.toMap());
    DustRecord record = DustRecord::fromMap(schema, params(read, object));
    record.setMeta(meta.value<DustQmlMeta>());
    return record;
}

QVariantMap DustQml::fromFieldError(const DustFieldError &error)
{
    return { { u"field"_s, error.field },
             { u"message"_s, error.message },
             { u"metadata"_s, error.metadata } };
}
