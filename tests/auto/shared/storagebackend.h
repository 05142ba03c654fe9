// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef STORAGEBACKEND_H
#define STORAGEBACKEND_H

#include "dustmemorystorage.h"

#include <QtCore/QPluginLoader>

// The SQLite plugin, or null with a warning. CMake says where it was built.
inline DustStoragePlugin *sqlitePlugin()
{
    QPluginLoader loader(QStringLiteral(DUST_SQLITE_PLUGIN));
    auto *plugin = qobject_cast<DustStoragePlugin *>(loader.instance());
    if (!plugin)
        qWarning("%s", qPrintable(loader.errorString()));
    return plugin;
}

inline DustResult<std::shared_ptr<DustStorageFile>> openSqlite(
        const QString &fileName, const DustStorageOptions &options = {})
{
    DustStoragePlugin *plugin = sqlitePlugin();
    if (!plugin)
        return DustError(DustError::NotImplemented, QStringLiteral("There is no SQLite plugin."));
    return plugin->open(fileName, options);
}

// The kinds of storage that tests run on, by name.
inline QStringList storageBackends()
{
    return { QStringLiteral("memory"), QStringLiteral("sqlite") };
}

inline std::shared_ptr<DustStorageFile> openStorageFile(const QString &backend,
                                                        const QString &fileName)
{
    if (backend == QStringLiteral("memory"))
        return std::make_shared<DustMemoryStorageFile>();
    return openSqlite(fileName).valueOr(nullptr);
}

#endif // STORAGEBACKEND_H
