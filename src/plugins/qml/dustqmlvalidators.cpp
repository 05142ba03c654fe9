// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The validators of a changeset in QML.

#include "dustqmlchangeset.h"
#include "dustqmloptions.h"
#include "dustqmlparams.h"
#include "dustqmlvalues.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace {

using DustQml::Option;

const Option Message{ u"message"_s, Option::Text };

// What a validator makes of its options, or the mistake in them.
template<typename Validate>
DustChangeset validated(const DustChangeset &changeset, const QString &call,
                        const QVariant &options, const DustQml::Options &known, Validate validate)
{
    const auto checked = DustQml::options(call, options, known);
    return checked ? validate(*checked) : DustQml::mistaken(changeset, checked.error());
}

QString messageOf(const QVariantMap &options)
{
    return options.value(Message.name).toString();
}

// Values that a field is compared with are what it holds.
DustResult<QVariantList> valuesOf(const QString &call, const DustRecord &data, const QString &field,
                                  const QVariant &given)
{
    const QVariant list = DustQml::plain(given);
    if (list.typeId() != QMetaType::QVariantList && list.typeId() != QMetaType::QStringList)
        return DustError::invalidParams(
                u"invalid_option"_s,
                u"%1 of field \"%2\" takes a list of values"_s.arg(call, field));
    QVariantList values = list.toList();
    for (QVariant &value : values)
        value = DustQml::param(DustRecord(data.schema()), field, value);
    return values;
}

using WithValues = DustChangeset (DustChangeset::*)(const QString &field,
                                                    const QVariantList &values,
                                                    const QString &message) const;

DustChangeset comparedWith(const DustChangeset &changeset, const QString &call,
                           const QString &field, const QVariant &values, const QVariant &options,
                           WithValues validate)
{
    return validated(changeset, call, options, { Message }, [&](const QVariantMap &known) {
        const auto list = valuesOf(call, changeset.data(), field, values);
        return list ? (changeset.*validate)(field, *list, messageOf(known))
                    : DustQml::mistaken(changeset, list.error());
    });
}

} // namespace

/*!
    \qmlmethod dustChangeset dustChangeset::validateRequired(list<string> fields, var options)
    Requires \a fields, those of the schema unless given, to have a value in the changed record. Of \a options, \c trim is false
    where a string of nothing but white space is one.
*/
DustChangeset DustQmlChangeset::validateRequired(const QVariant &fields,
                                                 const QVariant &options) const
{
    const QString call = u"validateRequired()"_s;
    return validated(*this, call, options, { Message, { u"trim"_s, Option::Flag } },
                     [&](const QVariantMap &known) {
                         const bool areGiven = DustQml::plain(fields).isValid();
                         const auto names = areGiven ? DustQml::names(call, fields)
                                                     : DustResult<QStringList>(schema().required());
                         if (!names)
                             return DustQml::mistaken(*this, names.error());
                         return DustChangeset::validateRequired(
                                 *names,
                                 DustRequired()
                                         .message(messageOf(known))
                                         .trim(known.value(u"trim"_s, true).toBool()));
                     });
}

/*!
    \qmlmethod dustChangeset dustChangeset::validateFormat(string field, RegExp format, var options)
    Requires a change of \a field to match \a format. Of the \a options there is \c message.
*/
DustChangeset DustQmlChangeset::validateFormat(const QString &field, const QVariant &format,
                                               const QVariant &options) const
{
    const QString call = u"validateFormat()"_s;
    return validated(*this, call, options, { Message }, [&](const QVariantMap &known) {
        const QVariant given = DustQml::plain(format);
        const bool isText = given.typeId() == QMetaType::QString;
        if (!isText && given.typeId() != QMetaType::QRegularExpression)
            return DustQml::mistaken(
                    *this,
                    DustError::invalidParams(
                            u"no_format"_s,
                            u"%1 of field \"%2\" takes a RegExp, such as /^[A-Z]/"_s.arg(call,
                                                                                         field)));
        const auto expression = isText ? QRegularExpression(given.toString())
                                       : given.toRegularExpression();
        return DustChangeset::validateFormat(field, expression, messageOf(known));
    });
}

/*!
    \qmlmethod dustChangeset dustChangeset::validateInclusion(string field, list<var> values, var options)
    Requires a change of \a field to be one of \a values. Of the \a options there is \c message.
*/
DustChangeset DustQmlChangeset::validateInclusion(const QString &field, const QVariant &values,
                                                  const QVariant &options) const
{
    return comparedWith(*this, u"validateInclusion()"_s, field, values, options,
                        &DustChangeset::validateInclusion);
}

/*!
    \qmlmethod dustChangeset dustChangeset::validateExclusion(string field, list<var> values, var options)
    Requires a change of \a field to be none of \a values. Of the \a options there is \c message.
*/
DustChangeset DustQmlChangeset::validateExclusion(const QString &field, const QVariant &values,
                                                  const QVariant &options) const
{
    return comparedWith(*this, u"validateExclusion()"_s, field, values, options,
                        &DustChangeset::validateExclusion);
}

