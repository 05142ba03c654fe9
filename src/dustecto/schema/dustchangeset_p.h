// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCHANGESET_P_H
#define DUSTCHANGESET_P_H

#include "dustchangeset.h"

#include <QtCore/QSet>
#include <QtCore/QSharedData>

// A field of a schema or its slug behind one face: the slug is a string that no DustField
// describes.
class DustChangesetField
{
public:
    DustChangesetField(const DustSchema &schema, const QString &name);

    explicit operator bool() const { return m_field || m_isSlug; }
    bool isEmbed() const;
    bool isRedacted() const { return m_isRedacted; }
    bool isEmbedMany() const { return m_field && m_field->type() == DustField::EmbedMany; }
    // Only for what is not the slug.
    const DustField &field() const { return *m_field; }
    DustField::Type type() const { return m_field ? m_field->type() : DustField::String; }
    QString typeName() const;

    DustResult<QVariant> cast(const QVariant &param) const;
    // The value in the type of the field where that type can hold it, else as it is.
    QVariant normalized(const QVariant &value) const;
    QVariant nullValue() const;
    bool isNull(const QVariant &value) const;
    // Without the std::optional that a property may hold it in.
    QVariant plain(const QVariant &value) const;
    bool isSame(const QVariant &a, const QVariant &b) const;
    bool isOneOf(const QVariant &value, const QVariantList &values) const;

private:
    const DustField *m_field = nullptr;
    bool m_isSlug = false;
    bool m_isRedacted = false;
};

// A nested field in changes: a changeset, null, or a list of changesets.
namespace DustEmbed {
// A change as the value that a record holds.
QVariant applied(const DustField &field, const QVariant &change);
// What the programmer gave as a change; nullopt when it cannot be one.
std::optional<QVariant> toChange(const DustField &field, const QVariant &current,
                                 const QVariant &value);
QList<DustChangeset> children(const QVariant &change);
// The children that are not to be deleted.
QList<DustChangeset> kept(const QVariant &change);
} // namespace DustEmbed

class DustChangesetData : public QSharedData
{
public:
    static constexpr QStringView Base = u"base";

    DustRecord data;
    QVariantMap params;
    QVariantMap changes;
    QStringList permitted;
    QStringList required;
    QList<DustFieldError> errors;
    std::optional<QVariantList> emptyValues;
    // Fields that were given null although their type holds none: blank to validateRequired().
    QSet<QString> blank;
    DustChangeset::Action action = DustChangeset::NoAction;
    bool isCast = false;

    const DustSchema &schema() const { return data.schema(); }
    DustChangesetField field(const QString &name) const { return { schema(), name }; }
    // The field; when the schema lacks it, one that is false, and an error at the base.
    DustChangesetField checkedField(const QString &name);
    // The value with the change applied, as a record holds it.
    QVariant currentValue(const DustChangesetField &field, const QString &name) const;
    bool hasError(const QString &name) const;
    // Whether a param is null or one of the empty values.
    bool isEmpty(const QVariant &param, DustField::Type type) const;
    QVariant withoutEmptyItems(const QVariant &list) const;

    void setChange(const DustChangesetField &field, const QString &name, const QVariant &value);
    // Null; where the type of the field holds none, its null value, and the field is blank.
    void setNull(const DustChangesetField &field, const QString &name);
    void setEmbed(const DustChangesetField &field, const QString &name, const QVariant &change);
    // Takes the param in; false when it is of no use, which is then an error.
    bool castEmbed(const DustChangesetField &field, const QString &name,
                   const DustChangeset::Caster &caster, const QString &message);
    bool isEmbedBlank(const DustChangesetField &field, const QString &name) const;

    // Runs on a change that is there and not null.
    void validate(const QString &name, const DustChangeset::Validator &validator);
    // The same for a validator of some types of field and of Any, or of all but embeds when none is
    // named. On a field of another type it is a mistake of the programmer.
    void validate(const QString &name, const QString &kind,
                  std::initializer_list<DustField::Type> types,
                  const DustChangeset::Validator &validator);
    // Ecto's order: the errors of the latest validation come first.
    void prependErrors(const QList<DustFieldError> &newErrors);
    // A mistake of the programmer: it ends at the base, once, however many steps meet it.
    void refuse(const char *message, QVariantMap metadata);
    // "2 fields are invalid: title can't be blank, …" of the tree that errorMap() gives.
    static QString summary(const QVariantMap &tree);
};

// Of more than one step.
inline constexpr const char *DustIsInvalid = QT_TRANSLATE_NOOP("DustChangeset", "is invalid");
inline constexpr const char *DustNoFunction = QT_TRANSLATE_NOOP(
        "DustChangeset", "%{call} for %{field} of %{schema} got no function: give it one");

// A default message, unless the caller has one of his own.
inline QString dustMessage(const char *message, const QString &own = {})
{
    return own.isEmpty() ? QString::fromLatin1(message) : own;
}

#endif // DUSTCHANGESET_P_H
