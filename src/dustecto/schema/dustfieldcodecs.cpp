// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustdecimal.h"
#include "dustfieldcodec_p.h"

#include <QtCore/QDateTime>
#include <QtCore/QUrl>
#include <QtCore/QUuid>

const DustFieldCodec *DustFieldCodecs::forMetaType(QMetaType type)
{
    for (const auto table : { number, text, time, anything }) {
        if (const DustFieldCodec *codec = table(type))
            return codec;
    }
    return nullptr;
}

const DustFieldCodec *DustFieldCodecs::forRuntime(DustField::Type type)
{
    switch (type) {
    case DustField::String:
        return text(QMetaType::fromType<QString>());
    case DustField::Bytes:
        return text(QMetaType::fromType<QByteArray>());
    case DustField::Url:
        return text(QMetaType::fromType<QUrl>());
    case DustField::Uuid:
        return text(QMetaType::fromType<QUuid>());
    case DustField::StringList:
        return text(QMetaType::fromType<QStringList>());
    case DustField::Date:
        return time(QMetaType::fromType<QDate>());
    case DustField::Time:
        return time(QMetaType::fromType<QTime>());
    case DustField::DateTime:
        return time(QMetaType::fromType<QDateTime>());
    case DustField::Decimal:
        return number(QMetaType::fromType<DustDecimal>());
    case DustField::Any:
        return anything(QMetaType::fromType<QVariant>());
    default:
        return nullableNumber(type);
    }
}
