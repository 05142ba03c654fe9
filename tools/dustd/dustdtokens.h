// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTDTOKENS_H
#define DUSTDTOKENS_H

// The tokens that dustd is told about. No message here repeats what may be a secret.

#include <DustResult>

#include <DustServerToken>

namespace DustdTokens {

struct Listed
{
    QList<DustServerToken> tokens;
    QStringList secrets;
};

DustResult<DustServerToken> fromOption(const QString &option); // rw:SECRET, ro:SECRET
DustResult<Listed> fromJson(const QByteArray &json);

} // namespace DustdTokens

#endif // DUSTDTOKENS_H
