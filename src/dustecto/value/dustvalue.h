// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTVALUE_H
#define DUSTVALUE_H

#include "dustpath.h"

#include <QtCore/QList>
#include <QtCore/QMap>
#include <QtCore/QVariant>

#include <variant>

class DustValue;
using DustArray = QList<DustValue>;
using DustObject = QMap<QString, DustValue>;

class DUSTECTO_EXPORT DustValue
{
    Q_GADGET

public:
    enum Kind { Null, Boolean, Integer, UnsignedInteger, Double, String, Array, Object };
    Q_ENUM(Kind)

    static constexpr int MaximumDepth = 512;

    DustValue() = default;
    DustValue(std::nullptr_t) {}
    DustValue(bool value);
    DustValue(int value);
    DustValue(uint value);
    DustValue(qint64 value);
    DustValue(quint64 value);
    DustValue(double value);
    DustValue(const QString &value);
    DustValue(QString &&value);
    DustValue(const DustArray &value);
    DustValue(DustArray &&value);
    DustValue(const DustObject &value);
    DustValue(DustObject &&value);
    DustValue(const char *utf8) : DustValue(QString::fromUtf8(utf8)) {}
    DustValue(const void *) = delete;

    static DustResult<DustValue> fromVariant(const QVariant &variant);
    QVariant toVariant() const;
    static DustResult<DustValue> fromJson(QByteArrayView json);
    QByteArray toJson() const;
    static DustResult<DustValue> fromMessagePack(QByteArrayView bytes);
    QByteArray toMessagePack() const;

    Kind kind() const { return Kind(m_state.index()); }
    bool isNull() const { return kind() == Null; }
    bool isInteger() const { return kind() == Integer || kind() == UnsignedInteger; }
    bool isNumber() const { return isInteger() || kind() == Double; }
    bool isString() const { return kind() == String; }
    bool isArray() const { return kind() == Array; }
    bool isObject() const { return kind() == Object; }

    bool toBool() const;
    qint64 toInteger() const;
    quint64 toUnsignedInteger() const;
    double toDouble() const;
    const QString &toString() const &;
    QString toString() && { return toString(); }
    const DustArray &toArray() const &;
    DustArray toArray() && { return toArray(); }
    const DustObject &toObject() const &;
    DustObject toObject() && { return toObject(); }

    // The Dust name of this value's type, as an entry carries it: "string", "integer", …
    QString typeName() const;
    // A typed envelope is a leaf although it is an object: {"_type":"file",…},
    // {"_typed":…,"_type":…}.
    bool isEnvelope() const;
    bool isLeaf() const { return !isObject() || isEnvelope(); }
    QString envelopeType() const;
    static DustValue decimal(const QString &digits);
    static DustValue dateTime(const QString &iso8601);

    // What a server could not keep: bad text, NaN, an empty or reserved key, too deep.
    DustResult<void> validate() const;

    using Leaf = std::pair<DustPath, DustValue>;
    DustResult<QList<Leaf>> flatten(const DustPath &at) const;
    static DustResult<DustValue> assemble(const DustPath &at, const QList<Leaf> &leaves);

    DUSTECTO_EXPORT friend bool operator==(const DustValue &a, const DustValue &b);
    friend bool operator!=(const DustValue &a, const DustValue &b) { return !(a == b); }
    DUSTECTO_EXPORT friend QDebug operator<<(QDebug debug, const DustValue &value);

private:
    std::variant<std::monostate, bool, qint64, quint64, double, QString, DustArray, DustObject>
            m_state;
};

Q_DECLARE_TYPEINFO(DustValue, Q_RELOCATABLE_TYPE);
Q_DECLARE_METATYPE(DustValue)

#endif // DUSTVALUE_H
