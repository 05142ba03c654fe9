// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustStorageFile and what it takes to open one.

#include "duststorage.h"

/*!
    \class DustStorageFile
    \inmodule DustEcto
    \brief The DustStorageFile class is a file, or a place in memory, with the storages of
    several stores.

    \sa DustStorage, DustStoragePlugin
*/

/*!
    Destroys the object. Storages that are in use stay usable, and keep the file open.
*/
DustStorageFile::~DustStorageFile() = default;

/*!
    \fn DustResult<std::shared_ptr<DustStorage>> DustStorageFile::storage(const QString
    &storeName)

    Returns the storage of the store \a storeName, which is made when there is none. As long
    as it is in use, the same object is returned again.

    Ends with the errors that DustStoragePlugin::open() lists.
*/

/*!
    \fn QStringList DustStorageFile::storeNames() const

    Returns the names of the stores, sorted.
*/

/*!
    \class DustStorageOptions
    \inmodule DustEcto
    \brief The DustStorageOptions class says how a storage file is to be kept.

    \sa DustStoragePlugin::open()
*/

/*!
    \enum DustStorageOptions::Durability

    What a write survives that was acknowledged.

    \value Process The end of the process, however it ends. The default.
    \value Full The loss of power as well; each transaction waits for the disk.
*/

/*!
    \fn DustStorageOptions::Durability DustStorageOptions::durability() const

    Returns what a write survives: Process unless set.

    \sa setDurability()
*/

/*!
    Sets what a write survives to \a durability. Returns this object.

    \sa durability()
*/
DustStorageOptions &DustStorageOptions::setDurability(Durability durability)
{
    m_durability = durability;
    return *this;
}

/*!
    \fn qint64 DustStorageOptions::maximumBytes() const

    Returns how many bytes the file may have, 0 for no limit, which is the default.

    \sa setMaximumBytes()
*/

/*!
    Sets how many bytes the file may have to \a bytes, rounded to whole pages; 0 is no limit.
    A transaction that needs more fails as on a full disk, with reason \c disk_full; a store
    drops its log first, if that is enough. A file that has more already keeps what it has. The write-ahead log beside the file is not
    counted.

    Returns this object.

    \sa maximumBytes()
*/
DustStorageOptions &DustStorageOptions::setMaximumBytes(qint64 bytes)
{
    m_maximumBytes = bytes;
    return *this;
}

/*!
    \class DustStoragePlugin
    \inmodule DustEcto
    \brief The DustStoragePlugin class is what a plugin that keeps stores in files implements.
*/

/*!
    \fn DustResult<std::shared_ptr<DustStorageFile>> DustStoragePlugin::open(const QString
    &fileName, const DustStorageOptions &options)

    Opens \a fileName as \a options say; a file that is not there is made, readable and
    writable by its owner alone. The folder must be there. The file belongs to this process
    until the last object that was made from it is destroyed, and to the thread that opened
    it.

    Ends with an error of kind DustError::Storage that has the file's name as path and one of
    these reasons: \c is_a_folder, \c not_a_file, \c broken_link (a symbolic link to nothing),
    \c several_names (hard links: the journal follows only one), \c no_such_folder,
    \c no_permission, \c in_use (by another process, or opened twice), \c disk_full, \c corrupt,
    \c not_a_store, \c newer_version, \c io_error, \c no_driver. A transaction ends with
    \c file_replaced when another file has the name, or none, since the file was opened.
*/

/*!
    Destroys the plugin.
*/
DustStoragePlugin::~DustStoragePlugin() = default;
