// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustqmlparams.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace {

bool isNumber(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
    case QMetaType::ULongLong:
    case QMetaType::Long:
    case QMetaType::ULong:
    case QMetaType::Short:
    case QMetaType::UShort:
    case QMetaType::Char:
    case QMetaType::SChar:
    case QMetaType::UChar:
    case QMetaType::Double:
    case QMetaType::Float:
        return true;
    default:
        return value.metaType().flags() & QMetaType::IsEnumeration;
    }
}

bool isList(const QVariant &value)
{
    return value.typeId() == QMetaType::QVariantList;
}

bool isMap(const QVariant &value)
{
    return value.typeId() == QMetaType::QVariantMap;
}

QVariant withoutJson(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::QJsonValue:
        return value.toJsonValue().toVariant();
    case QMetaType::QJsonObject:
        return value.toJsonObject().toVariantMap();
    case QMetaType::QJsonArray:
        return value.toJsonArray().toVariantList();
    default:
        return value;
    }
}

// Qt shows a QDate to JavaScript as midnight UTC, and so does JavaScript read "2026-03-31". West of Greenwich that is the
// evening before. Any other Date means the day it has where the user is.
QVariant toDate(const QVariant &value)
{
    if (value.typeId() != QMetaType::QDateTime)
        return value;
    const QDateTime utc = value.toDateTime().toUTC();
    return utc.time() == QTime(0, 0) ? utc.date() : utc.toLocalTime().date();
}

// The same for a value and what it is given back as, and seldom for others: only those are compared.
size_t printOf(const QVariant &value)
{
    const QVariant plain = withoutJson(value);
    if (isNumber(plain))
        return qHash(plain.toDouble());
    if (plain.typeId() == QMetaType::QString)
        return qHash(plain.toString());
    size_t print = 0;
    if (isMap(plain)) {
        const QVariantMap map = plain.toMap();
        for (auto it = map.cbegin(); it != map.cend(); ++it)
            print = qHashMulti(print, it.key(), printOf(*it));
    } else if (isList(plain)) {
        const QVariantList list = plain.toList();
        for (const QVariant &item : list)
            print = qHashMulti(print, printOf(item));
    }
    return print;
}

// Of a record, by those fields that are given back as they are, but for the type of a number.
size_t printOf(const DustRecord &record)
{
    size_t print = 0;
    const QList<DustField> &fields = record.schema().fields();
    for (int i = 0; i < fields.size(); ++i) {
        switch (fields.at(i).type()) {
        case DustField::Integer:
        case DustField::Double:
        case DustField::String:
        case DustField::Any:
            print = qHashMulti(print, printOf(fields.at(i).plainValue(record.value(i))));
            break;
        default:
            break;
        }
    }
    return print;
}

// The items of a list, each compared with the one that was read in its place, else with one that moved there, else, in a
// list that kept its length, changed from the one in its place.
template<typename Restore, typename IsSame, typename Print>
QVariantList items(const QVariantList &read, const QVariantList &given, Restore restore,
                   IsSame isSame, Print print)
{
    QList<bool> isTaken(read.size(), false);
    QList<bool> isDone(given.size(), false);
    QVariantList result = given;
    const auto take = [&](qsizetype to, qsizetype from) {
        const QVariant item = restore(read.at(from), given.at(to));
        if (isSame(read.at(from), item)) {
            result[to] = item;
            isTaken[from] = isDone[to] = true;
        }
        return isDone.at(to);
    };
    for (qsizetype i = 0; i < qMin(read.size(), given.size()); ++i)
        take(i, i);
    QHash<size_t, QList<qsizetype>> left; // where those are that were read and have none yet
    for (qsizetype i = 0; i < read.size(); ++i) {
        if (!isTaken.at(i))
            left[print(read.at(i))].append(i);
    }
    for (qsizetype i = 0; i < given.size(); ++i) {
        // Texts and the like come back as they were, wherever they are.
        const bool mayDiffer = isNumber(given.at(i)) || isMap(given.at(i)) || isList(given.at(i));
        const auto alike = mayDiffer && !isDone.at(i) ? left.find(print(given.at(i))) : left.end();
        if (alike != left.end()) {
            const auto found = std::find_if(alike->cbegin(), alike->cend(),
                                            [&](qsizetype from) { return take(i, from); });
            if (found != alike->cend())
                alike->erase(found);
        }
        if (!isDone.at(i)) {
            const bool isInPlace = read.size() == given.size() && !isTaken.at(i);
            result[i] = restore(isInPlace ? read.at(i) : QVariant(), given.at(i));
        }
    }
    return result;
}

