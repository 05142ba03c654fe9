// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustlistmodel_p.h"

#include "dustclient.h"
#include "dustrepo_p.h"
#include "dusttransport.h"

#include <QtCore/QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

void DustListModel::Private::prepare(const QList<const DustCommit *> &commits)
{
    const DustTransport *transport = m_store ? m_store->transport() : nullptr;
    if (!transport || !transport->view() || !m_reader)
        return;
    // What the rows show is the state before these commits where they have taken in all earlier ones.
    const bool isSettled = m_waiting.empty() && m_tasks == 0 && !m_changing;
    const auto known = [&](const QByteArray &key) -> const DustRecord * {
        const DustListRows::Row *row = isSettled ? rows.find(key) : nullptr;
        return row && !row->pending ? &row->record : nullptr;
    };
    auto changes = m_reader->touched(commits, *transport, known);
    if (!changes)
        m_waiting.push_back({ readAll(*transport), true });
    else if (!changes->isEmpty())
        m_waiting.push_back({ std::move(*changes) });
    tellSkippedLater();
}

QList<DustListChange> DustListModel::Private::readAll(const DustTransport &transport)
{
    const QList<DustListChange> records = m_reader->all(transport);
    tellSkippedLater();
    return records;
}

void DustListModel::Private::tellSkippedLater()
{
    if (m_reader->hasSkipped() && !skipTimer.isActive())
        skipTimer.start();
}

void DustListModel::Private::reportSkipped()
{
    if (const DustTransport *transport = m_store ? m_store->transport() : nullptr)
        m_reader->reportSkipped(*transport);
}

void DustListModel::Private::deliver()
{
    if (!m_changing)
        (void)settle();
}

bool DustListModel::Private::restart()
{
    detach();
    return want(Restart);
}

bool DustListModel::Private::load()
{
    return want(Load);
}

bool DustListModel::Private::poll()
{
    return want(Poll);
}

bool DustListModel::Private::reorder()
{
    return want(Reorder);
}

bool DustListModel::Private::refilter()
{
    return want(Refilter);
}

bool DustListModel::Private::replaceColumns()
{
    return want(Columns);
}

bool DustListModel::Private::want(Task task)
{
    m_tasks |= task;
    return m_changing || settle();
}

// Told of the counts, the application may want more; a call from in there finds nothing left to do
// here.
bool DustListModel::Private::settle()
{
    while (m_tasks != 0 || !m_waiting.empty()) {
        m_changing = true;
        if (!doNextTask())
            return false;
        m_changing = false;
        if (!announceCounts())
            return false;
    }
    return true;
}

bool DustListModel::Private::doNextTask()
{
    const auto take = [this](Task task) {
        const bool wanted = m_tasks & task;
        m_tasks &= ~task;
        return wanted;
    };
    if (take(Restart))
        return doRestart();
    if (take(Columns))
        return doColumns();
    if (take(Reorder))
        return doReorder();
    if (take(Refilter))
        return doRefilter();
    if (take(Load))
        return doLoad();
    if (take(Poll))
        return doPoll();
    Batch batch = std::move(m_waiting.front());
    m_waiting.pop_front();
    if (batch.complete)
        return replaceAll(std::move(batch.changes)) && announceCounts() && loaded({});
    if (batch.own)
        dropOutdated(&batch.changes);
    return rows.apply(std::move(batch.changes), this);
}

// What is set in the same turn as the source is there before the first row comes.
bool DustListModel::Private::doRestart()
{
    m_loadError = {};
    if (rows.totalCount() > 0 || shown != schema) {
        q->beginResetModel();
        rows.clear();
        shown = schema;
        resolveColumns();
        m_tasks |= Reorder | Refilter;
        if (!tell([this] { q->endResetModel(); }))
            return false;
    }
    if (isReady()) {
        const auto loadLater = [this, generation = m_generation] {
            if (generation == m_generation)
                (void)load();
        };
        QMetaObject::invokeMethod(q, loadLater, Qt::QueuedConnection);
    }
    return setLoading(isReady()) && updateError();
}

