// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCONFIGURATION_H
#define DUSTCONFIGURATION_H

#include <DustResult>

#include <QtCore/QUrl>

// Where the store is: what the command line says, else the environment (DUST_URL, DUST_STORE, DUST_TOKEN), else a file.
struct DustConfiguration
{
    QUrl url;
    QString store;
    QString token;
    bool allowInsecure = false;

    // {"url": …, "store": …, "token": …}; no file is an empty one, unless it was named.
    static DustResult<DustConfiguration> fromFile(const QString &fileName, bool isNamed);
    static QString defaultFile();

    // Takes what is empty here from the other one.
    void complete(const DustConfiguration &other);
    static DustConfiguration fromEnvironment();
};

#endif // DUSTCONFIGURATION_H
