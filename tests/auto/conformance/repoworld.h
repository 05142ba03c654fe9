// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef REPOWORLD_H
#define REPOWORLD_H

#include "answers.h"
#include "records.h"
#include "repoplace.h"

#include "dustclient.h"
#include "dustrepo.h"
#include "dusttransport.h"

// A repo on an empty store over the transport that DUST_TEST_TRANSPORT names, and what another program
// sees and does there.
class RepoWorld
{
public:
    RepoWorld();
    ~RepoWorld();
    Q_DISABLE_COPY_MOVE(RepoWorld)

    std::unique_ptr<DustClient> client;
    DustStore *store = nullptr; // the client's
    std::unique_ptr<DustRepo> repo;

    // The "repo", the "store" or the "client".
    void end(const QString &what);

    // What cannot be over this transport is refused, and tests check that instead.
    bool can(DustTransport::Capability capability) const
    {
        return m_capabilities.testFlag(capability);
    }
    const RepoPlace &place() const { return *m_place; }
    QString storeName() const { return m_place->storeName(); }
    std::unique_ptr<DustClient> makeClient() const;
    // The store of such a client, with everything that it holds.
    DustStore *openedBy(DustClient *other) const;

    // Another program writes, and this one has heard of it where it hears at all. Gives the seq.
    quint64 put(const QString &path, const char *json);
    quint64 remove(const QString &path);
    void putLinks(const QStringList &slugs);

    // "path json" of every leaf, in path order.
    QStringList leaves(const QString &pattern = QStringLiteral("**"));
    // "merge links/a {…}" of every operation since the last time.
    QStringList takeOperations() { return m_place->takeOperations(); }
    // What a write of these fields, "title \"T\"", in the order of their declaration, is for a
    // record in flat mode.
    enum Way { Alone, InBatch };
    QStringList flatWrite(const QString &path, const QStringList &fields, Way way = Alone) const;
    // How many operations that is.
    int flatCount(int fields, Way way = Alone) const { return merges(way) ? 1 : fields; }

private:
    bool merges(Way way) const
    {
        return can(DustTransport::AtomicMerge) && (way == Alone || can(DustTransport::FullBatches));
    }
    std::unique_ptr<DustClient> clientAt(const QUrl &url) const;
    static void waitUntilLive(DustStore *store);
    quint64 seqOf(const DustFuture<DustReceipt> &write);

    const std::unique_ptr<RepoPlace> m_place;
    std::unique_ptr<DustClient> m_otherClient;
    DustStore *const m_otherStore;
    std::unique_ptr<DustClient> m_readingClient; // sees what the store itself has
    DustTransport::Capabilities m_capabilities;
};

inline DustRepoOptions ifUnchanged()
{
    return DustRepoOptions().setIfUnchanged(true);
}

#endif // REPOWORLD_H
