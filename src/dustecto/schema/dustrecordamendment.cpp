// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrecordcodec_p.h"
#include "dustschema_p.h"

std::optional<DustRecordAmendment> DustRecordAmendment::of(const DustRecord &record,
                                                           QByteArrayView leaf,
                                                           const DustValue &value, quint64 revision)
{
    const DustSchemaData *data = DustSchemaData::get(record.schema());
    const int index = data ? record.schema().indexOfWireLeaf(leaf) : -1;
    const std::optional<quint64> known = record.meta().leafRevision(leaf);
    // The revision of the record is its leaves' largest: one that goes back asks for all of them.
    if (index < 0 || !known || *known > revision || data->keepsNumbers[size_t(index)])
        return std::nullopt;
    const bool isBlank = value.isNull() || (value.isString() && value.toString().isEmpty());
    if (isBlank && data->isRequired[size_t(index)])
        return std::nullopt;
    DustRecordAmendment amendment;
    QString why;
    if (!DustFieldData::get(data->fields.at(index)).decode(value, &amendment.m_value, &why))
        return std::nullopt;
    amendment.m_field = index;
    amendment.m_revision = revision;
    return amendment;
}

std::optional<int> DustRecordAmendment::applyTo(DustRecord *record) const
{
    const DustField &field = record->m_schema.fields().at(m_field);
    record->m_meta.addLeaf(field.wireLeaf(), m_revision);
    QVariant &value = record->m_values[m_field];
    const bool isSame = field.isEqual(value, m_value);
    value = m_value;
    return isSame ? std::nullopt : std::optional(m_field);
}
