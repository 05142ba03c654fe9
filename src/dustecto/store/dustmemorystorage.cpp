// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustmemorystorage.h"

#include "dusttransaction_p.h"

/*!
    \class DustMemoryStorage
    \inmodule DustEcto
    \brief The DustMemoryStorage class keeps a store in memory, for as long as it lives.

    \sa DustMemoryStorageFile
*/

/*!
    Constructs an empty storage.
*/
DustMemoryStorage::DustMemoryStorage() : DustStorage(DustStorageContent()) {}

/*!
    Destroys the storage and what it holds.
*/
DustMemoryStorage::~DustMemoryStorage() = default;

/*!
    \reimp
*/
DustResult<void> DustMemoryStorage::persist(const DustTransaction &transaction)
{
    while (!m_log.empty() && m_firstSeq <= transaction.logTruncatedThrough) {
        m_log.pop_front();
        ++m_firstSeq;
    }
    if (m_log.empty())
        m_firstSeq = transaction.logFirst;
    m_log.insert(m_log.end(), transaction.log.begin(), transaction.log.end());
    return {};
}

/*!
    \reimp
*/
DustResult<QList<QByteArray>> DustMemoryStorage::readLog(quint64 first, qint64 limit) const
{
    const auto begin = m_log.begin() + std::ptrdiff_t(first - m_firstSeq);
    const auto count = std::min<std::ptrdiff_t>(limit, m_log.end() - begin);
    return QList<QByteArray>(begin, begin + count);
}

/*!
    \class DustMemoryStorageFile
    \inmodule DustEcto
    \brief The DustMemoryStorageFile class is a place in memory with the storages of several
    stores.

    \sa DustMemoryStorage
*/

/*!
    Constructs a place without stores.
*/
DustMemoryStorageFile::DustMemoryStorageFile() = default;

/*!
    Destroys the place. Storages that are in use stay usable.
*/
DustMemoryStorageFile::~DustMemoryStorageFile() = default;

/*!
    \reimp
*/
DustResult<std::shared_ptr<DustStorage>> DustMemoryStorageFile::storage(const QString &storeName)
{
    std::shared_ptr<DustMemoryStorage> &storage = m_storages[storeName];
    if (!storage)
        storage = std::make_shared<DustMemoryStorage>();
    return std::shared_ptr<DustStorage>(storage);
}

/*!
    \reimp
*/
QStringList DustMemoryStorageFile::storeNames() const
{
    return m_storages.keys();
}
