// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustserverstore_p.h"

#include "dustlogrecord_p.h"
#include "dustproductionfaults_p.h"
#include "dustwritesize_p.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtCore/QLoggingCategory>
#include <QtCore/QPointer>
#include <QtCore/QTimer>
#include <QtCore/QUuid>

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(serverLog, "dustecto.server")

constexpr auto FlushEvent = QEvent::User;

// So that a store has the same one after a restart, and on every server.
QString uuidOf(const QString &name)
{
    static const QUuid stores(u"{5d1b6a0c-2f1e-4f0b-9d3c-8f6f5f2f9a71}"_s);
    return QUuid::createUuidV5(stores, name).toString(QUuid::WithoutBraces);
}

QString hashIn(const DustValue &envelope)
{
    const DustObject &object = envelope.toObject();
    return object.value(u"_type"_s).toString() == u"file"_s ? object.value(u"hash"_s).toString()
                                                            : QString();
}

// A file that was rolled back is a map (PROTOCOL §7), as is whatever else looks like one.
QString fileHash(const std::optional<DustStoredValue> &stored)
{
    const bool mayBeFile = stored
            && (stored->type == DustEntry::File || stored->type == DustEntry::Map);
    return mayBeFile ? hashIn(stored->value().valueOr(DustValue())) : QString();
}

// What the operation itself has put; empty for all but put_file.
QString fileOf(const DustLogRecord &record)
{
    return record.op == DustOperation::PutFile
            ? hashIn(DustValue::fromMessagePack(record.value).valueOr(DustValue()))
            : QString();
}

// Of files that were put here. Once they are maps and the log is gone, nothing else tells of it.
constexpr char OwnedKey[] = "owned_files";

// Those that were put here, as far as the operation tells.
void addOwn(QSet<QString> *hashes, const DustLogRecord &record)
{
    hashes->insert(fileOf(record));
    for (const DustLeafChange &change : record.changes) {
        if (change.before && change.before->type == DustEntry::File)
            hashes->insert(fileHash(change.before));
    }
}

void count(QHash<QString, int> *counts, const QString &hash, int difference)
{
    if (hash.isEmpty())
        return;
    if (((*counts)[hash] += difference) <= 0)
        counts->remove(hash);
}

} // namespace

DustServerStore::DustServerStore(const QString &name, const std::shared_ptr<DustStorage> &storage,
                                 std::unique_ptr<DustLedger> ledger,
                                 const DustServerSettings *settings)
    : m_name(name), m_uuid(uuidOf(name)), m_settings(settings), m_storage(storage),
      m_ledger(std::move(ledger))
{
    const QByteArrayList remembered = m_storage->meta(OwnedKey).split('\n');
    for (const QByteArray &hash : remembered) {
        if (!hash.isEmpty()) // there are none
            m_remembered.insert(QString::fromUtf8(hash));
    }
    m_owned = m_remembered;
    QSet<QString> maps;
    m_ledger->view().scan({}, {}, [this, &maps](const DustRow &row) {
        if (row.type() != DustEntry::File && row.type() != DustEntry::Map)
            return true;
        const QString hash = fileHash(row.stored());
        count(&m_files, hash, 1);
        if (row.type() == DustEntry::File)
            m_owned.insert(hash);
        else
            maps.insert(hash);
        return true;
    });
    ownLoggedFiles();
    rememberOwned(maps);
}

DustServerStore::~DustServerStore() = default;

DustResult<std::unique_ptr<DustServerStore>> DustServerStore::open(
        const QString &name, const std::shared_ptr<DustStorageFile> &file,
        const DustServerSettings *settings)
{
    const auto storage = file->storage(name);
    if (!storage)
        return storage.error();
    auto ledger = DustLedger::open(*storage, settings->now());
    if (!ledger)
        return ledger.error();
    return std::unique_ptr<DustServerStore>(
            new DustServerStore(name, *storage, std::move(*ledger), settings));
}