QVariant fieldParam(const DustField &field, const QVariant &read, const QVariant &given)
{
    const auto nested = [&](const QVariant &readItem, const QVariant &item) -> QVariant {
        if (!isMap(item))
            return item;
        const DustRecord record = DustRecord::fromVariant(field.embedded(), readItem);
        return DustQml::params(record.isNull() ? DustRecord(field.embedded()) : record,
                               item.toMap());
    };
    const auto isSameRecord = [&](const QVariant &readItem, const QVariant &item) {
        return DustRecord::fromVariant(field.embedded(), readItem)
                == DustRecord::fromVariant(field.embedded(), item);
    };
    const auto printOfRecord = [&](const QVariant &item) {
        return printOf(DustRecord::fromVariant(field.embedded(), item));
    };
    // An Invalid Date is no date, and not the absence of one; but this is how Qt shows none that a class has.
    if (given.typeId() == QMetaType::QDateTime && !given.toDateTime().isValid())
        return DustQml::isNoDate(read) ? read : QVariant(u"Invalid Date"_s);
    switch (field.type()) {
    case DustField::Date:
        return toDate(given);
    case DustField::EmbedOne:
        return nested(read, given);
    case DustField::EmbedMany:
        return isList(given)
                ? items(read.toList(), given.toList(), nested, isSameRecord, printOfRecord)
                : given;
    default:
        return DustQml::restored(field.plainValue(read), given);
    }
}

// A confirmation is compared with the param it confirms.
QString confirmed(const QString &name)
{
    for (const QString &suffix : { u"Confirmation"_s, u"_confirmation"_s }) {
        if (name.endsWith(suffix))
            return name.chopped(suffix.size());
    }
    return name;
}

} // namespace

bool DustQml::isNoDate(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::QDate:
        return !value.toDate().isValid();
    case QMetaType::QTime:
        return !value.toTime().isValid();
    case QMetaType::QDateTime:
        return !value.toDateTime().isValid();
    default:
        return false;
    }
}

QVariantMap DustQml::params(const DustRecord &read, const QVariantMap &given)
{
    QVariantMap result;
    for (auto it = given.cbegin(); it != given.cend(); ++it)
        result.insert(it.key(), param(read, it.key(), it.value()));
    return result;
}

QVariant DustQml::param(const DustRecord &read, const QString &field, const QVariant &given)
{
    int index = read.schema().indexOf(field);
    if (index < 0)
        index = read.schema().indexOf(confirmed(field));
    return index < 0 ? given
                     : fieldParam(read.schema().fields().at(index), read.value(index), given);
}

QVariant DustQml::restored(const QVariant &read, const QVariant &given)
{
    const QVariant before = withoutJson(read);
    if (isNumber(before) && isNumber(given))
        return before.toDouble() == given.toDouble() ? before : given;
    if (isMap(before) && isMap(given)) {
        const QVariantMap readMap = before.toMap();
        QVariantMap map = given.toMap();
        for (auto it = map.begin(); it != map.end(); ++it)
            it.value() = restored(readMap.value(it.key()), it.value());
        return map;
    }
    if (isList(before) && isList(given))
        return items(before.toList(), given.toList(), restored, std::equal_to<QVariant>(),
                     [](const QVariant &item) { return printOf(item); });
    return given;
}
