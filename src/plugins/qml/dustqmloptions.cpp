// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustqmloptions.h"

#include "dustqmlvalues.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

using DustQml::Option;
using DustQml::Options;

bool isNothing(const QVariant &value)
{
    return !value.isValid() || value.typeId() == QMetaType::Nullptr;
}

bool isWhole(const QVariant &value)
{
    return value.typeId() == QMetaType::Int || value.typeId() == QMetaType::LongLong;
}

QString listed(const Options &known)
{
    QStringList names;
    for (const Option &option : known)
        names.append(option.name);
    return names.isEmpty() ? u"it takes none"_s : u"it takes "_s + names.join(", "_L1);
}

// What a value of the kind is; empty when the value is one.
QString expected(Option::Kind kind, const QVariant &value)
{
    const int type = value.typeId();
    switch (kind) {
    case Option::Flag:
        return type == QMetaType::Bool ? QString() : u"true or false"_s;
    case Option::Text:
        return type == QMetaType::QString ? QString() : u"a text"_s;
    case Option::Count:
        return isWhole(value) && value.toLongLong() >= 0 ? QString() : u"a whole number"_s;
    case Option::List:
        return type == QMetaType::QVariantList || type == QMetaType::QStringList ? QString()
                                                                                 : u"a list"_s;
    case Option::Anything:
        break;
    }
    return {};
}

} // namespace

DustResult<QVariantMap> DustQml::options(const QString &call, const QVariant &given,
                                         const Options &known)
{
    const auto named = [&](const QString &name) {
        return std::find_if(known.begin(), known.end(),
                            [&](const Option &option) { return option.name == name; });
    };
    const QVariant value = plain(given);
    if (isNothing(value))
        return QVariantMap();
    if (value.typeId() == QMetaType::QString && named(u"message"_s) != known.end())
        return QVariantMap{ { u"message"_s, value } };
    if (value.typeId() != QMetaType::QVariantMap)
        return DustError::invalidParams(
                u"invalid_option"_s,
                u"the options of %1 are to be an object: %2"_s.arg(call, listed(known)));
    QVariantMap result;
    const QVariantMap object = value.toMap();
    for (auto it = object.cbegin(); it != object.cend(); ++it) {
        const auto option = named(it.key());
        if (option == known.end())
            return DustError::invalidParams(
                    u"unknown_option"_s,
                    u"%1 has no option \"%2\": %3"_s.arg(call, it.key(), listed(known)));
        if (isNothing(it.value()))
            continue;
        if (const QString kind = expected(option->kind, it.value()); !kind.isEmpty())
            return DustError::invalidParams(
                    u"invalid_option"_s,
                    u"the option \"%1\" of %2 is to be %3"_s.arg(it.key(), call, kind));
        result.insert(it.key(), it.value());
    }
    return result;
}

DustResult<QStringList> DustQml::names(const QString &call, const QVariant &given)
{
    const QVariant value = plain(given);
    if (value.typeId() == QMetaType::QString)
        return QStringList(value.toString());
    const QVariantList items = value.toList();
    const bool areNames = std::all_of(items.begin(), items.end(), [](const QVariant &item) {
        return item.typeId() == QMetaType::QString;
    });
    if (!areNames || !expected(Option::List, value).isEmpty())
        return DustError::invalidParams(u"invalid_option"_s,
                                        u"%1 takes a list of names of fields"_s.arg(call));
    return value.toStringList();
}

DustChangeset DustQml::mistaken(const DustChangeset &changeset, const DustError &mistake)
{
    return changeset.addError(u"base"_s, mistake.message(),
                              { { u"validation"_s, u"declaration"_s } });
}
