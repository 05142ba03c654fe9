// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTENTRY_H
#define DUSTENTRY_H

#include "dustvalue.h"

class DUSTECTO_EXPORT DustEntry
{
    Q_GADGET
    Q_PROPERTY(QString path READ pathString)
    Q_PROPERTY(QVariant value READ variant)
    Q_PROPERTY(DustEntry::Type type READ type)
    Q_PROPERTY(QString typeName READ typeName)
    Q_PROPERTY(quint64 revision READ revision)

public:
    enum Type : quint8 {
        String,
        Integer,
        Float,
        Boolean,
        Null,
        Map,
        Decimal,
        DateTime,
        File,
        Lease,
        Counter,
        Set
    };
    Q_ENUM(Type)

    DustEntry() = default;
    DustEntry(const DustPath &path, const DustValue &value, Type type, quint64 revision);

    DustPath path() const { return m_path; }
    QString pathString() const { return m_path.toString(); }
    const DustValue &value() const { return m_value; }
    QVariant variant() const { return m_value.toVariant(); }
    Type type() const { return m_type; }
    QString typeName() const { return typeName(m_type); }
    quint64 revision() const { return m_revision; }

    static QString typeName(Type type);
    static std::optional<Type> typeFromName(const QString &name);
    static Type typeOf(const DustValue &value);

    DUSTECTO_EXPORT friend bool operator==(const DustEntry &a, const DustEntry &b);
    friend bool operator!=(const DustEntry &a, const DustEntry &b) { return !(a == b); }
    DUSTECTO_EXPORT friend QDebug operator<<(QDebug debug, const DustEntry &entry);

private:
    DustPath m_path;
    DustValue m_value;
    quint64 m_revision = 0;
    Type m_type = Null;
};

Q_DECLARE_METATYPE(DustEntry)

#endif // DUSTENTRY_H
