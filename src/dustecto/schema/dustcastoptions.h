// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCASTOPTIONS_H
#define DUSTCASTOPTIONS_H

#include "dustglobal.h"

#include <QtCore/QString>
#include <QtCore/QVariantList>

#include <optional>

class DUSTECTO_EXPORT DustCastOptions
{
public:
    DustCastOptions &setEmptyValues(const QVariantList &values);
    std::optional<QVariantList> emptyValues() const { return m_emptyValues; }
    DustCastOptions &setMessage(const QString &message);
    QString message() const { return m_message; }

private:
    std::optional<QVariantList> m_emptyValues; // nullopt: blank strings
    QString m_message;
};

class DUSTECTO_EXPORT DustEmbedOptions
{
public:
    DustEmbedOptions &setRequired(bool required);
    bool isRequired() const { return m_required; }
    DustEmbedOptions &setRequiredMessage(const QString &message);
    QString requiredMessage() const { return m_requiredMessage; }
    DustEmbedOptions &setInvalidMessage(const QString &message);
    QString invalidMessage() const { return m_invalidMessage; }

private:
    QString m_requiredMessage;
    QString m_invalidMessage;
    bool m_required = false;
};

#endif // DUSTCASTOPTIONS_H
