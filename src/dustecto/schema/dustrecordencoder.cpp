// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustkeptnumbers_p.h"
#include "dustrecordcodec_p.h"
#include "dustschema_p.h"
#include "dusttext_p.h"

using namespace Qt::StringLiterals;

DustResult<DustObject> DustRecordEncoder::body(const DustRecord &record)
{
    if (record.isNull())
        return DustError::invalidParams(
                u"invalid_schema"_s,
                u"A null DustRecord cannot be written: look at the error of DustSchema::of()."_s);
    DustObject object;
    const QList<DustField> &fields = record.schema().fields();
    for (int i = 0; i < fields.size(); ++i) {
        const DustResult<DustValue> value = field(record, i);
        if (!value)
            return value.error();
        object.insert(fields.at(i).wireName(), *value);
    }
    return object;
}

DustResult<DustValue> DustRecordEncoder::field(const DustRecord &record, int index)
{
    if (index < 0 || index >= record.values().size())
        return DustError::invalidParams(
                u"unknown_field"_s,
                u"%1 has no field %2."_s.arg(record.schema().name()).arg(index));
    const DustFieldData &data = DustFieldData::get(record.schema().fields().at(index));
    DustValue wire;
    QString why;
    if (data.encode(record.values().at(index), &wire, &why))
        return DustKeptNumbers::restored(record.meta(), record.schema().fields().at(index), wire);
    const QString message = u"The field \"%1\" of %2 %3 cannot be written: %4."_s.arg(
            data.name, record.schema().name(), DustText::quoted(record.slug()), why);
    return DustError(DustError::Invalid, message,
                     { { u"slug"_s, record.slug() },
                       { u"field_errors"_s, QVariantMap{ { data.name, QStringList{ why } } } } });
}
