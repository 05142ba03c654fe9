// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustqmlchangeset.h"

#include "dustqmloptions.h"
#include "dustqmlparams.h"
#include "dustqmlvalues.h"

#include <QtCore/QMetaEnum>

using namespace Qt::StringLiterals;

/*!
    \qmltype dustChangeset
    \inqmlmodule DustEcto
    \brief The edits of one record: what changes, and what is wrong with it. Made by DustSchema::changeset().

    \qml
    Column {
        property var changeset: linkSchema.changeset(link, { title: titleField.text })

        Label { text: (changeset.errors.title ?? []).join(", ") }
        Button { enabled: changeset.valid; onClicked: repo.update(changeset) }
    }
    \endqml

    A value: every function returns a changeset and leaves this one as it was. A mistake in a call, such as a field that
    the schema does not have or an option that the function does not know, is an error of the field \c base that names it, so
    that the changeset is not valid and nothing of it is written.

    Values are given and shown as DustRepo says. One that looks to JavaScript like that of the record makes no change.

    The functions that take a JavaScript function call it at once. Where it throws, that is a warning and an error of the
    field, "could not be validated".

    The options of a validator are an object; \c message in it replaces the default message, and a text alone is that message.
    A validator looks at a change that is there and not null, unless it says otherwise.
*/

/*!
    \qmlproperty bool dustChangeset::valid
    Whether there are no errors, here and in nested changesets.
*/

/*!
    \qmlproperty var dustChangeset::changes
    The new values by field, those of nested records as changesets.
*/
QVariant DustQmlChangeset::changesObject() const
{
    return DustQml::shown(changes());
}

/*!
    \qmlproperty var dustChangeset::errors
    The translated messages by field, a list for each: \c {errors.title[0]}. Nested for nested records.
*/

/*!
    \qmlproperty var dustChangeset::fieldErrors
    A list of the errors as they are, those of nested changesets not among them: objects with \c field, \c message (with its
    placeholders) and \c metadata.

    \sa translated()
*/
QVariant DustQmlChangeset::fieldErrors() const
{
    QVariantList list;
    for (const DustFieldError &error : DustChangeset::errors())
        list.append(DustQml::fromFieldError(error));
    return list;
}

/*!
    \qmlproperty var dustChangeset::params
    The params of all casts.
*/

/*!
    \qmlproperty list<string> dustChangeset::permitted
    The fields that casts were allowed to change.
*/

/*!
    \qmlproperty list<string> dustChangeset::required
    The fields that validateRequired() and castEmbed() have required: what a form marks with a star.
*/

/*!
    \qmlproperty string dustChangeset::slug
    The slug of the changed record.
*/

/*!
    \qmlproperty var dustChangeset::schema
    The schema of the record, with \c name, \c prefix, \c mode, \c slugField, \c fieldNames and \c required.
*/

/*!
    \qmlproperty enumeration dustChangeset::action
    What the changeset is meant for.

    \value DustChangeset.NoAction Not decided yet.
    \value DustChangeset.Insert The record is to be inserted.
    \value DustChangeset.Update The record is to be updated.
    \value DustChangeset.Delete The record is to be removed.

    \sa withAction()
*/

/*!
    \qmlproperty var dustChangeset::data
    The record that the changes are made to.
*/
QVariant DustQmlChangeset::dataObject() const
{
    return DustQml::fromRecord(data());
}

/*!
    \qmlmethod bool dustChangeset::isNull()
    Returns whether the changeset is of no schema: that of a wrong declaration, whose error is one of \c base.
*/

/*!
    \qmlmethod var dustChangeset::getField(string field, var defaultValue)
    Returns the new value of \a field, or the record's where it does not change; \a defaultValue where the schema has no such
    field.
*/
QVariant DustQmlChangeset::getField(const QString &field, const QVariant &defaultValue) const
{
    return DustQml::shown(DustChangeset::getField(field, DustQml::plain(defaultValue)));
}

/*!
    \qmlmethod var dustChangeset::getChange(string field, var defaultValue)
    Returns the new value of \a field, \a defaultValue where it does not change.
*/
QVariant DustQmlChangeset::getChange(const QString &field, const QVariant &defaultValue) const
{
    return DustQml::shown(DustChangeset::getChange(field, DustQml::plain(defaultValue)));
}

/*!
    \qmlmethod var dustChangeset::fetchField(string field)
    Returns \c {{ source, value }}: what getField() returns of \a field, and whether it is from the \c "changes" or the \c "data".
    Undefined where the schema has no such field.
*/
QVariant DustQmlChangeset::fetchField(const QString &field) const
{
    const Fetched fetched = DustChangeset::fetchField(field);
    if (fetched.source == Fetched::Missing)
        return {};
    const bool isChange = fetched.source == Fetched::Changes;
    return QVariantMap{ { u"source"_s, isChange ? u"changes"_s : u"data"_s },
                        { u"value"_s, DustQml::shown(fetched.value) } };
}

/*!
    \qmlmethod var dustChangeset::fetchChange(string field)
    Returns \c {{ value }} with the new value of \a field, which tells a change to nothing from none. Undefined where it does
    not change.
*/
QVariant DustQmlChangeset::fetchChange(const QString &field) const
{
    const std::optional<QVariant> change = DustChangeset::fetchChange(field);
    return change ? QVariantMap{ { u"value"_s, DustQml::shown(*change) } } : QVariant();
}

