// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// An application that writes to local/main at a server until it is killed, or until "finish" comes
// in: faultclient URL TOKEN CACHEFOLDER FIRST SEED. It goes on from its cache.

#include "faultwriter.h"

#include <DustClient>

#include <QtCore/QCoreApplication>
#include <QtCore/QSocketNotifier>

#include <cstdio>
#include <unistd.h>

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    DustClient client(QUrl(arguments.value(1)));
    client.setToken(arguments.value(2));
    client.setCacheFolder(arguments.value(3));
    QObject::connect(&client, &DustClient::errorChanged, &client, [&] {
        std::printf("note client %s\n", qPrintable(client.error().message()));
        std::fflush(stdout);
    });
    FaultWriter writer(client.store(u"local/main"_s), arguments.value(4).toULongLong(),
                       arguments.value(5).toUInt());

    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &writer, [&] {
        char text[64];
        if (::read(STDIN_FILENO, text, sizeof(text)) <= 0)
            std::_Exit(4); // who started it is gone
        client.reconnectNow();
        writer.finish();
    });
    return application.exec();
}
