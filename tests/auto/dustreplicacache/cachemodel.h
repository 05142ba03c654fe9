// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef CACHEMODEL_H
#define CACHEMODEL_H

#include "dustreplicacache_p.h"

#include <map>
#include <random>

inline DustStoredValue stored(int value, quint64 revision)
{
    return { DustValue(value).toMessagePack(), DustEntry::Integer, revision, 1'700'000'000'000 };
}

inline DustOutboxEntry entryNumbered(quint64 number, int value = 1)
{
    DustOutboxEntry entry;
    entry.number = number;
    const auto path = DustPath::fromCanonical("p/" + QByteArray::number(number));
    entry.operations = {
        DustOperation::set(path, value).setClientOpId(QStringLiteral("op-%1").arg(number))
    };
    return entry;
}

inline DustRejection rejectionNumbered(quint64 number)
{
    const DustOutboxEntry entry = entryNumbered(number);
    return { number, QStringLiteral("id-%1").arg(number), entry.operation(),
             DustError(DustError::Conflict, QStringLiteral("Somebody was faster."),
                       { { QStringLiteral("reason"), QStringLiteral("conflict") } }) };
}

inline std::map<QByteArray, DustStoredValue> rowsOf(const DustReadView &view)
{
    std::map<QByteArray, DustStoredValue> rows;
    view.scan({}, {}, [&rows](const DustRow &row) {
        rows[row.path().toByteArray()] = row.stored();
        return true;
    });
    return rows;
}

// A cache as plain maps.
struct CacheModel
{
    explicit CacheModel(quint64 seed) : dice(seed) {}

    // One request, of the model and of the cache in whose run() it is called.
    void request(DustReplicaCache &cache)
    {
        switch (dice() % 16) {
        case 0:
        case 1:
            session = QByteArray::number(uint(dice() % 3));
            cache.setSession(session);
            break;
        case 2:
        case 3:
            cache.setSeq(++seq);
            break;
        case 4:
        case 5:
        case 6:
            keepNew(cache);
            break;
        case 7:
            keepAgain(cache);
            break;
        case 8:
        case 9:
        case 10:
            drop(cache);
            break;
        case 11:
            reject(cache);
            break;
        case 12:
            dropRejection(cache);
            break;
        default:
            apply(cache);
        }
    }

    // What the content is not, if anything.
    QString difference(const DustReplicaCache::Content &content) const
    {
        if (content.seq != seq || content.session != session)
            return QStringLiteral("seq or session differ");
        if (content.outbox.size() != outbox.size())
            return QStringLiteral("%1 entries, not %2")
                    .arg(content.outbox.size())
                    .arg(outbox.size());
        auto expected = outbox.begin();
        for (const DustOutboxEntry &entry : content.outbox) {
            const auto &[number, kept] = *expected++;
            if (entry.number != number || entry.toBytes() != kept.toBytes()
                || entry.content != kept.content)
                return QStringLiteral("entry %1 differs").arg(number);
        }
        if (std::size_t(content.rejections.size()) != rejections.size())
            return QStringLiteral("%1 rejections").arg(content.rejections.size());
        auto rejection = rejections.begin();
        for (const DustRejection &each : content.rejections) {
            const auto &[number, kept] = *rejection++;
            if (each.number != number || each.opId != kept.opId || each.operation != kept.operation
                || each.error != kept.error)
                return QStringLiteral("rejection %1 differs").arg(number);
        }
        if (content.nextNumber < next)
            return QStringLiteral("number %1 comes again").arg(content.nextNumber);
        return {};
    }

    std::minstd_rand dice;
    std::map<QByteArray, DustStoredValue> rows;
    std::map<quint64, DustOutboxEntry> outbox;
    std::map<quint64, DustRejection> rejections;
    QByteArray session;
    quint64 seq = 0;
    quint64 next = 1;

private:
    template<typename Map>
    typename Map::iterator any(Map &map)
    {
        return map.empty() ? map.end()
                           : std::next(map.begin(), std::ptrdiff_t(dice() % map.size()));
    }

    void apply(DustReplicaCache &cache)
    {
        QList<DustLeafChange> changes;
        for (auto left = 1 + dice() % 3; left > 0; --left) {
            const QByteArray path = "k/" + QByteArray::number(uint(dice() % 12));
            DustLeafChange change{ path, std::nullopt, std::nullopt };
            rows.erase(path);
            if (dice() % 3 != 0) {
                change.after = stored(int(dice() % 100), seq + dice() % 3);
                rows[path] = *change.after;
            }
            changes.append(change);
        }
        cache.apply(changes);
    }

    void keepNew(DustReplicaCache &cache)
    {
        next += dice() % 8 == 0 ? dice() % 700 : 0; // others were transient
        DustOutboxEntry entry = entryNumbered(next++);
        if (dice() % 4 == 0)
            entry.content = "content " + QByteArray::number(entry.number);
        cache.keep(entry, !entry.content.isEmpty());
        outbox[entry.number] = entry;
    }

    void keepAgain(DustReplicaCache &cache)
    {
        const auto entry = any(outbox);
        if (entry == outbox.end())
            return;
        entry->second.state = DustOutboxEntry::Unanswered;
        entry->second.wire = entry->second.operations;
        ++entry->second.attempts;
        cache.keep(entry->second, false);
    }

    void drop(DustReplicaCache &cache)
    {
        const auto entry = any(outbox);
        if (entry == outbox.end())
            return;
        cache.drop(entry->second);
        outbox.erase(entry);
    }

    void reject(DustReplicaCache &cache)
    {
        const auto entry = any(outbox);
        if (entry == outbox.end())
            return;
        const DustRejection rejection = rejectionNumbered(entry->first);
        cache.drop(entry->second);
        cache.keepRejection(rejection);
        rejections[entry->first] = rejection;
        outbox.erase(entry);
    }

    void dropRejection(DustReplicaCache &cache)
    {
        const auto rejection = any(rejections);
        if (rejection == rejections.end())
            return;
        cache.dropRejection(rejection->first);
        rejections.erase(rejection);
    }
};

#endif // CACHEMODEL_H
