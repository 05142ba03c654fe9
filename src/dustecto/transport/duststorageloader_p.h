// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSTORAGELOADER_P_H
#define DUSTSTORAGELOADER_P_H

// Finds and loads the plugin that keeps stores in SQLite files. Exported for the rooms above; not
// public API.

#include "duststorage.h"

namespace DustStorageLoader {

// Where it is looked for, in this order: dustecto/ in each of QCoreApplication::libraryPaths(),
// then the plugin folders of the build tree and of the installation that this library is part of.
DUSTECTO_EXPORT QStringList folders();

// The plugin, which stays loaded and is not the caller's to delete. Fails with Storage and the
// reason no_plugin.
DUSTECTO_EXPORT DustResult<DustStoragePlugin *> sqlite();

} // namespace DustStorageLoader

#endif // DUSTSTORAGELOADER_P_H
