// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustlistsort_p.h"

#include "dusttext_p.h"

#include <QtCore/QDate>
#include <QtCore/QDateTime>
#include <QtCore/QTime>
#include <QtCore/QUrl>
#include <QtCore/QUuid>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace {

using Part = DustListSortKey::Part;
using Null = DustListSortKey::Null;

// The C locale orders by code points, capitals before all small letters: nothing that a reader of a
// list would look for. Unicode's root order, which English has unchanged, takes its place.
QCollator collatorFor(const QLocale &locale)
{
    QCollator collator(locale.language() == QLocale::C
                               ? QLocale(QLocale::English, QLocale::UnitedStates)
                               : locale);
    collator.setNumericMode(false);
    collator.setCaseSensitivity(Qt::CaseSensitive);
    return collator;
}

Part real(double value)
{
    return std::isnan(value) ? Part(Null()) : Part(value);
}

template<typename T>
int order(const T &a, const T &b)
{
    return a < b ? -1 : b < a ? 1 : 0;
}

int order(const QCollatorSortKey &a, const QCollatorSortKey &b)
{
    return a.compare(b);
}

int order(const QByteArray &a, const QByteArray &b)
{
    return a.compare(b);
}

int order(const DustDecimal &a, const DustDecimal &b)
{
    return DustDecimal::compare(a, b);
}

int order(Null, Null)
{
    return 0;
}

bool isNull(const Part &part)
{
    return std::holds_alternative<Null>(part);
}

int order(const Part &a, const Part &b)
{
    if (a.index() != b.index())
        return a.index() < b.index() ? -1 : 1;
    return std::visit(
            [&b](const auto &left) {
                return order(left, std::get<std::decay_t<decltype(left)>>(b));
            },
            a);
}

DustError unknownField(const QString &name, const DustSchema &schema)
{
    return DustError::invalidParams(
                   u"unknown_field"_s,
                   u"cannot sort by %1: %2 has no such field; its fields are %3"_s.arg(
                           DustText::quoted(name), schema.name(),
                           schema.fieldNames().join(", "_L1)))
            .with(u"field"_s, name);
}

} // namespace

DustListOrder::DustListOrder(const DustSchema &schema, const QStringList &sort,
                             const QLocale &locale)
    : m_collator(collatorFor(locale))
{
    for (const QString &key : sort) {
        Field field;
        field.descending = key.startsWith(u'-');
        const QString name = field.descending ? key.mid(1) : key;
        field.index = schema.indexOf(name);
        if (field.index >= 0 || name == schema.slugField())
            m_fields.push_back(field);
        else if (!schema.isNull())
            m_error = unknownField(name, schema);
    }
}

DustListSortKey DustListOrder::keyOf(const DustRecord &record) const
{
    DustListSortKey key;
    key.m_parts.reserve(m_fields.size());
    for (const Field &field : m_fields)
        key.m_parts.push_back(partOf(field, record));
    return key;
}

bool DustListOrder::reads(const QList<int> &changedFields) const
{
    return std::any_of(m_fields.begin(), m_fields.end(), [&changedFields](const Field &field) {
        return changedFields.contains(field.index);
    });
}

DustListSortKey DustListOrder::updated(const DustListSortKey &key, const DustRecord &record,
                                       const QList<int> &changedFields) const
{
    DustListSortKey result = key;
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        if (changedFields.contains(m_fields[i].index))
            result.m_parts[i] = partOf(m_fields[i], record);
    }
    return result;
}

int DustListOrder::compare(const DustListSortKey &a, const DustListSortKey &b) const
{
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        const Part &left = a.m_parts[i];
        const Part &right = b.m_parts[i];
        if (const int result = order(left, right))
            return m_fields[i].descending && !isNull(left) && !isNull(right) ? -result : result;
    }
    return 0;
}

Part DustListOrder::partOf(const Field &field, const DustRecord &record) const
{
    if (field.index < 0)
        return text(record.slug());
    const DustField &description = record.schema().fields().at(field.index);
    const QVariant stored = record.value(field.index);
    if (description.isNullValue(stored))
        return Null();
    const QVariant value = description.plainValue(stored);
    switch (description.type()) {
    case DustField::Boolean:
        return qint64(value.toBool());
    case DustField::Integer:
        return number(value);
    case DustField::Double:
        return real(value.toDouble());
    case DustField::String:
        return text(value.toString());
    case DustField::StringList:
        return list(value.toStringList());
    case DustField::Url:
        return text(value.toUrl().toString());
    case DustField::Bytes:
        return value.toByteArray();
    case DustField::Uuid:
        return value.toUuid().toRfc4122();
    case DustField::Date:
        return value.toDate().toJulianDay();
    case DustField::Time:
        return qint64(value.toTime().msecsSinceStartOfDay());
    case DustField::DateTime:
        return value.toDateTime().toMSecsSinceEpoch();
    case DustField::Enum:
        return enumeration(description, stored);
    case DustField::Decimal:
        return value.value<DustDecimal>();
    case DustField::Any:
        return freeForm(value);
    case DustField::EmbedOne:
    case DustField::EmbedMany:
        break;
    }
    return QByteArray();
}

Part DustListOrder::text(const QString &text) const
{
    return m_collator.sortKey(text);
}

Part DustListOrder::list(const QStringList &members) const
{
    return members.isEmpty() ? Part(Null()) : text(members.join(u'\n'));
}

Part DustListOrder::number(const QVariant &value) const
{
    const quint64 unsignedValue = value.toULongLong();
    if (value.typeId() == QMetaType::ULongLong
        && unsignedValue > quint64(std::numeric_limits<qint64>::max()))
        return unsignedValue;
    return value.toLongLong();
}

Part DustListOrder::enumeration(const DustField &field, const QVariant &value) const
{
    const DustResult<DustValue> wire = field.toWire(value);
    if (!wire || !wire->isString())
        return Null();
    return qint64(field.enumKeys().indexOf(wire->toString()));
}

Part DustListOrder::freeForm(const QVariant &value) const
{
    const DustResult<DustValue> converted = DustValue::fromVariant(value);
    if (!converted)
        return Null();
    switch (converted->kind()) {
    case DustValue::Null:
        return Null();
    case DustValue::Boolean:
        return qint64(converted->toBool());
    case DustValue::Integer:
    case DustValue::UnsignedInteger:
    case DustValue::Double:
        return real(converted->toDouble());
    case DustValue::String:
        return text(converted->toString());
    case DustValue::Array:
    case DustValue::Object:
        break;
    }
    return QByteArray();
}
