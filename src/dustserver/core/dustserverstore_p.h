// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSERVERSTORE_P_H
#define DUSTSERVERSTORE_P_H

// One store of a server: its ledger, and writes that are committed together.

#include "dustledger_p.h"
#include "dustserversettings_p.h"

#include <QtCore/QObject>
#include <QtCore/QSet>

// What arrived in one HTTP request or one channel push.
struct DustServerWrite
{
    using Answer = std::function<void(const DustResult<QList<DustCommit>> &)>;
    enum Origin { Http, Channel };

    QList<DustOperation> operations; // all or nothing
    QString deviceId;
    Origin origin = Http;
    Answer answer; // called once, in a later turn; not when the store goes first
    bool isSilent = false; // committed without a broadcast: PROTOCOL §5, a straggler
};

class DustServerStore : public QObject
{
    Q_OBJECT

public:
    static DustResult<std::unique_ptr<DustServerStore>> open(
            const QString &name, const std::shared_ptr<DustStorageFile> &file,
            const DustServerSettings *settings);
    ~DustServerStore() override;

    QString name() const { return m_name; } // "acme/main"
    QString uuid() const { return m_uuid; } // the other name of its topic
    const DustLedger &ledger() const { return *m_ledger; }
    bool isArchived() const { return m_isArchived; }
    void setArchived(bool archived) { m_isArchived = archived; }

    // Committed with everything else that comes in this turn of the event loop, in one transaction,
    // each write all or nothing. Then, in the order they came: committed() for its operations, then
    // its answer.
    void write(DustServerWrite write);
    // The same at once, after what waits, and past the hook: the server's own.
    DustResult<QList<DustCommit>> writeNow(const QList<DustOperation> &operations,
                                           const QString &deviceId);
    // Commits what waits now.
    void flush();
    // Commits later: PROTOCOL §5, what a dead socket's process had taken.
    void writeLater(DustServerWrite write, int milliseconds);

    // One page, as a real server makes it when it is asked to behave like one. The events' values
    // are as they were sent; typed envelopes are the channel's business.
    DustResult<DustCatchUp> catchUp(quint64 since, int limit = 1000) const;
    DustResult<std::optional<DustCommit>> rollbackPath(const DustPath &path, quint64 toSeq);
    DustResult<qint64> rollbackStore(quint64 toSeq); // not broadcast
    DustResult<void> compact();

    // A leaf is the envelope of a file with this hash.
    bool refersTo(const QString &hash) const { return m_files.contains(hash); }
    // It was put here: anybody can write an envelope.
    bool owns(const QString &hash) const { return m_owned.contains(hash); }
    // Of those that were put here, what leaves, the log and writes that wait refer to.
    DustResult<QSet<QString>> keptFiles() const;

Q_SIGNALS:
    // To be broadcast, in order of store_seq.
    void committed(const DustCommit &commit);
    void compacted();

private:
    DustServerStore(const QString &name, const std::shared_ptr<DustStorage> &storage,
                    std::unique_ptr<DustLedger> ledger, const DustServerSettings *settings);
    bool event(QEvent *event) override;
    struct Waiting
    {
        DustServerWrite write;
        std::optional<DustError> refusal; // found before the ledger saw it
    };
    void append(DustServerWrite write, const DustResult<void> &verdict);
    void tell(const Waiting &waiting, const DustResult<QList<DustCommit>> &result);
    void noteFiles(const QList<DustCommit> &commits);
    void expectFiles(const DustServerWrite &write, int difference);
    DustResult<void> forEachLogged(const std::function<void(const DustLogRecord &)> &tell) const;
    void ownLoggedFiles();
    void rememberOwned(const QSet<QString> &hashes);
    void storeRemembered();
    void compactWhenDue();

    const QString m_name;
    const QString m_uuid;
    const DustServerSettings *const m_settings;
    const std::shared_ptr<DustStorage> m_storage; // of the ledger
    std::unique_ptr<DustLedger> m_ledger;
    QList<Waiting> m_writes; // for the end of this turn
    QHash<QString, int> m_files; // how many leaves refer to a file's hash
    QSet<QString> m_owned; // of the files that were put here, those that something may refer to
    QSet<QString> m_remembered; // of these, those of which a restart may find no other trace
    QHash<QString, int> m_expectedFiles; // and how many writes that are not told yet
    bool m_isPosted = false;
    bool m_isArchived = false;
};

#endif // DUSTSERVERSTORE_P_H
