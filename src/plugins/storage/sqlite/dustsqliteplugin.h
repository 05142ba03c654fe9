// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSQLITEPLUGIN_H
#define DUSTSQLITEPLUGIN_H

#include "duststorage.h"

class DustSqlitePlugin final : public QObject, public DustStoragePlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID DustStoragePlugin_iid FILE "dustsqlite.json")
    Q_INTERFACES(DustStoragePlugin)

public:
    DustResult<std::shared_ptr<DustStorageFile>> open(const QString &fileName,
                                                      const DustStorageOptions &options) override;
};

#endif // DUSTSQLITEPLUGIN_H
