// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustqmlschema.h"

#include "dustqmloptions.h"
#include "dustqmlparams.h"
#include "dustqmlvalues.h"

#include <QtCore/QScopedValueRollback>
#include <QtQml/QJSEngine>
#include <QtQml/QJSValueIterator>
#include <QtQml/QQmlInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

/*!
    \qmltype DustSchema
    \inqmlmodule DustEcto
    \brief What a record is: where its records live and which fields they have.

    \qml
    DustSchema {
        id: linkSchema
        prefix: "links"
        fields: ({ title: "string", url: "url", visits: "integer", tags: "stringList" })
        required: ["title", "url"]
        validate: changeset => changeset.validateLength("title", { max: 80 })
    }
    \endqml

    A type of the fields is one of \c boolean, \c integer, \c double, \c string, \c bytes, \c url, \c uuid, \c date, \c time,
    \c dateTime, \c stringList, \c any and \c decimal; a list of strings declares an enumeration of these keys; another
    DustSchema a nested record, and a list that holds one a list of nested records. \c {({ type: "date", wireName:
    "added_at" })} gives a field another name in the store; a key that is neither is an \l error.

    A schema that C++ declares as a Q_GADGET is used by the name of its class: \c {DustSchema { typeName: "Link" }}. The
    class must be known to the meta-type system: \c {qRegisterMetaType<Link>()}.
*/

/*!
    \qmlproperty string DustSchema::typeName
    The C++ class that declares the schema. With it, all other properties but \l validate are read from the class.
*/

/*!
    \qmlproperty string DustSchema::prefix
    The path the records live under: \c "links", \c "reading/links". A schema without one can only be nested.
*/

/*!
    \qmlproperty enumeration DustSchema::mode
    \value DustSchema.Flat One leaf per field (the default).
    \value DustSchema.Map The record is one subtree, replaced as a whole.
*/

/*!
    \qmlproperty string DustSchema::slugField
    The name of the property that holds the slug; \c "slug" unless set.
*/

/*!
    \qmlproperty var DustSchema::fields
    An object with a type per field.
*/

/*!
    \qmlproperty list<string> DustSchema::required
    The fields a record must have: those of validateRequired(), and without them a stored record is none.
*/

/*!
    \qmlproperty list<string> DustSchema::redacted
    The fields whose values are never printed.
*/

/*!
    \qmlproperty var DustSchema::validate
    A function that is given each changeset of this schema and returns it with further validations. Without it a
    changeset validates the required fields and the slug. That of a nested schema is called for each of its records.
*/

/*!
    \qmlproperty list<string> DustSchema::fieldNames
    The names of all fields but the slug, in order.
*/

/*!
    \qmlproperty dustError DustSchema::error
    What is wrong with the declaration, and what to write instead.
*/

DustQmlSchema::DustQmlSchema(QObject *parent) : QObject(parent) {}

void DustQmlSchema::classBegin()
{
    m_complete = false;
}

void DustQmlSchema::componentComplete()
{
    m_complete = true;
    update();
}

DustResult<DustSchema> DustQmlSchema::schema() const
{
    if (m_building)
        return DustError::invalidParams(
                u"endless_schema"_s,
                u"a DustSchema cannot have itself among its fields, at any depth"_s);
    if (!m_schema) {
        const QScopedValueRollback building(m_building, true);
        m_schema = build();
    }
    return *m_schema;
}

void DustQmlSchema::update()
{
    m_schema.reset();
    m_isOutdated = true;
    for (Nested &nested : m_nested)
        nested.validates = nested.schema ? nested.schema->validates() : nested.validates;
    if (!m_complete || m_updating)
        return;
    const QScopedValueRollback updating(m_updating, true);
    // A handler may change it again; handlers that never agree must not go on for ever.
    constexpr int MaximumRounds = 8;
    for (int round = 0; round < MaximumRounds && std::exchange(m_isOutdated, false); ++round) {
        if (const DustError problem = error(); problem.kind() != DustError::NoError)
            qmlWarning(this) << problem.message();
        Q_EMIT changed();
    }
}