bool DustListModel::Private::doLoad()
{
    if (!isReady())
        return true;
    DustStore *store = repo->store();
    const DustTransport *transport = store ? store->transport() : nullptr;
    if (!transport)
        return loaded(store ? store->error() : notReady());
    attach(store);
    if (transport->view()) {
        m_waiting.clear(); // the view is newer
        m_waiting.push_back({ readAll(*transport), true });
        return true;
    }
    // What is on its way may be older than what is asked for, and two answers come in any order.
    if (m_reading)
        m_readsAgain = true;
    else
        loadRemote();
    return setLoading(true);
}

// Where a reading is on its way, it is as good as the next one.
bool DustListModel::Private::doPoll()
{
    const DustTransport *transport = m_store ? m_store->transport() : nullptr;
    const bool isWanted = transport && isReady() && !m_reading
            && !transport->capabilities().testFlag(DustTransport::Realtime);
    if (isWanted)
        loadRemote();
    return true;
}

void DustListModel::Private::loadRemote()
{
    // No context: then() takes none that may be gone when the future finishes.
    const auto answered = [this, model = QPointer(q),
                           generation = m_generation](const DustResult<QList<DustRecord>> &result) {
        if (!model || generation != m_generation)
            return;
        m_reading = false;
        const QList<DustListChange> newer = std::exchange(m_sinceLoad, {});
        if (std::exchange(m_readsAgain, false))
            loadRemote();
        if (!result) {
            (void)loaded(result.error());
            return;
        }
        Batch batch;
        batch.complete = true;
        for (const DustRecord &record : *result)
            batch.changes.append({ record.slug().toUtf8(), record });
        m_waiting.push_back(std::move(batch));
        if (!newer.isEmpty())
            m_waiting.push_back({ newer, false, true });
        deliver();
    };
    m_reading = true;
    repo->all(shown).then(answered);
}

// Where no news comes, of what this client's repos write.
void DustListModel::Private::takeOwnWrites(const QList<DustWrittenRecord> &records)
{
    QList<DustListChange> changes;
    for (const DustWrittenRecord &written : records) {
        if (!addOwnWrite(written, &changes)) {
            (void)load();
            return;
        }
    }
    if (changes.isEmpty())
        return;
    if (m_reading)
        m_sinceLoad += changes;
    m_waiting.push_back({ std::move(changes), false, true });
    deliver();
}

// A write that was made from an older state than the row shows, or whose answer came after a reading
// that found a later one, knows nothing of what came between.
void DustListModel::Private::dropOutdated(QList<DustListChange> *changes)
{
    const auto isOutdated = [this](const DustListChange &change) {
        const DustListRows::Row *row = change.record ? rows.find(change.key) : nullptr;
        if (!row)
            return false;
        const DustMeta &written = change.record->meta();
        const QList<DustMeta::Leaf> &shownLeaves = row->record.meta().leaves();
        return std::any_of(shownLeaves.cbegin(), shownLeaves.cend(), [&](const auto &leaf) {
            return written.leafRevision(leaf.path).value_or(written.revision()) < leaf.revision;
        });
    };
    if (changes->removeIf(isOutdated) > 0)
        m_tasks |= Load;
}

// False where only reading again tells what became of the records that are shown here.
bool DustListModel::Private::addOwnWrite(const DustWrittenRecord &written,
                                         QList<DustListChange> *changes) const
{
    const DustPath prefix = shown.prefix();
    if (!prefix.overlaps(written.path))
        return true;
    const bool isOneOfThese = prefix == written.path.parent();
    if (isOneOfThese && written.state == DustWrittenRecord::Removed) {
        changes->append({ written.path.lastSegment().toUtf8(), {} });
        return true;
    }
    if (!isOneOfThese || written.state != DustWrittenRecord::Written
        || written.record.schema() != shown)
        return false;
    changes->append({ written.path.lastSegment().toUtf8(), written.record });
    return true;
}