/*!
    \qmlmethod dustChangeset dustChangeset::validateSubset(string field, list<var> values, var options)
    Requires every item of a changed list \a field to be one of \a values. Of the \a options there is \c message.
*/
DustChangeset DustQmlChangeset::validateSubset(const QString &field, const QVariant &values,
                                               const QVariant &options) const
{
    return comparedWith(*this, u"validateSubset()"_s, field, values, options,
                        &DustChangeset::validateSubset);
}

/*!
    \qmlmethod dustChangeset dustChangeset::validateLength(string field, var length)
    Requires the length of a change of \a field to be as \a length says: \c {{ min, max, is, message }}.
*/
DustChangeset DustQmlChangeset::validateLength(const QString &field, const QVariant &length) const
{
    using Setter = DustLength &(DustLength::*)(qsizetype);
    static const std::pair<QString, Setter> setters[] = {
        { u"min"_s, &DustLength::min },
        { u"max"_s, &DustLength::max },
        { u"is"_s, &DustLength::is },
    };
    return validated(*this, u"validateLength() of field \"%1\""_s.arg(field), length,
                     { { u"min"_s, Option::Count },
                       { u"max"_s, Option::Count },
                       { u"is"_s, Option::Count },
                       Message },
                     [&](const QVariantMap &known) {
                         DustLength bounds;
                         bounds.message(messageOf(known));
                         for (const auto &[name, setter] : setters) {
                             if (known.contains(name))
                                 (bounds.*setter)(known.value(name).toLongLong());
                         }
                         return DustChangeset::validateLength(field, bounds);
                     });
}

/*!
    \qmlmethod dustChangeset dustChangeset::validateNumber(string field, var number)
    Requires a change of \a field to be as \a number says: \c {{ lessThan, greaterThan, lessThanOrEqualTo, greaterThanOrEqualTo, equalTo,
    notEqualTo, message }}.
*/
DustChangeset DustQmlChangeset::validateNumber(const QString &field, const QVariant &number) const
{
    using Setter = DustNumber &(DustNumber::*)(const QVariant &);
    static const std::pair<QString, Setter> setters[] = {
        { u"lessThan"_s, &DustNumber::lessThan },
        { u"greaterThan"_s, &DustNumber::greaterThan },
        { u"lessThanOrEqualTo"_s, &DustNumber::lessThanOrEqualTo },
        { u"greaterThanOrEqualTo"_s, &DustNumber::greaterThanOrEqualTo },
        { u"equalTo"_s, &DustNumber::equalTo },
        { u"notEqualTo"_s, &DustNumber::notEqualTo },
    };
    return validated(*this, u"validateNumber() of field \"%1\""_s.arg(field), number,
                     { { u"lessThan"_s, Option::Anything },
                       { u"greaterThan"_s, Option::Anything },
                       { u"lessThanOrEqualTo"_s, Option::Anything },
                       { u"greaterThanOrEqualTo"_s, Option::Anything },
                       { u"equalTo"_s, Option::Anything },
                       { u"notEqualTo"_s, Option::Anything },
                       Message },
                     [&](const QVariantMap &known) {
                         DustNumber bounds;
                         bounds.message(messageOf(known));
                         for (const auto &[name, setter] : setters) {
                             if (known.contains(name))
                                 (bounds.*setter)(known.value(name));
                         }
                         return DustChangeset::validateNumber(field, bounds);
                     });
}

/*!
    \qmlmethod dustChangeset dustChangeset::validateConfirmation(string field, var options)
    Requires the param \c {<field>Confirmation} to be the same as that of \a field. Of \a options, with \c required it must be
    there.
*/
DustChangeset DustQmlChangeset::validateConfirmation(const QString &field,
                                                     const QVariant &options) const
{
    return validated(*this, u"validateConfirmation()"_s, options,
                     { Message, { u"required"_s, Option::Flag } }, [&](const QVariantMap &known) {
                         return DustChangeset::validateConfirmation(
                                 field,
                                 DustConfirmation()
                                         .message(messageOf(known))
                                         .required(known.value(u"required"_s).toBool()));
                     });
}

/*!
    \qmlmethod dustChangeset dustChangeset::validateAcceptance(string param, var options)
    Requires \a param to be true. Of the \a options there is \c message.
*/
DustChangeset DustQmlChangeset::validateAcceptance(const QString &param,
                                                   const QVariant &options) const
{
    return validated(*this, u"validateAcceptance()"_s, options, { Message },
                     [&](const QVariantMap &known) {
                         return DustChangeset::validateAcceptance(param, messageOf(known));
                     });
}

/*!
    \qmlmethod dustChangeset dustChangeset::validateSlug(var options)
    Requires the slug to be one a record can be stored under. Of the \a options there is \c message.
*/
DustChangeset DustQmlChangeset::validateSlug(const QVariant &options) const
{
    return validated(*this, u"validateSlug()"_s, options, { Message },
                     [&](const QVariantMap &known) {
                         return DustChangeset::validateSlug(messageOf(known));
                     });
}
