// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTRECORD_H
#define DUSTRECORD_H

#include "dustschema.h"

// One record of any schema, as values by field: what the untyped API speaks.
class DUSTECTO_EXPORT DustRecord
{
    Q_GADGET
    Q_PROPERTY(QString slug READ slug)
    Q_PROPERTY(DustSchema schema READ schema)
    Q_PROPERTY(DustMeta meta READ meta)

public:
    DustRecord();
    explicit DustRecord(const DustSchema &schema, const QString &slug = {});

    // A gadget of the schema's type and back. An invalid declaration gives a null record.
    template<typename T>
    static DustRecord from(const T &gadget)
    {
        const auto &schema = DustSchema::of<T>();
        return schema ? fromGadget(*schema, &gadget) : DustRecord();
    }
    static DustRecord fromGadget(const DustSchema &schema, const void *gadget);
    static DustRecord fromMap(const DustSchema &schema, const QVariantMap &values);
    // A gadget of the schema's type, a record of the schema or a map; anything else gives a null record.
    static DustRecord fromVariant(const DustSchema &schema, const QVariant &variant);
    template<typename T>
    T to() const
    {
        T gadget{};
        if (m_schema.gadgetType() != QMetaType::fromType<T>())
            return gadget;
        writeTo(&gadget);
        gadget.dustMeta = m_meta;
        return gadget;
    }
    void writeTo(void *gadget) const;
    // The gadget in a QVariant; for a schema built at run time, this record itself.
    QVariant toVariant() const;

    bool isNull() const { return m_schema.isNull(); }
    const DustSchema &schema() const { return m_schema; }
    QString slug() const { return m_slug; }
    void setSlug(const QString &slug) { m_slug = slug; }
    QVariant value(int index) const { return m_values.value(index); }
    Q_INVOKABLE QVariant value(const QString &field) const; // the slug too
    void setValue(int index, const QVariant &value);
    void setValue(const QString &field, const QVariant &value);
    const QList<QVariant> &values() const { return m_values; }
    Q_INVOKABLE QVariantMap toMap() const; // the slug too
    const DustMeta &meta() const { return m_meta; }
    void setMeta(const DustMeta &meta) { m_meta = meta; }

    // Slug and values; where it was read does not count.
    DUSTECTO_EXPORT friend bool operator==(const DustRecord &a, const DustRecord &b);
    friend bool operator!=(const DustRecord &a, const DustRecord &b) { return !(a == b); }
    DUSTECTO_EXPORT friend QDebug operator<<(QDebug debug, const DustRecord &record);

private:
    friend class DustRecordAmendment;
    friend class DustRecordDecoder;

    DustSchema m_schema;
    QString m_slug;
    QList<QVariant> m_values;
    DustMeta m_meta;
};

Q_DECLARE_METATYPE(DustRecord)

#endif // DUSTRECORD_H
