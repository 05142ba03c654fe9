// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCHANGESET_H
#define DUSTCHANGESET_H

#include "dustcastoptions.h"
#include "dustfielderror.h"
#include "dustrecord.h"
#include "dustvalidation.h"

#include <QtCore/QSharedDataPointer>

#include <functional>
#include <optional>
#include <type_traits>

class DustChangesetData;
class QRegularExpression;

// A value: every step returns a changeset and leaves this one as it was.
class DUSTECTO_EXPORT DustChangeset
{
    Q_GADGET
    Q_PROPERTY(bool valid READ isValid)
    Q_PROPERTY(QVariantMap changes READ changes)
    Q_PROPERTY(QVariantMap errors READ errorMap)
    Q_PROPERTY(QVariantMap params READ params)
    Q_PROPERTY(QString slug READ slug)
    Q_PROPERTY(DustChangeset::Action action READ action)

public:
    enum Action { NoAction, Insert, Update, Delete };
    Q_ENUM(Action)

    // Makes the changeset of a nested record from its present state and the params given for it.
    using Caster = std::function<DustChangeset(const DustRecord &data, const QVariantMap &params)>;
    using Validator =
            std::function<QList<DustFieldError>(const QString &field, const QVariant &value)>;

    struct Fetched
    {
        enum Source { Missing, Data, Changes };
        Source source = Missing;
        QVariant value;
    };

    DustChangeset();
    DustChangeset(const DustChangeset &other);
    DustChangeset(DustChangeset &&other) noexcept;
    DustChangeset &operator=(const DustChangeset &other);
    DustChangeset &operator=(DustChangeset &&other) noexcept;
    ~DustChangeset();

    template<typename T>
    [[nodiscard]] static DustChangeset cast(const T &gadget, const QVariantMap &params,
                                            const QStringList &permitted,
                                            const DustCastOptions &options = {})
    {
        return of(schemaOf<T>(), &gadget).cast(params, permitted, options);
    }
    [[nodiscard]] static DustChangeset cast(const DustRecord &data, const QVariantMap &params,
                                            const QStringList &permitted,
                                            const DustCastOptions &options = {});
    [[nodiscard]] DustChangeset cast(const QVariantMap &params, const QStringList &permitted,
                                     const DustCastOptions &options = {}) const;
    [[nodiscard]] DustChangeset castEmbed(const QString &field, const Caster &caster,
                                          const DustEmbedOptions &options = {}) const;
    template<typename T>
    [[nodiscard]] DustChangeset castEmbed(const QString &field,
                                          const DustEmbedOptions &options = {}) const
    {
        const auto caster = [](const DustRecord &data, const QVariantMap &params) {
            return T::changeset(gadgetOf<T>(data), params);
        };
        return castEmbed(field, caster, options);
    }

    [[nodiscard]] static DustChangeset standard(const DustRecord &record,
                                                const QVariantMap &params);

    template<typename T>
    [[nodiscard]] static DustChangeset change(const T &gadget, const QVariantMap &changes = {})
    {
        return of(schemaOf<T>(), &gadget).change(changes);
    }
    [[nodiscard]] static DustChangeset change(const DustRecord &data,
                                              const QVariantMap &changes = {});
    [[nodiscard]] DustChangeset change(const QVariantMap &changes) const;
    [[nodiscard]] DustChangeset putChange(const QString &field, const QVariant &value) const;
    [[nodiscard]] DustChangeset forceChange(const QString &field, const QVariant &value) const;
    [[nodiscard]] DustChangeset updateChange(
            const QString &field, const std::function<QVariant(const QVariant &)> &function) const;
    [[nodiscard]] DustChangeset deleteChange(const QString &field) const;
    [[nodiscard]] DustChangeset merge(const DustChangeset &other) const;
    [[nodiscard]] DustChangeset withAction(Action action) const;

