// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchangeset_p.h"

#include <QtCore/QJsonValue>

using namespace Qt::StringLiterals;

namespace {

constexpr const char *Nested = QT_TRANSLATE_NOOP(
        "DustChangeset", "%{field} of %{schema} is nested: cast it with castEmbed()");

bool isList(const QVariant &param)
{
    return param.typeId() == QMetaType::QVariantList || param.typeId() == QMetaType::QStringList;
}

QVariant withoutJson(const QVariant &param)
{
    return param.typeId() == QMetaType::QJsonValue ? param.toJsonValue().toVariant() : param;
}

} // namespace

bool DustChangesetData::isEmpty(const QVariant &param, DustField::Type type) const
{
    if (!param.isValid() || param.typeId() == QMetaType::Nullptr)
        return true;
    if (param.typeId() == QMetaType::QJsonValue)
        return isEmpty(withoutJson(param), type);
    if (emptyValues)
        return emptyValues->contains(param);
    if (param.typeId() == QMetaType::QByteArray)
        return param.toByteArray().isEmpty();
    if (param.typeId() != QMetaType::QString)
        return false;
    const QString text = param.toString();
    return type == DustField::Bytes ? text.isEmpty() : QStringView(text).trimmed().isEmpty();
}

QVariant DustChangesetData::withoutEmptyItems(const QVariant &list) const
{
    QVariantList kept;
    const QVariantList items = list.toList();
    for (const QVariant &item : items) {
        if (!isEmpty(item, DustField::String))
            kept.append(item);
    }
    return kept;
}

/*!
    \fn template <typename T> DustChangeset DustChangeset::cast(const T &gadget, const QVariantMap &params, const QStringList &permitted, const DustCastOptions &options)

    Returns a changeset of \a gadget with what \a params says about the fields \a permitted, cast
    as \a options say. A wrong declaration of the type is an error of \c base.

    \sa DustSchema::of()
*/

/*!
    Returns a changeset of \a data with what \a params says about the fields \a permitted, cast as
    \a options say.

    A param is looked up by the name of the field, and cast to its type. Params of other names are
    ignored. The slug can be cast like any field.

    \list
    \li Null and empty params (DustCastOptions::setEmptyValues()) become the null value of the
        field. Where its type has none (an \c int, say), they become 0, and validateRequired()
        still finds the field blank; declare it \c{std::optional} to keep null and 0 apart.
    \li A value that the record already has makes no change.
    \li A param that cannot be cast makes no change but the error "is invalid" with the metadata
        \c{validation: "cast"} and \c type.
    \endlist

    A permitted name that the schema does not have, or that is a nested record (see castEmbed()),
    is an error of \c base.

    Mirrors \c Ecto.Changeset.cast/4.
*/
DustChangeset DustChangeset::cast(const DustRecord &data, const QVariantMap &params,
                                  const QStringList &permitted, const DustCastOptions &options)
{
    return change(data).cast(params, permitted, options);
}

/*!
    Returns the changeset with what \a params says about the fields \a permitted on top, cast as
    \a options say. Params are merged, new errors come after those already there, and the empty
    values of the cast before are used unless \a options give others.
*/
DustChangeset DustChangeset::cast(const QVariantMap &params, const QStringList &permitted,
                                  const DustCastOptions &options) const
{
    DustChangeset next(*this);
    DustChangesetData &to = *next.d;
    to.isCast = true;
    to.params.insert(params);
    if (options.emptyValues())
        to.emptyValues = options.emptyValues();

    for (const QString &name : permitted) {
        const DustChangesetField field = to.checkedField(name);
        if (!field)
            continue;
        if (field.isEmbed()) {
            to.refuse(Nested, { { u"field"_s, name } });
            continue;
        }
        if (!to.permitted.contains(name))
            to.permitted.append(name);
        const auto given = params.constFind(name);
        if (given == params.cend())
            continue;

        QVariant param = withoutJson(*given);
        if (field.type() == DustField::StringList && isList(param))
            param = to.withoutEmptyItems(param);
        if (to.isEmpty(param, field.type())) {
            to.setNull(field, name);
        } else if (const DustResult<QVariant> value = field.cast(param)) {
            to.setChange(field, name, *value);
        } else {
            to.errors.append(
                    { name,
                      dustMessage(DustIsInvalid, options.message()),
                      { { u"validation"_s, u"cast"_s }, { u"type"_s, field.typeName() } } });
        }
    }
    return next;
}
