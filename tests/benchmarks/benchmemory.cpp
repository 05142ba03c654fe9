// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "rounds.h"

#include "dustledger_p.h"
#include "dustmemorystorage.h"

#include <array>
#include <malloc.h>
#include <map>

using namespace Qt::StringLiterals;

namespace {

constexpr int Leaves = 100000;

QByteArray path(int number)
{
    return QByteArrayLiteral("links/package-name-")
            + QByteArray::number(number).rightJustified(6, '0') + "/title";
}

double heapInUse()
{
    malloc_trim(0);
    return double(mallinfo2().uordblks) + double(mallinfo2().hblkhd);
}

double perLeaf(double before)
{
    return (heapInUse() - before) / Leaves;
}

} // namespace

void benchMemory()
{
    Q_ASSERT(path(0).size() == 31 || path(0).size() == 30);
    const QString text(32, u'v');

    double before = heapInUse();
    std::map<QByteArray, std::array<char, 32>> bare;
    for (int i = 0; i < Leaves; ++i)
        bare[path(i)] = {};
    const double ceiling = perLeaf(before);

    // Rows alone: written through a transaction that logs nothing.
    before = heapInUse();
    DustMemoryStorage rows;
    const DustStoredValue value{ DustValue(text).toMessagePack(), DustEntry::String, 1, 1 };
    for (int i = 0; i < Leaves; ++i) {
        const auto done = rows.transaction([&] {
            rows.put(path(i), value);
            return DustResult<void>();
        });
        if (!done)
            qFatal("a row was not written");
    }
    const double ours = perLeaf(before);

    before = heapInUse();
    auto ledger = DustLedger::open(std::make_shared<DustMemoryStorage>(), {});
    for (int i = 0; i < Leaves; ++i)
        (*ledger)->apply(DustOperation::set(DustPath::fromCanonical(path(i)), text), u"bench"_s,
                         {});
    const double withLog = perLeaf(before);

    print({ u"memory per leaf (30-byte path, 32-byte value, 100,000 leaves), rows"_s,
            u"std::map<QByteArray, 32 bytes>"_s, u"B"_s, ours, ceiling, 2, 1.25 });
    print({ u"the same with the op log, memory storage"_s, u"the same"_s, u"B"_s, withLog, ceiling,
            0, 0 });
}
