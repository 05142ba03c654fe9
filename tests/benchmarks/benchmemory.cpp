// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "benchheap.h"
#include "rounds.h"

#include "dustledger_p.h"
#include "dustmemorystorage.h"

using namespace Qt::StringLiterals;

void benchMemory()
{
    const QString text(32, u'v');
    const double ceiling = BenchHeap::bare();

    // Rows alone: written through a transaction that logs nothing.
    double before = BenchHeap::inUse();
    DustMemoryStorage rows;
    const DustStoredValue value{ DustValue(text).toMessagePack(), DustEntry::String, 1, 1 };
    for (int i = 0; i < BenchHeap::Leaves; ++i) {
        const auto done = rows.transaction([&] {
            rows.put(BenchHeap::path(i), value);
            return DustResult<void>();
        });
        if (!done)
            qFatal("a row was not written");
    }
    const double ours = BenchHeap::perLeaf(before);

    before = BenchHeap::inUse();
    auto ledger = DustLedger::open(std::make_shared<DustMemoryStorage>(), {});
    for (int i = 0; i < BenchHeap::Leaves; ++i)
        (*ledger)->apply(DustOperation::set(DustPath::fromCanonical(BenchHeap::path(i)), text),
                         u"bench"_s, {});
    const double withLog = BenchHeap::perLeaf(before);

    print({ u"memory per leaf (30-byte path, 32-byte value, 100,000 leaves), rows"_s,
            u"std::map<QByteArray, 32 bytes>"_s, u"B"_s, ours, ceiling, 2, 1.25 });
    print({ u"the same with the op log, memory storage"_s, u"the same"_s, u"B"_s, withLog, ceiling,
            0, 0 });
}
