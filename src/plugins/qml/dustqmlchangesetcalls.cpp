// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The functions of a changeset that call a JavaScript function.

#include "dustqmlchangeset.h"
#include "dustqmlfunction.h"
#include "dustqmloptions.h"
#include "dustqmlparams.h"
#include "dustqmlschema.h"
#include "dustqmlvalues.h"

using namespace Qt::StringLiterals;

namespace {

QString callOf(const QString &name, const QString &field)
{
    return u"%1() of field \"%2\""_s.arg(name, field);
}

// A message, an object { field, message, metadata }, or a list of either.
QList<DustFieldError> toFieldErrors(const QString &call, const QString &field,
                                    const QVariant &returned)
{
    if (!returned.isValid() || returned.typeId() == QMetaType::Nullptr)
        return {};
    if (returned.typeId() == QMetaType::QString)
        return { { field, returned.toString() } };
    if (returned.typeId() == QMetaType::QVariantList) {
        QList<DustFieldError> errors;
        const QVariantList items = returned.toList();
        for (const QVariant &item : items)
            errors += toFieldErrors(call, field, item);
        return errors;
    }
    const QVariantMap error = returned.toMap();
    const QString message = error.value(u"message"_s).toString();
    if (message.isEmpty())
        return {
            { u"base"_s,
              call
                      + u": the function is to return a message, { field, message, metadata }, a "
                        "list of either, or nothing"_s,
              { { u"validation"_s, u"declaration"_s } } }
        };
    return { { error.value(u"field"_s, field).toString(), message,
               error.value(u"metadata"_s).toMap() } };
}

// What a function passes on to a cast is exact as a text where JavaScript has no such number.
QVariantMap readable(const DustSchema &schema, QVariantMap params)
{
    constexpr double Exact = 9007199254740992; // 2^53
    for (const DustField &field : schema.fields()) {
        const auto param = params.find(field.name());
        if (param == params.end())
            continue;
        const int type = param->typeId();
        if (field.type() == DustField::Integer && qAbs(param->toDouble()) >= Exact
            && (type == QMetaType::LongLong || type == QMetaType::ULongLong)) {
            *param = param->toString();
        } else if (field.type() == DustField::EmbedOne && type == QMetaType::QVariantMap) {
            *param = readable(field.embedded(), param->toMap());
        } else if (field.type() == DustField::EmbedMany && type == QMetaType::QVariantList) {
            QVariantList items = param->toList();
            for (QVariant &item : items) {
                if (item.typeId() == QMetaType::QVariantMap)
                    item = readable(field.embedded(), item.toMap());
            }
            *param = items;
        }
    }
    return params;
}

// In a free-form value it is no text: what came out of the function as it went in is what went in.
DustChangeset withExactValues(DustChangeset made, const QVariantMap &params)
{
    const QVariantMap changes = made.changes();
    for (auto change = changes.cbegin(); change != changes.cend(); ++change) {
        const int index = made.schema().indexOf(change.key());
        const auto given = params.constFind(change.key());
        if (index < 0 || given == params.cend()
            || made.schema().fields().at(index).type() != DustField::Any)
            continue;
        const QVariant restored = DustQml::restored(*given, *change);
        if (restored == *given)
            made = made.forceChange(change.key(), restored);
    }
    return made;
}

// By a DustSchema element or by a function; null for neither.
DustChangeset::Caster toCaster(const QString &field, const QJSValue &caster)
{
    if (auto *element = qobject_cast<DustQmlSchema *>(caster.toQObject())) {
        return [element](const DustRecord &record, const QVariantMap &params) {
            return element->changesetOf(record, params);
        };
    }
    const DustQmlFunction function(callOf(u"castEmbed"_s, field), caster);
    if (!function.isCallable())
        return {};
    return [function](const DustRecord &record, const QVariantMap &params) {
        const auto made = function(
                { DustQml::fromRecord(record), readable(record.schema(), params) });
        return made ? withExactValues(made->value<DustChangeset>(), params)
                    : DustChangeset::change(record).addError(u"base"_s,
                                                             DustQmlSchema::couldNotValidate());
    };
}

} // namespace