/*!
    \qmlmethod dustChangeset dustChangeset::cast(var params, list<string> permitted, var options)
    Casts the \a permitted fields of \a params as further changes. The \a options are \c emptyValues, the list of what counts as
    nothing in place of blank strings, here and in later casts, and \c message for what cannot be cast.
*/
DustChangeset DustQmlChangeset::cast(const QVariantMap &params, const QVariant &permitted,
                                     const QVariant &options) const
{
    const auto known = DustQml::options(u"cast()"_s, options,
                                        { { u"emptyValues"_s, DustQml::Option::List },
                                          { u"message"_s, DustQml::Option::Text } });
    if (!known)
        return DustQml::mistaken(*this, known.error());
    const auto names = DustQml::names(u"cast()"_s, permitted);
    if (!names)
        return DustQml::mistaken(*this, names.error());
    DustCastOptions cast;
    cast.setMessage(known->value(u"message"_s).toString());
    if (known->contains(u"emptyValues"_s))
        cast.setEmptyValues(known->value(u"emptyValues"_s).toList());
    return DustChangeset::cast(DustQml::params(data(), DustQml::plain(params)), *names, cast);
}

/*!
    \qmlmethod dustChangeset dustChangeset::change(var changes)
    Puts each of \a changes on the changeset, neither cast nor validated.
*/
DustChangeset DustQmlChangeset::change(const QVariantMap &changes) const
{
    return DustChangeset::change(DustQml::params(data(), DustQml::plain(changes)));
}

/*!
    \qmlmethod dustChangeset dustChangeset::putChange(string field, var value)
    Makes \a value the change of \a field, without casting it. One that the record already has takes the change back. A nested
    record is given as an object of its fields or a changeset, a list of them as a list.
*/
DustChangeset DustQmlChangeset::putChange(const QString &field, const QVariant &value) const
{
    return DustChangeset::putChange(field, DustQml::param(data(), field, DustQml::plain(value)));
}

/*!
    \qmlmethod dustChangeset dustChangeset::forceChange(string field, var value)
    Makes \a value the change of \a field even where the record already has it.
*/
DustChangeset DustQmlChangeset::forceChange(const QString &field, const QVariant &value) const
{
    return DustChangeset::forceChange(field, DustQml::param(data(), field, DustQml::plain(value)));
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
    \qmlmethod dustChangeset dustChangeset::merge(dustChangeset other)
    Adds the changes, params, errors and required fields of \a other, a changeset of the same record; where both change a
    field, \a other wins.
*/
DustChangeset DustQmlChangeset::merge(const DustChangeset &other) const
{
    return DustChangeset::merge(other);
}

/*!
    \qmlmethod dustChangeset dustChangeset::withAction(enumeration action)
    Returns the changeset meant for \a action, such as \c DustChangeset.Insert. A child of castEmbed() that is meant for
    \c DustChangeset.Delete is left out of the record.
*/
DustChangeset DustQmlChangeset::withAction(int action) const
{
    if (QMetaEnum::fromType<Action>().valueToKey(action))
        return DustChangeset::withAction(Action(action));
    return DustQml::mistaken(
            *this,
            DustError::invalidParams(u"unknown_action"_s,
                                     u"withAction() takes one of DustChangeset.NoAction, "
                                     "DustChangeset.Insert, DustChangeset.Update and "
                                     "DustChangeset.Delete"_s));
}

/*!
    \qmlmethod dustChangeset dustChangeset::addError(string field, string message, var metadata)
    Adds \a message to the errors of \a field; \c {%{count}} in it stands for the \c count of \a metadata. An error of the
    whole record is put on \c base.
*/
DustChangeset DustQmlChangeset::addError(const QString &field, const QString &message,
                                         const QVariantMap &metadata) const
{
    return DustChangeset::addError(field, message, DustQml::plain(metadata));
}

/*!
    \qmlmethod string dustChangeset::translated(var fieldError)
    Returns the message of \a fieldError, one of \l fieldErrors, translated and with its placeholders filled.
*/
QString DustQmlChangeset::translated(const QVariantMap &fieldError) const
{
    return DustChangeset::translated({ fieldError.value(u"field"_s).toString(),
                                       fieldError.value(u"message"_s).toString(),
                                       DustQml::plain(fieldError.value(u"metadata"_s)).toMap() });
}

/*!
    \qmlmethod var dustChangeset::applyChanges()
    Returns the record with the changes applied, whether the changeset is valid or not, with the revisions it was read with.
*/
QVariant DustQmlChangeset::applyChanges() const
{
    return DustQml::fromRecord(DustChangeset::applyChanges());
}

/*!
    \qmlmethod var dustChangeset::applyAction(enumeration action)
    Returns \c {{ ok, record, error }}: the changed record where the changeset is valid, else the error \c Invalid that a write
    meant for \a action ends with.
*/
QVariant DustQmlChangeset::applyAction(int action) const
{
    const auto applied = DustChangeset::applyAction(Action(action));
    return QVariantMap{ { u"ok"_s, applied.isOk() },
                        { u"record"_s, applied ? DustQml::fromRecord(*applied) : QVariant() },
                        { u"error"_s, QVariant::fromValue(applied.error()) } };
}

#include "moc_dustqmlchangeset.cpp"
