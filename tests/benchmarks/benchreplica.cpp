// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustReplica by itself: what reading the view costs, and what a cached leaf takes.

#include "benchheap.h"
#include "rounds.h"

#include "dustledger_p.h"
#include "dustmemorystorage.h"
#include "dustreplica_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr int Leaves = 10'000;
constexpr int Pending = 1'000;

DustPath pathOf(int number)
{
    return DustPath::fromCanonical(BenchHeap::path(number));
}

// A replica that was told of so many leaves, and is live.
std::unique_ptr<DustReplica> replicaOf(int leaves, const QString &text)
{
    DustReplicaSettings settings;
    settings.makeId = [made = 0]() mutable { return u"made-%1"_s.arg(++made); };
    auto opened = DustReplica::open(std::make_shared<DustMemoryStorage>(), "bench", settings, {});
    if (!opened)
        qFatal("the replica does not open: %s", qPrintable(opened.error().message()));
    std::unique_ptr<DustReplica> replica = std::move(*opened);
    replica->apply(DustReplicaInput::Joined{ quint64(leaves), true, {} }, {});
    constexpr int AtOnce = 500;
    for (int first = 0; first < leaves; first += AtOnce) {
        DustReplicaInput::Events events;
        for (int i = first; i < std::min(leaves, first + AtOnce); ++i) {
            DustEvent event;
            event.path = pathOf(i);
            event.value = text;
            event.storeSeq = quint64(i) + 1;
            event.deviceId = u"somebody"_s;
            events.events.append(event);
        }
        replica->apply(events, {});
    }
    replica->apply(DustReplicaInput::CatchUpComplete{ quint64(leaves) }, {});
    if (replica->state() != DustReplica::Live || replica->view().count() != leaves)
        qFatal("the replica has not caught up");
    return replica;
}

std::unique_ptr<DustLedger> ledgerOf(int leaves, const QString &text)
{
    auto ledger = DustLedger::open(std::make_shared<DustMemoryStorage>(), {});
    for (int i = 0; i < leaves; ++i)
        (*ledger)->apply(DustOperation::set(pathOf(i), text), u"bench"_s, {});
    return std::move(*ledger);
}

// Own writes that nobody answers, on leaves all over the store.
void writeUnanswered(DustReplica &replica, const QString &text)
{
    for (int i = 0; i < Pending; ++i) {
        DustReplicaInput::Write write;
        write.call = quint64(i) + 1;
        write.operation = DustOperation::set(pathOf(i * (Leaves / Pending)), text);
        write.operation.setClientOpId(u"op-%1"_s.arg(i));
        replica.apply(write, {});
    }
    if (replica.pendingCount() != Pending)
        qFatal("%d writes are pending", int(replica.pendingCount()));
}

void benchGet()
{
    const QString text(32, u'v');
    const auto ledger = ledgerOf(Leaves, text);
    const auto replica = replicaOf(Leaves, text);
    QList<DustPath> paths;
    for (int i = 0; i < Leaves; ++i)
        paths.append(pathOf(i * 7919 % Leaves)); // here and there
    const auto getAll = [&paths](const DustReadView &view) {
        for (const DustPath &path : paths) {
            if (!view.entry(path))
                qFatal("a leaf is missing");
        }
    };
    const auto compare = [&](const QString &outbox, double must) {
        print(measure(u"get from the view, "_s + outbox, u"the ledger's get"_s, must, 1,
                      { [&] { getAll(replica->view()); }, Leaves },
                      { [&] { getAll(ledger->view()); }, Leaves }));
    };
    compare(u"outbox empty"_s, 1.2);
    writeUnanswered(*replica, text);
    compare(u"1,000 writes pending"_s, 2);
}

void benchCachedLeaf()
{
    const QString text(32, u'v');
    const double ceiling = BenchHeap::bare();
    const double before = BenchHeap::inUse();
    const auto replica = replicaOf(BenchHeap::Leaves, text);
    print({ u"memory per cached leaf (30-byte path, 32-byte value, 100,000 leaves)"_s,
            u"std::map<QByteArray, 32 bytes>"_s, u"B"_s, BenchHeap::perLeaf(before), ceiling, 2,
            1.25 });
}

} // namespace

void benchReplica()
{
    benchGet();
    benchCachedLeaf();
}
