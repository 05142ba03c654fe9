// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustValue::fromVariant() and toVariant(): the border to Qt's own values.

#include "dusttext_p.h"
#include "dustvalue.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QJsonValue>
#include <QtCore/QUrl>
#include <QtCore/QUuid>

using namespace Qt::StringLiterals;

namespace {

DustResult<DustValue> convert(const QVariant &variant, int depth);

DustError tooDeep()
{
    return DustError::invalidParams(
            u"depth"_s,
            u"The variant is nested deeper than %1 levels: flatten it first."_s.arg(
                    DustValue::MaximumDepth));
}

DustResult<DustValue> convertBytes(const QByteArray &bytes)
{
    if (!bytes.isValidUtf8())
        return DustError::invalidParams(
                u"invalid_unicode"_s,
                u"The QByteArray does not hold UTF-8 text: store binary data as Base64."_s);
    return DustValue(DustText::fromUtf8(bytes));
}

template<typename List>
DustResult<DustValue> convertList(const List &list, int depth)
{
    if (depth > DustValue::MaximumDepth)
        return tooDeep();
    DustArray array;
    array.reserve(list.size());
    for (const auto &item : list) {
        auto value = convert(item, depth);
        if (!value)
            return value;
        array.append(*std::move(value));
    }
    return DustValue(array);
}

template<typename Map>
DustResult<DustValue> convertMap(const Map &map, int depth)
{
    if (depth > DustValue::MaximumDepth)
        return tooDeep();
    DustObject object;
    for (auto it = map.cbegin(); it != map.cend(); ++it) {
        auto value = convert(it.value(), depth);
        if (!value)
            return value;
        object.insert(it.key(), *value);
    }
    return DustValue(object);
}

// Qt writes nothing for a year it cannot write in four digits; that must not pass for an empty
// text.
DustResult<DustValue> isoText(bool isNull, const QString &text)
{
    if (isNull)
        return DustValue();
    if (text.isEmpty())
        return DustError::invalidParams(
                u"invalid_datetime"_s, u"The date lies outside the years 0 to 9999 of ISO 8601."_s);
    return DustValue(text);
}

DustResult<DustValue> convertOther(const QVariant &variant)
{
    if (variant.metaType() == QMetaType::fromType<DustValue>())
        return variant.value<DustValue>();
    const char *name = variant.metaType().name();
    return DustError::invalidParams(
            u"unsupported_type"_s,
            u"A %1 cannot be stored: convert it to a string, a number, a list or a map first."_s
                    .arg(QLatin1StringView(name ? name : "value of an unknown type")));
}

DustResult<DustValue> convert(const QVariant &variant, int depth)
{
    switch (variant.typeId()) {
    case QMetaType::UnknownType:
    case QMetaType::Nullptr:
        return DustValue();
    case QMetaType::Bool:
        return DustValue(variant.toBool());
    case QMetaType::Char:
    case QMetaType::SChar:
    case QMetaType::UChar:
    case QMetaType::Short:
    case QMetaType::UShort:
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::Long:
    case QMetaType::LongLong:
        return DustValue(variant.toLongLong());
    case QMetaType::ULong:
    case QMetaType::ULongLong:
        return DustValue(variant.toULongLong());
    case QMetaType::Float:
    case QMetaType::Double:
        return DustValue(variant.toDouble());
    case QMetaType::QChar:
        return DustValue(QString(variant.toChar()));
    case QMetaType::QString:
        return DustValue(variant.toString());
    case QMetaType::QByteArray:
        return convertBytes(variant.toByteArray());
    case QMetaType::QStringList:
        return convertList(variant.toStringList(), depth + 1);
    case QMetaType::QVariantList:
        return convertList(variant.toList(), depth + 1);
    case QMetaType::QVariantMap:
        return convertMap(variant.toMap(), depth + 1);
    case QMetaType::QVariantHash:
        return convertMap(variant.toHash(), depth + 1);
    case QMetaType::QJsonValue:
        return convert(variant.toJsonValue().toVariant(), depth);
    case QMetaType::QJsonArray:
        return convertList(variant.toJsonArray().toVariantList(), depth + 1);
    case QMetaType::QJsonObject:
        return convertMap(variant.toJsonObject().toVariantMap(), depth + 1);
    case QMetaType::QUrl:
        return DustValue(variant.toUrl().toString(QUrl::FullyEncoded));
    case QMetaType::QUuid:
        return DustValue(variant.toUuid().toString(QUuid::WithoutBraces));
    case QMetaType::QDate:
        return isoText(!variant.toDate().isValid(), variant.toDate().toString(Qt::ISODate));
    case QMetaType::QTime:
        return isoText(!variant.toTime().isValid(), variant.toTime().toString(Qt::ISODateWithMs));
    case QMetaType::QDateTime:
        return isoText(!variant.toDateTime().isValid(),
                       variant.toDateTime().toUTC().toString(Qt::ISODateWithMs));
    default:
        return convertOther(variant);
    }
}

} // namespace

/*!
    Returns \a variant as a value.

    Null comes from an invalid variant, a \c nullptr and an invalid date or time. Booleans, all integers, \c float and
    \c double keep their kind. Text comes from QString, QChar and UTF-8 in a QByteArray; QUrl is written fully encoded,
    QUuid without braces, QDate, QTime and QDateTime in ISO 8601, with milliseconds and in UTC. QStringList,
    QVariantList and QJsonArray become arrays; QVariantMap, QVariantHash and QJsonObject objects. QJsonValue itself folds
    1.0 into 1. A DustValue inside the variant is taken as it is.

    Fails with DustError::InvalidParams and one of the reasons \c unsupported_type, with the type's name in the message,
    \c invalid_unicode (a QByteArray that is not UTF-8), \c invalid_datetime (a year that ISO 8601 cannot write) and
    \c depth (more than MaximumDepth).

    \sa toVariant(), validate()
*/
DustResult<DustValue> DustValue::fromVariant(const QVariant &variant)
{
    return convert(variant, 0);
}

/*!
    Returns this value as a variant: null as a \c nullptr, integers as \c qlonglong or \c qulonglong, then \c double,
    QString, QVariantList and QVariantMap. fromVariant() gives the same value again.

    \sa fromVariant()
*/
QVariant DustValue::toVariant() const
{
    switch (kind()) {
    case Null:
        break;
    case Boolean:
        return toBool();
    case Integer:
        return toInteger();
    case UnsignedInteger:
        return toUnsignedInteger();
    case Double:
        return toDouble();
    case String:
        return toString();
    case Array: {
        QVariantList list;
        list.reserve(toArray().size());
        for (const DustValue &item : toArray())
            list.append(item.toVariant());
        return list;
    }
    case Object: {
        QVariantMap map;
        const DustObject &object = toObject();
        for (auto it = object.cbegin(); it != object.cend(); ++it)
            map.insert(map.cend(), it.key(), it.value().toVariant());
        return map;
    }
    }
    return QVariant::fromValue(nullptr);
}
