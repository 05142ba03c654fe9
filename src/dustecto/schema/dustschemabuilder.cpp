// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustfieldcodec_p.h"
#include "dustschema_p.h"

#include <QtCore/QSet>

using namespace Qt::StringLiterals;

/*!
    \class DustSchemaBuilder
    \inmodule DustEcto
    \brief The DustSchemaBuilder class makes a schema at run time, without a C++ class.

    Its records are DustRecord objects. The QML element \c DustSchema is made of it.

    \snippet schema.cpp builder

    Nothing is checked before build(), which ends in the same errors as DustSchema::fromMetaType().

    \sa DustSchema
*/

/*!
    Starts a schema whose records live at \a prefix, a path such as \c "links" or \c "reading/links". Its
    mode is DustSchema::Flat, its name the prefix and its slug field \c "slug".
*/
DustSchemaBuilder::DustSchemaBuilder(const QString &prefix) : d(std::make_shared<DustSchemaDraft>())
{
    d->name = prefix;
    d->prefix = prefix;
    d->slugField = u"slug"_s;
}

/*!
    Destroys the builder. The schemas it built stay.
*/
DustSchemaBuilder::~DustSchemaBuilder() = default;

/*!
    Starts a schema called \a name that is only nested in others: it has neither prefix nor slug.

    \sa embedOne(), embedMany()
*/
DustSchemaBuilder DustSchemaBuilder::embedded(const QString &name)
{
    DustSchemaBuilder builder(name);
    builder.d->prefix.clear();
    builder.d->slugField.clear();
    builder.d->nested = true;
    return builder;
}

// Copies of a builder go on from it separately.
DustSchemaDraft &DustSchemaBuilder::draft()
{
    if (d.use_count() > 1)
        d = std::make_shared<DustSchemaDraft>(*d);
    return *d;
}

namespace {

void append(DustSchemaDraft &draft, DustFieldData field, const QString &wireName)
{
    field.wireName = wireName.isNull() ? field.name : wireName;
    draft.fields.push_back(field);
}

void fail(DustSchemaDraft &draft, const QString &text)
{
    if (draft.error.kind() == DustError::NoError)
        draft.error = draft.fault(text);
}

void embed(DustSchemaDraft &draft, const QString &name, const DustSchema &schema,
           const QString &wireName, const DustFieldCodec *codec, QMetaType type)
{
    if (schema.isNull())
        return fail(
                draft,
                u"the nested schema of \"%1\" is null: build it with DustSchemaBuilder::embedded() and look at the error of build()."_s
                        .arg(name));
    if (!schema.prefix().isEmpty() || schema.gadgetType().isValid())
        return fail(
                draft,
                u"the nested schema of \"%1\" is %2: build it with DustSchemaBuilder::embedded()."_s
                        .arg(name,
                             schema.prefix().isEmpty() ? u"that of a C++ class"_s
                                                       : u"a record of its own"_s));
    DustFieldData field;
    field.name = name;
    field.codec = codec;
    field.metaType = type;
    field.embedded = schema;
    append(draft, field, wireName);
}

} // namespace

/*!
    Names the schema \a name in messages and debug output.
*/
DustSchemaBuilder &DustSchemaBuilder::name(const QString &name)
{
    draft().name = name;
    return *this;
}

/*!
    Sets how records are written to \a mode.
*/
DustSchemaBuilder &DustSchemaBuilder::mode(DustSchema::Mode mode)
{
    draft().mode = mode;
    return *this;
}

/*!
    Calls the slug \a field in records, maps and changesets, instead of \c "slug".
*/
DustSchemaBuilder &DustSchemaBuilder::slugField(const QString &field)
{
    draft().slugField = field;
    return *this;
}

/*!
    Adds the field \a name of \a type, stored as \a wireName, by default under its own name. For enums and
    nested records use enumField(), embedOne() and embedMany().
*/
DustSchemaBuilder &DustSchemaBuilder::field(const QString &name, DustField::Type type,
                                            const QString &wireName)
{
    DustFieldData field;
    field.name = name;
    field.codec = DustFieldCodecs::forRuntime(type);
    if (!field.codec) {
        fail(draft(),
             u"the field \"%1\" needs more than a type: use enumField(), embedOne() or embedMany()."_s
                     .arg(name));
        return *this;
    }
    field.metaType = field.codec->metaType;
    append(draft(), field, wireName);
    return *this;
}

/*!
    Adds the enum field \a name with \a keys, stored as \a wireName, by default under its own name. Its
    values are the keys, as strings.
*/
DustSchemaBuilder &DustSchemaBuilder::enumField(const QString &name, const QStringList &keys,
                                                const QString &wireName)
{
    const QSet<QString> distinct(keys.cbegin(), keys.cend());
    if (keys.isEmpty() || distinct.size() != keys.size() || distinct.contains(QString())) {
        fail(draft(),
             u"the enum field \"%1\" needs keys, each of them once and none empty: %2 will not do."_s
                     .arg(name, keys.isEmpty() ? u"an empty list"_s : keys.join(", "_L1)));
        return *this;
    }
    DustFieldData field;
    field.name = name;
    field.codec = DustFieldCodecs::forEnumKey();
    field.metaType = field.codec->metaType;
    field.enumKeys = keys;
    append(draft(), field, wireName);
    return *this;
}

/*!
    Adds the field \a name, which holds one nested map described by \a schema, stored as \a wireName, by
    default under its own name.

    \sa embedded()
*/
DustSchemaBuilder &DustSchemaBuilder::embedOne(const QString &name, const DustSchema &schema,
                                               const QString &wireName)
{
    embed(draft(), name, schema, wireName, DustFieldCodecs::forEmbedOne(),
          QMetaType::fromType<QVariantMap>());
    return *this;
}

/*!
    Adds the field \a name, which holds a list of nested maps described by \a schema, stored as
    \a wireName, by default under its own name.

    \sa embedded()
*/
DustSchemaBuilder &DustSchemaBuilder::embedMany(const QString &name, const DustSchema &schema,
                                                const QString &wireName)
{
    embed(draft(), name, schema, wireName, DustFieldCodecs::forEmbedMany(),
          QMetaType::fromType<QVariantList>());
    return *this;
}

/*!
    Requires \a fields in every record; the slug may be among them.

    \sa DustSchema::required()
*/
DustSchemaBuilder &DustSchemaBuilder::required(const QStringList &fields)
{
    draft().required = fields;
    return *this;
}

/*!
    Keeps the values of \a fields out of debug output.

    \sa DustSchema::redacted()
*/
DustSchemaBuilder &DustSchemaBuilder::redacted(const QStringList &fields)
{
    draft().redacted = fields;
    return *this;
}

/*!
    Returns the schema, or an InvalidParams error whose message says what to declare instead.
*/
DustResult<DustSchema> DustSchemaBuilder::build() const
{
    return d->finish();
}
