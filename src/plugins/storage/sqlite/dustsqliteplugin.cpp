// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustsqliteplugin.h"

#include "dustsqlitefile.h"

DustResult<std::shared_ptr<DustStorageFile>> DustSqlitePlugin::open(
        const QString &fileName, const DustStorageOptions &options)
{
    return DustSqliteFile::open(fileName, options);
}

#include "moc_dustsqliteplugin.cpp"
