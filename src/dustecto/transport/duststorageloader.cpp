// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "duststorageloader_p.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFileInfo>
#include <QtCore/QPluginLoader>

#if defined(Q_OS_UNIX)
#    include <dlfcn.h>
#endif

using namespace Qt::StringLiterals;

namespace {

constexpr QStringView PluginName = u"dustecto_sqlite";
constexpr QStringView FolderName = u"dustecto";

// The folder of the file that this code was loaded from; empty where the system does not tell.
QString ownFolder()
{
#if defined(Q_OS_UNIX)
    static const char here = 0;
    Dl_info info = {};
    if (dladdr(&here, &info) && info.dli_fname)
        return QFileInfo(QFile::decodeName(info.dli_fname)).canonicalPath();
#endif
    return {};
}

DustError noPlugin(const QString &problem)
{
    return DustError(DustError::Storage,
                     u"The SQLite storage plugin %1 Install DustEcto's plugins, or name the folder "
                     u"that contains "
                     "dustecto/ in QT_PLUGIN_PATH. Searched: %2."_s.arg(
                             problem, DustStorageLoader::folders().join(u", "_s)),
                     { { u"reason"_s, u"no_plugin"_s } });
}

} // namespace

QStringList DustStorageLoader::folders()
{
    QStringList folders;
    const QStringList libraryPaths = QCoreApplication::libraryPaths();
    for (const QString &path : libraryPaths)
        folders.append(QDir(path).filePath(FolderName.toString()));
    if (const QString own = ownFolder(); !own.isEmpty()) {
        for (const QString &plugins : { u"../../plugins"_s, u"qt6/plugins"_s })
            folders.append(QDir::cleanPath(u"%1/%2/%3"_s.arg(own, plugins, FolderName)));
    }
    folders.removeDuplicates();
    return folders;
}

DustResult<DustStoragePlugin *> DustStorageLoader::sqlite()
{
    const QStringList searched = folders();
    for (const QString &folder : searched) {
        const QStringList files = QDir(folder).entryList({ u"*%1.*"_s.arg(PluginName) },
                                                         QDir::Files);
        for (const QString &file : files) {
            if (!QLibrary::isLibrary(file))
                continue;
            QPluginLoader loader(QDir(folder).filePath(file));
            if (auto *plugin = qobject_cast<DustStoragePlugin *>(loader.instance()))
                return plugin;
            return noPlugin(
                    u"%1 cannot be used: %2."_s.arg(loader.fileName(), loader.errorString()));
        }
    }
    return noPlugin(u"was not found."_s);
}
