// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTMETA_H
#define DUSTMETA_H

#include "dustvalue.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QDebug>
#include <QtCore/QList>
#include <QtCore/QMetaType>

#include <optional>

class DUSTECTO_EXPORT DustMeta
{
    Q_GADGET
    Q_PROPERTY(quint64 revision READ revision)
    Q_PROPERTY(bool loaded READ isLoaded)

public:
    struct Leaf
    {
        QByteArray path; // rendered, relative to the record
        quint64 revision = 0; // 0: unknown

        friend bool operator==(const Leaf &a, const Leaf &b)
        {
            return a.revision == b.revision && a.path == b.path;
        }
        friend bool operator!=(const Leaf &a, const Leaf &b) { return !(a == b); }
    };

    bool isLoaded() const { return m_loaded; }
    quint64 revision() const { return m_revision; }
    // nullopt: the leaf was absent when the record was read; 0: present, its revision unknown.
    std::optional<quint64> leafRevision(QByteArrayView relativePath) const;
    const QList<Leaf> &leaves() const { return m_leaves; }

    // Cheapest in path order; a path that is there already gets the new revision.
    void addLeaf(const QByteArray &relativePath, quint64 revision);
    void reserve(qsizetype leaves) { m_leaves.reserve(leaves); }
    void setLoaded(bool loaded) { m_loaded = loaded; }

    DUSTECTO_EXPORT friend bool operator==(const DustMeta &a, const DustMeta &b);
    friend bool operator!=(const DustMeta &a, const DustMeta &b) { return !(a == b); }
    DUSTECTO_EXPORT friend QDebug operator<<(QDebug debug, const DustMeta &meta);

private:
    friend class DustKeptNumbers;
    friend class DustRecordDecoder;
    void appendLeaf(const QByteArray &relativePath, quint64 revision)
    {
        m_leaves.append({ relativePath, revision });
        m_revision = qMax(m_revision, revision);
    }

    QList<Leaf> m_leaves;
    QList<std::pair<QByteArray, DustValue>> m_numbers; // by wire leaf of the field
    quint64 m_revision = 0;
    bool m_loaded = false;
};

Q_DECLARE_METATYPE(DustMeta)

#endif // DUSTMETA_H