bool DustListModel::Private::loaded(const DustError &loadError)
{
    m_loadError = loadError;
    return updateError() && setLoading(loading && m_reading);
}

bool DustListModel::Private::doReorder()
{
    const DustListOrder order(shown, sort, sortLocale);
    m_sortError = order.error();
    return rows.setOrder(order, this) && updateError();
}

bool DustListModel::Private::doRefilter()
{
    const DustListFilter filter(shown, criteria);
    m_filterError = filter.error();
    return rows.setFilter(filter, this) && updateError();
}

// A diff: what is the same is not told of.
bool DustListModel::Private::replaceAll(QList<DustListChange> records)
{
    QSet<QByteArray> present;
    for (const DustListChange &record : std::as_const(records))
        present.insert(record.key);
    for (const QByteArray &key : rows.keys()) {
        if (!present.contains(key))
            records.append({ key, {} });
    }
    return rows.apply(std::move(records), this);
}

void DustListModel::Private::watchRepo()
{
    QObject::disconnect(m_repoDestroyed);
    QObject::disconnect(m_storeGiven);
    watchStore();
    if (!repo)
        return;
    m_repoDestroyed = QObject::connect(repo, &QObject::destroyed, q, [this] {
        if (restart())
            Q_EMIT q->repoChanged();
    });
    m_storeGiven = QObject::connect(repo, &DustRepo::storeChanged, q, [this] {
        watchStore();
        (void)restart();
    });
}

// A store that could not be opened may be opened later, and one that could not be read may be with
// another token.
void DustListModel::Private::watchStore()
{
    QObject::disconnect(m_storeOpened);
    QObject::disconnect(m_tokenGiven);
    DustStore *store = repo ? repo->store() : nullptr;
    if (!store)
        return;
    m_storeOpened = QObject::connect(store, &DustStore::errorChanged, q, [this] {
        if (!m_store)
            (void)restart();
    });
    m_tokenGiven = QObject::connect(store->client(), &DustClient::tokenChanged, q, [this] {
        if (m_loadError.kind() != DustError::NoError)
            (void)load();
    });
}

void DustListModel::Private::attach(DustStore *store)
{
    if (m_store == store)
        return;
    m_reader.emplace(shown, repo->d->reporter);
    m_store = store;
    m_storeDestroyed = QObject::connect(store, &QObject::destroyed, q, [this] { (void)restart(); });
    if (store->transport()->capabilities().testFlag(DustTransport::Realtime))
        observe(store);
    else
        m_ownWrites = QObject::connect(store->writtenRecords(), &DustWrittenRecords::written, q,
                                       [this](const auto &records) { takeOwnWrites(records); });
}

void DustListModel::Private::observe(DustStore *store)
{
    store->observe(DustPattern::descendantsOf(shown.prefix()), this);
    if (!store->transport()->capabilities().testFlag(DustTransport::Optimistic))
        return;
    // Where an own write of all the records, or more, is confirmed as it was foreseen, its path alone is told.
    for (DustPath above = shown.prefix(); !above.isEmpty(); above = above.parent())
        store->observe(DustPattern::literal(above), this);
}

void DustListModel::Private::detach()
{
    if (m_store)
        m_store->unobserve(this);
    m_store = nullptr;
    QObject::disconnect(m_storeDestroyed);
    QObject::disconnect(m_ownWrites);
    m_sinceLoad.clear();
    m_reading = false;
    m_readsAgain = false;
    m_waiting.clear();
    m_reader.reset();
    skipTimer.stop();
    ++m_generation;
}

bool DustListModel::Private::announceCounts()
{
    const bool countChanged = std::exchange(m_announcedCount, rows.count()) != rows.count();
    const bool totalChanged = std::exchange(m_announcedTotal, rows.totalCount())
            != rows.totalCount();
    return (!countChanged || tell([this] { Q_EMIT q->countChanged(); }))
            && (!totalChanged || tell([this] { Q_EMIT q->totalCountChanged(); }));
}

