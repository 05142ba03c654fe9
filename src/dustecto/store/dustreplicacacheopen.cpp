// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustReplicaCache::open(): whose cache the storage is, and what it holds.

#include "dustreplicacachedata_p.h"
#include "dusttext_p.h"
#include "dusttransaction_p.h"

using namespace Qt::StringLiterals;

namespace {

constexpr quint64 MostNumbers = 100'000'000; // within bounds; more is damage

DustError contradiction(const QString &what)
{
    return DustError(
            DustError::Storage,
            u"The cache contradicts itself: %1. Open another file, or wipe this cache: what it has "
            u"not sent yet is lost then."_s.arg(what),
            { { u"reason"_s, u"inconsistent_cache"_s } });
}

DustError otherIdentity(const QByteArray &found, const QByteArray &wanted)
{
    return DustError(
            DustError::Storage,
            u"The cache belongs to another server, store or account: it is that of %1, not of %2. "
            u"Open another file, or wipe this cache: what it has not sent yet is lost then."_s.arg(
                    DustText::quoted(DustText::fromUtf8(found)),
                    DustText::quoted(DustText::fromUtf8(wanted))),
            { { u"reason"_s, u"other_identity"_s } });
}

DustError notACache(const QString &why)
{
    return DustError(DustError::Storage,
                     u"The storage is not a cache: %1. Open another file for the cache."_s.arg(why),
                     { { u"reason"_s, u"not_a_cache"_s } });
}

DustResult<quint64> number(const DustStorage &storage, const char *key, quint64 otherwise)
{
    const QByteArray text = storage.meta(key);
    bool ok = text.isEmpty();
    const quint64 value = ok ? otherwise : text.toULongLong(&ok);
    if (!ok)
        return contradiction(u"its %1 is %2, which is not a number"_s.arg(
                QLatin1StringView(key), DustText::quoted(DustText::fromUtf8(text))));
    return value;
}

} // namespace

const DustReplicaCache::Private::Numbers &DustReplicaCache::Private::entryNumbers()
{
    static const Numbers numbers{ "r/first", "r/next", { "r/o/", "r/c/" } };
    return numbers;
}

const DustReplicaCache::Private::Numbers &DustReplicaCache::Private::rejectionNumbers()
{
    static const Numbers numbers{ "r/x/first", "r/x/next", { "r/x/" } };
    return numbers;
}

DustResult<DustReplicaCache::Private::Bounds> DustReplicaCache::Private::boundsIn(
        const DustStorage &storage, const Numbers &numbers)
{
    const auto first = number(storage, numbers.firstKey, 1);
    if (!first)
        return first.error();
    const auto end = number(storage, numbers.endKey, 1);
    if (!end)
        return end.error();
    if (*end < *first || *end - *first > MostNumbers)
        return contradiction(u"its numbers reach from %1 to %2"_s.arg(QString::number(*first),
                                                                      QString::number(*end)));
    return Bounds{ *first, *end };
}

QByteArray DustReplicaCache::Private::bytesOf(const DustRejection &rejection)
{
    DustOutboxEntry entry;
    entry.operations = { rejection.operation };
    entry.callers = { { 0, rejection.opId, 0 } };
    entry.verdict = rejection.error;
    return entry.toBytes();
}

DustResult<DustRejection> DustReplicaCache::Private::rejectionFrom(quint64 number,
                                                                   const QByteArray &bytes)
{
    const auto entry = DustOutboxEntry::fromBytes(number, bytes);
    if (!entry)
        return entry.error();
    if (entry->operations.size() != 1 || entry->callers.size() != 1 || !entry->verdict)
        return contradiction(u"the refusal of write %1 is not one"_s.arg(number));
    return DustRejection{ number, entry->callers.constFirst().opId, entry->operation(),
                          *entry->verdict };
}

DustResult<std::unique_ptr<DustReplicaCache>> DustReplicaCache::open(
        std::shared_ptr<DustStorage> storage, const QByteArray &identity, Content *content)
{
    if (!storage->meta(QByteArrayLiteral("seq")).isEmpty() || !storage->logBounds().isEmpty())
        return notACache(u"a store has its authority there"_s);
    auto data = std::make_unique<Private>();
    data->storage = std::move(storage);
    if (const auto loaded = data->load(identity, content); !loaded)
        return loaded.error();
    return std::unique_ptr<DustReplicaCache>(new DustReplicaCache(std::move(data)));
}

// An empty storage becomes the cache of this identity.
DustResult<void> DustReplicaCache::Private::claim(const QByteArray &identity)
{
    const QByteArray found = storage->meta(QByteArrayLiteral("r/identity"));
    if (found == identity)
        return {};
    if (!found.isEmpty())
        return otherIdentity(found, identity);
    if (storage->rows().count() > 0)
        return notACache(u"it has rows, and does not say whose"_s);
    return storage->transaction([&]() -> DustResult<void> {
        storage->setMeta(QByteArrayLiteral("r/identity"), identity);
        return {};
    });
}

DustResult<void> DustReplicaCache::Private::load(const QByteArray &identity, Content *content)
{
    if (const auto claimed = claim(identity); !claimed)
        return claimed;
    const auto seq = number(*storage, "r/seq", 0);
    if (!seq)
        return seq.error();
    content->seq = *seq;
    // An older version may have left one of an earlier seq.
    const QByteArray last = storage->meta(QByteArrayLiteral("r/last"));
    const QByteArray at = QByteArray::number(*seq) + ' ';
    if (*seq > 0 && last.startsWith(at))
        content->lastOpId = DustText::fromUtf8(QByteArrayView(last).sliced(at.size()));
    content->session = storage->meta(QByteArrayLiteral("r/session"));
    if (const auto loaded = loadEntries(content); !loaded)
        return loaded;
    if (const auto loaded = loadRejections(content); !loaded)
        return loaded;
    content->nextNumber = std::max(entries.known.end, rejections.known.end);
    return {};
}

DustResult<void> DustReplicaCache::Private::loadEntries(Content *content)
{
    const auto bounds = boundsIn(*storage, entries.numbers);
    if (!bounds)
        return bounds.error();
    entries.known = entries.told = *bounds;
    for (quint64 number = bounds->first; number < bounds->end; ++number) {
        const QByteArray bytes = storage->meta(numbered("r/o/", number));
        if (bytes.isEmpty())
            continue;
        auto entry = DustOutboxEntry::fromBytes(number, bytes);
        if (!entry)
            return entry.error();
        entry->content = storage->meta(numbered("r/c/", number));
        content->outbox.push_back(std::move(entry).value());
    }
    entries.count = qsizetype(content->outbox.size());
    return {};
}

DustResult<void> DustReplicaCache::Private::loadRejections(Content *content)
{
    const auto bounds = boundsIn(*storage, rejections.numbers);
    if (!bounds)
        return bounds.error();
    rejections.known = rejections.told = *bounds;
    for (quint64 number = bounds->first; number < bounds->end; ++number) {
        const QByteArray bytes = storage->meta(numbered("r/x/", number));
        if (bytes.isEmpty())
            continue;
        const auto rejection = rejectionFrom(number, bytes);
        if (!rejection)
            return rejection.error();
        content->rejections.append(*rejection);
    }
    rejections.count = content->rejections.size();
    return {};
}