    [[nodiscard]] DustChangeset validateRequired() const;
    [[nodiscard]] DustChangeset validateRequired(const QStringList &fields,
                                                 const DustRequired &options = {}) const;
    [[nodiscard]] DustChangeset validateFormat(const QString &field,
                                               const QRegularExpression &format,
                                               const QString &message = {}) const;
    [[nodiscard]] DustChangeset validateInclusion(const QString &field, const QVariantList &values,
                                                  const QString &message = {}) const;
    [[nodiscard]] DustChangeset validateExclusion(const QString &field, const QVariantList &values,
                                                  const QString &message = {}) const;
    [[nodiscard]] DustChangeset validateSubset(const QString &field, const QVariantList &values,
                                               const QString &message = {}) const;
    [[nodiscard]] DustChangeset validateLength(const QString &field,
                                               const DustLength &length) const;
    [[nodiscard]] DustChangeset validateNumber(const QString &field,
                                               const DustNumber &number) const;
    [[nodiscard]] DustChangeset validateConfirmation(const QString &field,
                                                     const DustConfirmation &options = {}) const;
    [[nodiscard]] DustChangeset validateAcceptance(const QString &param,
                                                   const QString &message = {}) const;
    [[nodiscard]] DustChangeset validateChange(const QString &field,
                                               const Validator &validator) const;
    [[nodiscard]] DustChangeset validateSlug(const QString &message = {}) const;
    [[nodiscard]] DustChangeset addError(const QString &field, const QString &message,
                                         const QVariantMap &metadata = {}) const;

    bool isNull() const;
    bool isValid() const;
    DustSchema schema() const;
    // The record the changes are made to, with the revisions it was read with.
    DustRecord data() const;
    QVariantMap params() const;
    QStringList permitted() const;
    QStringList required() const;
    Action action() const;
    // Field name -> new value, the slug among them when it changes. Embeds: as in Ecto, child
    // changesets.
    QVariantMap changes() const;
    QString slug() const; // of the changed record

    QVariant getField(const QString &field, const QVariant &defaultValue = {}) const;
    QVariant getChange(const QString &field, const QVariant &defaultValue = {}) const;
    Fetched fetchField(const QString &field) const;
    std::optional<QVariant> fetchChange(const QString &field) const;

    QList<DustFieldError> errors() const;
    // Field name -> list of translated messages; nested for embeds.
    QVariantMap errorMap() const;
    QVariantMap traverseErrors(
            const std::function<QVariant(const DustFieldError &)> &function) const;
    static QString translated(const DustFieldError &error);

    DustRecord applyChanges() const;
    template<typename T>
    T applyChanges() const
    {
        return gadgetOf<T>(applyChanges());
    }
    DustResult<DustRecord> applyAction(Action action) const;
    template<typename T>
    DustResult<T> applyAction(Action action) const
    {
        const DustResult<DustRecord> record = applyAction(action);
        if (!record)
            return record.error();
        if (const DustResult<void> fits = checkGadget(QMetaType::fromType<T>()); !fits)
            return fits.error();
        return gadgetOf<T>(*record);
    }

    DUSTECTO_EXPORT friend QDebug operator<<(QDebug debug, const DustChangeset &changeset);

private:
    template<typename T, typename = void>
    struct IsRecord : std::false_type
    {
    };
    template<typename T>
    struct IsRecord<T, std::void_t<decltype(T::dustMeta)>> : std::true_type
    {
    };

    // A gadget without DUST_SCHEMA is a nested one.
    template<typename T>
    static const DustResult<DustSchema> &schemaOf()
    {
        static_assert(!std::is_same_v<T, DustChangeset>,
                      "write changeset.cast(params, permitted) or changeset.change(changes)");
        if constexpr (IsRecord<T>::value) {
            return DustSchema::of<T>();
        } else {
            static const auto schema = embeddedSchema(QMetaType::fromType<T>());
            return schema;
        }
    }
    template<typename T>
    static T gadgetOf(const DustRecord &record)
    {
        T gadget{};
        if (record.schema().gadgetType() != QMetaType::fromType<T>())
            return gadget;
        record.writeTo(&gadget);
        if constexpr (IsRecord<T>::value)
            gadget.dustMeta = record.meta();
        return gadget;
    }
    static DustResult<DustSchema> embeddedSchema(QMetaType gadget);
    static DustChangeset of(const DustResult<DustSchema> &schema, const void *gadget);
    DustResult<void> checkGadget(QMetaType type) const;

    friend class DustChangesetData;
    QSharedDataPointer<DustChangesetData> d;
};

Q_DECLARE_METATYPE(DustChangeset)

#endif // DUSTCHANGESET_H
