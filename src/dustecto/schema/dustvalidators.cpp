// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustvalidators_p.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonValue>
#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;

namespace {

constexpr const char *Blank = QT_TRANSLATE_NOOP("DustChangeset", "can't be blank");
constexpr const char *WrongFormat = QT_TRANSLATE_NOOP("DustChangeset", "has invalid format");
constexpr const char *Unconfirmed = QT_TRANSLATE_NOOP("DustChangeset",
                                                      "does not match confirmation");
constexpr const char *NotAccepted = QT_TRANSLATE_NOOP("DustChangeset", "must be accepted");
constexpr const char *Unsuited = QT_TRANSLATE_NOOP(
        "DustChangeset",
        "the %{check} of %{field} of %{schema} cannot be validated: a field of type %{type} has "
        "none, use validateChange()");
constexpr const char *BadFormat = QT_TRANSLATE_NOOP(
        "DustChangeset",
        "the format of %{field} of %{schema} is no regular expression (%{error}): correct it");
constexpr const char *NoSlug = QT_TRANSLATE_NOOP("DustChangeset",
                                                 "%{schema} has no slug: leave validateSlug() out");

bool isBlank(const QVariant &value, bool trim)
{
    if (value.typeId() != QMetaType::QString)
        return false;
    const QString text = value.toString();
    return trim ? QStringView(text).trimmed().isEmpty() : text.isEmpty();
}

QVariantMap validation(const QString &name)
{
    return { { u"validation"_s, name } };
}

QVariant withoutJson(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::QJsonValue:
        return value.toJsonValue().toVariant();
    case QMetaType::QJsonArray:
        return value.toJsonArray().toVariantList();
    default:
        return value;
    }
}

} // namespace

void DustChangesetData::validate(const QString &name, const DustChangeset::Validator &validator)
{
    const DustChangesetField found = checkedField(name);
    const auto change = changes.constFind(name);
    if (!found || change == changes.cend() || found.isNull(*change))
        return;
    prependErrors(validator(name, found.plain(*change)));
}

void DustChangesetData::validate(const QString &name, const QString &kind,
                                 std::initializer_list<DustField::Type> types,
                                 const DustChangeset::Validator &validator)
{
    const DustChangesetField found = checkedField(name);
    const bool isNamed = found.type() == DustField::Any
            || std::find(types.begin(), types.end(), found.type()) != types.end();
    const bool fits = types.size() == 0 ? !found.isEmbed() : isNamed;
    if (found && !fits) {
        refuse(Unsuited,
               { { u"field"_s, name }, { u"type"_s, found.typeName() }, { u"check"_s, kind } });
        return;
    }
    validate(name, [&](const QString &field, const QVariant &value) {
        return validator(field, withoutJson(value));
    });
}

DustFieldError dustWrongType(const QString &field, const QString &kind, const QVariant &value)
{
    return { field,
             QString::fromLatin1(DustIsInvalid),
             { { u"validation"_s, kind }, { u"type"_s, QString::fromLatin1(value.typeName()) } } };
}

/*!
    Returns the changeset with the fields of DUST_REQUIRED() validated to be there.
*/
DustChangeset DustChangeset::validateRequired() const
{
    return validateRequired(d->schema().isNull() ? QStringList() : d->schema().required());
}

/*!
    Returns the changeset with an error "can't be blank" for each of \a fields that is null or a
    blank string in the changed record, as \a options say, and without the change of those. A
    field that has an error already gets no second one. \c false, 0 and empty lists are there.

    Mirrors \c Ecto.Changeset.validate_required/3.

    \sa required()
*/
DustChangeset DustChangeset::validateRequired(const QStringList &fields,
                                              const DustRequired &options) const
{
    DustChangeset next(*this);
    DustChangesetData &to = *next.d;
    QList<DustFieldError> missing;
    for (const QString &name : fields) {
        const DustChangesetField field = to.checkedField(name);
        if (!field)
            continue;
        if (!to.required.contains(name))
            to.required.append(name);
        const QVariant value = to.currentValue(field, name);
        const bool isMissing = field.isNull(value) || to.blank.contains(name)
                || isBlank(field.plain(value), options.m_trim);
        if (isMissing && !to.hasError(name))
            missing.append(
                    { name, dustMessage(Blank, options.m_message), validation(u"required"_s) });
    }
    for (const DustFieldError &error : std::as_const(missing))
        to.changes.remove(error.field);
    to.prependErrors(missing);
    return next;
}

