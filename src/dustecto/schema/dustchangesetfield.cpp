// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchangeset_p.h"

using namespace Qt::StringLiterals;

DustChangesetField::DustChangesetField(const DustSchema &schema, const QString &name)
{
    if (schema.isNull() || name.isEmpty())
        return;
    m_isSlug = name == schema.slugField();
    const int index = m_isSlug ? -1 : schema.indexOf(name);
    if (index >= 0)
        m_field = &schema.fields().at(index);
    m_isRedacted = schema.redacted().contains(name);
}

bool DustChangesetField::isEmbed() const
{
    return m_field
            && (m_field->type() == DustField::EmbedOne || m_field->type() == DustField::EmbedMany);
}

QString DustChangesetField::typeName() const
{
    return m_field ? m_field->typeName() : u"string"_s;
}

DustResult<QVariant> DustChangesetField::cast(const QVariant &param) const
{
    if (m_field)
        return m_field->cast(param);
    if (param.typeId() == QMetaType::QString)
        return param;
    return DustError(DustError::InvalidParams, u"a slug is a string"_s);
}

QVariant DustChangesetField::normalized(const QVariant &value) const
{
    if (isNull(value))
        return nullValue();
    return cast(value).valueOr(value);
}

QVariant DustChangesetField::nullValue() const
{
    return m_field ? m_field->nullValue() : QVariant(QString());
}

bool DustChangesetField::isNull(const QVariant &value) const
{
    if (!value.isValid() || value.typeId() == QMetaType::Nullptr)
        return true;
    if (value.metaType() == QMetaType::fromType<DustChangeset>())
        return false;
    if (m_field && m_field->type() == DustField::EmbedOne)
        return m_field->isEqual(value, nullValue()); // with numbers in it, which are never null
    if (m_field)
        return m_field->isNullValue(value);
    return value.typeId() == QMetaType::QString && value.toString().isNull();
}

QVariant DustChangesetField::plain(const QVariant &value) const
{
    return m_field ? m_field->plainValue(value) : value;
}

bool DustChangesetField::isSame(const QVariant &a, const QVariant &b) const
{
    if (isNull(a) || isNull(b))
        return isNull(a) && isNull(b);
    return m_field ? m_field->isEqual(a, b) : a == b;
}

bool DustChangesetField::isOneOf(const QVariant &value, const QVariantList &values) const
{
    const QVariant held = normalized(value);
    return std::any_of(values.begin(), values.end(), [&](const QVariant &candidate) {
        return isSame(normalized(candidate), held);
    });
}
