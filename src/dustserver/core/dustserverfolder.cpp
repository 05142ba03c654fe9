// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustserverfolder_p.h"

#include "dustmemorystorage.h"
#include "duststorageloader_p.h"

#include <QtCore/QDir>
#include <QtCore/QUrl>

using namespace Qt::StringLiterals;

namespace {

constexpr QLatin1StringView Suffix(".dust");

} // namespace

DustResult<void> DustServerFolder::setFolder(const QString &folder)
{
    const QDir dir(folder);
    const bool isNew = !dir.exists();
    const bool isMade = QDir().mkpath(dir.filePath(u"stores"_s));
    if (isMade && isNew)
        QFile::setPermissions(dir.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    if (!isMade || !QFileInfo(dir.filePath(u"stores"_s)).isWritable())
        return DustError(DustError::Storage,
                         u"The data folder %1 cannot be made or written: check its permissions, or "
                         "name another one."_s.arg(QDir::toNativeSeparators(folder)),
                         { { u"reason"_s, u"no_permission"_s } });
    m_folder = dir.absolutePath();
    return {};
}

QString DustServerFolder::filesFolder() const
{
    return m_folder.isEmpty() ? QString() : m_folder + u"/files"_s;
}

QStringList DustServerFolder::storeNames() const
{
    QStringList names;
    if (m_folder.isEmpty())
        return names;
    const QStringList files = QDir(m_folder + u"/stores"_s)
                                      .entryList({ u'*' + Suffix }, QDir::Files);
    for (const QString &file : files) {
        const QString name = QUrl::fromPercentEncoding(file.chopped(Suffix.size()).toUtf8());
        if (name.count(u'/') == 1) // else somebody put it there who is no server
            names.append(name);
    }
    names.sort();
    return names;
}

DustResult<std::shared_ptr<DustStorageFile>> DustServerFolder::open(const QString &storeName) const
{
    if (m_folder.isEmpty())
        return std::shared_ptr<DustStorageFile>(std::make_shared<DustMemoryStorageFile>());
    const auto plugin = DustStorageLoader::sqlite();
    if (!plugin)
        return plugin.error();
    // An answered write is on the disk: one commit, and one sync, for all that came in a turn.
    DustStorageOptions options;
    options.setDurability(DustStorageOptions::Full);
    const QString name = QString::fromLatin1(QUrl::toPercentEncoding(storeName));
    return (*plugin)->open(m_folder + u"/stores/"_s + name + Suffix, options);
}