/*!
    \qmlmethod dustChangeset dustChangeset::castEmbed(string field, var caster, var options)
    Casts the param of \a field, a nested record or a list of them, into child changesets. \a caster is the DustSchema of the
    nested records, or a function that is given the record as it is and the params, and returns a changeset of it. It follows
    cast(), whose params it reads. The \a options are \c required, \c requiredMessage and \c invalidMessage.

    \badcode
    postSchema.change(post).cast(params, ["title"])
        .castEmbed("author", (author, given) => authorSchema.changeset(author, given).validateLength("name", { max: 80 }))
    \endcode
*/
DustChangeset DustQmlChangeset::castEmbed(const QString &field, const QJSValue &caster,
                                          const QVariant &options) const
{
    const auto known = DustQml::options(callOf(u"castEmbed"_s, field), options,
                                        { { u"required"_s, DustQml::Option::Flag },
                                          { u"requiredMessage"_s, DustQml::Option::Text },
                                          { u"invalidMessage"_s, DustQml::Option::Text } });
    if (!known)
        return DustQml::mistaken(*this, known.error());
    return DustChangeset::castEmbed(
            field, toCaster(field, caster),
            DustEmbedOptions()
                    .setRequired(known->value(u"required"_s).toBool())
                    .setRequiredMessage(known->value(u"requiredMessage"_s).toString())
                    .setInvalidMessage(known->value(u"invalidMessage"_s).toString()));
}

/*!
    \qmlmethod dustChangeset dustChangeset::updateChange(string field, function function)
    Replaces the change of \a field, where there is one, by what \a function returns for it.
*/
DustChangeset DustQmlChangeset::updateChange(const QString &field, const QJSValue &function) const
{
    const DustQmlFunction update(callOf(u"updateChange"_s, field), function);
    if (!update.isCallable())
        return DustChangeset::updateChange(field, {});
    bool hasFailed = false;
    const DustChangeset next = DustChangeset::updateChange(field, [&](const QVariant &change) {
        const std::optional<QVariant> made = update({ change });
        hasFailed = !made;
        if (!made || DustQml::restored(change, *made) == change)
            return change;
        return DustQml::param(data(), field, *made);
    });
    return hasFailed ? next.addError(field, DustQmlSchema::couldNotValidate()) : next;
}

/*!
    \qmlmethod dustChangeset dustChangeset::validateChange(string field, function function)
    Adds the errors that \a function returns for a change of \a field: it is given the name of the field and the new value, and
    returns nothing, a message, an object \c {{ field, message, metadata }}, or a list of either.

    \badcode
    changeset.validateChange("title", (field, title) => title.startsWith(" ") ? "starts with a space" : [])
    \endcode
*/
DustChangeset DustQmlChangeset::validateChange(const QString &field, const QJSValue &function) const
{
    const QString call = callOf(u"validateChange"_s, field);
    const DustQmlFunction validate(call, function);
    if (!validate.isCallable())
        return DustChangeset::validateChange(field, {});
    return DustChangeset::validateChange(field, [&](const QString &name, const QVariant &value) {
        const std::optional<QVariant> returned = validate({ name, value });
        return returned ? toFieldErrors(call, name, *returned)
                        : QList<DustFieldError>{ { name, DustQmlSchema::couldNotValidate() } };
    });
}

/*!
    \qmlmethod var dustChangeset::traverseErrors(function function)
    Returns the tree of \l errors with what \a function returns for each error, one of \l fieldErrors, in place of the
    messages; where it throws, the message stays.
*/
QVariant DustQmlChangeset::traverseErrors(const QJSValue &function) const
{
    const DustQmlFunction convert(u"traverseErrors()"_s, function);
    return DustChangeset::traverseErrors([&](const DustFieldError &error) {
        if (!convert.isCallable())
            return QVariant(DustChangeset::translated(error));
        return convert({ DustQml::fromFieldError(error) })
                .value_or(DustChangeset::translated(error));
    });
}
