// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustqmlchangeset.h"

#include "dustqmlvalues.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

/*!
    \qmltype dustChangeset
    \inqmlmodule DustEcto
    \brief The edits of one record: what changes, and what is wrong with it. Made by DustSchema::changeset().

    \qml
    property var changeset: linkSchema.changeset(link, { title: titleField.text })

    Label { text: (changeset.errors.title ?? []).join(", ") }
    Button { enabled: changeset.valid; onClicked: repo.update(changeset) }
    \endqml

    A value: every function returns a changeset and leaves this one as it was. The properties are \c valid, \c changes,
    \c errors (a list of messages per field), \c params, \c slug and \c action.
*/

/*!
    \qmlmethod var dustChangeset::getField(string field)
    Returns the new value of \a field, or the record's where it does not change.
*/
QVariant DustQmlChangeset::getField(const QString &field) const
{
    return DustChangeset::getField(field);
}

/*!
    \qmlmethod var dustChangeset::getChange(string field)
    Returns the new value of \a field, undefined where it does not change.
*/
QVariant DustQmlChangeset::getChange(const QString &field) const
{
    return DustChangeset::getChange(field);
}

/*!
    \qmlmethod dustChangeset dustChangeset::cast(var params, list<string> permitted)
    Casts the \a permitted fields of \a params as further changes.
*/
DustChangeset DustQmlChangeset::cast(const QVariantMap &params, const QStringList &permitted) const
{
    return DustChangeset::cast(DustQml::plain(params), permitted);
}

/*!
    \qmlmethod dustChangeset dustChangeset::putChange(string field, var value)
    Makes \a value the change of \a field, without casting it.
*/
DustChangeset DustQmlChangeset::putChange(const QString &field, const QVariant &value) const
{
    return DustChangeset::putChange(field, DustQml::plain(value));
}

/*!
    \qmlmethod dustChangeset dustChangeset::deleteChange(string field)
    Takes the change of \a field back.
*/
DustChangeset DustQmlChangeset::deleteChange(const QString &field) const
{
    return DustChangeset::deleteChange(field);
}

/*!
    \qmlmethod dustChangeset dustChangeset::addError(string field, string message)
    Adds \a message to the errors of \a field.
*/
DustChangeset DustQmlChangeset::addError(const QString &field, const QString &message) const
{
    return DustChangeset::addError(field, message);
}

/*!
    \qmlmethod dustChangeset dustChangeset::validateRequired(list<string> fields, string message)
    Requires \a fields to have a value; \a message replaces the default one, here and below.
*/
DustChangeset DustQmlChangeset::validateRequired(const QStringList &fields,
                                                 const QString &message) const
{
    return DustChangeset::validateRequired(fields, DustRequired().message(message));
}

/*!
    \qmlmethod dustChangeset dustChangeset::validateFormat(string field, RegExp format, string message)
    Requires a change of \a field to match \a format.
*/
DustChangeset DustQmlChangeset::validateFormat(const QString &field, const QVariant &format,
                                               const QString &message) const
{
    const QVariant expression = DustQml::plain(format);
    return DustChangeset::validateFormat(field,
                                         expression.metaType() == QMetaType::fromType<QString>()
                                                 ? QRegularExpression(expression.toString())
                                                 : expression.toRegularExpression(),
                                         message);
}

/*!
    \qmlmethod dustChangeset dustChangeset::validateInclusion(string field, list<var> values, string message)
    Requires a change of \a field to be one of \a values.
*/
DustChangeset DustQmlChangeset::validateInclusion(const QString &field, const QVariantList &values,
                                                  const QString &message) const
{
    return DustChangeset::validateInclusion(field, DustQml::plain(QVariant(values)).toList(),
                                            message);
}

/*!
    \qmlmethod dustChangeset dustChangeset::validateExclusion(string field, list<var> values, string message)
    Requires a change of \a field to be none of \a values.
*/
DustChangeset DustQmlChangeset::validateExclusion(const QString &field, const QVariantList &values,
                                                  const QString &message) const
{
    return DustChangeset::validateExclusion(field, DustQml::plain(QVariant(values)).toList(),
                                            message);
}

/*!
    \qmlmethod dustChangeset dustChangeset::validateSubset(string field, list<var> values, string message)
    Requires every item of a changed list \a field to be one of \a values.
*/
DustChangeset DustQmlChangeset::validateSubset(const QString &field, const QVariantList &values,
                                               const QString &message) const
{
    return DustChangeset::validateSubset(field, DustQml::plain(QVariant(values)).toList(), message);
}

/*!
    \qmlmethod dustChangeset dustChangeset::validateLength(string field, var length)
    Requires the length of a change of \a field to be as \a length says: \c {{ min, max, is, message }}.
*/
DustChangeset DustQmlChangeset::validateLength(const QString &field,
                                               const QVariantMap &length) const
{
    DustLength bounds;
    bounds.message(length.value(u"message"_s).toString());
    if (length.contains(u"min"_s))
        bounds.min(length.value(u"min"_s).toLongLong());
    if (length.contains(u"max"_s))
        bounds.max(length.value(u"max"_s).toLongLong());
    if (length.contains(u"is"_s))
        bounds.is(length.value(u"is"_s).toLongLong());
    return DustChangeset::validateLength(field, bounds);
}

/*!
    \qmlmethod dustChangeset dustChangeset::validateNumber(string field, var number)
    Requires a change of \a field to be as \a number says: \c {{ lessThan, greaterThan, lessThanOrEqualTo, greaterThanOrEqualTo, equalTo,
    notEqualTo, message }}.
*/
DustChangeset DustQmlChangeset::validateNumber(const QString &field,
                                               const QVariantMap &number) const
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
    DustNumber bounds;
    bounds.message(number.value(u"message"_s).toString());
    for (const auto &[name, setter] : setters) {
        if (number.contains(name))
            (bounds.*setter)(number.value(name));
    }
    return DustChangeset::validateNumber(field, bounds);
}

/*!
    \qmlmethod dustChangeset dustChangeset::validateConfirmation(string field, string message)
    Requires the param \c {<field>Confirmation} to be the same as that of \a field.
*/
DustChangeset DustQmlChangeset::validateConfirmation(const QString &field,
                                                     const QString &message) const
{
    return DustChangeset::validateConfirmation(field, DustConfirmation().message(message));
}

/*!
    \qmlmethod dustChangeset dustChangeset::validateAcceptance(string param, string message)
    Requires \a param to be true.
*/
DustChangeset DustQmlChangeset::validateAcceptance(const QString &param,
                                                   const QString &message) const
{
    return DustChangeset::validateAcceptance(param, message);
}

/*!
    \qmlmethod dustChangeset dustChangeset::validateSlug(string message)
    Requires the slug to be one a record can be stored under.
*/
DustChangeset DustQmlChangeset::validateSlug(const QString &message) const
{
    return DustChangeset::validateSlug(message);
}
