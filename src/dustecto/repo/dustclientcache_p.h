// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCLIENTCACHE_P_H
#define DUSTCLIENTCACHE_P_H

#include "dustblobcache_p.h"
#include "duststorage.h"

#include <vector>

// The file in which a client keeps the mirrors of its stores, those of one account on one server,
// and who it is there.
class DustClientCache final
{
public:
    // Makes the folder and the file where they are not there. Errors are those of the SQLite plugin;
    // in_use where another client has it.
    static DustResult<std::unique_ptr<DustClientCache>> open(const QString &folder,
                                                             const QString &origin,
                                                             const QString &account,
                                                             const DustStorageOptions &options);

    // The same in place of a damaged file, which is set aside. Where the file can be used after all, an error: what
    // it holds is for the next client.
    static DustResult<std::unique_ptr<DustClientCache>> renew(const QString &folder,
                                                              const QString &origin,
                                                              const QString &account,
                                                              const DustStorageOptions &options,
                                                              bool isKnownDamaged);

    // Of this file, its contents, and damaged ones that were set aside. Nobody has it open.
    static bool exists(const QString &folder, const QString &origin, const QString &account);
    static bool hasDamaged(const QString &folder, const QString &origin, const QString &account);
    static DustResult<void> remove(const QString &folder, const QString &origin,
                                   const QString &account);

    static bool isDamage(const DustError &error);
    static DustError isUsable(); // that it was not worth a new one

    QString deviceId() const; // empty until it was set
    DustResult<void> setDeviceId(const QString &deviceId);
    std::shared_ptr<DustBlobCache> files() const { return m_files; } // contents, beside the file
    DustResult<std::shared_ptr<DustStorage>> storage(const QString &storeName) const;
    // Of every store that ever had one, by its name; those that were begun anew are there with each.
    struct Kept
    {
        QString storeName;
        DustResult<std::shared_ptr<DustStorage>> storage;
    };
    std::vector<Kept> storages() const;
    // From now on another one for this store; what the old one holds stays in the file.
    DustResult<std::shared_ptr<DustStorage>> newStorage(const QString &storeName);

private:
    DustClientCache(std::shared_ptr<DustStorageFile> file, std::shared_ptr<DustStorage> own,
                    std::shared_ptr<DustBlobCache> files)
        : m_file(std::move(file)), m_own(std::move(own)), m_files(std::move(files))
    {}

    const std::shared_ptr<DustStorageFile> m_file;
    const std::shared_ptr<DustStorage> m_own; // what is of no store
    const std::shared_ptr<DustBlobCache> m_files;
};

#endif // DUSTCLIENTCACHE_P_H
