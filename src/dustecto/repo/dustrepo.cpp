// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrepo_p.h"

#include "dustrecordimage_p.h"
#include "dustschemacheck_p.h"

#include <QtCore/QLoggingCategory>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(repoLog, "dustecto.repo")

// A sink's own promise among the calls of the client.
class SinkCall final : public DustPendingCall
{
public:
    SinkCall(std::unique_ptr<DustRecordSink> sink, const DustError &error)
        : m_sink(std::move(sink)), m_error(error)
    {}

    void finish() override { m_sink->finish(m_error); }
    void fail(const DustError &error) override { m_error = error; }

private:
    std::unique_ptr<DustRecordSink> m_sink;
    DustError m_error;
};

} // namespace

DustRepo::Private::Private(DustStore *ofStore)
    : store(ofStore), hadStore(ofStore),
      delivery(ofStore ? ofStore->delivery() : DustDelivery::create())
{}

DustTransport *DustRepo::Private::transport() const
{
    return store ? store->transport() : nullptr;
}

DustError DustRepo::Private::unavailable() const
{
    if (!hadStore)
        return DustError::invalidParams(
                u"no_store"_s,
                u"The DustRepo was made without a store: give it one of DustClient::store()."_s);
    if (!store)
        return DustError(DustError::Closed, u"The DustStore of the DustRepo was destroyed."_s);
    return store->error();
}

DustResult<DustPath> DustRepo::Private::checkReceiver(const Declared &schema,
                                                      const QObject *context,
                                                      bool hasReceiver) const
{
    const auto prefix = schema ? DustSchemaCheck::prefix(*schema)
                               : DustResult<DustPath>(schema.error());
    if (!prefix)
        return prefix;
    if (!context || !hasReceiver || context->thread() != delivery->thread())
        return DustError::invalidParams(
                u"invalid_receiver"_s,
                u"To hear of the records of %1 takes a context object on the client's thread and a function to call."_s
                        .arg(schema->name()));
    if (!transport())
        return unavailable();
    return prefix;
}

void DustRepo::Private::answer(Sink sink, const DustError &error) const
{
    delivery->settle(std::make_unique<SinkCall>(std::move(sink), error));
}

DustPagedRead::Source DustRepo::Private::source() const
{
    return { transport(), delivery };
}

DustPagedRead::Skipped DustRepo::Private::skipped(const DustSchema &schema) const
{
    return [reporter = reporter, schema](const DustError &error) {
        reporter->report(schema, error);
    };
}

DustRecordDecoder &DustRepo::Private::decoderOf(const DustSchema &schema)
{
    constexpr std::size_t Most = 16;
    auto known = std::find_if(m_decoders.begin(), m_decoders.end(),
                              [&](const Decoder &decoder) { return decoder.schema == schema; });
    if (known == m_decoders.end()) {
        if (m_decoders.size() == Most)
            m_decoders.pop_back();
        m_decoders.push_back({ schema, std::make_unique<DustRecordDecoder>(schema) });
        known = m_decoders.end() - 1;
    }
    std::rotate(m_decoders.begin(), known, known + 1);
    return *m_decoders.front().decoder;
}

void DustRepo::Private::readLocal(const DustReadView &view, const DustSchema &schema, Sink sink)
{
    DustRecordAssembler assembler(schema, sink.get(), skipped(schema));
    view.scanBelow(schema.prefix().rendered(), [&](const DustRow &row) {
        assembler.add(row.path(), row.value(), row.revision());
        return true;
    });
    assembler.finish();
    if (const auto order = assembler.slugOrder(); !order.empty())
        sink->reorder(order);
    answer(std::move(sink), {});
}

DustError DustRepo::Private::readLocal(const DustReadView &view, const DustSchema &schema,
                                       const QString &slug, const QByteArray &path,
                                       DustRecordSink *sink)
{
    DustRecordDecoder &decoder = decoderOf(schema);
    DustError damage;
    decoder.begin(slug);
    dustVisitRecord(view, path, [&](QByteArrayView relative, const DustRow &row) {
        if (const auto value = row.value())
            decoder.add(relative, *value, row.revision());
        else
            damage = value.error().with(u"slug"_s, slug);
    });
    return damage.kind() == DustError::NoError ? sink->take(decoder).error() : damage;
}

/*!
    \class DustRepo
    \inmodule DustEcto
    \brief The DustRepo class reads and writes records of any schema in one store.

    It is \c DustEcto.Repo. Every function exists twice: with a DustSchema and DustRecords, and as a template with a class that
    DUST_SCHEMA() declares. Reads of the template fill the gadgets without a detour.

    \snippet tst_dustreposnippets.cpp overview

    Every call returns a future that finishes exactly once, in a later turn of the event loop. Besides what the functions
    name, it can end with DustError::InvalidParams for a wrong declaration, a null schema or a slug that is missing,
    with the DustStore::error() of a store that could not be opened, and with DustError::Closed when the store is
    destroyed.

    What a store holds at a schema's prefix need not be its records: other programs write there as well. A record passes
    the guard of its schema when every required field is there, neither null nor empty, and every field has a value of its type.
    One that does not pass is none: lists leave it out and say so once in the logging category
    \c dustecto.schema, get() ends with DustError::NotFound and says why in its detail, and subscriptions treat it as not there.

    A repo holds subscriptions and broadcasters; they end when it is destroyed. Writes that were made go on.

    \sa DustStore, DustChangeset, DustBroadcaster, DustListModel
*/

/*!
    \property DustRepo::store
    \brief the store, null once it is destroyed.

    A repo that was made without one, as QML does, is given its store once. Another store is refused with a warning in the
    logging category \c dustecto.repo: make another repo.
*/

