// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTERROR_H
#define DUSTERROR_H

#include "dustglobal.h"

#include <QtCore/QDebug>
#include <QtCore/QMetaType>
#include <QtCore/QSharedDataPointer>
#include <QtCore/QString>
#include <QtCore/QVariantMap>

#include <optional>

class DustErrorData;

class DUSTECTO_EXPORT DustError
{
    Q_GADGET
    Q_PROPERTY(DustError::Kind kind READ kind)
    Q_PROPERTY(QString message READ message)
    Q_PROPERTY(bool retryable READ isRetryable)
    Q_PROPERTY(QVariantMap detail READ detail)
    Q_PROPERTY(QString reason READ reason)
    Q_PROPERTY(QString path READ path)
    Q_PROPERTY(int opIndex READ opIndex)
    Q_PROPERTY(int retryAfter READ retryAfter)
    Q_PROPERTY(QString scope READ scope)
    Q_PROPERTY(int httpStatus READ httpStatus)
    Q_PROPERTY(QVariantMap fieldErrors READ fieldErrors)

public:
    enum Kind {
        NoError,
        Network,
        Http,
        Conflict,
        NotSupported,
        NothingToWrite,
        Timeout,
        Unauthorized,
        InvalidParams,
        RateLimited,
        NotImplemented,
        NotFound,
        Invalid,
        Exists,
        Held,
        Occupied,
        NotHeld,
        Fenced,
        MissingScope,
        StoreNotAllowed,
        LimitExceeded,
        Indeterminate,
        Storage,
        Closed
    };
    Q_ENUM(Kind)

    DustError();
    DustError(Kind kind, const QString &message, const QVariantMap &detail = {});
    DustError(const DustError &other);
    DustError(DustError &&other) noexcept;
    DustError &operator=(const DustError &other);
    DustError &operator=(DustError &&other) noexcept;
    ~DustError();

    Kind kind() const;
    QString message() const;
    bool isRetryable() const;
    QVariantMap detail() const;

    QString reason() const;
    std::optional<quint64> currentRevision() const;
    int opIndex() const;
    QString path() const;
    int retryAfter() const;
    QString scope() const;
    int httpStatus() const;
    QVariantMap fieldErrors() const;

    [[nodiscard]] DustError withRetryable(bool retryable) const;
    [[nodiscard]] DustError with(const QString &key, const QVariant &value) const;

    static DustError invalidParams(const QString &reason, const QString &message);

    DUSTECTO_EXPORT friend bool operator==(const DustError &a, const DustError &b);
    friend bool operator!=(const DustError &a, const DustError &b) { return !(a == b); }
    DUSTECTO_EXPORT friend QDebug operator<<(QDebug debug, const DustError &error);

private:
    QSharedDataPointer<DustErrorData> d;
};

Q_DECLARE_METATYPE(DustError)

#endif // DUSTERROR_H
