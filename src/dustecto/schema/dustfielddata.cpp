// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustfieldcodec_p.h"
#include "dustrecord.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

using namespace Qt::StringLiterals;

namespace {

QLatin1StringView nameOf(DustField::Type type)
{
    switch (type) {
    case DustField::Boolean:
        return "boolean"_L1;
    case DustField::Integer:
        return "integer"_L1;
    case DustField::Double:
        return "float"_L1;
    case DustField::String:
        return "string"_L1;
    case DustField::Bytes:
        return "binary"_L1;
    case DustField::Url:
        return "url"_L1;
    case DustField::Uuid:
        return "uuid"_L1;
    case DustField::Date:
        return "date"_L1;
    case DustField::Time:
        return "time"_L1;
    case DustField::DateTime:
        return "datetime"_L1;
    case DustField::StringList:
        return "string list"_L1;
    case DustField::Any:
        return "any"_L1;
    case DustField::Enum:
        return "enum"_L1;
    case DustField::Decimal:
        return "decimal"_L1;
    case DustField::EmbedOne:
        return "map"_L1;
    case DustField::EmbedMany:
        return "map list"_L1;
    }
    return {};
}

bool isList(QMetaType type)
{
    return type == QMetaType::fromType<QVariantList>() || type == QMetaType::fromType<QJsonArray>();
}

bool isMap(QMetaType type)
{
    return type == QMetaType::fromType<QVariantMap>() || type == QMetaType::fromType<QJsonObject>();
}

// A store calls a list a string.
QString foundName(const DustValue &wire)
{
    return wire.isArray() ? u"list"_s : wire.typeName();
}

bool isTypedText(const DustValue &wire)
{
    const QString type = wire.envelopeType();
    return type == "decimal"_L1 || type == "datetime"_L1;
}

// Null, whatever the type of the field.
bool isNothing(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::UnknownType:
    case QMetaType::Nullptr:
        return true;
    case QMetaType::QString:
        return value.toString().isNull();
    case QMetaType::QJsonValue:
        return value.toJsonValue().isNull() || value.toJsonValue().isUndefined();
    default:
        return false;
    }
}

bool isEqualRecord(const DustSchema &schema, const QVariant &a, const QVariant &b)
{
    const DustRecord left = DustRecord::fromVariant(schema, a);
    const DustRecord right = DustRecord::fromVariant(schema, b);
    return left.isNull() || right.isNull() ? a == b : left == right;
}

bool isEqualList(const DustFieldData &field, const QVariant &a, const QVariant &b)
{
    if (!field.holds(a) || !field.holds(b))
        return a == b;
    const QVariantList left = DustFieldCodecs::elements(field, a);
    const QVariantList right = DustFieldCodecs::elements(field, b);
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [&](const QVariant &x, const QVariant &y) {
                          return isEqualRecord(field.embedded, x, y);
                      });
}

bool isEqualOnTheWire(const DustFieldData &field, const QVariant &a, const QVariant &b)
{
    DustValue left;
    DustValue right;
    QString why;
    const bool isWritable = field.encode(a, &left, &why) && field.encode(b, &right, &why);
    return isWritable ? left == right : a == b;
}

} // namespace

bool DustFieldData::decode(const DustValue &wire, QVariant *value, QString *why) const
{
    if (Q_UNLIKELY(wire.isObject() && isTypedText(wire)))
        return decode(wire.toObject().value(u"_typed"_s), value, why);
    if (Q_LIKELY(codec->fromWire(*this, wire, value, why)))
        return true;
    if (why->isEmpty())
        *why = u"expected %1, found %2"_s.arg(typeName(), foundName(wire));
    return false;
}

bool DustFieldData::encode(const QVariant &value, DustValue *wire, QString *why) const
{
    QVariant converted;
    const bool isHeld = holds(value);
    if (!isHeld && !cast(value, &converted, why))
        return false;
    if (!codec->toWire(*this, isHeld ? value : converted, wire, why))
        return false;
    const DustResult<void> valid = wire->validate();
    return valid || DustFieldCodecs::refuse(why, valid.error().message());
}

bool DustFieldData::cast(const QVariant &param, QVariant *value, QString *why) const
{
    if (isNothing(param)) {
        *value = nullValue();
        return true;
    }
    if (codec->plain && param.metaType() == metaType)
        return cast(codec->plain(param), value, why);
    if (param.typeId() == QMetaType::QJsonValue)
        return cast(param.toJsonValue().toVariant(), value, why);
    if (codec->cast(*this, param, value, why))
        return true;
    if (why->isEmpty())
        *why = u"expected %1, found %2"_s.arg(typeName(), QLatin1StringView(param.typeName()));
    return false;
}

QVariant DustFieldData::nullValue() const
{
    return codec->nullValue(*this);
}

bool DustFieldData::holds(const QVariant &value) const
{
    if (metaType == QMetaType::fromType<QVariant>())
        return true;
    return value.isValid() ? value.metaType() == metaType : codec->nullValue(*this) == value;
}

bool DustFieldData::isNull(const QVariant &value) const
{
    return isNothing(value) || (holds(value) && codec->isNull(*this, value));
}

bool DustFieldData::isEqual(const QVariant &a, const QVariant &b) const
{
    // "" and a null string are equal for Qt.
    if (isNull(a) || isNull(b))
        return isNull(a) && isNull(b);
    // QVariant takes 1 and 1.0 for equal, in maps and lists too; a gadget may have no operator==.
    switch (codec->type) {
    case DustField::EmbedOne:
        return isEqualRecord(embedded, a, b);
    case DustField::EmbedMany:
        return isEqualList(*this, a, b);
    case DustField::Any:
        return isEqualOnTheWire(*this, a, b);
    default:
        return a == b;
    }
}

QString DustFieldData::typeName() const
{
    if (isList(metaType))
        return codec->type == DustField::EmbedMany ? nameOf(DustField::EmbedMany) : u"list"_s;
    if (isMap(metaType))
        return u"map"_s;
    return nameOf(codec->type);
}