/*!
    Makes a repo for \a store with the given \a parent. There can be many for one store.
*/
DustRepo::DustRepo(DustStore *store, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(store))
{}

/*!
    Destroys the repo: its subscriptions, broadcasters and streams end.
*/
DustRepo::~DustRepo()
{
    for (const auto &[id, subscription] : std::exchange(d->subscriptions, {}))
        d->end(subscription.get());
}

DustStore *DustRepo::store() const
{
    return d->store;
}

void DustRepo::setStore(DustStore *store)
{
    if (store == d->store)
        return;
    if (d->hadStore) {
        qCWarning(repoLog,
                  "A DustRepo keeps the store it has: make another DustRepo for another store.");
        return;
    }
    // What was asked before ends as it would have: its turn comes before this one.
    QMetaObject::invokeMethod(
            this, [before = d->delivery] {}, Qt::QueuedConnection);
    d = std::make_unique<Private>(store);
    Q_EMIT storeChanged();
}

/*!
    \fn void DustRepo::storeChanged()

    Emitted when the repo was given its store.
*/

/*!
    Reads every record of \a schema, in the byte order of their slugs.

    An error at any page is the error of the whole: there is no partial list.

    Mirrors \c{DustEcto.Repo.all/1}.

    \sa stream(), get()
*/
DustFuture<QList<DustRecord>> DustRepo::all(const DustSchema &schema)
{
    auto sink = std::make_unique<DustRecordListSink<DustRecord>>();
    const auto future = sink->future();
    readAll(schema, std::move(sink));
    return future;
}

void DustRepo::readAll(const Declared &schema, Sink sink)
{
    const auto prefix = schema ? DustSchemaCheck::prefix(*schema)
                               : DustResult<DustPath>(schema.error());
    if (!prefix)
        return d->answer(std::move(sink), prefix.error());
    const DustTransport *transport = d->transport();
    if (!transport)
        return d->answer(std::move(sink), d->unavailable());
    if (const DustReadView *view = transport->view())
        d->readLocal(*view, *schema, std::move(sink));
    else
        DustPagedRead::all(d->source(), *schema, d->skipped(*schema), std::move(sink));
}

/*!
    Reads the record \a slug of \a schema. Ends with DustError::NotFound when there is none, or when what is there does
    not pass the guard: then the detail has \c missing and \c unrecognised, lists of fields, and \c invalid, a message by
    field.

    Mirrors \c{DustEcto.Repo.get/2}.

    \sa exists(), all()
*/
DustFuture<DustRecord> DustRepo::get(const DustSchema &schema, const QString &slug)
{
    auto sink = std::make_unique<DustOneRecordSink<DustRecord>>();
    const auto future = sink->future();
    readOne(schema, slug, std::move(sink));
    return future;
}

void DustRepo::readOne(const Declared &schema, const QString &slug, Sink sink)
{
    const auto path = schema ? DustSchemaCheck::recordPath(*schema, slug)
                             : DustResult<DustPath>(schema.error());
    if (!path)
        return d->answer(std::move(sink), path.error());
    const DustTransport *transport = d->transport();
    if (!transport)
        return d->answer(std::move(sink), d->unavailable());
    if (const DustReadView *view = transport->view()) {
        const DustError error = d->readLocal(*view, *schema, slug, path->rendered(), sink.get());
        d->answer(std::move(sink), error);
    } else {
        DustPagedRead::one(d->source(), *schema, *path, std::move(sink));
    }
}

/*!
    Tells whether the record \a slug of \a schema is there, which is whether get() would answer it.

    Mirrors \c{DustEcto.Repo.exists?/2}.
*/
DustFuture<bool> DustRepo::exists(const DustSchema &schema, const QString &slug)
{
    return findOne(schema, slug);
}

DustFuture<bool> DustRepo::findOne(const Declared &schema, const QString &slug)
{
    auto sink = std::make_unique<DustOneRecordSink<DustRecord>>();
    auto record = sink->future();
    readOne(schema, slug, std::move(sink));
    return record.then([](const DustResult<DustRecord> &found) {
        const bool isAnswer = found || found.error().kind() == DustError::NotFound;
        return isAnswer ? DustResult<bool>(found.isOk()) : DustResult<bool>(found.error());
    });
}

/*!
    Reads every record of \a schema in the order of the store, page by page, and calls \a receiver with each page that has
    some, two pages a turn of the event loop at most.

    The stream ends after the last page, when the receiver returns \c false, or with the first error: then the future
    tells it, so that a stream that was cut off is never taken for a whole one. Where \a context or the repo is destroyed
    it ends with DustError::Closed. On an embedded store the records of a page are what it held in that turn; over HTTP
    each one is what the store held at one time, unless it has more leaves than fit in a page, which is a thousand. Ends
    with DustError::InvalidParams when there is no context or no receiver.

    Mirrors \c{DustEcto.Repo.stream/1}.

    \snippet tst_dustreposnippets.cpp stream

    \sa all()
*/
DustFuture<void> DustRepo::stream(const DustSchema &schema, QObject *context,
                                  const StreamReceiver<DustRecord> &receiver)
{
    auto sink = std::make_unique<DustRecordStreamSink<DustRecord>>(receiver);
    const auto future = sink->future();
    readStream(schema, context, std::move(sink));
    return future;
}

void DustRepo::readStream(const Declared &schema, QObject *context, Sink sink)
{
    const auto checked = d->checkReceiver(schema, context, sink->hasReceiver());
    if (!checked)
        return d->answer(std::move(sink), checked.error());
    DustPagedRead::stream(d->source(), *schema, d->skipped(*schema), std::move(sink),
                          { this, context });
}

#include "moc_dustrepo.cpp"
