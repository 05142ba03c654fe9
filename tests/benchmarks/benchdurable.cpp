// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// How many writes share one sync of the disk.

#include "benchpeers.h"
#include "roles.h"
#include "rounds.h"

#include <DustServer>

#include <QtCore/QTemporaryDir>

#include <atomic>
#include <memory>
#include <sys/syscall.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

std::atomic<int> syncs;

} // namespace

// In the place of the system's own, which SQLite would call.
extern "C" Q_DECL_EXPORT int fdatasync(int file)
{
    ++syncs;
    return int(syscall(SYS_fdatasync, file));
}
extern "C" Q_DECL_EXPORT int fsync(int file)
{
    ++syncs;
    return int(syscall(SYS_fsync, file));
}

void benchDurable()
{
    constexpr int Writes = 20'000;
    const QTemporaryDir folder;
    DustServer server;
    const auto opened = server.setDataFolder(folder.filePath(u"data"_s));
    if (!opened || !server.addStore(u"bench/main"_s) || !server.listen())
        qFatal("the benchmark's server does not start");
    const QString url = channelUrl(server.url(), server.token(), u"writer"_s).toString();
    syncs = 0;
    const std::unique_ptr<Peer> writer(
            Peer::role({ u"write"_s, url, QString::number(Writes), u"100"_s }));
    runUntil([&] { return writer->isOver(); }, "the writes");
    Ratio ratio{ u"dustd, durable writes, 100 in flight, SQLite: writes per fsync"_s,
                 u"syncs made"_s,
                 u"calls"_s,
                 double(Writes),
                 double(syncs),
                 20,
                 50 };
    ratio.kind = Ratio::Count;
    print(ratio);
}
