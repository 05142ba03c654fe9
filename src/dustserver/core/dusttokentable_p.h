// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTTOKENTABLE_P_H
#define DUSTTOKENTABLE_P_H

// The tokens of a server, found by the SHA-256 of their secrets.

#include "dustservertoken.h"

#include <QtCore/QHash>

#include <memory>

class DustTokenTable
{
public:
    using Pointer = std::shared_ptr<const DustServerToken>;

    void add(const DustServerToken &token);
    bool remove(const QString &secret);
    bool isEmpty() const { return m_tokens.isEmpty(); }
    // Null for a secret that nobody was given.
    Pointer find(const QString &secret) const;

private:
    QHash<QByteArray, Pointer> m_tokens; // by digest
};

#endif // DUSTTOKENTABLE_P_H
