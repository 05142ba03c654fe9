// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchangeset_p.h"
#include "dustfield_p.h"
#include "dustschemareader_p.h"

using namespace Qt::StringLiterals;

namespace {

constexpr const char *Blank = QT_TRANSLATE_NOOP("DustChangeset", "can't be blank");
constexpr const char *NotNamed = QT_TRANSLATE_NOOP(
        "DustChangeset", "%{field} of %{schema} is not nested: name it in cast()");
constexpr const char *OtherSchema = QT_TRANSLATE_NOOP(
        "DustChangeset",
        "the function that castEmbed() got for %{field} of %{schema} must return a changeset of"
        " %{expected}");

bool isChangeset(const QVariant &value)
{
    return value.metaType() == QMetaType::fromType<DustChangeset>();
}

bool isNothing(const QVariant &value)
{
    return !value.isValid() || value.typeId() == QMetaType::Nullptr;
}

QVariantList items(const DustField &field, const QVariant &list)
{
    if (!field.embedded().gadgetType().isValid() || list.metaType() != field.metaType())
        return list.toList();
    QVariantList result;
    const QMetaSequence &sequence = DustFieldData::get(field).sequence;
    for (qsizetype i = 0; i < sequence.size(list.constData()); ++i) {
        QVariant item(field.embedded().gadgetType());
        sequence.valueAtIndex(list.constData(), i, item.data());
        result.append(item);
    }
    return result;
}

QVariant fromItems(const DustField &field, const QVariantList &list)
{
    if (!field.embedded().gadgetType().isValid())
        return list;
    QVariant result(field.metaType());
    for (const QVariant &item : list)
        DustFieldData::get(field).sequence.addValueAtEnd(result.data(), item.constData());
    return result;
}

QVariant fromRecord(const DustRecord &record)
{
    return record.schema().gadgetType().isValid() ? record.toVariant() : QVariant(record.toMap());
}

DustRecord recordOf(const DustField &field, const QVariant &value)
{
    const DustRecord record = DustRecord::fromVariant(field.embedded(), value);
    return record.isNull() ? DustRecord(field.embedded()) : record;
}

DustChangeset withDefaultAction(const DustChangeset &child, DustChangeset::Action action)
{
    return child.action() == DustChangeset::NoAction ? child.withAction(action) : child;
}

// A changeset stays, a map changes what it names, a whole record changes what differs.
std::optional<DustChangeset> childOf(const DustField &field, const DustRecord &current,
                                     const QVariant &value)
{
    if (isChangeset(value)) {
        const auto child = value.value<DustChangeset>();
        return child.schema() == field.embedded() ? std::optional(child) : std::nullopt;
    }
    if (value.typeId() == QMetaType::QVariantMap)
        return DustChangeset::change(current, value.toMap());
    const DustRecord record = DustRecord::fromVariant(field.embedded(), value);
    if (record.isNull())
        return std::nullopt;
    return DustChangeset::change(current, record.toMap());
}

DustChangeset::Action actionOn(const DustField &field, const QVariant &current)
{
    return field.isEqual(current, field.nullValue()) ? DustChangeset::Insert
                                                     : DustChangeset::Update;
}

// The change that a param makes; nullopt when it has the wrong shape.
std::optional<QVariant> castOne(const DustField &field, const QVariant &current,
                                const QVariant &param, const DustChangeset::Caster &caster)
{
    if (param.typeId() != QMetaType::QVariantMap)
        return std::nullopt;
    const DustChangeset child = caster(recordOf(field, current), param.toMap());
    return QVariant::fromValue(withDefaultAction(child, actionOn(field, current)));
}

std::optional<QVariant> castMany(const DustField &field, const QVariant &param,
                                 const DustChangeset::Caster &caster)
{
    if (param.typeId() != QMetaType::QVariantList)
        return std::nullopt;
    QVariantList changesets;
    const QVariantList list = param.toList();
    for (const QVariant &item : list) {
        if (item.typeId() != QMetaType::QVariantMap)
            return std::nullopt;
        const DustChangeset child = caster(DustRecord(field.embedded()), item.toMap());
        changesets.append(QVariant::fromValue(withDefaultAction(child, DustChangeset::Insert)));
    }
    return changesets;
}

} // namespace

QVariant DustEmbed::applied(const DustField &field, const QVariant &change)
{
    QVariantList list;
    for (const DustChangeset &child : kept(change))
        list.append(fromRecord(child.applyChanges()));
    if (field.type() == DustField::EmbedMany)
        return fromItems(field, list);
    return list.isEmpty() ? field.nullValue() : list.first();
}

QList<DustChangeset> DustEmbed::children(const QVariant &change)
{
    QList<DustChangeset> result;
    if (isChangeset(change))
        result.append(change.value<DustChangeset>());
    if (change.typeId() != QMetaType::QVariantList)
        return result;
    const QVariantList list = change.toList();
    for (const QVariant &item : list) {
        if (isChangeset(item))
            result.append(item.value<DustChangeset>());
    }
    return result;
}

QList<DustChangeset> DustEmbed::kept(const QVariant &change)
{
    QList<DustChangeset> result = children(change);
    result.removeIf(
            [](const DustChangeset &child) { return child.action() == DustChangeset::Delete; });
    return result;
}