void DustServerStore::write(DustServerWrite write)
{
    expectFiles(write, 1);
    const auto hook = m_settings->writeHook; // which may be another one after it was asked
    if (!hook) {
        append(std::move(write), {});
        return;
    }
    const auto asked = std::make_shared<std::optional<DustServerWrite>>(std::move(write));
    const auto decide = [store = QPointer(this), asked](const DustResult<void> &verdict) {
        if (store && *asked)
            store->append(*std::exchange(*asked, std::nullopt), verdict);
    };
    if (!hook(m_name, (*asked)->operations, decide))
        decide({});
}

void DustServerStore::append(DustServerWrite write, const DustResult<void> &verdict)
{
    const auto allowed = verdict ? DustWriteSize::check(write.operations) : verdict;
    m_writes.append({ std::move(write), allowed ? std::nullopt : std::optional(allowed.error()) });
    if (std::exchange(m_isPosted, true))
        return;
    QCoreApplication::postEvent(this, new QEvent(FlushEvent));
}

DustResult<QList<DustCommit>> DustServerStore::writeNow(const QList<DustOperation> &operations,
                                                        const QString &deviceId)
{
    DustResult<QList<DustCommit>> result;
    DustServerWrite write;
    write.operations = operations;
    write.deviceId = deviceId;
    write.origin = DustServerWrite::Channel;
    write.answer = [&result](const DustResult<QList<DustCommit>> &commits) { result = commits; };
    expectFiles(write, 1);
    append(std::move(write), {});
    flush();
    return result;
}

void DustServerStore::writeLater(DustServerWrite write, int milliseconds)
{
    expectFiles(write, 1);
    QTimer::singleShot(milliseconds, this, [this, late = std::move(write)] {
        this->write(late);
        expectFiles(late, -1);
    });
}

bool DustServerStore::event(QEvent *event)
{
    if (event->type() != FlushEvent)
        return QObject::event(event);
    flush();
    return true;
}

void DustServerStore::flush()
{
    m_isPosted = false;
    const QList<Waiting> writes = std::exchange(m_writes, {});
    if (writes.isEmpty())
        return;
    QList<DustWriteRequest> requests;
    requests.reserve(writes.size());
    for (const auto &[write, refusal] : writes)
        requests.append(refusal ? DustWriteRequest()
                                : DustWriteRequest{ write.operations, write.deviceId });
    m_ledger->setClearsIgnoringCase(m_settings->asProduction);
    const auto results = m_ledger->applyGroup(requests, m_settings->now());
    const QPointer<DustServerStore> alive(this); // an answer may end the server
    for (qsizetype i = 0; i < writes.size() && alive; ++i)
        tell(writes.at(i), writes.at(i).refusal ? *writes.at(i).refusal : results.at(i));
    if (alive)
        compactWhenDue();
}

void DustServerStore::tell(const Waiting &waiting, const DustResult<QList<DustCommit>> &result)
{
    const DustServerWrite &write = waiting.write;
    const bool isBroadcast = !write.isSilent
            && !(m_settings->asProduction && write.origin == DustServerWrite::Http);
    const QList<DustCommit> commits = result.valueOr({});
    noteFiles(commits);
    expectFiles(write, -1);
    const QPointer<DustServerStore> alive(this); // whoever is told may end the server
    for (const DustCommit &commit : commits) {
        if (isBroadcast && commit.logged && alive)
            Q_EMIT committed(commit);
    }
    if (write.answer && alive)
        write.answer(result);
}

void DustServerStore::noteFiles(const QList<DustCommit> &commits)
{
    QSet<QString> maps;
    for (const DustCommit &commit : commits) {
        for (const DustLeafChange &change : commit.changes) {
            const QString hash = fileHash(change.after);
            if (change.after && change.after->type == DustEntry::File)
                m_owned.insert(hash);
            else
                maps.insert(hash);
            count(&m_files, hash, 1);
            count(&m_files, fileHash(change.before), -1);
        }
    }
    rememberOwned(maps);
}

// Their contents are stored already, and nothing else refers to them yet.
void DustServerStore::expectFiles(const DustServerWrite &write, int difference)
{
    for (const DustOperation &operation : write.operations) {
        if (operation.kind() == DustOperation::PutFile)
            count(&m_expectedFiles, operation.value().toObject().value(u"hash"_s).toString(),
                  difference);
    }
}

