// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSCHEMA_H
#define DUSTSCHEMA_H

#include "dustfield.h"
#include "dustmeta.h"

#include <memory>

// Declares the Q_GADGET that holds it to be a record: DUST_SCHEMA("links"), DUST_SCHEMA("reading/links").
#define DUST_SCHEMA(prefix) \
    Q_CLASSINFO("dust.prefix", prefix) \
    Q_PROPERTY(DustMeta dustMeta MEMBER dustMeta) \
public: \
    DustMeta dustMeta; \
\
private:
#define DUST_REQUIRED(fields) Q_CLASSINFO("dust.required", fields)
#define DUST_MODE(mode) Q_CLASSINFO("dust.mode", #mode)
#define DUST_SLUG(property) Q_CLASSINFO("dust.slug", #property)
#define DUST_WIRE_NAME(property, name) Q_CLASSINFO("dust.wire." #property, name)
#define DUST_REDACTED(fields) Q_CLASSINFO("dust.redacted", fields)

class DustSchemaBuilder;
class DustSchemaData;
class DustSchemaDraft;

// A cheap handle on an immutable description; the null schema describes nothing.
class DUSTECTO_EXPORT DustSchema
{
    Q_GADGET
    Q_PROPERTY(QString name READ name)
    Q_PROPERTY(QString prefix READ prefixString)
    Q_PROPERTY(DustSchema::Mode mode READ mode)
    Q_PROPERTY(QString slugField READ slugField)
    Q_PROPERTY(QStringList fieldNames READ fieldNames)
    Q_PROPERTY(QStringList required READ required)

public:
    enum Mode { Flat, Map };
    Q_ENUM(Mode)

    using Builder = DustSchemaBuilder;

    DustSchema();
    DustSchema(const DustSchema &other);
    DustSchema(DustSchema &&other) noexcept;
    DustSchema &operator=(const DustSchema &other);
    DustSchema &operator=(DustSchema &&other) noexcept;
    ~DustSchema();

    // Read once per type and kept; a wrong declaration is the same error every time.
    template<typename T>
    static const DustResult<DustSchema> &of()
    {
        static const DustResult<DustSchema> schema = fromMetaType(QMetaType::fromType<T>());
        return schema;
    }
    static DustResult<DustSchema> fromMetaType(QMetaType gadget);
    // Of a gadget that is only nested in others: no prefix, no slug.
    static DustResult<DustSchema> embeddedFromMetaType(QMetaType gadget);

    bool isNull() const { return !d; }
    QString name() const;
    DustPath prefix() const;
    QString prefixString() const { return prefix().toString(); }
    Mode mode() const;
    QString slugField() const;
    // All fields but the slug, in order of declaration. An index below is one into this list.
    QList<DustField> fields() const;
    QStringList fieldNames() const;
    int indexOf(const QString &fieldName) const;
    int indexOfWireLeaf(QByteArrayView firstSegment) const; // rendered
    QStringList required() const;
    QStringList redacted() const;
    QMetaType gadgetType() const; // invalid for a schema built at run time

    DustResult<DustPath> recordPath(const QString &slug) const;
    static DustResult<void> validateSlug(const QVariant &slug);

    DUSTECTO_EXPORT friend bool operator==(const DustSchema &a, const DustSchema &b);
    friend bool operator!=(const DustSchema &a, const DustSchema &b) { return !(a == b); }
    friend size_t qHash(const DustSchema &schema, size_t seed = 0) { return schema.hash(seed); }
    DUSTECTO_EXPORT friend QDebug operator<<(QDebug debug, const DustSchema &schema);

private:
    friend class DustSchemaData;
    explicit DustSchema(std::shared_ptr<const DustSchemaData> data);
    size_t hash(size_t seed) const;

    std::shared_ptr<const DustSchemaData> d;
};

Q_DECLARE_METATYPE(DustSchema)

class DUSTECTO_EXPORT DustSchemaBuilder
{
public:
    explicit DustSchemaBuilder(const QString &prefix);
    ~DustSchemaBuilder();

    DustSchemaBuilder &name(const QString &name);
    DustSchemaBuilder &mode(DustSchema::Mode mode);
    DustSchemaBuilder &slugField(const QString &field);
    DustSchemaBuilder &field(const QString &name, DustField::Type type,
                             const QString &wireName = {});
    DustSchemaBuilder &enumField(const QString &name, const QStringList &keys,
                                 const QString &wireName = {});
    DustSchemaBuilder &embedOne(const QString &name, const DustSchema &schema,
                                const QString &wireName = {});
    DustSchemaBuilder &embedMany(const QString &name, const DustSchema &schema,
                                 const QString &wireName = {});
    DustSchemaBuilder &required(const QStringList &fields);
    DustSchemaBuilder &redacted(const QStringList &fields);
    DustResult<DustSchema> build() const;
    // A schema that is only nested in others: no prefix, no slug.
    static DustSchemaBuilder embedded(const QString &name);

private:
    DustSchemaDraft &draft();

    std::shared_ptr<DustSchemaDraft> d;
};

#endif // DUSTSCHEMA_H
