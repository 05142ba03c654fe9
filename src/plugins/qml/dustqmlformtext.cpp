// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustqmlformtext.h"

using namespace Qt::StringLiterals;

QString DustQml::toText(const DustField &field, const QVariant &value)
{
    const QVariant plain = field.plainValue(value);
    if (!plain.isValid())
        return {};
    switch (field.type()) {
    case DustField::StringList:
        return plain.toStringList().join(u", "_s);
    case DustField::EmbedOne:
    case DustField::EmbedMany:
        return {};
    default:
        break;
    }
    const auto wire = field.toWire(value);
    return wire ? wire->toVariant().toString() : plain.toString();
}

QString DustQml::toText(const DustRecord &record, const QString &field)
{
    if (record.isNull())
        return {};
    const DustSchema &schema = record.schema();
    if (field == schema.slugField())
        return record.slug();
    const int index = schema.indexOf(field);
    return index < 0 ? QString() : toText(schema.fields().at(index), record.value(index));
}

QVariant DustQml::valueOf(const DustRecord &record, const QString &field, const QVariant &otherwise)
{
    if (record.isNull())
        return otherwise;
    const DustSchema &schema = record.schema();
    if (field == schema.slugField())
        return record.slug();
    const int index = schema.indexOf(field);
    return index < 0 ? otherwise : schema.fields().at(index).plainValue(record.value(index));
}

bool DustQml::isSame(const DustRecord &a, const DustRecord &b, const QString &field)
{
    const int index = a.isNull() ? -1 : a.schema().indexOf(field);
    return index < 0 || a.schema().fields().at(index).isEqual(a.value(index), b.value(index));
}

QVariant DustQml::fromText(const DustField &field, const QString &text)
{
    if (field.type() != DustField::StringList)
        return text;
    QStringList items;
    const QStringList pieces = text.split(u',');
    for (const QString &piece : pieces) {
        if (const QString item = piece.trimmed(); !item.isEmpty())
            items.append(item);
    }
    return items;
}

QStringList DustQml::messages(const QVariant &errors)
{
    QStringList result;
    if (errors.typeId() == QMetaType::QVariantMap) {
        const QVariantMap fields = errors.toMap();
        for (auto field = fields.cbegin(); field != fields.cend(); ++field) {
            for (const QString &message : messages(*field))
                result.append(field.key() + u' ' + message);
        }
        return result;
    }
    const QVariantList items = errors.toList();
    for (const QVariant &item : items) {
        if (item.typeId() == QMetaType::QString)
            result.append(item.toString());
        else
            result += messages(item);
    }
    return result;
}
