// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrecord.h"

#include "dustschema_p.h"

#include <QtCore/QDebug>

using namespace Qt::StringLiterals;

/*!
    \class DustRecord
    \inmodule DustEcto
    \brief The DustRecord class is one record of any schema, as values by field.

    It is what the untyped functions of DustRepo take and give, what QML sees of a schema without a C++
    class, and what a gadget is turned into on its way to the store.

    A value is held as a QVariant of DustField::metaType(). setValue() casts what it is given; a value
    that cannot be cast is kept, so that nothing is lost, and writing the record fails with an error that
    names the field.

    \snippet schema.cpp gadget

    \sa DustSchema, DustChangeset
*/

/*!
    \property DustRecord::slug
    \brief the last segment of the record's path.
*/

/*!
    \property DustRecord::schema
    \brief what the record is.
*/

/*!
    \property DustRecord::meta
    \brief the revisions that the record was read with.
*/

/*!
    \fn template<typename T> DustRecord DustRecord::from(const T &gadget)

    Returns the record of \a gadget, or a null record when the declaration of \c T is wrong.

    \sa to(), DustSchema::of()
*/

/*!
    \fn template<typename T> T DustRecord::to() const

    Returns the record as a gadget, with the revisions in \c dustMeta. When \c T is not the gadget type of
    schema(), and so of every schema built at run time, it is a default \c T.

    \sa from(), toVariant()
*/

/*!
    \fn bool DustRecord::isNull() const

    Returns whether this record has no schema.
*/

/*!
    \fn const DustSchema &DustRecord::schema() const

    Returns what the record is.
*/

/*!
    \fn QString DustRecord::slug() const

    Returns the last segment of the record's path, as plain text.
*/

/*!
    \fn void DustRecord::setSlug(const QString &slug)

    Sets the last segment of the record's path to \a slug.
*/

/*!
    \fn QVariant DustRecord::value(int index) const

    Returns the value of the field at \a index of DustSchema::fields().
*/

/*!
    \fn const QList<QVariant> &DustRecord::values() const

    Returns the values of all fields in the order of DustSchema::fields().
*/

/*!
    \fn const DustMeta &DustRecord::meta() const

    Returns the revisions that the record was read with.
*/

/*!
    \fn void DustRecord::setMeta(const DustMeta &meta)

    Sets the revisions that the record was read with to \a meta.
*/

/*!
    \fn bool DustRecord::operator!=(const DustRecord &a, const DustRecord &b)

    Returns whether \a a and \a b differ.
*/

namespace {

bool isSlug(const DustSchema &schema, const QString &field)
{
    return !field.isEmpty() && field == schema.slugField();
}

// Redacted fields of nested values are redacted as well.
void debugValue(QDebug &debug, const DustField &field, const QVariant &value)
{
    if (field.isRedacted())
        debug.noquote() << "***";
    else if (field.type() == DustField::EmbedOne)
        debug << DustRecord::fromVariant(field.embedded(), value);
    else if (field.type() == DustField::EmbedMany)
        debug.noquote() << "[…]";
    else
        debug.quote() << field.plainValue(value);
}

} // namespace

/*!
    Makes a null record.
*/
DustRecord::DustRecord() = default;

/*!
    Makes a record of \a schema with \a slug in which every field is null.

    \sa DustField::nullValue()
*/
DustRecord::DustRecord(const DustSchema &schema, const QString &slug)
    : m_schema(schema), m_slug(slug)
{
    if (const DustSchemaData *data = DustSchemaData::get(schema))
        m_values = data->nullValues;
}

/*!
    Returns the record of \a gadget, which must be an object of the gadget type of \a schema, with the
    revisions in its \c dustMeta. A schema without a gadget type gives a null record.

    \sa from()
*/
DustRecord DustRecord::fromGadget(const DustSchema &schema, const void *gadget)
{
    const DustSchemaData *data = DustSchemaData::get(schema);
    if (!data || !data->gadgetType.isValid() || !gadget)
        return {};
    DustRecord record(schema);
    for (int i = 0; i < data->fields.size(); ++i)
        record.m_values[i] = data->fields.at(i).read(gadget);
    if (data->slugProperty.isValid())
        record.m_slug = data->slugProperty.readOnGadget(gadget).toString();
    if (data->metaProperty.isValid())
        record.m_meta = data->metaProperty.readOnGadget(gadget).value<DustMeta>();
    return record;
}

/*!
    Returns the record of \a schema with \a values by field name, the slug among them. Values are cast as
    by setValue(); keys that are no field are ignored.

    \sa toMap()
*/
DustRecord DustRecord::fromMap(const DustSchema &schema, const QVariantMap &values)
{
    DustRecord record(schema);
    for (auto it = values.cbegin(); it != values.cend(); ++it)
        record.setValue(it.key(), it.value());
    return record;
}