DustResult<DustSchema> DustQmlSchema::build() const
{
    if (!m_typeName.isEmpty()) {
        const QMetaType type = QMetaType::fromName(m_typeName.toUtf8());
        if (!type.isValid())
            return DustError::invalidParams(
                    u"unknown_type"_s,
                    u"no C++ type \"%1\" is registered; call qRegisterMetaType<%1>() before the QML is loaded"_s
                            .arg(m_typeName));
        return DustSchema::fromMetaType(type);
    }
    DustSchema::Builder builder = m_prefix.isEmpty()
            ? DustSchema::Builder::embedded(u"DustSchema"_s)
            : DustSchema::Builder(m_prefix);
    builder.mode(DustSchema::Mode(m_mode)).required(m_required).redacted(m_redacted);
    if (!m_slugField.isEmpty())
        builder.slugField(m_slugField);
    QJSValueIterator field(m_fields);
    while (field.next()) {
        if (const auto added = addField(&builder, field.name(), field.value()); !added)
            return added.error();
    }
    return builder.build();
}

// { type: "date", wireName: "added_at" }, where it says more than a type alone.
DustResult<QString> DustQmlSchema::wireName(const QString &field, const QJSValue &declaration)
{
    QVariantMap details;
    QJSValueIterator detail(declaration);
    while (detail.next()) {
        const bool isType = detail.name() == u"type"_s;
        details.insert(detail.name(), isType ? QVariant(true) : detail.value().toVariant());
    }
    const auto known = DustQml::options(
            u"the declaration of field \"%1\""_s.arg(field), details,
            { { u"type"_s, DustQml::Option::Anything }, { u"wireName"_s, DustQml::Option::Text } });
    if (!known)
        return known.error();
    return known->value(u"wireName"_s).toString();
}

bool DustQmlSchema::isDetailed(const QJSValue &declaration)
{
    return declaration.isObject() && !declaration.isArray() && !declaration.isQObject();
}

DustResult<void> DustQmlSchema::addField(DustSchema::Builder *builder, const QString &name,
                                         const QJSValue &declaration) const
{
    const bool detailed = isDetailed(declaration);
    const QJSValue type = detailed ? declaration.property(u"type"_s) : declaration;
    const auto named = detailed ? wireName(name, declaration) : DustResult<QString>(QString());
    if (!named)
        return named.error();
    const QString wireName = *named;
    if (auto *nested = qobject_cast<DustQmlSchema *>(type.toQObject())) {
        const auto schema = nested->schema();
        if (!schema)
            return schema.error();
        builder->embedOne(name, *schema, wireName);
        return {};
    }
    if (type.isArray()) {
        if (auto *item = qobject_cast<DustQmlSchema *>(type.property(0).toQObject())) {
            const auto schema = item->schema();
            if (!schema)
                return schema.error();
            builder->embedMany(name, *schema, wireName);
        } else {
            builder->enumField(name, type.toVariant().toStringList(), wireName);
        }
        return {};
    }
    QString key = type.toString();
    key.replace(0, 1, key.left(1).toUpper());
    bool known = false;
    const int value = QMetaEnum::fromType<DustField::Type>().keyToValue(key.toLatin1().constData(),
                                                                        &known);
    if (!known || value == DustField::Enum || value == DustField::EmbedOne
        || value == DustField::EmbedMany)
        return DustError::invalidParams(
                u"unknown_type"_s,
                u"field \"%1\" has the unknown type \"%2\"; write one of boolean, integer, double, "
                u"string, bytes, url, uuid, date, "
                "time, dateTime, stringList, any, decimal, a list of keys, a DustSchema or a list of one"_s
                        .arg(name, type.toString()));
    builder->field(name, DustField::Type(value), wireName);
    return {};
}

DustError DustQmlSchema::error() const
{
    return schema().error();
}