bool DustListModel::Private::setLoading(bool newLoading)
{
    if (std::exchange(loading, newLoading) == newLoading)
        return true;
    return tell([this] { Q_EMIT q->loadingChanged(); });
}

bool DustListModel::Private::updateError()
{
    for (const DustError &standing :
         { schemaError, m_loadError, m_sortError, m_filterError, m_columnError }) {
        if (standing.kind() != DustError::NoError)
            return error == standing || report(standing);
    }
    return setError({});
}

bool DustListModel::Private::report(const DustError &callError)
{
    return setError(callError) && tell([&] { Q_EMIT q->errorOccurred(callError); });
}

bool DustListModel::Private::setError(const DustError &newError)
{
    if (error == newError)
        return true;
    error = newError;
    return tell([this] { Q_EMIT q->errorChanged(); });
}

DustError DustListModel::Private::notReady() const
{
    if (repo && !repo->store())
        return DustError(DustError::Closed, u"The store of the model's repo was closed."_s);
    if (schemaError.kind() != DustError::NoError)
        return schemaError;
    return DustError::invalidParams(
            u"no_source"_s,
            u"The model has no %1: set it first."_s.arg(repo ? "schema"_L1 : "repo"_L1));
}

void DustListModel::Private::beginInsert(int first, int last)
{
    q->beginInsertRows({}, first, last);
}

bool DustListModel::Private::endInsert()
{
    return tell([this] { q->endInsertRows(); });
}

void DustListModel::Private::beginRemove(int first, int last)
{
    q->beginRemoveRows({}, first, last);
}

bool DustListModel::Private::endRemove()
{
    return tell([this] { q->endRemoveRows(); });
}

void DustListModel::Private::beginMove(int first, int last, int to)
{
    q->beginMoveRows({}, first, last, {}, to);
}

bool DustListModel::Private::endMove()
{
    return tell([this] { q->endMoveRows(); });
}

// Columns are those of the changed fields; the first, where none shows.
bool DustListModel::Private::changed(int first, int last, const QList<int> &changedFields)
{
    int left = -1;
    int right = -1;
    for (int column = 0; column < int(fields.size()); ++column) {
        if (changedFields.contains(fields[std::size_t(column)])) {
            left = left < 0 ? column : left;
            right = column;
        }
    }
    QList<int> roles = rolesOf(changedFields);
    if (left >= 0)
        roles << Qt::DisplayRole << Qt::EditRole;
    const QModelIndex topLeft = q->index(first, qMax(left, 0));
    const QModelIndex bottomRight = q->index(last, qMax(right, 0));
    return tell([&] { Q_EMIT q->dataChanged(topLeft, bottomRight, roles); });
}

QList<int> DustListModel::Private::rolesOf(const QList<int> &changedFields) const
{
    QList<int> roles;
    roles.reserve(changedFields.size() + 3);
    for (const int field : changedFields) {
        if (field != DustListRows::PendingField)
            roles.append(FirstFieldRole + field);
    }
    if (!roles.isEmpty())
        roles.append(RecordRole);
    if (changedFields.contains(DustListRows::PendingField))
        roles.append(PendingRole);
    return roles;
}

bool DustListModel::Private::beginLayout()
{
    return tell([this] { Q_EMIT q->layoutAboutToBeChanged({}, VerticalSortHint); });
}

bool DustListModel::Private::endLayout(const std::vector<int> &newRows)
{
    const QModelIndexList before = q->persistentIndexList();
    QModelIndexList after;
    after.reserve(before.size());
    for (const QModelIndex &index : before)
        after.append(q->index(newRows[std::size_t(index.row())], index.column()));
    q->changePersistentIndexList(before, after);
    return tell([this] { Q_EMIT q->layoutChanged({}, VerticalSortHint); });
}
