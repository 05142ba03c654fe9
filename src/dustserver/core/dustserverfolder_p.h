// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSERVERFOLDER_P_H
#define DUSTSERVERFOLDER_P_H

// Where a server keeps its stores: one SQLite file each in a folder, or memory.

#include "duststorage.h"

class DustServerFolder
{
public:
    // Makes the folder where it is missing, for its owner only.
    DustResult<void> setFolder(const QString &folder);
    QString folder() const { return m_folder; } // empty: memory
    QString filesFolder() const; // of blobs; empty: memory
    QStringList storeNames() const; // those it has files of
    DustResult<std::shared_ptr<DustStorageFile>> open(const QString &storeName) const;

private:
    QString m_folder;
};

#endif // DUSTSERVERFOLDER_P_H
