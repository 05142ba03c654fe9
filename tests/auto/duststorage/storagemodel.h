// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef STORAGEMODEL_H
#define STORAGEMODEL_H

#include "duststorage.h"
#include "dusttransaction_p.h"

#include <QtCore/QRandomGenerator>

#include <algorithm>
#include <map>

using Leaves = QList<std::pair<QByteArray, DustStoredValue>>;

inline DustStoredValue stored(const DustValue &value, quint64 revision = 1)
{
    return { value.toMessagePack(), DustEntry::typeOf(value), revision, 1700000000000 };
}

inline DustLogRecord record(quint64 seq, const QByteArray &path = "links/qt")
{
    DustLogRecord record;
    record.seq = seq;
    record.path = path;
    record.value = DustValue(qint64(seq)).toMessagePack();
    return record;
}

inline Leaves leaves(const DustReadView &view)
{
    Leaves found;
    view.scan({}, {}, [&found](const DustRow &row) {
        found.emplaceBack(row.path().toByteArray(), row.stored());
        return true;
    });
    return found;
}

inline QList<quint64> seqs(const DustStorage &storage, quint64 since, int limit)
{
    QList<quint64> found;
    const auto log = storage.log(since, limit);
    if (!log)
        qWarning("%s", qPrintable(log.error().message()));
    for (const DustLogRecord &each : log.valueOr({}))
        found.append(each.seq);
    return found;
}

// A storage as plain maps.
struct Model
{
    std::map<QByteArray, DustStoredValue> rows;
    std::map<QByteArray, QByteArray> meta;
    std::map<quint64, QByteArray> log;
    quint64 seq = 0;

    void step(DustStorage &storage, QRandomGenerator &dice, quint64 revision)
    {
        const QByteArray path = "p" + QByteArray::number(dice.bounded(12));
        const QByteArray key = "k" + QByteArray::number(dice.bounded(3));
        switch (dice.bounded(10)) {
        case 0:
        case 1:
        case 2:
        case 3:
            rows[path] = stored(dice.bounded(1000), revision);
            storage.put(path, rows[path]);
            break;
        case 4:
        case 5:
            rows.erase(path);
            storage.erase(path);
            break;
        case 6:
            meta[key] = QByteArray::number(dice.bounded(100));
            storage.setMeta(key, meta[key]);
            break;
        case 7:
        case 8:
            ++seq;
            log[seq] = record(seq, path).toBytes();
            storage.appendLog(record(seq, path));
            break;
        case 9:
            const quint64 through = quint64(dice.bounded(int(seq) + 1));
            log.erase(log.begin(), log.upper_bound(through));
            storage.truncateLog(through);
            break;
        }
    }

    QString difference(const DustStorage &storage) const
    {
        const Leaves found = leaves(storage.rows());
        if (!std::equal(found.begin(), found.end(), rows.begin(), rows.end(),
                        [](const auto &a, const auto &b) {
                            return a.first == b.first && a.second == b.second;
                        }))
            return QStringLiteral("the rows differ");
        for (const auto &[key, value] : meta) {
            if (storage.meta(key) != value)
                return QStringLiteral("a small value differs");
        }
        const auto read = storage.log(0, 1 << 30);
        if (!read || read->size() != qsizetype(log.size()))
            return QStringLiteral("the log is of another length");
        for (const DustLogRecord &each : *read) {
            const auto expected = log.find(each.seq);
            if (expected == log.end() || expected->second != each.toBytes())
                return QStringLiteral("a log record differs");
        }
        return {};
    }
};

#endif // STORAGEMODEL_H
