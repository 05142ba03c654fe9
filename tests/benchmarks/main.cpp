// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "roles.h"
#include "rounds.h"

#include <QtGui/QGuiApplication>

#include <cstdlib>

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_QUICK_BACKEND", "software");
    QGuiApplication app(argc, argv);
    const QStringList wanted = app.arguments().mid(1);
    if (wanted.value(0) == u"--role"_s)
        return runRole(wanted.mid(1));
    const auto run = [&](const QString &name, void (*bench)()) {
        if (wanted.isEmpty() || wanted.contains(name))
            bench();
    };

    note(u"| what | against | ours | ceiling | ratio | must | aim | met |"_s);
    note(u"| --- | --- | --- | --- | --- | --- | --- | --- |"_s);
    run(u"records"_s, benchRecords);
    run(u"insert"_s, benchInsert);
    run(u"events"_s, benchEvents);
    run(u"model"_s, benchModel);
    run(u"memory"_s, benchMemory);
    run(u"http"_s, benchHttp);
    run(u"server"_s, benchServer);
    run(u"durable"_s, benchDurable);
    run(u"broadcast"_s, benchBroadcast);
    run(u"servermemory"_s, benchServerMemory);
    run(u"replica"_s, benchReplica);
    run(u"realtime"_s, benchRealtime);
    run(u"news"_s, benchNews);
    run(u"catchup"_s, benchCatchUp);
    return EXIT_SUCCESS;
}
