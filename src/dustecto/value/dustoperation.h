// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTOPERATION_H
#define DUSTOPERATION_H

#include "dustvalue.h"

#include <optional>

class DUSTECTO_EXPORT DustFence
{
public:
    DustPath key;
    quint64 token = 0;

    friend bool operator==(const DustFence &a, const DustFence &b)
    {
        return a.key == b.key && a.token == b.token;
    }
};

class DUSTECTO_EXPORT DustOperation
{
    Q_GADGET

public:
    enum Kind : quint8 {
        Set,
        Delete,
        Merge,
        Increment,
        Add,
        Remove,
        PutFile,
        Lease,
        Renew,
        Release
    };
    Q_ENUM(Kind)

    static constexpr qint64 DefaultLeaseMilliseconds = 30000;

    DustOperation() = default;

    static DustOperation set(const DustPath &path, const DustValue &value);
    static DustOperation remove(const DustPath &path, const DustValue &note = {});
    static DustOperation merge(const DustPath &path, const DustObject &children);
    static DustOperation increment(const DustPath &path, const DustValue &delta);
    static DustOperation addMember(const DustPath &path, const DustValue &member);
    static DustOperation removeMember(const DustPath &path, const DustValue &member);
    static DustOperation putFile(const DustPath &path, const DustValue &reference);
    static DustOperation lease(const DustPath &path, const QString &holder,
                               qint64 milliseconds = DefaultLeaseMilliseconds);
    static DustOperation renew(const DustPath &path, quint64 token,
                               qint64 milliseconds = DefaultLeaseMilliseconds);
    static DustOperation release(const DustPath &path, quint64 token);

    Kind kind() const { return m_kind; }
    const DustPath &path() const { return m_path; }
    const DustValue &value() const { return m_value; }

    DustOperation &setIfMatch(quint64 revision);
    std::optional<quint64> ifMatch() const { return m_ifMatch; }
    DustOperation &setIfAbsent(bool ifAbsent);
    bool ifAbsent() const { return m_ifAbsent; }
    DustOperation &setFence(const DustFence &fence);
    std::optional<DustFence> fence() const { return m_fence; }
    DustOperation &setClientOpId(const QString &id);
    QString clientOpId() const { return m_clientOpId; }

    // Leases only.
    QString holder() const { return m_holder; }
    quint64 token() const { return m_token; }
    qint64 ttl() const { return m_ttl; }

    // What a client refuses before it sends anything.
    DustResult<void> validate() const;

    // The name on the wire: "set", "delete", …
    static QString kindName(Kind kind);
    static std::optional<Kind> kindFromName(const QString &name);

    DUSTECTO_EXPORT friend bool operator==(const DustOperation &a, const DustOperation &b);
    friend bool operator!=(const DustOperation &a, const DustOperation &b) { return !(a == b); }
    DUSTECTO_EXPORT friend QDebug operator<<(QDebug debug, const DustOperation &operation);

private:
    DustOperation(Kind kind, const DustPath &path, const DustValue &value);

    DustPath m_path;
    DustValue m_value;
    QString m_clientOpId;
    QString m_holder;
    std::optional<DustFence> m_fence;
    std::optional<quint64> m_ifMatch;
    quint64 m_token = 0;
    qint64 m_ttl = 0;
    Kind m_kind = Set;
    bool m_ifAbsent = false;
};

Q_DECLARE_METATYPE(DustOperation)

#endif // DUSTOPERATION_H
