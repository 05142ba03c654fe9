// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTBLOBS_P_H
#define DUSTBLOBS_P_H

// The contents of files, by the hash of what they hold: in a folder, or in memory. Exported for the
// rooms above, the server and tests; not public API.

#include "dustresult.h"

#include <QtCore/QHash>
#include <QtCore/QSet>
#include <QtCore/QString>

class DUSTECTO_EXPORT DustBlobs
{
public:
    // An empty folder name keeps them in memory. The folder is made when it is not there.
    DustResult<void> open(const QString &folder);

    // The same for a folder that is made when there is something to put in it.
    void openLater(const QString &folder) { m_folder = folder; }

    static constexpr QLatin1StringView Prefix{ "sha256:" };
    static QString named(const QByteArray &sha256); // "sha256:<hex>"
    static QString hashOf(const QByteArray &content);
    static bool isHash(const QString &text);

    // On disk before it returns.
    DustResult<QString> put(const QByteArray &content);
    // NotFound; Storage where it is damaged.
    DustResult<QByteArray> get(const QString &hash) const;
    // Everything else goes.
    void keepOnly(const QSet<QString> &hashes);

private:
    QString fileName(const QString &hash) const;

    QString m_folder;
    QHash<QString, QByteArray> m_contents; // in memory
};

#endif // DUSTBLOBS_P_H
