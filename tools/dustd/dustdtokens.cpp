// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustdtokens.h"

#include <DustValue>

using namespace Qt::StringLiterals;

namespace {

DustError wrong(const QString &message)
{
    return DustError::invalidParams(u"usage"_s, message);
}

// Empty where the file says nothing about it, which is everything: who lists nothing may not get
// that.
DustResult<QStringList> texts(const DustObject &object, const QString &key, qsizetype number)
{
    QStringList list;
    if (!object.contains(key))
        return list;
    const DustValue value = object.value(key);
    bool isGood = !value.toArray().isEmpty();
    for (const DustValue &item : value.toArray()) {
        isGood = isGood && item.isString();
        list.append(item.toString());
    }
    if (!isGood)
        return wrong(u"\"%1\" of token %2 is not a list of at least one string: leave it out for "
                     "all."_s.arg(key, QString::number(number)));
    return list;
}

DustResult<DustServerToken> tokenFrom(const DustValue &value, qsizetype number)
{
    const DustObject &object = value.toObject();
    const QStringList members{ u"secret"_s, u"id"_s, u"scopes"_s, u"stores"_s };
    for (auto it = object.cbegin(); it != object.cend(); ++it) {
        // A scope that is misspelled away would allow everything.
        if (!members.contains(it.key()))
            return wrong(u"token %1 has a member that is none of %2."_s.arg(QString::number(number),
                                                                            members.join(u", "_s)));
    }
    const DustValue id = object.value(u"id"_s);
    if (object.contains(u"id"_s) && id.toString().isEmpty())
        return wrong(u"\"id\" of token %1 is not a string, or empty."_s.arg(number));
    const QString secret = object.value(u"secret"_s).toString();
    if (secret.isEmpty())
        return wrong(u"token %1 has no \"secret\", a string."_s.arg(number));
    const auto scopes = texts(object, u"scopes"_s, number);
    if (!scopes)
        return scopes.error();
    const auto stores = texts(object, u"stores"_s, number);
    if (!stores)
        return stores.error();
    const QStringList known = DustServerToken::readWrite({}).scopes();
    for (const QString &scope : *scopes) {
        if (!known.contains(scope))
            return wrong(u"token %1 has a scope that is none of %2."_s.arg(QString::number(number),
                                                                           known.join(u", "_s)));
    }
    DustServerToken token = scopes->isEmpty() ? DustServerToken::readWrite(secret)
                                              : DustServerToken::withScopes(secret, *scopes);
    if (!id.isNull())
        token.setId(id.toString());
    return token.setStores(*stores);
}

} // namespace

DustResult<DustServerToken> DustdTokens::fromOption(const QString &option)
{
    const QString secret = option.sliced(std::min<qsizetype>(3, option.size()));
    if (option.startsWith(u"rw:"_s) && !secret.isEmpty())
        return DustServerToken::readWrite(secret);
    if (option.startsWith(u"ro:"_s) && !secret.isEmpty())
        return DustServerToken::readOnly(secret);
    return wrong(u"--token takes rw:SECRET or ro:SECRET."_s);
}

DustResult<DustdTokens::Listed> DustdTokens::fromJson(const QByteArray &json)
{
    const auto value = DustValue::fromJson(json);
    if (!value)
        return wrong(u"it is not JSON."_s); // the parser's message may quote it
    if (!value->isArray())
        return wrong(u"it is not a list of tokens."_s);
    Listed listed;
    for (const DustValue &item : value->toArray()) {
        const auto token = tokenFrom(item, listed.tokens.size() + 1);
        if (!token)
            return token.error();
        listed.tokens.append(*token);
        listed.secrets.append(item.toObject().value(u"secret"_s).toString());
    }
    if (listed.tokens.isEmpty())
        return wrong(u"it has no tokens."_s);
    return listed;
}
