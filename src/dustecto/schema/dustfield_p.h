// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTFIELD_P_H
#define DUSTFIELD_P_H

#include "dustschema.h"

#include <QtCore/QMetaEnum>
#include <QtCore/QMetaProperty>
#include <QtCore/QMetaSequence>

struct DustFieldCodec;

class DustFieldData : public QSharedData
{
public:
    static const DustFieldData &get(const DustField &field) { return *field.d; }
    static DustField toField(const DustFieldData &data) { return DustField(data); }

    // Both say in why what is wrong, without the value: it may be redacted.
    bool decode(const DustValue &wire, QVariant *value, QString *why) const;
    bool encode(const QVariant &value, DustValue *wire, QString *why) const;
    bool cast(const QVariant &param, QVariant *value, QString *why) const;

    void write(void *gadget, const QVariant &value) const;

    QVariant nullValue() const;
    bool isNull(const QVariant &value) const;
    bool isEqual(const QVariant &a, const QVariant &b) const;
    bool holds(const QVariant &value) const;
    QString typeName() const;

    // A MEMBER property ignores a value that equals the one it has, as "" equals a null string: whether that may happen,
    // and a value that differs from both.
    bool mayBeIgnored(const QVariant &value) const;
    QVariant unlike(const QVariant &value) const;

    QString name;
    QString wireName;
    QByteArray wireLeaf;
    const DustFieldCodec *codec = nullptr; // one of the constant tables
    QMetaType metaType;
    QMetaProperty property; // of a gadget
    QMetaSequence sequence; // of a list of gadgets
    DustSchema embedded;
    QStringList enumKeys;
    QList<int> enumValues; // beside enumKeys; empty when the keys themselves are the values
    bool redacted = false;
};

#endif // DUSTFIELD_P_H
