// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTDOPTIONS_H
#define DUSTDOPTIONS_H

#include <DustResult>

#include <DustServerToken>

#include <QtNetwork/QSslConfiguration>

// What dustd was asked to do.
struct DustdOptions
{
    QStringList stores;
    QString dataFolder; // empty: memory
    QList<DustServerToken> tokens; // empty: one is made
    QString tokensFile;
    QStringList secrets; // of the tokens, which do not know them: for a log to leave them out
    QSslConfiguration ssl;
    qint64 compactAfter = 0;
    qint64 maximumBody = 8'000'000;
    int writesPerMinute = -1; // not given
    int readsPerMinute = -1;
    quint16 port = 7755;
    bool isPortGiven = false;
    bool asProduction = false;
    bool isVerbose = false;
    bool onlyHelps = false; // help or version: text is all there is to do
    QString text;

    // InvalidParams with a message for whoever typed it; a secret is never in it.
    static DustResult<DustdOptions> parse(const QStringList &arguments);
};

#endif // DUSTDOPTIONS_H
