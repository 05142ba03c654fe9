// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustscalarcodec_p.h"

#include <QtCore/QUrl>
#include <QtCore/QUuid>

using namespace Qt::StringLiterals;

using DustFieldCodecs::refuse;

namespace {

struct StringScalar
{
    using Type = QString;
    static constexpr DustField::Type FieldType = DustField::String;

    static bool isNull(const QString &value) { return value.isNull(); }
    static bool read(const DustValue &wire, QString *value, QString *)
    {
        if (!wire.isString())
            return false;
        *value = wire.toString();
        if (Q_UNLIKELY(value->isNull()))
            *value = u""_s; // "" on the wire is text, not null
        return true;
    }
    static bool write(const QString &value, DustValue *wire, QString *)
    {
        *wire = DustValue(value);
        return true;
    }
    static bool cast(const QVariant &param, QString *value, QString *)
    {
        *value = param.toString();
        return param.typeId() == QMetaType::QString;
    }
};

struct BytesScalar
{
    using Type = QByteArray;
    static constexpr DustField::Type FieldType = DustField::Bytes;

    static bool isNull(const QByteArray &value) { return value.isNull(); }
    static bool read(const DustValue &wire, QByteArray *value, QString *why)
    {
        if (!wire.isString())
            return false;
        constexpr qsizetype GroupSize = 4; // padded, which Qt does not insist on
        if (wire.toString().size() % GroupSize != 0)
            return refuse(why, u"is not Base64"_s);
        const auto result = QByteArray::fromBase64Encoding(wire.toString().toLatin1(),
                                                           QByteArray::AbortOnBase64DecodingErrors);
        *value = result.decoded.isNull() ? QByteArray("") : result.decoded;
        return result || refuse(why, u"is not Base64"_s);
    }
    static bool write(const QByteArray &value, DustValue *wire, QString *)
    {
        *wire = DustValue(QString::fromLatin1(value.toBase64()));
        return true;
    }
    static bool cast(const QVariant &param, QByteArray *value, QString *)
    {
        *value = param.toByteArray(); // a string as UTF-8
        return param.typeId() == QMetaType::QByteArray || param.typeId() == QMetaType::QString;
    }
};

struct UrlScalar
{
    using Type = QUrl;
    static constexpr DustField::Type FieldType = DustField::Url;

    static bool isNull(const QUrl &value) { return value.isEmpty(); } // a malformed one is not
    static bool parse(const QString &text, QUrl *value, QString *why)
    {
        *value = QUrl(text);
        return value->isValid() || refuse(why, u"is not a URL"_s);
    }
    static bool read(const DustValue &wire, QUrl *value, QString *why)
    {
        return wire.isString() && (wire.toString().isEmpty() || parse(wire.toString(), value, why));
    }
    static bool write(const QUrl &value, DustValue *wire, QString *why)
    {
        *wire = DustValue(value.toString(QUrl::FullyEncoded));
        return value.isValid() || refuse(why, u"is not a URL"_s);
    }
    static bool cast(const QVariant &param, QUrl *value, QString *why)
    {
        if (param.typeId() == QMetaType::QString)
            return parse(param.toString(), value, why);
        *value = param.toUrl();
        return param.typeId() == QMetaType::QUrl && (value->isValid() || value->isEmpty());
    }
};

struct UuidScalar
{
    using Type = QUuid;
    static constexpr DustField::Type FieldType = DustField::Uuid;

    static bool isNull(const QUuid &value) { return value.isNull(); }
    static bool parse(QStringView text, QUuid *value, QString *why)
    {
        if (text.startsWith(u'{') && text.endsWith(u'}'))
            text = text.sliced(1, text.size() - 2);
        constexpr qsizetype Size = 36;
        if (text.size() == Size)
            *value = QUuid::fromString(text);
        return !value->isNull() || text == QUuid().toString(QUuid::WithoutBraces)
                || refuse(why, u"is not a UUID"_s);
    }
    static bool read(const DustValue &wire, QUuid *value, QString *why)
    {
        return wire.isString() && parse(wire.toString(), value, why);
    }
    static bool write(const QUuid &value, DustValue *wire, QString *)
    {
        *wire = DustValue(value.toString(QUuid::WithoutBraces));
        return true;
    }
    static bool cast(const QVariant &param, QUuid *value, QString *why)
    {
        if (param.typeId() == QMetaType::QString)
            return parse(param.toString(), value, why);
        *value = param.toUuid();
        return param.typeId() == QMetaType::QUuid;
    }
};

struct StringListScalar
{
    using Type = QStringList;
    static constexpr DustField::Type FieldType = DustField::StringList;

    static bool isNull(const QStringList &) { return false; }
    static bool read(const DustValue &wire, QStringList *value, QString *why)
    {
        for (const DustValue &item : wire.toArray()) {
            if (!item.isString())
                return refuse(why, u"element %1 is not a string"_s.arg(value->size()));
            value->append(item.toString());
        }
        return wire.isArray();
    }
    static bool write(const QStringList &value, DustValue *wire, QString *)
    {
        DustArray array;
        array.reserve(value.size());
        for (const QString &item : value)
            array.append(DustValue(item));
        *wire = DustValue(array);
        return true;
    }
    static bool cast(const QVariant &param, QStringList *value, QString *why)
    {
        if (param.typeId() == QMetaType::QStringList) {
            *value = param.toStringList();
            return true;
        }
        if (param.typeId() != QMetaType::QVariantList)
            return false;
        for (const QVariant &item : param.toList()) {
            if (item.typeId() != QMetaType::QString)
                return refuse(why, u"element %1 is not a string"_s.arg(value->size()));
            value->append(item.toString());
        }
        return true;
    }
};

} // namespace

const DustFieldCodec *DustFieldCodecs::text(QMetaType type)
{
    return dustFindScalar<StringScalar, BytesScalar, UrlScalar, UuidScalar, StringListScalar>(type);
}
