// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef NUMBEREDWRITES_H
#define NUMBEREDWRITES_H

#include "duststorage.h"
#include "dusttransaction_p.h"

// The transactions 1, 2, 3, … of a writer that is going to be killed. Each follows from its number
// alone: so whoever does them on another storage knows what must be there, byte by byte.
namespace NumberedWrites {

constexpr quint64 Slots = 40; // rows of a transaction are there until the 40th after it

inline QByteArray rowPath(quint64 seq, int row)
{
    return "slot/" + QByteArray::number(seq % Slots) + '/' + QByteArray::number(row);
}

inline int rowCount(quint64 seq)
{
    return 1 + int(seq * 7919 % 5);
}

inline DustResult<void> write(DustStorage &storage, quint64 seq)
{
    return storage.transaction([&]() -> DustResult<void> {
        DustLogRecord record;
        record.seq = seq;
        record.path = "slot/" + QByteArray::number(seq % Slots);
        record.value = QByteArray(int(seq * 104729 % 500), 'v');
        for (int row = 0; row < 5; ++row)
            storage.erase(rowPath(seq, row));
        for (int row = 0; row < rowCount(seq); ++row) {
            const QByteArray bytes(int(seq * 613 * quint64(row + 1) % 3000), char('a' + row));
            storage.put(rowPath(seq, row), { bytes, DustEntry::String, seq, qint64(seq) });
            record.changes.append({ rowPath(seq, row), {}, {} });
        }
        storage.put("last", { QByteArray::number(seq), DustEntry::Integer, seq, qint64(seq) });
        storage.appendLog(record);
        if (seq % 64 == 0)
            storage.truncateLog(seq - 32);
        storage.setMeta("seq", QByteArray::number(seq));
        return {};
    });
}

inline quint64 lastSeq(const DustStorage &storage)
{
    return storage.meta("seq").toULongLong();
}

} // namespace NumberedWrites

#endif // NUMBEREDWRITES_H
