// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustvalidators_p.h"

using namespace Qt::StringLiterals;

namespace {

constexpr const char *NotIncluded = QT_TRANSLATE_NOOP("DustChangeset", "is invalid");
constexpr const char *Reserved = QT_TRANSLATE_NOOP("DustChangeset", "is reserved");
constexpr const char *NoSubset = QT_TRANSLATE_NOOP("DustChangeset", "has an invalid entry");

// A list that the value is in gives a redacted value away.
QVariantMap validation(const QString &name, const QVariantList &values, bool isRedacted = false)
{
    QVariantMap metadata{ { u"validation"_s, name } };
    if (!isRedacted)
        metadata.insert(u"enum"_s, values);
    return metadata;
}

} // namespace

/*!
    Returns the changeset with an error "is invalid", or \a message, if the change of \a field is
    none of \a values. These are cast to the type of the field, so that a key stands for an enum
    value and a string for a URL.

    Mirrors \c Ecto.Changeset.validate_inclusion/4.

    \sa validateExclusion(), validateSubset()
*/
DustChangeset DustChangeset::validateInclusion(const QString &field, const QVariantList &values,
                                               const QString &message) const
{
    DustChangeset next(*this);
    next.d->validate(field, u"inclusion"_s, {}, [&](const QString &name, const QVariant &value) {
        QList<DustFieldError> errors;
        if (!d->field(name).isOneOf(value, values))
            errors.append({ name, dustMessage(NotIncluded, message),
                            validation(u"inclusion"_s, values) });
        return errors;
    });
    return next;
}

/*!
    Returns the changeset with an error "is reserved", or \a message, if the change of \a field is
    one of \a values, which are cast to the type of the field.

    Mirrors \c Ecto.Changeset.validate_exclusion/4.

    \sa validateInclusion()
*/
DustChangeset DustChangeset::validateExclusion(const QString &field, const QVariantList &values,
                                               const QString &message) const
{
    DustChangeset next(*this);
    next.d->validate(field, u"exclusion"_s, {}, [&](const QString &name, const QVariant &value) {
        QList<DustFieldError> errors;
        const DustChangesetField target = d->field(name);
        if (target.isOneOf(value, values))
            errors.append({ name, dustMessage(Reserved, message),
                            validation(u"exclusion"_s, values, target.isRedacted()) });
        return errors;
    });
    return next;
}

/*!
    Returns the changeset with an error "has an invalid entry", or \a message, if the change of
    \a field, a list, has an item that is none of \a values.

    Mirrors \c Ecto.Changeset.validate_subset/4.

    \sa validateInclusion()
*/
DustChangeset DustChangeset::validateSubset(const QString &field, const QVariantList &values,
                                            const QString &message) const
{
    const auto check = [&](const QString &name, const QVariant &value) -> QList<DustFieldError> {
        if (!dustIsList(value))
            return { dustWrongType(name, u"subset"_s, value) };
        const QVariantList items = value.toList();
        if (std::all_of(items.begin(), items.end(),
                        [&](const QVariant &item) { return values.contains(item); }))
            return {};
        return { { name, dustMessage(NoSubset, message), validation(u"subset"_s, values) } };
    };
    DustChangeset next(*this);
    next.d->validate(field, u"subset"_s, { DustField::StringList }, check);
    return next;
}
