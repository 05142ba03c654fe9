// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustreplicacachedata_p.h"

#include "dustmemorystorage.h"
#include "dusttransaction_p.h"

#include <QtCore/QLoggingCategory>

#include <limits>

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcCache, "dustecto.replica.cache")

namespace {

constexpr quint64 Step = 256; // by which bounds are moved

void eraseRows(DustStorage &storage)
{
    QByteArrayList paths;
    paths.reserve(storage.rows().count());
    storage.rows().scan({}, {}, [&paths](const DustRow &row) {
        paths.append(row.path().toByteArray());
        return true;
    });
    for (const QByteArray &path : std::as_const(paths))
        storage.erase(path);
}

// A row that no storage takes would fail every transaction that has it, in memory as well.
bool isKeepable(const DustLeafChange &change)
{
    return !change.after
            || (change.after->revision <= quint64(std::numeric_limits<qint64>::max())
                && change.path.size() <= DustRow::MaximumPathBytes
                && change.after->packed.size() <= DustRow::MaximumValueBytes);
}

} // namespace

DustReplicaCache::DustReplicaCache(std::unique_ptr<Private> data) : d(std::move(data)) {}

DustReplicaCache::~DustReplicaCache() = default;

// Everything a cache keeps in small values.
QByteArrayList DustReplicaCache::Private::keysIn(const DustStorage &storage)
{
    QByteArrayList keys;
    const auto take = [&](const QByteArray &key) {
        if (!storage.meta(key).isEmpty())
            keys.append(key);
    };
    for (const char *key : { "r/identity", "r/seq", "r/last", "r/session" })
        take(key);
    for (const Numbers *numbers : { &entryNumbers(), &rejectionNumbers() }) {
        take(numbers->firstKey);
        take(numbers->endKey);
        const Bounds bounds = boundsIn(storage, *numbers).valueOr({});
        for (quint64 number = bounds.first; number < bounds.end; ++number) {
            for (const char *prefix : numbers->prefixes)
                take(numbered(prefix, number));
        }
    }
    return keys;
}

void DustReplicaCache::Private::copyInto(DustStorage &to, const DustStorage &from)
{
    from.rows().scan({}, {}, [&to](const DustRow &row) {
        DustStoredValue value = row.stored();
        if (row.condition() == DustRow::Damaged)
            value.packed = QByteArrayLiteral("\xc1"); // what is never MessagePack: it stays damaged
        to.put(row.path().toByteArray(), value);
        return true;
    });
    for (const QByteArray &key : keysIn(from))
        to.setMeta(key, from.meta(key));
}

void DustReplicaCache::Private::perform(DustStorage &storage, const Request &request)
{
    if (const auto *meta = std::get_if<SetMeta>(&request)) {
        storage.setMeta(meta->key, meta->value);
    } else if (const auto *changes = std::get_if<QList<DustLeafChange>>(&request)) {
        for (const DustLeafChange &change : *changes) {
            if (change.after)
                storage.put(change.path, *change.after);
            else
                storage.erase(change.path);
        }
    } else {
        eraseRows(storage);
    }
}

void DustReplicaCache::Private::request(Request &&request)
{
    perform(current(), request);
    if (!memory)
        journal.push_back(std::move(request));
}

void DustReplicaCache::Private::tell(Range &range, const Bounds &bounds)
{
    if (bounds.first != range.told.first)
        setMeta(range.numbers.firstKey, QByteArray::number(bounds.first));
    if (bounds.end != range.told.end)
        setMeta(range.numbers.endKey, QByteArray::number(bounds.end));
    range.told = bounds;
}

void DustReplicaCache::Private::keepNumbered(Range &range, quint64 number, const QByteArray &bytes)
{
    const QByteArray key = numbered(range.numbers.prefixes.constFirst(), number);
    if (current().meta(key).isEmpty()) {
        range.known.first = range.count == 0 ? number : std::min(range.known.first, number);
        range.known.end = std::max(range.known.end, number + 1);
        ++range.count;
    }
    setMeta(key, bytes);
    Bounds bounds = range.told;
    if (number < bounds.first || range.known.first >= bounds.first + Step)
        bounds.first = range.known.first;
    if (number >= bounds.end)
        bounds.end = number + Step;
    tell(range, bounds);
}