void DustServerStore::compactWhenDue()
{
    if (m_settings->compactAfter > 0 && m_ledger->opCount() > m_settings->compactAfter)
        compact();
}

DustResult<void> DustServerStore::compact()
{
    const auto done = m_ledger->compact();
    if (!done)
        return done;
    m_owned.removeIf([this](const QString &hash) { return !m_files.contains(hash); });
    const qsizetype before = m_remembered.size();
    if (m_remembered.intersect(m_owned).size() != before)
        storeRemembered();
    Q_EMIT compacted();
    return done;
}

DustResult<DustCatchUp> DustServerStore::catchUp(quint64 since, int limit) const
{
    auto page = m_ledger->catchUp(since, limit);
    if (!page || !m_settings->asProduction || page->events.isEmpty())
        return page;
    const auto records = m_ledger->log(page->events.first().storeSeq - 1, limit);
    if (!records)
        return records.error();
    DustProductionFaults::spoilTotals(&page->events, *records);
    return page;
}

DustResult<std::optional<DustCommit>> DustServerStore::rollbackPath(const DustPath &path,
                                                                    quint64 toSeq)
{
    flush(); // what came before it
    m_ledger->setClearsIgnoringCase(m_settings->asProduction);
    auto commit = m_ledger->rollbackPath(path, toSeq, m_settings->now());
    if (commit && *commit) {
        noteFiles({ **commit });
        Q_EMIT committed(**commit);
    }
    return commit;
}

DustResult<qint64> DustServerStore::rollbackStore(quint64 toSeq)
{
    flush();
    m_ledger->setClearsIgnoringCase(false); // the plan names all that goes
    const auto commits = m_ledger->rollbackStore(toSeq, m_settings->now());
    if (!commits)
        return commits.error();
    noteFiles(*commits);
    return qint64(commits->size());
}

// What is told of each operation in the log, until there is no more or it cannot be read.
DustResult<void> DustServerStore::forEachLogged(
        const std::function<void(const DustLogRecord &)> &tell) const
{
    constexpr int PageSize = 1000;
    for (quint64 since = m_ledger->compactedThrough(); since < m_ledger->currentSeq();) {
        const auto records = m_ledger->log(since, PageSize);
        if (!records)
            return records.error();
        if (records->isEmpty())
            break;
        for (const DustLogRecord &record : *records)
            tell(record);
        since = records->last().seq;
    }
    return {};
}

void DustServerStore::ownLoggedFiles()
{
    const auto read = forEachLogged(
            [this](const DustLogRecord &record) { addOwn(&m_owned, record); });
    if (!read)
        qCWarning(serverLog).noquote()
                << "A log was not looked through for files:" << read.error().message();
}

// What is not owned is somebody's word only.
void DustServerStore::rememberOwned(const QSet<QString> &hashes)
{
    const qsizetype before = m_remembered.size();
    for (const QString &hash : hashes) {
        if (!hash.isEmpty() && m_owned.contains(hash))
            m_remembered.insert(hash);
    }
    if (m_remembered.size() != before)
        storeRemembered();
}

void DustServerStore::storeRemembered()
{
    const QByteArray text =
            QStringList(m_remembered.cbegin(), m_remembered.cend()).join(u'\n').toUtf8();
    const auto written = m_storage->transaction([&]() -> DustResult<void> {
        m_storage->setMeta(OwnedKey, text);
        return {};
    });
    if (!written)
        qCWarning(serverLog).noquote()
                << "The owner of a file may be forgotten:" << written.error().message();
}

DustResult<QSet<QString>> DustServerStore::keptFiles() const
{
    QSet<QString> hashes(m_files.keyBegin(), m_files.keyEnd());
    QSet<QString> owned = m_owned;
    const auto read = forEachLogged([&](const DustLogRecord &record) {
        addOwn(&owned, record);
        hashes.insert(fileOf(record));
        for (const DustLeafChange &change : record.changes)
            hashes.insert(fileHash(change.before));
    });
    if (!read)
        return read.error();
    hashes.intersect(owned);
    return hashes.unite(QSet<QString>(m_expectedFiles.keyBegin(), m_expectedFiles.keyEnd()));
}

#include "moc_dustserverstore_p.cpp"
