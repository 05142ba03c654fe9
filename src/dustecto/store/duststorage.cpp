// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "duststorage.h"

#include "dusttext_p.h"
#include "dusttransaction_p.h"

#include <QtCore/QLoggingCategory>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcStorage, "dustecto.storage")

namespace {

// Files keep numbers as signed 64-bit integers.
constexpr quint64 MaximumNumber = quint64(std::numeric_limits<qint64>::max());

DustError rowRefused(const QByteArray &path, const DustStoredValue &value)
{
    const QString name = DustText::fromUtf8(path);
    return DustError(
            DustError::LimitExceeded,
            u"The row %1 cannot be stored: its path has %2 bytes of at most %3, its value %4 of "
            "at most %5, and its revision is %6 of at most %7."_s.arg(
                    DustText::quoted(name), QString::number(path.size()),
                    QString::number(DustRow::MaximumPathBytes),
                    QString::number(value.packed.size()),
                    QString::number(DustRow::MaximumValueBytes), QString::number(value.revision),
                    QString::number(MaximumNumber)),
            { { u"reason"_s, u"row_too_large"_s }, { u"path"_s, name } });
}

DustError logGap(quint64 seq, quint64 last)
{
    return DustError(DustError::Storage,
                     u"The log record with seq %1 cannot follow seq %2: a log has no gaps."_s.arg(
                             QString::number(seq), QString::number(last)),
                     { { u"reason"_s, u"log_gap"_s } });
}

} // namespace

/*!
    \class DustStorage
    \inmodule DustEcto
    \brief The DustStorage class keeps the rows, the log and a few small values of one store.

    All rows are held in memory, in the byte order of their paths: reads never wait, and never
    fail. Writes go into memory at once and are made to last together, at the end of their
    transaction().

    There are two: DustMemoryStorage, and the storages of a file of the SQLite plugin. An
    application opens neither itself; DustClient does, by its URL.

    A row that a damaged file brought does not keep its store from opening. Where its value, type
    or revision cannot be one, it is there: reading its value ends in an error of kind
    DustError::Storage with reason \c damaged_row and the path, and writing the path or deleting
    it or its parent repairs the store. Where its path is not one, nothing could reach it: it is
    left out, with a warning, and stays in the file.

    \sa DustStorageFile, DustStoragePlugin
*/

class DustStorage::Private
{
public:
    explicit Private(DustStorageContent &&content)
        : rows(std::move(content.rows)), meta(std::move(content.meta)), log(content.log)
    {}

    bool mayWrite(const char *function) const;
    void setMeta(const QByteArray &key, const QByteArray &value);
    DustTransaction::MetaChange *metaChange(const QByteArray &key);
    void undo();
    void undoRows(std::size_t count);
    void fail(const DustError &error);

    DustRowTable rows;
    QHash<QByteArray, QByteArray> meta;
    DustLogBounds log;

    DustTransaction transaction;
    QHash<QByteArray, std::size_t> metaIndex; // in transaction.meta, where that has many
    DustError failure; // of a write in the running transaction
    bool isWriting = false;
};

bool DustStorage::Private::mayWrite(const char *function) const
{
    if (!isWriting)
        qCWarning(lcStorage, "DustStorage::%s() called outside of a transaction: ignored",
                  function);
    return isWriting;
}

void DustStorage::Private::fail(const DustError &error)
{
    if (failure.kind() == DustError::NoError)
        failure = error;
}

void DustStorage::Private::setMeta(const QByteArray &key, const QByteArray &value)
{
    if (value.isEmpty())
        meta.remove(key);
    else
        meta.insert(key, value);
}

// What the transaction did to the key so far, or null.
DustTransaction::MetaChange *DustStorage::Private::metaChange(const QByteArray &key)
{
    constexpr std::size_t Few = 8; // looked through faster than hashed
    auto &changes = transaction.meta;
    if (changes.size() <= Few) {
        const auto change = std::find_if(changes.begin(), changes.end(),
                                         [&key](const auto &each) { return each.key == key; });
        return change == changes.end() ? nullptr : &*change;
    }
    for (std::size_t i = std::size_t(metaIndex.size()); i < changes.size(); ++i)
        metaIndex.insert(changes[i].key, i);
    const auto index = metaIndex.constFind(key);
    return index == metaIndex.cend() ? nullptr : &changes[*index];
}

void DustStorage::Private::undo()
{
    undoRows(0);
    for (auto change = transaction.meta.rbegin(); change != transaction.meta.rend(); ++change)
        setMeta(change->key, change->before);
    log = transaction.logBefore;
}

