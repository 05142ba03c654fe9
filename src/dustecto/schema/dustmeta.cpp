// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustmeta.h"

#include <algorithm>

/*!
    \class DustMeta
    \inmodule DustEcto
    \brief The DustMeta class tells at which revisions a record was read.

    It is what \c __meta__ is in Ecto. DUST_SCHEMA() adds a member \c dustMeta to a gadget; DustRecord
    carries one as well. Copies and changesets take it along, and an update or removal with
    DustRepoOptions::setIfUnchanged() compares the revisions in it with those of the store.

    A record that was never read has no leaves and isLoaded() is \c false.

    \sa DustRecord::meta(), DUST_SCHEMA()
*/

/*!
    \property DustMeta::revision
    \brief the largest revision among the leaves, 0 when none is known.
*/

/*!
    \property DustMeta::loaded
    \brief whether the record was read from a store.
*/

/*!
    \class DustMeta::Leaf
    \inmodule DustEcto
    \brief The DustMeta::Leaf struct is one leaf of a record: its rendered path relative to the record,
    and the revision it was read with, 0 for an unknown one.
*/

/*!
    \fn bool DustMeta::isLoaded() const

    Returns whether the record was read from a store.

    \sa setLoaded()
*/

/*!
    \fn quint64 DustMeta::revision() const

    Returns the largest revision among the leaves, 0 when none is known.
*/

/*!
    \fn const QList<DustMeta::Leaf> &DustMeta::leaves() const

    Returns all leaves of the record, those of undeclared fields included, in path order.
*/

/*!
    \fn void DustMeta::setLoaded(bool loaded)

    Sets whether the record was read from a store to \a loaded.

    \sa isLoaded()
*/

/*!
    \fn void DustMeta::reserve(qsizetype leaves)

    Makes room for as many \a leaves, so that adding them allocates nothing.
*/

namespace {

auto position(const QList<DustMeta::Leaf> &leaves, QByteArrayView path)
{
    return std::lower_bound(leaves.cbegin(), leaves.cend(), path,
                            [](const DustMeta::Leaf &leaf, QByteArrayView wanted) {
                                return QByteArrayView(leaf.path) < wanted;
                            });
}

} // namespace

/*!
    Returns the revision that the leaf at \a relativePath was read with, a rendered path relative to the
    record such as \c "title" or \c "meta/lang". 0 means that the leaf was there and its revision is
    unknown, as after a snapshot; no value means that it was absent.
*/
std::optional<quint64> DustMeta::leafRevision(QByteArrayView relativePath) const
{
    const auto leaf = position(m_leaves, relativePath);
    if (leaf == m_leaves.cend() || leaf->path != relativePath)
        return std::nullopt;
    return leaf->revision;
}

/*!
    Adds the leaf at \a relativePath with its \a revision, 0 for an unknown one. A leaf that is there
    already gets the new revision. Cheapest in path order.

    \sa reserve()
*/
void DustMeta::addLeaf(const QByteArray &relativePath, quint64 revision)
{
    if (m_leaves.isEmpty() || m_leaves.constLast().path < relativePath)
        return appendLeaf(relativePath, revision);
    m_revision = std::max(m_revision, revision);
    const auto leaf = position(m_leaves, relativePath);
    const qsizetype index = leaf - m_leaves.cbegin();
    if (leaf->path == relativePath)
        m_leaves[index].revision = revision;
    else
        m_leaves.insert(index, { relativePath, revision });
}

/*!
    \fn bool DustMeta::operator!=(const DustMeta &a, const DustMeta &b)

    Returns whether \a a and \a b differ.
*/

/*!
    \fn bool DustMeta::operator==(const DustMeta &a, const DustMeta &b)

    Returns whether \a a and \a b hold the same leaves at the same revisions.
*/
bool operator==(const DustMeta &a, const DustMeta &b)
{
    return a.m_loaded == b.m_loaded && a.m_revision == b.m_revision && a.m_leaves == b.m_leaves;
}

/*!
    \fn QDebug DustMeta::operator<<(QDebug debug, const DustMeta &meta)

    Writes \a meta to \a debug.
*/
QDebug operator<<(QDebug debug, const DustMeta &meta)
{
    const QDebugStateSaver saver(debug);
    if (!meta.isLoaded())
        return debug.nospace() << "DustMeta(not loaded)";
    return debug.nospace() << "DustMeta(revision " << meta.revision() << ", "
                           << meta.leaves().size() << " leaves)";
}

#include "moc_dustmeta.cpp"
