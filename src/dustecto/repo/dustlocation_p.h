// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLOCATION_P_H
#define DUSTLOCATION_P_H

#include "dustresult.h"

QT_BEGIN_NAMESPACE
class QUrl;
QT_END_NAMESPACE

// What a DustClient's URL names.
struct DustLocation
{
    enum Kind { Memory, File, Http, Realtime };

    Kind kind = Memory;
    QString name; // the memory's, empty for a private one; the file's path; the server's origin

    // InvalidParams, with a reason and a message that names the URL without what
    // may be secret in it.
    static DustResult<DustLocation> fromUrl(const QUrl &url);
};

#endif // DUSTLOCATION_P_H
