// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTMEMORYSTORAGE_H
#define DUSTMEMORYSTORAGE_H

#include "duststorage.h"

#include <QtCore/QMap>

#include <deque>

class DUSTECTO_EXPORT DustMemoryStorage final : public DustStorage
{
public:
    DustMemoryStorage();
    ~DustMemoryStorage() override;

protected:
    DustResult<void> persist(const DustTransaction &transaction) override;
    DustResult<QList<QByteArray>> readLog(quint64 first, qint64 limit) const override;

private:
    std::deque<QByteArray> m_log; // DustLogRecord::toBytes() of seqs from m_firstSeq on
    quint64 m_firstSeq = 0;
};

class DUSTECTO_EXPORT DustMemoryStorageFile final : public DustStorageFile
{
public:
    DustMemoryStorageFile();
    ~DustMemoryStorageFile() override;

    DustResult<std::shared_ptr<DustStorage>> storage(const QString &storeName) override;
    QStringList storeNames() const override;

private:
    QMap<QString, std::shared_ptr<DustMemoryStorage>> m_storages;
};

#endif // DUSTMEMORYSTORAGE_H
