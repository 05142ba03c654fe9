// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTROW_P_H
#define DUSTROW_P_H

// Rows of a store, as every DustStorage holds them in memory. Exported for our own plugins and
// tests; not public API.

#include "dustentry.h"
#include "dustfunctionref_p.h"

#include <memory>

// A stored leaf without its path: what a change replaces.
class DUSTECTO_EXPORT DustStoredValue
{
public:
    QByteArray packed; // MessagePack
    DustEntry::Type type = DustEntry::Null;
    quint64 revision = 0;
    qint64 syncedAt = 0; // Unix milliseconds

    DustResult<DustValue> value() const;

    DUSTECTO_EXPORT friend bool operator==(const DustStoredValue &a, const DustStoredValue &b);
    friend bool operator!=(const DustStoredValue &a, const DustStoredValue &b) { return !(a == b); }
};

// One row in one allocation: this header, then the path's bytes, then the value's.
class DUSTECTO_EXPORT DustRow
{
public:
    struct Deleter
    {
        void operator()(DustRow *row) const noexcept;
    };
    using Pointer = std::unique_ptr<DustRow, Deleter>;

    enum Condition : quint8 {
        Sound,
        Damaged // a file brought what no row has: it is kept, but its value() is an error
    };

    static constexpr qsizetype MaximumPathBytes = 0xffffff;
    static constexpr qsizetype MaximumValueBytes = 0xffffffff;

    // Null when the path or the value is longer than a row can hold.
    static Pointer create(QByteArrayView path, const DustStoredValue &value,
                          Condition condition = Sound);

    QByteArrayView path() const { return QByteArrayView(bytes(), qsizetype(m_pathLength)); }
    QByteArrayView packed() const
    {
        return QByteArrayView(bytes() + m_pathLength, qsizetype(m_valueLength));
    }
    DustEntry::Type type() const { return DustEntry::Type(m_type); }
    quint64 revision() const { return m_revision; }
    qint64 syncedAt() const { return m_syncedAt; }
    Condition condition() const { return Condition(m_condition); }

    // Both fail for a row that a damaged or foreign file brought: kind Storage, reason damaged_row,
    // with the path.
    DustResult<DustValue> value() const;
    DustResult<DustEntry> entry() const;
    DustStoredValue stored() const;

private:
    DustRow() = default;
    const char *bytes() const { return reinterpret_cast<const char *>(this + 1); }

    quint64 m_revision = 0;
    qint64 m_syncedAt = 0;
    quint32 m_valueLength = 0;
    quint32 m_pathLength : 24;
    quint32 m_type : 7;
    quint32 m_condition : 1;
};

// What a read sees: rows in the byte order of their paths. Pointers are good until the next write.
class DUSTECTO_EXPORT DustReadView
{
public:
    using Visitor = DustFunctionRef<bool(const DustRow &)>; // false stops

    virtual ~DustReadView();
    virtual const DustRow *find(QByteArrayView path) const = 0;
    // Rows with from <= path < to; an empty `to` is the end.
    virtual void scan(QByteArrayView from, QByteArrayView to, Visitor visitor) const = 0;
    virtual void scanDescending(QByteArrayView from, QByteArrayView to, Visitor visitor) const = 0;
    virtual qsizetype count() const = 0;

    // The rows strictly below a path; below the empty path are all.
    void scanBelow(QByteArrayView path, Visitor visitor) const;
    bool hasBelow(QByteArrayView path) const;
    // The leaf at the path, else the assembled subtree (PROTOCOL §1). NotFound; Invalid with reason
    // leaf_with_descendants when leaves below contradict each other; Storage for a damaged row.
    DustResult<DustEntry> entry(const DustPath &path) const;
};

#endif // DUSTROW_P_H
