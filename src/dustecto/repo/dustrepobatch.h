// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREPOBATCH_H
#define DUSTREPOBATCH_H

#include "dustchangeset.h"

#include <QtCore/QSharedDataPointer>

// ifUnchanged: compare-and-swap by the revisions in DustMeta (DESIGN §4). ifAbsent: an insert that overwrites nothing.
class DUSTECTO_EXPORT DustRepoOptions
{
public:
    DustRepoOptions &setIfUnchanged(bool ifUnchanged);
    bool ifUnchanged() const { return m_ifUnchanged; }
    DustRepoOptions &setIfAbsent(bool ifAbsent);
    bool ifAbsent() const { return m_ifAbsent; }

private:
    bool m_ifUnchanged = false;
    bool m_ifAbsent = false;
};

class DustRepoBatchData;

// Inserts, updates and deletes over several schemas, all or nothing.
class DUSTECTO_EXPORT DustRepoBatch
{
public:
    // For the templates below: a type that DUST_SCHEMA declares.
    template<typename T>
    using IfGadget = std::enable_if_t<std::is_same_v<decltype(T::dustMeta), DustMeta>, bool>;

    DustRepoBatch();
    DustRepoBatch(const DustRepoBatch &other);
    DustRepoBatch(DustRepoBatch &&other) noexcept;
    DustRepoBatch &operator=(const DustRepoBatch &other);
    DustRepoBatch &operator=(DustRepoBatch &&other) noexcept;
    ~DustRepoBatch();

    DustRepoBatch &insert(const DustChangeset &changeset);
    DustRepoBatch &insert(const DustRecord &record);
    DustRepoBatch &update(const DustChangeset &changeset, const DustRepoOptions &options = {});
    DustRepoBatch &remove(const DustRecord &record, const DustRepoOptions &options = {});
    DustRepoBatch &remove(const DustSchema &schema, const QString &slug);

    template<typename T, IfGadget<T> = true>
    DustRepoBatch &insert(const T &record)
    {
        const auto &schema = DustSchema::of<T>();
        return schema ? insert(DustRecord::fromGadget(*schema, &record)) : refuse(schema.error());
    }
    template<typename T, IfGadget<T> = true>
    DustRepoBatch &remove(const T &record, const DustRepoOptions &options = {})
    {
        const auto &schema = DustSchema::of<T>();
        return schema ? remove(DustRecord::fromGadget(*schema, &record), options)
                      : refuse(schema.error());
    }
    template<typename T>
    DustRepoBatch &remove(const QString &slug)
    {
        const auto &schema = DustSchema::of<T>();
        return schema ? remove(*schema, slug) : refuse(schema.error());
    }

    qsizetype count() const;
    bool isEmpty() const { return count() == 0; }

private:
    friend class DustRepo;
    DustRepoBatch &refuse(const DustError &error);

    QSharedDataPointer<DustRepoBatchData> d;
};

#endif // DUSTREPOBATCH_H
