// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustkeptnumbers_p.h"
#include "dustschema_p.h"

#include <QtCore/QSet>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

void DustSchemaData::index()
{
    byWireLeaf.resize(size_t(fields.size()));
    std::iota(byWireLeaf.begin(), byWireLeaf.end(), 0);
    std::sort(byWireLeaf.begin(), byWireLeaf.end(),
              [this](int a, int b) { return fields.at(a).wireLeaf() < fields.at(b).wireLeaf(); });
    for (const DustField &field : std::as_const(fields)) {
        isRequired.push_back(required.contains(field.name()));
        keepsNumbers.push_back(DustKeptNumbers::mayNeed(field));
        nullValues.append(field.nullValue());
    }
}

DustError DustSchemaDraft::fault(const QString &text) const
{
    const QString subject = name.isEmpty() ? u"The schema"_s : name;
    return DustError::invalidParams(u"invalid_schema"_s, subject + u": "_s + text);
}

QString DustSchemaDraft::remedy(const QString &inCpp, const QString &atRunTime) const
{
    return gadgetType.isValid() ? inCpp : atRunTime;
}

DustResult<DustPath> DustSchemaDraft::checkPrefix() const
{
    if (nested)
        return DustPath();
    if (prefix.isEmpty())
        return fault(u"there is no prefix, the path the records live at: %1."_s.arg(
                remedy(u"write DUST_SCHEMA(\"links\") below Q_GADGET"_s,
                       u"give it one such as \"links\""_s)));
    const DustResult<DustPath> path = DustPath::parse(prefix);
    if (path)
        return path;
    const QString segments = prefix.split(u'/', Qt::SkipEmptyParts).join(u'/');
    if (DustPath::parse(segments))
        return fault(u"the prefix \"%1\" has an empty segment: write %2."_s.arg(
                prefix, remedy(u"DUST_SCHEMA(\"%1\")"_s, u"\"%1\""_s).arg(segments)));
    return fault(u"the prefix is not a path. %1"_s.arg(path.error().message()));
}

DustResult<void> DustSchemaDraft::checkWireName(const DustFieldData &field) const
{
    const QString &wireName = field.wireName;
    const QString write = remedy(u"write DUST_WIRE_NAME(%1, \"%2\")"_s,
                                 u"give the field %1 another, such as \"%2\""_s);
    if (wireName.isEmpty())
        return fault(u"the wire name of \"%1\" is empty: %2, or none at all."_s.arg(
                field.name, write.arg(field.name, field.name)));
    static const QSet<QString> reserved{ u"_json"_s, u"_scalar"_s, u"_type"_s, u"_typed"_s };
    if (reserved.contains(wireName))
        return fault(u"the wire name \"%1\" is one that servers keep for themselves: %2."_s.arg(
                wireName, write.arg(field.name, wireName.sliced(1))));
    if (const auto path = DustPath::fromSegments({ wireName }); !path)
        return fault(u"the wire name of \"%1\" cannot be stored. %2"_s.arg(field.name,
                                                                           path.error().message()));
    return {};
}

DustResult<void> DustSchemaDraft::checkFields() const
{
    if (fields.empty())
        return fault(
                u"there is no field besides the slug, so that nothing would be stored: %1."_s.arg(
                        remedy(u"write Q_PROPERTY(QString title MEMBER title)"_s, u"add one"_s)));
    if (!nested && slugField.isEmpty())
        return fault(u"the slug has no name: leave it at \"slug\" or give it another."_s);
    QHash<QString, QString> byWireName;
    QSet<QString> names;
    for (const DustFieldData &field : fields) {
        if (field.name.isEmpty())
            return fault(u"a field has no name: give it one."_s);
        if (!nested && field.name == slugField)
            return fault(
                    u"the field \"%1\" is the slug, the last segment of a record's path: remove it from the fields."_s
                            .arg(field.name));
        if (names.contains(field.name))
            return fault(u"the field \"%1\" is declared twice: remove one."_s.arg(field.name));
        names.insert(field.name);
        if (const auto valid = checkWireName(field); !valid)
            return valid;
        if (byWireName.contains(field.wireName))
            return fault(u"the fields \"%1\" and \"%2\" have the same wire name \"%3\": %4."_s.arg(
                    byWireName.value(field.wireName), field.name, field.wireName,
                    remedy(u"write DUST_WIRE_NAME(%1, \"…\") with another one"_s.arg(field.name),
                           u"give one of them another"_s)));
        byWireName.insert(field.wireName, field.name);
    }
    return {};
}

DustResult<void> DustSchemaDraft::checkNames(const QStringList &names, const QString &macro,
                                             bool withSlug) const
{
    QStringList known;
    if (!nested && withSlug)
        known.append(slugField);
    for (const DustFieldData &field : fields)
        known.append(field.name);
    for (const QString &given : names) {
        if (!known.contains(given))
            return fault(u"%1 names \"%2\", which it cannot: write one of %3."_s.arg(
                    macro, given, known.join(", "_L1)));
    }
    return {};
}

DustResult<DustSchema> DustSchemaDraft::finish() const
{
    if (error.kind() != DustError::NoError)
        return error;
    const DustResult<DustPath> path = checkPrefix();
    if (!path)
        return path.error();
    for (const DustResult<void> &check :
         { checkFields(),
           checkNames(required, remedy(u"DUST_REQUIRED"_s, u"the list of required fields"_s), true),
           checkNames(redacted, remedy(u"DUST_REDACTED"_s, u"the list of redacted fields"_s),
                      false) }) {
        if (!check)
            return check.error();
    }
    auto data = std::make_shared<DustSchemaData>();
    data->name = name;
    data->prefix = *path;
    data->mode = mode;
    data->slugField = nested ? QString() : slugField;
    data->required = required;
    data->redacted = redacted;
    data->gadgetType = gadgetType;
    data->slugProperty = slugProperty;
    data->metaProperty = metaProperty;
    for (DustFieldData field : fields) {
        field.redacted = redacted.contains(field.name);
        field.wireLeaf = DustPath::escapeSegment(field.wireName);
        data->fields.append(DustFieldData::toField(field));
    }
    data->index();
    return DustSchemaData::toSchema(std::move(data));
}