// All but the first `count` changes of this transaction.
void DustStorage::Private::undoRows(std::size_t count)
{
    while (transaction.rows.size() > count) {
        DustTransaction::RowChange &change = transaction.rows.back();
        if (change.before)
            rows.insert(std::move(change.before));
        else
            rows.take(change.after->path());
        transaction.rows.pop_back();
    }
}

/*!
    Constructs a storage that starts with \a content.
*/
DustStorage::DustStorage(DustStorageContent &&content)
    : d(std::make_unique<Private>(std::move(content)))
{}

/*!
    Destroys the storage. What was written stays where it is kept.
*/
DustStorage::~DustStorage() = default;

/*!
    Returns the rows. The view is good as long as the storage is, the rows in it until the
    next write.
*/
const DustReadView &DustStorage::rows() const
{
    return d->rows;
}

/*!
    Returns the small value kept under \a key, or null when there is none.

    \sa setMeta()
*/
QByteArray DustStorage::meta(const QByteArray &key) const
{
    return d->meta.value(key);
}

/*!
    Returns the first and the last seq in the log. A log has no gaps.
*/
DustLogBounds DustStorage::logBounds() const
{
    return d->log;
}

/*!
    Returns the records of the log with a seq above \a since, in order, at most \a limit of
    them.

    Ends with an error of kind DustError::Storage when they cannot be read: reason
    \c damaged_log, with the seq of the record, or one of those that DustStoragePlugin::open()
    lists.
*/
DustResult<QList<DustLogRecord>> DustStorage::log(quint64 since, int limit) const
{
    QList<DustLogRecord> records;
    if (d->log.isEmpty() || since >= d->log.last || limit <= 0)
        return records;
    const quint64 first = std::max(since + 1, d->log.first);
    const quint64 last = std::min(d->log.last, first + quint64(limit) - 1);
    // The tail of a running transaction is not persisted yet.
    const QList<QByteArray> &pending = d->transaction.log;
    const quint64 pendingFirst = pending.isEmpty() ? d->log.last + 1 : d->transaction.logFirst;

    QList<QByteArray> stored;
    if (first < pendingFirst) {
        auto read = readLog(first, qint64(std::min(last + 1, pendingFirst) - first));
        if (!read)
            return read.error();
        stored = std::move(read).value();
    }
    if (last >= pendingFirst) {
        const quint64 from = std::max(first, pendingFirst);
        stored += pending.sliced(qsizetype(from - pendingFirst), qsizetype(last - from) + 1);
    }
    records.reserve(stored.size());
    for (const QByteArray &bytes : std::as_const(stored)) {
        auto record = DustLogRecord::fromBytes(first + quint64(records.size()), bytes);
        if (!record)
            return record.error();
        records.append(std::move(record).value());
    }
    return records;
}

/*!
    Calls \a work, in which alone put(), erase(), setMeta(), appendLog() and truncateLog() may
    be called, and makes what it did last.

    Reads during \a work see what it wrote. When \a work returns an error, when one of its
    writes could not be done, or when keeping it failed, nothing of it happened, in memory and
    on disk, and the error is returned. The storage stays usable: where a disk was full
    (reason \c disk_full) the same may succeed later.

    Transactions are not nested: the inner one is refused with DustError::InvalidParams and
    reason \c nested_transaction, without calling \a work.
*/
DustResult<void> DustStorage::transaction(const std::function<DustResult<void>()> &work)
{
    if (d->isWriting) {
        qCWarning(lcStorage, "DustStorage::transaction() called inside of a transaction: refused");
        return DustError(
                DustError::InvalidParams,
                u"A transaction of a storage cannot be started inside of another one: finish "
                "the outer one first."_s,
                { { u"reason"_s, u"nested_transaction"_s } });
    }
    d->isWriting = true;
    d->failure = DustError();
    d->transaction.logBefore = d->log;
    DustResult<void> result = work();
    if (result && d->failure.kind() != DustError::NoError)
        result = d->failure;
    if (result && !d->transaction.isEmpty())
        result = persist(d->transaction);
    if (!result)
        d->undo();
    d->transaction = DustTransaction();
    d->metaIndex.clear();
    d->isWriting = false;
    return result;
}