/*!
    Returns the changeset with an error "has invalid format", or \a message, if the change of
    \a field, a string or a URL, does not match \a format. A format that must match the whole is
    anchored (QRegularExpression::anchoredPattern()); one that is no regular expression is an error of
    \c base.

    Mirrors \c Ecto.Changeset.validate_format/4.
*/
DustChangeset DustChangeset::validateFormat(const QString &field, const QRegularExpression &format,
                                            const QString &message) const
{
    const auto check = [&](const QString &name, const QVariant &value) -> QList<DustFieldError> {
        if (value.typeId() != QMetaType::QString && value.typeId() != QMetaType::QUrl)
            return { dustWrongType(name, u"format"_s, value) };
        if (format.match(value.toString()).hasMatch())
            return {};
        return { { name, dustMessage(WrongFormat, message), validation(u"format"_s) } };
    };
    DustChangeset next(*this);
    if (!format.isValid()) {
        next.d->refuse(BadFormat, { { u"field"_s, field }, { u"error"_s, format.errorString() } });
        return next;
    }
    next.d->validate(field, u"format"_s, { DustField::String, DustField::Url }, check);
    return next;
}

/*!
    Returns the changeset with an error "does not match confirmation" if the params hold a
    confirmation of \a field that differs from its param, as \a options say. The confirmation is
    the param \c fieldConfirmation or \c field_confirmation, and the error is its error.

    Mirrors \c Ecto.Changeset.validate_confirmation/3.
*/
DustChangeset DustChangeset::validateConfirmation(const QString &field,
                                                  const DustConfirmation &options) const
{
    DustChangeset next(*this);
    DustChangesetData &to = *next.d;
    if (!to.checkedField(field) || !to.isCast)
        return next;
    QString confirmation = field + u"_confirmation"_s;
    if (!to.params.contains(confirmation))
        confirmation = field + u"Confirmation"_s;
    if (!to.params.contains(confirmation)) {
        if (options.m_required)
            to.prependErrors({ { confirmation, dustMessage(Blank, options.m_message),
                                 validation(u"required"_s) } });
    } else if (to.params.value(confirmation) != to.params.value(field)) {
        to.prependErrors({ { confirmation, dustMessage(Unconfirmed, options.m_message),
                             validation(u"confirmation"_s) } });
    }
    return next;
}

/*!
    Returns the changeset with an error "must be accepted", or \a message, if \a param is not
    given as \c true (or "true" or "1"). It need not be a field; without a cast there is nothing
    to accept.

    Mirrors \c Ecto.Changeset.validate_acceptance/3.
*/
DustChangeset DustChangeset::validateAcceptance(const QString &param, const QString &message) const
{
    DustChangeset next(*this);
    if (!next.d->isCast)
        return next;
    const QVariant given = next.d->params.value(param);
    const bool accepted = given.typeId() == QMetaType::Bool ? given.toBool()
                                                            : given.typeId() == QMetaType::QString
                    && (given.toString() == "true"_L1 || given.toString() == "1"_L1);
    if (!accepted)
        next.d->prependErrors(
                { { param, dustMessage(NotAccepted, message), validation(u"acceptance"_s) } });
    return next;
}

/*!
    Returns the changeset with the errors that \a validator finds in the change of \a field. Like
    all validators but validateRequired(), validateConfirmation(), validateAcceptance() and
    validateSlug() it runs only if the field has a change that is not null.

    Mirrors \c Ecto.Changeset.validate_change/3.

    \snippet schema.cpp validators
*/
DustChangeset DustChangeset::validateChange(const QString &field, const Validator &validator) const
{
    DustChangeset next(*this);
    if (validator)
        next.d->validate(field, validator);
    else
        next.d->refuse(DustNoFunction,
                       { { u"field"_s, field }, { u"call"_s, u"validateChange()"_s } });
    return next;
}

/*!
    Returns the changeset with an error if the slug of the changed record is blank ("can't be
    blank") or cannot be a path segment ("is invalid"), or with \a message in place of both. Dots
    and slashes are fine. A slug that has an error already gets no second one.

    \sa DustSchema::validateSlug()
*/
DustChangeset DustChangeset::validateSlug(const QString &message) const
{
    DustChangeset next(*this);
    DustChangesetData &to = *next.d;
    if (to.schema().isNull())
        return next;
    const QString name = to.schema().slugField();
    const DustChangesetField field = to.field(name);
    if (!field) {
        to.refuse(NoSlug, {});
        return next;
    }
    if (to.hasError(name))
        return next;
    const QVariant slug = to.currentValue(field, name);
    if (field.isNull(slug) || isBlank(slug, false))
        to.prependErrors({ { name, dustMessage(Blank, message), validation(u"required"_s) } });
    else if (!DustSchema::validateSlug(slug))
        to.prependErrors({ { name, dustMessage(DustIsInvalid, message), validation(u"slug"_s) } });
    return next;
}
