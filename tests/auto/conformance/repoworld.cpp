// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "repoworld.h"

using namespace Qt::StringLiterals;

namespace {

DustTransport::Capabilities capabilitiesOf(DustStore *store)
{
    if (!store->transport())
        qFatal("%s", qPrintable(store->error().message()));
    return store->transport()->capabilities();
}

QString rendered(const DustValue &value)
{
    return QString::fromUtf8(value.toJson());
}

} // namespace

RepoWorld::RepoWorld()
    : m_place(RepoPlace::make()), m_otherClient(makeClient()),
      m_otherStore(m_otherClient->store(storeName())), m_readingClient(clientAt(m_place->readUrl()))
{
    client = makeClient();
    store = client->store(storeName());
    repo = std::make_unique<DustRepo>(store);
    m_capabilities = capabilitiesOf(store);
    waitUntilLive(store);
    waitUntilLive(m_otherStore);
}

// Clients go before the place that they are at.
RepoWorld::~RepoWorld()
{
    repo.reset();
    client.reset();
}

void RepoWorld::end(const QString &what)
{
    if (what == u"repo"_s)
        repo.reset();
    else if (what == u"store"_s)
        delete std::exchange(store, nullptr);
    else if (what == u"client"_s)
        client.reset();
}

std::unique_ptr<DustClient> RepoWorld::makeClient() const
{
    return clientAt(m_place->url());
}

DustStore *RepoWorld::openedBy(DustClient *other) const
{
    DustStore *opened = other->store(storeName());
    waitUntilLive(opened);
    return opened;
}

std::unique_ptr<DustClient> RepoWorld::clientAt(const QUrl &url) const
{
    auto made = std::make_unique<DustClient>(url);
    made->setToken(m_place->token());
    made->setSerializer(m_place->serializer());
    return made;
}

void RepoWorld::waitUntilLive(DustStore *store)
{
    if (!runUntil([store] { return store->state() == DustStore::Live; }, 60'000))
        qFatal("The store does not become live: %s", qPrintable(store->error().message()));
}

quint64 RepoWorld::put(const QString &path, const char *json)
{
    return seqOf(m_otherStore->put(path, *DustValue::fromJson(json)));
}

quint64 RepoWorld::remove(const QString &path)
{
    return seqOf(m_otherStore->remove(path));
}

quint64 RepoWorld::seqOf(const DustFuture<DustReceipt> &write)
{
    const auto receipt = answerOf(write);
    if (!receipt)
        qFatal("%s", qPrintable(receipt.error().message()));
    const auto isKnown = [&] { return store->transport()->currentSeq() >= receipt->storeSeq; };
    if (can(DustTransport::Realtime) && !QTest::qWaitFor(isKnown, 60'000))
        qFatal("Nothing was heard of the operation %llu.", receipt->storeSeq);
    return receipt->storeSeq;
}

void RepoWorld::putLinks(const QStringList &slugs)
{
    constexpr qsizetype AtOnce = 200; // however many operations each is
    for (qsizetype first = 0; first < slugs.size(); first += AtOnce) {
        DustRepoBatch batch;
        for (const QString &slug : slugs.mid(first, AtOnce))
            batch.insert(Link::named(slug));
        const auto receipt = answerOf(repo->batchWrite(batch));
        if (!receipt)
            qFatal("%s", qPrintable(receipt.error().message()));
    }
    // A batch that is accepted may still be on its way into the mirror, where it has no revisions yet.
    if (!runUntil([this] { return store->pendingCount() == 0; }, 30'000))
        qFatal("the batches are not confirmed");
}

QStringList RepoWorld::leaves(const QString &pattern)
{
    const auto page = answerOf(
            m_readingClient->store(storeName())
                    ->list(DustQuery::list(pattern).setLimit(DustQuery::MaximumLimit)));
    if (!page)
        qFatal("%s", qPrintable(page.error().message()));
    QStringList leaves;
    for (const DustEntry &entry : page->entries)
        leaves.append(entry.pathString() + u' ' + rendered(entry.value()));
    return leaves;
}

QStringList RepoWorld::flatWrite(const QString &path, const QStringList &fields, Way way) const
{
    DustObject children;
    QStringList sets;
    for (const QString &field : fields) {
        const QString name = field.section(u' ', 0, 0);
        const DustValue value = *DustValue::fromJson(field.section(u' ', 1).toUtf8());
        children.insert(name, value);
        sets.append(u"set %1/%2 "_s.arg(path, name) + rendered(value));
    }
    return merges(way) ? QStringList{ u"merge "_s + path + u' ' + rendered(children) } : sets;
}
