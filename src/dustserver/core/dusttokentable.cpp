// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusttokentable_p.h"

void DustTokenTable::add(const DustServerToken &token)
{
    m_tokens.insert(token.digest(), std::make_shared<const DustServerToken>(token));
}

bool DustTokenTable::remove(const QString &secret)
{
    return m_tokens.remove(DustServerToken::digestOf(secret)) > 0;
}

DustTokenTable::Pointer DustTokenTable::find(const QString &secret) const
{
    return m_tokens.value(DustServerToken::digestOf(secret));
}
