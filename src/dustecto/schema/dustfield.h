// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTFIELD_H
#define DUSTFIELD_H

#include "dustvalue.h"

#include <QtCore/QMetaProperty>
#include <QtCore/QSharedDataPointer>

class DustFieldData;
class DustSchema;

class DUSTECTO_EXPORT DustField
{
    Q_GADGET

public:
    enum Type {
        Boolean,
        Integer,
        Double,
        String,
        Bytes, // base64 on the wire
        Url,
        Uuid,
        Date,
        Time,
        DateTime,
        StringList,
        Any, // QVariant, QJsonValue: free-form
        Enum, // by key
        Decimal,
        EmbedOne,
        EmbedMany
    };
    Q_ENUM(Type)

    DustField();
    DustField(const DustField &other);
    DustField(DustField &&other) noexcept;
    DustField &operator=(const DustField &other);
    DustField &operator=(DustField &&other) noexcept;
    ~DustField();

    QString name() const;
    QString wireName() const;
    const QByteArray &wireLeaf() const; // the wire name as a rendered path segment
    Type type() const;
    // The name of the type in error metadata: "string", "integer", "date", …
    QString typeName() const;
    QMetaType metaType() const;
    bool isOptional() const;
    DustSchema embedded() const; // null but for EmbedOne and EmbedMany
    QStringList enumKeys() const;
    bool isRedacted() const;

    // The one converter of the type. A null value travels as null both ways.
    DustResult<DustValue> toWire(const QVariant &value) const;
    DustResult<QVariant> fromWire(const DustValue &value) const;
    // Ecto's cast: a param from a form or another program.
    DustResult<QVariant> cast(const QVariant &param) const;
    // What the property holds when there is nothing: null string, invalid date, empty optional, 0, false.
    QVariant nullValue() const;
    bool isNullValue(const QVariant &value) const;
    bool isEqual(const QVariant &a, const QVariant &b) const;
    // What QML and a view show of a value: the content of an optional, an invalid QVariant for an empty one.
    QVariant plainValue(const QVariant &value) const;

    // Gadget schemas only.
    QVariant read(const void *gadget) const;
    void write(void *gadget, const QVariant &value) const;

    friend bool operator==(const DustField &a, const DustField &b) { return a.equals(b); }
    friend bool operator!=(const DustField &a, const DustField &b) { return !a.equals(b); }
    DUSTECTO_EXPORT friend QDebug operator<<(QDebug debug, const DustField &field);

private:
    friend class DustFieldData;
    explicit DustField(const DustFieldData &data);
    bool equals(const DustField &other) const;

    QSharedDataPointer<DustFieldData> d;
};

#endif // DUSTFIELD_H
