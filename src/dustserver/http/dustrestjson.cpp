// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrestjson_p.h"

using namespace Qt::StringLiterals;

DustValue DustRestJson::plain(const DustValue &value)
{
    if (value.isArray()) {
        DustArray items = value.toArray();
        for (DustValue &item : items)
            item = plain(item);
        return items;
    }
    if (!value.isObject())
        return value;
    if (value.isEnvelope()) {
        const QString type = value.envelopeType();
        const bool isText = type == u"decimal"_s || type == u"datetime"_s;
        return isText ? value.toObject().value(u"_typed"_s) : value;
    }
    DustObject object = value.toObject();
    for (DustValue &member : object)
        member = plain(member);
    return object;
}

void DustRestJson::append(QByteArray &json, const QString &text)
{
    json.append(DustValue(text).toJson());
}

void DustRestJson::appendMembers(QByteArray &json, const DustEntry &entry)
{
    const bool isTyped = entry.type() == DustEntry::Decimal || entry.type() == DustEntry::DateTime;
    const DustEntry::Type type = isTyped ? DustEntry::Map : entry.type();
    json.append("\"value\":").append(plain(entry.value()).toJson());
    json.append(",\"type\":\"").append(DustEntry::typeName(type).toLatin1());
    json.append("\",\"revision\":").append(QByteArray::number(entry.revision()));
}

void DustRestJson::appendEntry(QByteArray &json, const DustEntry &entry)
{
    json.append("{\"path\":");
    append(json, entry.pathString());
    json.append(',');
    appendMembers(json, entry);
    json.append('}');
}
