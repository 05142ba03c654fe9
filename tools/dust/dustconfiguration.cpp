// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustconfiguration.h"

#include <DustValue>

#include <QtCore/QFile>
#include <QtCore/QStandardPaths>

using namespace Qt::StringLiterals;

namespace {

DustError unusable(const QString &fileName, const QString &why)
{
    return DustError::invalidParams(
            u"configuration"_s, u"The configuration %1 cannot be used: %2."_s.arg(fileName, why));
}

} // namespace

QString DustConfiguration::defaultFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
            + u"/dust/config.json"_s;
}

DustResult<DustConfiguration> DustConfiguration::fromFile(const QString &fileName, bool isNamed)
{
    QFile file(fileName);
    if (!isNamed && !file.exists())
        return DustConfiguration();
    if (!file.open(QIODevice::ReadOnly))
        return unusable(fileName, file.errorString());
    const auto parsed = DustValue::fromJson(file.readAll());
    if (!parsed || !parsed->isObject())
        return unusable(fileName,
                        u"it is no JSON object like {\"url\": …, \"store\": …, \"token\": …}"_s);
    const DustObject &object = parsed->toObject();
    for (auto member = object.cbegin(); member != object.cend(); ++member) {
        const bool isKnown = member.key() == u"url" || member.key() == u"store"
                || member.key() == u"token";
        if (!isKnown || !member->isString())
            return unusable(
                    fileName,
                    u"\"%1\" is none of the texts url, store and token"_s.arg(member.key()));
    }
    DustConfiguration configuration;
    configuration.url = QUrl(object.value(u"url"_s).toString());
    configuration.store = object.value(u"store"_s).toString();
    configuration.token = object.value(u"token"_s).toString();
    const bool isOthers = file.permissions() & (QFile::ReadGroup | QFile::ReadOther);
    if (isOthers && !configuration.token.isEmpty())
        return unusable(
                fileName,
                u"it has a token, and others can read it: chmod 600 it, or set DUST_TOKEN"_s);
    return configuration;
}

DustConfiguration DustConfiguration::fromEnvironment()
{
    DustConfiguration configuration;
    configuration.url = QUrl(qEnvironmentVariable("DUST_URL"));
    configuration.store = qEnvironmentVariable("DUST_STORE");
    configuration.token = qEnvironmentVariable("DUST_TOKEN");
    return configuration;
}

void DustConfiguration::complete(const DustConfiguration &other)
{
    if (url.isEmpty())
        url = other.url;
    if (store.isEmpty())
        store = other.store;
    if (token.isEmpty())
        token = other.token;
}