std::optional<QVariant> DustEmbed::toChange(const DustField &field, const QVariant &current,
                                            const QVariant &value)
{
    const bool isMany = field.type() == DustField::EmbedMany;
    if (isNothing(value))
        return isMany ? QVariant(QVariantList()) : QVariant();
    if (!isMany) {
        const auto child = childOf(field, recordOf(field, current), value);
        if (!child)
            return std::nullopt;
        return QVariant::fromValue(withDefaultAction(*child, actionOn(field, current)));
    }
    if (value.metaType() != field.metaType() && value.typeId() != QMetaType::QVariantList)
        return std::nullopt;
    QVariantList changesets;
    for (const QVariant &item : items(field, value)) {
        const auto child = childOf(field, DustRecord(field.embedded()), item);
        if (!child)
            return std::nullopt;
        changesets.append(QVariant::fromValue(withDefaultAction(*child, DustChangeset::Insert)));
    }
    return changesets;
}

void DustChangesetData::setEmbed(const DustChangesetField &field, const QString &name,
                                 const QVariant &change)
{
    const QList<DustChangeset> children = DustEmbed::children(change);
    const bool isValid = std::all_of(children.begin(), children.end(),
                                     [](const DustChangeset &child) { return child.isValid(); });
    if (isValid && field.isSame(DustEmbed::applied(field.field(), change), data.value(name)))
        changes.remove(name);
    else
        changes.insert(name, change);
}

bool DustChangesetData::castEmbed(const DustChangesetField &field, const QString &name,
                                  const DustChangeset::Caster &caster, const QString &message)
{
    const DustField &embed = field.field();
    const QVariant param = params.value(name);
    std::optional<QVariant> change = field.isEmbedMany() ? QVariant(QVariantList()) : QVariant();
    if (!isEmpty(param, embed.type()))
        change = field.isEmbedMany() ? castMany(embed, param, caster)
                                     : castOne(embed, data.value(name), param, caster);
    if (!change) {
        prependErrors({ { name,
                          message,
                          { { u"validation"_s, u"embed"_s }, { u"type"_s, field.typeName() } } } });
        return false;
    }
    for (const DustChangeset &child : DustEmbed::children(*change)) {
        if (child.schema() != embed.embedded()) {
            refuse(OtherSchema,
                   { { u"field"_s, name }, { u"expected"_s, embed.embedded().name() } });
            return false;
        }
    }
    setEmbed(field, name, *change);
    return true;
}

DustResult<DustSchema> DustChangeset::embeddedSchema(QMetaType gadget)
{
    return DustSchemaReader(gadget, { QMetaType() }).read(); // held by whatever
}

/*!
    \fn template <typename T> DustChangeset DustChangeset::castEmbed(const QString &field, const DustEmbedOptions &options) const

    Does the same with the static function \c{T::changeset(const T &, const QVariantMap &)} of the
    embedded type.
*/

/*!
    Returns the changeset with what its params say about \a field, a nested record or a list of
    them, as child changesets that \a caster makes, as \a options say. It follows cast(), whose
    params it reads.

    For a nested record \a caster gets the record as it is and the param, which must be a map;
    null clears the record. For a list it gets an empty record and each item of the param: the
    items given are the whole new list, and null empties it. A child made like this has the action
    Insert or Update; a child to which \a caster gives the action Delete is left out of the
    record.

    Children that change nothing make no change. A param of the wrong shape is the error "is
    invalid" with the metadata \c{validation: "embed"} and \c type, and what is required and not
    there "can't be blank".

    Mirrors \c Ecto.Changeset.cast_embed/3, for embeds without primary keys.

    \sa DustEmbedOptions, traverseErrors()
*/
DustChangeset DustChangeset::castEmbed(const QString &field, const Caster &caster,
                                       const DustEmbedOptions &options) const
{
    DustChangeset next(*this);
    DustChangesetData &to = *next.d;
    const DustChangesetField target = to.checkedField(field);
    if (!target)
        return next;
    if (!target.isEmbed()) {
        to.refuse(NotNamed, { { u"field"_s, field } });
        return next;
    }
    if (!caster) {
        to.refuse(DustNoFunction, { { u"field"_s, field }, { u"call"_s, u"castEmbed()"_s } });
        return next;
    }
    if (options.isRequired() && !to.required.contains(field))
        to.required.append(field);

    if (to.params.contains(field)
        && !to.castEmbed(target, field, caster,
                         dustMessage(DustIsInvalid, options.invalidMessage())))
        return next;
    if (options.isRequired() && to.isEmbedBlank(target, field))
        to.prependErrors({ { field,
                             dustMessage(Blank, options.requiredMessage()),
                             { { u"validation"_s, u"required"_s } } } });
    return next;
}

bool DustChangesetData::isEmbedBlank(const DustChangesetField &field, const QString &name) const
{
    const auto change = changes.constFind(name);
    if (change != changes.cend())
        return DustEmbed::kept(*change).isEmpty();
    return field.isEmbedMany() ? items(field.field(), data.value(name)).isEmpty()
                               : field.isNull(data.value(name));
}
