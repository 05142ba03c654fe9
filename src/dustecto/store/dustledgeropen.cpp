// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustLedger::open(): does the storage hold what a ledger left there?

#include "dustledgerdata_p.h"
#include "dusttext_p.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace {

DustError contradiction(const QString &what)
{
    return DustError(DustError::Storage,
                     u"The store contradicts itself: %1. Restore it from a backup, or copy its "
                     "entries into a new store."_s.arg(what),
                     { { u"reason"_s, u"inconsistent_store"_s } });
}

DustResult<quint64> number(const DustStorage &storage, const QByteArray &key)
{
    const QByteArray text = storage.meta(key);
    bool ok = text.isEmpty();
    const quint64 value = ok ? 0 : text.toULongLong(&ok);
    if (!ok)
        return contradiction(u"its %1 is %2, which is not a number"_s.arg(
                QString::fromLatin1(key), DustText::quoted(DustText::fromUtf8(text))));
    return value;
}

DustResult<void> checkLog(const DustLogBounds &log, quint64 compactedThrough, quint64 seq)
{
    if (seq < compactedThrough)
        return contradiction(u"its log was compacted through seq %1, but its last seq is %2"_s.arg(
                QString::number(compactedThrough), QString::number(seq)));
    if (log.isEmpty()) {
        if (seq != compactedThrough)
            return contradiction(
                    u"its log is empty, but it should reach from seq %1 to seq %2"_s.arg(
                            QString::number(compactedThrough + 1), QString::number(seq)));
        return {};
    }
    if (log.first != compactedThrough + 1 || log.last != seq)
        return contradiction(
                u"its log reaches from seq %1 to seq %2, but should reach from %3 to %4"_s.arg(
                        QString::number(log.first), QString::number(log.last),
                        QString::number(compactedThrough + 1), QString::number(seq)));
    return {};
}

DustResult<void> checkRows(const DustReadView &rows, quint64 seq)
{
    DustResult<void> result;
    rows.scan({}, {}, [&](const DustRow &row) {
        if (row.condition() == DustRow::Damaged || row.revision() <= seq)
            return true;
        const QString path = DustText::fromUtf8(row.path());
        result = contradiction(u"its leaf %1 has revision %2, but its last seq is %3"_s.arg(
                                       DustText::quoted(path), QString::number(row.revision()),
                                       QString::number(seq)))
                         .with(u"path"_s, path);
        return false;
    });
    return result;
}

} // namespace

DustResult<std::unique_ptr<DustLedger>> DustLedger::open(std::shared_ptr<DustStorage> storage,
                                                         const DustNow &now)
{
    const auto seq = number(*storage, Private::seqKey());
    if (!seq)
        return seq.error();
    const auto compactedThrough = number(*storage, Private::compactedKey());
    if (!compactedThrough)
        return compactedThrough.error();
    if (const auto log = checkLog(storage->logBounds(), *compactedThrough, *seq); !log)
        return log.error();
    if (const auto rows = checkRows(storage->rows(), *seq); !rows)
        return rows.error();

    auto data = std::make_unique<Private>();
    data->marks.seq = *seq;
    data->marks.compactedThrough = *compactedThrough;
    // An estimate, which keeps no store from opening.
    data->marks.logBytes = storage->meta(Private::logBytesKey()).toULongLong();
    // The first write says it anew: many short sessions may not each forget what they added.
    data->marks.storedLogBytes = std::numeric_limits<quint64>::max();
    storage->rows().scan({}, {}, [&marks = data->marks](const DustRow &row) {
        marks.rowBytes += Private::bytesOf(row.path(), row.packed());
        return true;
    });
    data->leases.open(storage->rows(), now);
    data->storage = std::move(storage);
    return std::unique_ptr<DustLedger>(new DustLedger(std::move(data)));
}