/*!
    \qmlmethod dustChangeset DustSchema::changeset(var record, var params)

    Returns the changeset that makes \a params the new values of \a record, an object as DustRepo returns it or \c {({})} for
    a new record: cast to the fields' types and validated by the C++ class's own \c changeset function where it declares
    one with Q_INVOKABLE, else by the required fields and the slug, and then by \l validate.

    Of a wrong declaration it is a changeset that is not valid: its \c {errors.base} says what to write instead, and so does
    the write that is tried with it.
*/
DustChangeset DustQmlSchema::changeset(const QVariant &record, const QVariant &params) const
{
    return made(u"changeset()"_s, record, params,
                [this](const DustRecord &read, const QVariantMap &given) {
                    return changesetOf(read, given);
                });
}

/*!
    \qmlmethod dustChangeset DustSchema::change(var record, var changes)

    Returns the changeset that puts \a changes on \a record, neither cast nor validated: for what the program itself decides,
    and to cast and validate step by step.

    \sa changeset(), dustChangeset::cast()
*/
DustChangeset DustQmlSchema::change(const QVariant &record, const QVariant &changes) const
{
    return made(u"change()"_s, record, changes,
                [](const DustRecord &read, const QVariantMap &given) {
                    return DustChangeset::change(read, DustQml::params(read, given));
                });
}

template<typename Make>
DustChangeset DustQmlSchema::made(const QString &call, const QVariant &record,
                                  const QVariant &params, Make make) const
{
    const auto known = schema();
    if (!known)
        return DustQml::mistaken({}, known.error());
    const auto isNothing = [](const QVariant &value) {
        return !value.isValid() || value.typeId() == QMetaType::Nullptr;
    };
    const QVariant which = DustQml::plain(record);
    const auto read = isNothing(which) ? DustRecord(*known) : DustQml::toRecord(*known, which);
    if (!read)
        return DustQml::mistaken(DustChangeset::change(DustRecord(*known)), read.error());
    const QVariant given = DustQml::plain(params);
    if (!isNothing(given) && given.typeId() != QMetaType::QVariantMap)
        return DustQml::mistaken(
                DustChangeset::change(*read),
                DustError::invalidParams(
                        u"no_params"_s,
                        u"%1 takes an object with a value per field, such as { title: \"Qt\" }"_s
                                .arg(call)));
    return make(*read, given.toMap());
}

// The standard changeset knows nothing of the functions of nested elements: their records are cast once more.
DustChangeset DustQmlSchema::validatedNested(DustChangeset changeset) const
{
    if (!m_typeName.isEmpty())
        return changeset;
    const QList<Nested> fields = m_nested; // a function may declare others
    for (const Nested &nested : fields) {
        const QString &name = nested.field;
        const QList<DustFieldError> errors = changeset.errors();
        const bool isWrong = std::any_of(errors.begin(), errors.end(),
                                         [&](const auto &error) { return error.field == name; });
        if (isWrong || !changeset.params().contains(name))
            continue;
        if (nested.schema) {
            changeset = changeset.castEmbed(name, [&](const auto &record, const auto &params) {
                return nested.schema->changesetOf(record, params);
            });
        } else if (nested.validates) {
            qmlWarning(this) << "validate cannot be called: the DustSchema of " << name
                             << " is gone";
            changeset = changeset.addError(name, couldNotValidate());
        }
    }
    return changeset;
}

bool DustQmlSchema::validates() const
{
    return m_validates || std::any_of(m_nested.cbegin(), m_nested.cend(), [](const Nested &nested) {
               return nested.validates;
           });
}

QString DustQmlSchema::couldNotValidate()
{
    return QString::fromLatin1(QT_TRANSLATE_NOOP("DustChangeset", "could not be validated"));
}

DustChangeset DustQmlSchema::notValidated(const DustChangeset &changeset)
{
    const QString slugField = changeset.schema().slugField();
    return changeset.addError(slugField.isEmpty() ? u"base"_s : slugField, couldNotValidate());
}

