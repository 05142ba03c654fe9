// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTFIELDERROR_H
#define DUSTFIELDERROR_H

#include "dustglobal.h"

#include <QtCore/QDebug>
#include <QtCore/QMetaType>
#include <QtCore/QString>
#include <QtCore/QVariantMap>

// One error of a changeset, as {field, {message, metadata}} in Ecto.
class DUSTECTO_EXPORT DustFieldError
{
    Q_GADGET
    Q_PROPERTY(QString field MEMBER field)
    Q_PROPERTY(QString message MEMBER message)
    Q_PROPERTY(QVariantMap metadata MEMBER metadata)

public:
    DustFieldError() = default;
    DustFieldError(const QString &fieldName, const QString &text, const QVariantMap &details = {})
        : field(fieldName), message(text), metadata(details)
    {}

    QString field;
    QString message; // with placeholders: "must be less than %{number}"
    QVariantMap metadata; // what fills the placeholders, and which validation failed

    DUSTECTO_EXPORT friend bool operator==(const DustFieldError &a, const DustFieldError &b);
    friend bool operator!=(const DustFieldError &a, const DustFieldError &b) { return !(a == b); }
    DUSTECTO_EXPORT friend QDebug operator<<(QDebug debug, const DustFieldError &error);
};

Q_DECLARE_METATYPE(DustFieldError)

#endif // DUSTFIELDERROR_H
