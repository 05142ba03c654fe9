// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustfieldcodec_p.h"
#include "dustrecord.h"

using namespace Qt::StringLiterals;

namespace {

// Text that is empty or null: its operator== does not tell which. value is of the field's type.
template<typename Text>
bool isEmpty(const QVariant &value)
{
    return static_cast<const Text *>(value.constData())->isEmpty();
}

} // namespace

bool DustFieldData::mayBeIgnored(const QVariant &value) const
{
    if (codec->optional)
        return false;
    if (codec->type == DustField::String)
        return isEmpty<QString>(value);
    if (codec->type == DustField::Bytes)
        return isEmpty<QByteArray>(value);
    if (codec->type != DustField::EmbedOne)
        return false;
    const DustRecord record = DustRecord::fromVariant(embedded, value);
    const QList<DustField> &fields = embedded.fields();
    for (int i = 0; i < fields.size(); ++i) {
        if (get(fields.at(i)).mayBeIgnored(record.value(i)))
            return true;
    }
    return false;
}

QVariant DustFieldData::unlike(const QVariant &value) const
{
    if (codec->type == DustField::String)
        return u"x"_s;
    if (codec->type == DustField::Bytes)
        return QByteArray("x");
    DustRecord record = DustRecord::fromVariant(embedded, value);
    const QList<DustField> &fields = embedded.fields();
    for (int i = 0; i < fields.size(); ++i) {
        if (get(fields.at(i)).mayBeIgnored(record.value(i)))
            record.setValue(i, get(fields.at(i)).unlike(record.value(i)));
    }
    return record.toVariant();
}

void DustFieldData::write(void *gadget, const QVariant &value) const
{
    property.writeOnGadget(gadget, value);
    if (Q_LIKELY(!mayBeIgnored(value)) || isEqual(property.readOnGadget(gadget), value))
        return;
    property.writeOnGadget(gadget, unlike(value));
    property.writeOnGadget(gadget, value);
}