DustChangeset DustQmlSchema::changesetOf(const DustRecord &record, const QVariantMap &params) const
{
    const DustChangeset changeset = validatedNested(
            DustChangeset::standard(record, DustQml::params(record, params)));
    if (!m_validates)
        return changeset;
    QJSEngine *engine = DustQml::engineOf(this);
    if (!engine) {
        qmlWarning(this) << "validate cannot be called: the QML engine of this DustSchema is gone";
        return notValidated(changeset);
    }
    const QJSValue validated = m_validate.call({ engine->toScriptValue(changeset) });
    if (engine->hasError())
        engine->catchError();
    const auto returned = validated.toVariant();
    if (returned.metaType() == QMetaType::fromType<DustChangeset>()
        && returned.value<DustChangeset>().schema() == record.schema())
        return returned.value<DustChangeset>();
    if (validated.isError())
        qmlWarning(this) << "validate failed: " << validated.toString();
    else
        qmlWarning(this) << "validate must return the changeset it was given, or one made from it";
    return notValidated(changeset);
}

void DustQmlSchema::setTypeName(const QString &typeName)
{
    m_typeName = typeName;
    update();
}

QString DustQmlSchema::prefix() const
{
    return m_typeName.isEmpty() ? m_prefix : schema().valueOr({}).prefixString();
}

void DustQmlSchema::setPrefix(const QString &prefix)
{
    m_prefix = prefix;
    update();
}

DustQmlSchema::Mode DustQmlSchema::mode() const
{
    return m_typeName.isEmpty() ? m_mode : Mode(schema().valueOr({}).mode());
}

void DustQmlSchema::setMode(Mode mode)
{
    m_mode = mode;
    update();
}

QString DustQmlSchema::slugField() const
{
    return schema().valueOr({}).slugField();
}

void DustQmlSchema::setSlugField(const QString &field)
{
    m_slugField = field;
    update();
}

void DustQmlSchema::setFields(const QJSValue &fields)
{
    m_fields = fields;
    for (const Nested &nested : std::as_const(m_nested)) {
        if (nested.schema)
            disconnect(nested.schema, &DustQmlSchema::changed, this, &DustQmlSchema::update);
    }
    m_nested.clear();
    QJSValueIterator field(m_fields);
    while (field.next())
        follow(field.name(), field.value());
    update();
}

// What changes in a nested schema changes this one.
void DustQmlSchema::follow(const QString &field, const QJSValue &declaration)
{
    DustQmlSchema *nested = nestedIn(declaration);
    if (!nested)
        return;
    m_nested.append({ field, nested });
    connect(nested, &DustQmlSchema::changed, this, &DustQmlSchema::update, Qt::UniqueConnection);
}

DustQmlSchema *DustQmlSchema::nestedIn(const QJSValue &declaration)
{
    const QJSValue type = isDetailed(declaration) ? declaration.property(u"type"_s) : declaration;
    const QJSValue item = type.isArray() ? type.property(0) : type;
    return qobject_cast<DustQmlSchema *>(item.toQObject());
}

QStringList DustQmlSchema::required() const
{
    return m_typeName.isEmpty() ? m_required : schema().valueOr({}).required();
}

void DustQmlSchema::setRequired(const QStringList &fields)
{
    m_required = fields;
    update();
}

QStringList DustQmlSchema::redacted() const
{
    return m_typeName.isEmpty() ? m_redacted : schema().valueOr({}).redacted();
}

void DustQmlSchema::setRedacted(const QStringList &fields)
{
    m_redacted = fields;
    update();
}

void DustQmlSchema::setValidate(const QJSValue &function)
{
    m_validate = function;
    m_validates = function.isCallable();
    update();
}

QStringList DustQmlSchema::fieldNames() const
{
    return schema().valueOr({}).fieldNames();
}

#include "moc_dustqmlschema.cpp"
