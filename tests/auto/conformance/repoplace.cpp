// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "repoplace.h"

#include <QtCore/QByteArray>

std::unique_ptr<RepoPlace> RepoPlace::make()
{
    const QByteArray name = qEnvironmentVariableIsSet("DUST_TEST_TRANSPORT")
            ? qgetenv("DUST_TEST_TRANSPORT")
            : QByteArray("memory");
    auto place = makeEmbeddedPlace(name);
#ifdef DUST_TEST_SERVER
    if (!place)
        place = makeServerPlace(name);
#endif
    if (!place)
        qFatal("DUST_TEST_TRANSPORT=%s is no transport of this build.", name.constData());
    return place;
}