/*!
    Calls \a work inside of a transaction(). When it returns an error, or one of its writes could
    not be done, what it wrote to rows and log is undone, the error is returned, and the
    transaction goes on. \a work may neither set small values nor truncate the log.
*/
DustResult<void> DustStorage::attempt(const std::function<DustResult<void>()> &work)
{
    if (!d->mayWrite("attempt"))
        return DustError(
                DustError::InvalidParams,
                u"A part of a transaction cannot be tried outside of one: start it first."_s,
                { { u"reason"_s, u"no_transaction"_s } });
    const DustError failureBefore = std::exchange(d->failure, DustError());
    const std::size_t rowCount = d->transaction.rows.size();
    const qsizetype logCount = d->transaction.log.size();
    const DustLogBounds logBefore = d->log;
    DustResult<void> result = work();
    if (result && d->failure.kind() != DustError::NoError)
        result = d->failure;
    if (!result) {
        d->undoRows(rowCount);
        d->transaction.log.resize(logCount);
        d->log = logBefore;
    }
    d->failure = failureBefore;
    return result;
}

/*!
    Writes \a value at \a path, over what was there.

    A path above 16 MB, a value above 4 GB and a revision above 2^63-1 make the transaction
    fail with DustError::LimitExceeded.

    \sa transaction(), erase()
*/
void DustStorage::put(const QByteArray &path, const DustStoredValue &value)
{
    if (!d->mayWrite("put"))
        return;
    DustRow::Pointer row;
    if (value.revision <= MaximumNumber)
        row = DustRow::create(path, value);
    if (!row) {
        d->fail(rowRefused(path, value));
        return;
    }
    const DustRow *after = row.get();
    d->transaction.rows.push_back({ d->rows.insert(std::move(row)), after });
}

/*!
    Removes the row at \a path. Returns whether there was one.

    \sa transaction(), put()
*/
bool DustStorage::erase(const QByteArray &path)
{
    if (!d->mayWrite("erase"))
        return false;
    DustRow::Pointer row = d->rows.take(path);
    if (!row)
        return false;
    d->transaction.rows.push_back({ std::move(row), nullptr });
    return true;
}

/*!
    Keeps \a value under \a key. An empty value removes the key.

    \sa transaction(), meta()
*/
void DustStorage::setMeta(const QByteArray &key, const QByteArray &value)
{
    if (!d->mayWrite("setMeta"))
        return;
    if (auto *again = d->metaChange(key))
        again->after = value;
    else
        d->transaction.meta.push_back({ key, d->meta.value(key), value });
    d->setMeta(key, value);
}

/*!
    Appends \a record to the log. Its seq is the one after the last; a log that is empty
    begins with any seq above 0. Another seq makes the transaction fail with
    DustError::Storage and reason \c log_gap.

    \sa transaction(), log(), truncateLog()
*/
void DustStorage::appendLog(const DustLogRecord &record)
{
    if (!d->mayWrite("appendLog"))
        return;
    const bool follows = d->log.isEmpty() ? record.seq > 0 : record.seq == d->log.last + 1;
    if (!follows || record.seq > MaximumNumber) {
        d->fail(logGap(record.seq, d->log.last));
        return;
    }
    if (d->transaction.log.isEmpty())
        d->transaction.logFirst = record.seq;
    d->transaction.log.append(record.toBytes());
    d->log.last = record.seq;
    if (d->log.first == 0)
        d->log.first = record.seq;
}

/*!
    Removes the records up to and including \a throughSeq from the log.

    \sa transaction(), appendLog()
*/
void DustStorage::truncateLog(quint64 throughSeq)
{
    if (!d->mayWrite("truncateLog") || d->log.isEmpty() || throughSeq < d->log.first)
        return;
    const quint64 last = std::min(throughSeq, d->log.last);
    DustTransaction &transaction = d->transaction;
    transaction.logTruncatedThrough = last;
    if (!transaction.log.isEmpty() && last >= transaction.logFirst) {
        transaction.log.remove(0, qsizetype(last + 1 - transaction.logFirst));
        transaction.logFirst = last + 1;
    }
    d->log = last == d->log.last ? DustLogBounds() : DustLogBounds{ last + 1, d->log.last };
}

/*!
    \fn DustResult<void> DustStorage::persist(const DustTransaction &transaction)

    Makes what \a transaction did last, as a whole, or fails and leaves everything as it was
    before. Called once per transaction that wrote.
*/

/*!
    \fn DustResult<QList<QByteArray>> DustStorage::readLog(quint64 first, qint64 limit) const

    Returns the bytes of the log's records from the seq \a first on, \a limit of them. They
    were persisted.
*/
