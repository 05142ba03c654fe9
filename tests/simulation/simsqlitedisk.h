// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SIMSQLITEDISK_H
#define SIMSQLITEDISK_H

#include "simdisk.h"

#include "duststorage.h"

#include <QtCore/QSet>
#include <QtCore/QTemporaryDir>

// A file as applications keep their caches in.
class SimSqliteDisk final : public SimDisk
{
public:
    DustResult<DustStorageContent> read() override;
    DustResult<void> keep(const DustTransaction &transaction) override;

private:
    QTemporaryDir m_folder;
    std::shared_ptr<DustStorageFile> m_file;
    std::shared_ptr<DustStorage> m_storage;
    QSet<QByteArray> m_keys; // that were ever set, since a storage cannot be asked for them
};

#endif // SIMSQLITEDISK_H