void DustReplicaCache::Private::dropNumbered(Range &range, quint64 number)
{
    const auto key = [&range](quint64 each) {
        return numbered(range.numbers.prefixes.constFirst(), each);
    };
    if (current().meta(key(number)).isEmpty())
        return;
    for (const char *prefix : range.numbers.prefixes) {
        const QByteArray each = numbered(prefix, number);
        if (!current().meta(each).isEmpty())
            setMeta(each, {});
    }
    if (--range.count == 0)
        return;
    while (current().meta(key(range.known.first)).isEmpty())
        ++range.known.first;
}

const DustReadView &DustReplicaCache::rows() const
{
    return d->current().rows();
}

DustResult<void> DustReplicaCache::run(DustFunctionRef<void()> work)
{
    const auto done = d->current().transaction([&]() -> DustResult<void> {
        work();
        if (const auto seq = std::exchange(d->newSeq, std::nullopt)) {
            const QByteArray number = QByteArray::number(seq->first);
            d->setMeta(QByteArrayLiteral("r/seq"), number);
            d->setMeta(QByteArrayLiteral("r/last"), number + ' ' + seq->second.toUtf8());
        }
        return {};
    });
    if (!done && !d->memory)
        d->goOnInMemory();
    d->journal.clear();
    return done;
}

void DustReplicaCache::Private::goOnInMemory()
{
    auto replacement = std::make_shared<DustMemoryStorage>();
    replacement->transaction([&]() -> DustResult<void> {
        copyInto(*replacement, *storage);
        for (const Request &request : journal)
            perform(*replacement, request);
        return {};
    });
    memory = std::move(replacement);
}

void DustReplicaCache::apply(const QList<DustLeafChange> &changes)
{
    QList<DustLeafChange> kept = changes;
    if (!std::all_of(changes.cbegin(), changes.cend(), isKeepable)) {
        kept.removeIf([](const DustLeafChange &change) { return !isKeepable(change); });
        qCWarning(lcCache) << changes.size() - kept.size()
                           << "rows are left out: they are too large, or their revision is";
    }
    d->request(std::move(kept));
}

void DustReplicaCache::setSeq(quint64 seq, const QString &lastOpId)
{
    d->newSeq = { seq, lastOpId };
}

void DustReplicaCache::setSession(const QByteArray &session)
{
    d->setMeta(QByteArrayLiteral("r/session"), session);
}

void DustReplicaCache::keep(const DustOutboxEntry &entry, bool contentToo)
{
    if (entry.isTransient)
        return;
    d->keepNumbered(d->entries, entry.number, entry.toBytes());
    if (contentToo)
        d->setMeta(Private::numbered("r/c/", entry.number), entry.content);
}

void DustReplicaCache::drop(const DustOutboxEntry &entry)
{
    d->dropNumbered(d->entries, entry.number);
}

void DustReplicaCache::keepRejection(const DustRejection &rejection)
{
    d->keepNumbered(d->rejections, rejection.number, Private::bytesOf(rejection));
}

void DustReplicaCache::dropRejection(quint64 number)
{
    d->dropNumbered(d->rejections, number);
}

bool DustReplicaCache::isInMemory() const
{
    return bool(d->memory);
}

bool DustReplicaCache::isOn(const DustStorage &storage) const
{
    return !d->memory && d->storage.get() == &storage;
}

bool DustReplicaCache::isOf(const DustStorage &storage) const
{
    return d->storage.get() == &storage;
}

DustResult<void> DustReplicaCache::rebuild(const std::shared_ptr<DustStorage> &onto)
{
    if (!d->memory && !onto)
        return {};
    const std::shared_ptr<DustStorage> target = onto ? onto : d->storage;
    const auto rebuilt = target->transaction([&]() -> DustResult<void> {
        eraseRows(*target);
        for (const QByteArray &key : Private::keysIn(*target))
            target->setMeta(key, {});
        Private::copyInto(*target, d->current());
        return {};
    });
    if (rebuilt) {
        d->storage = target;
        d->memory.reset();
    }
    return rebuilt;
}