/*!
    Returns the record of \a schema that \a variant holds: a gadget of its type, a DustRecord of it, or a
    map by field name. Anything else gives a null record.

    \sa toVariant()
*/
DustRecord DustRecord::fromVariant(const DustSchema &schema, const QVariant &variant)
{
    if (schema.gadgetType().isValid() && variant.metaType() == schema.gadgetType())
        return fromGadget(schema, variant.constData());
    if (variant.metaType() == QMetaType::fromType<DustRecord>()) {
        const DustRecord record = variant.value<DustRecord>();
        return record.schema() == schema ? record : DustRecord();
    }
    if (variant.typeId() == QMetaType::QVariantMap && !schema.isNull())
        return fromMap(schema, variant.toMap());
    return {};
}

/*!
    Writes slug and values, but not meta(), into \a gadget, which must be an object of the gadget type of
    schema(). A value that is not of its field's type is left out.

    \sa to()
*/
void DustRecord::writeTo(void *gadget) const
{
    const DustSchemaData *data = DustSchemaData::get(m_schema);
    if (!data || !data->gadgetType.isValid() || !gadget)
        return;
    for (int i = 0; i < data->fields.size(); ++i)
        data->fields.at(i).write(gadget, m_values.at(i));
    if (data->slugProperty.isValid())
        data->slugProperty.writeOnGadget(gadget, m_slug);
}

/*!
    Returns the record as its gadget in a QVariant, with the revisions in \c dustMeta, or, for a schema
    built at run time, this DustRecord in a QVariant.

    \sa fromVariant()
*/
QVariant DustRecord::toVariant() const
{
    const DustSchemaData *data = DustSchemaData::get(m_schema);
    if (!data || !data->gadgetType.isValid())
        return QVariant::fromValue(*this);
    QVariant gadget(data->gadgetType);
    writeTo(gadget.data());
    if (data->metaProperty.isValid())
        data->metaProperty.writeOnGadget(gadget.data(), QVariant::fromValue(m_meta));
    return gadget;
}

/*!
    Returns the value of \a field, which may be the slug, or an invalid QVariant when there is none.
*/
QVariant DustRecord::value(const QString &field) const
{
    if (isSlug(m_schema, field))
        return m_slug;
    return value(m_schema.indexOf(field));
}

/*!
    Sets the field at \a index of DustSchema::fields() to \a value. A value of another type is cast as by
    DustField::cast(), and kept as it is when that fails.
*/
void DustRecord::setValue(int index, const QVariant &value)
{
    if (index < 0 || index >= m_values.size())
        return;
    const DustFieldData &field = DustFieldData::get(m_schema.fields().at(index));
    QVariant converted;
    QString why;
    if (!field.holds(value) && field.cast(value, &converted, &why))
        m_values[index] = converted;
    else
        m_values[index] = value;
}

/*!
    Sets \a field, which may be the slug, to \a value. A name that is no field is ignored. A slug that is
    no string is an empty one, which DustSchema::validateSlug() refuses.
*/
void DustRecord::setValue(const QString &field, const QVariant &value)
{
    if (isSlug(m_schema, field))
        m_slug = value.typeId() == QMetaType::QString ? value.toString() : QString();
    else
        setValue(m_schema.indexOf(field), value);
}

/*!
    Returns the values by field name, the slug among them, as QML shows them.

    \sa fromMap(), DustField::plainValue()
*/
QVariantMap DustRecord::toMap() const
{
    QVariantMap map;
    const QList<DustField> &fields = m_schema.fields();
    for (int i = 0; i < fields.size(); ++i)
        map.insert(fields.at(i).name(), fields.at(i).plainValue(m_values.at(i)));
    if (!m_schema.slugField().isEmpty())
        map.insert(m_schema.slugField(), m_slug);
    return map;
}

/*!
    \fn bool DustRecord::operator==(const DustRecord &a, const DustRecord &b)

    Returns whether \a a and \a b are records of the same schema with the same slug and values. Where they
    were read does not count.

    \sa DustField::isEqual()
*/
bool operator==(const DustRecord &a, const DustRecord &b)
{
    if (a.m_schema != b.m_schema || a.m_slug != b.m_slug)
        return false;
    const QList<DustField> &fields = a.m_schema.fields();
    for (int i = 0; i < fields.size(); ++i) {
        if (!fields.at(i).isEqual(a.m_values.at(i), b.m_values.at(i)))
            return false;
    }
    return true;
}

/*!
    \fn QDebug DustRecord::operator<<(QDebug debug, const DustRecord &record)

    Writes \a record to \a debug, with stars for redacted values.
*/
QDebug operator<<(QDebug debug, const DustRecord &record)
{
    const QDebugStateSaver saver(debug);
    if (record.isNull())
        return debug.nospace() << "DustRecord(null)";
    debug.nospace().noquote() << "DustRecord(" << record.schema().name();
    debug.quote() << ' ' << record.slug();
    const QList<DustField> &fields = record.schema().fields();
    for (int i = 0; i < fields.size(); ++i) {
        debug.noquote() << ", " << fields.at(i).name() << ": ";
        debugValue(debug, fields.at(i), record.value(i));
    }
    return debug << ')';
}

#include "moc_dustrecord.cpp"
