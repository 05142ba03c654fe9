// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREPO_H
#define DUSTREPO_H

#include "dustrecordevent.h"
#include "dustrecordsink.h"
#include "dustrepobatch.h"
#include "duststore.h"

QT_BEGIN_NAMESPACE
class QJSValue;
QT_END_NAMESPACE

class DustReply; // of the QML module
class DustRepoFace;
struct DustWriteStep;

// Records of any schema in one store. The untyped functions are the implementation; repo.all<Link>() is the same with gadgets.
class DUSTECTO_EXPORT DustRepo : public QObject
{
    Q_OBJECT
    Q_PROPERTY(DustStore *store READ store WRITE setStore NOTIFY storeChanged)

public:
    template<typename T>
    using IfGadget = DustRepoBatch::IfGadget<T>;
    template<typename T>
    using StreamReceiver = std::function<bool(const QList<T> &page)>;
    using RecordReceiver = std::function<void(const DustRecordEvent &event)>;
    template<typename T>
    using GadgetReceiver = std::function<void(const DustRecordEventOf<T> &event)>;
    using EventReceiver = std::function<void(const DustEvent &event)>;

    explicit DustRepo(DustStore *store = nullptr, QObject *parent = nullptr);
    ~DustRepo() override;

    DustStore *store() const;
    void setStore(DustStore *store); // once, when the repo was made without one

    DustFuture<QList<DustRecord>> all(const DustSchema &schema);
    DustFuture<DustRecord> get(const DustSchema &schema, const QString &slug);
    DustFuture<bool> exists(const DustSchema &schema, const QString &slug);
    // One call of the receiver per page, a page a turn; false from it ends the stream. The future ends after the last
    // page, or with the error that ended it.
    DustFuture<void> stream(const DustSchema &schema, QObject *context,
                            const StreamReceiver<DustRecord> &receiver);

    DustFuture<DustRecord> insert(const DustChangeset &changeset,
                                  const DustRepoOptions &options = {});
    DustFuture<DustRecord> insert(const DustRecord &record, const DustRepoOptions &options = {});
    DustFuture<DustRecord> update(const DustChangeset &changeset,
                                  const DustRepoOptions &options = {});
    DustFuture<DustReceipt> remove(const DustRecord &record, const DustRepoOptions &options = {});
    DustFuture<DustReceipt> remove(const DustSchema &schema, const QString &slug);
    DustFuture<DustReceipt> removeAll(const DustSchema &schema);
    DustFuture<DustBatchReceipt> batchWrite(const DustRepoBatch &batch);

    // Of the options, the queue's limit and what is called beyond it.
    DustFuture<DustSubscription> subscribe(const DustSchema &schema, QObject *context,
                                           const RecordReceiver &receiver,
                                           const DustSubscribeOptions &options = {});
    DustFuture<DustSubscription> subscribeRaw(const DustSchema &schema, QObject *context,
                                              const EventReceiver &receiver,
                                              const DustSubscribeOptions &options = {});
    void unsubscribe(const DustSubscription &subscription);

    // The same with gadgets, which reads fill without a detour. A wrong declaration is the error they all end with.
    template<typename T>
    DustFuture<QList<T>> all();
    template<typename T>
    DustFuture<T> get(const QString &slug);
    template<typename T>
    DustFuture<bool> exists(const QString &slug);
    template<typename T>
    DustFuture<void> stream(QObject *context, const StreamReceiver<T> &receiver);
    template<typename T, IfGadget<T> = true>
    DustFuture<T> insert(const T &record, const DustRepoOptions &options = {});
    template<typename T>
    DustFuture<T> insert(const DustChangeset &changeset, const DustRepoOptions &options = {});
    template<typename T>
    DustFuture<T> update(const DustChangeset &changeset, const DustRepoOptions &options = {});
    template<typename T, IfGadget<T> = true>
    DustFuture<DustReceipt> remove(const T &record, const DustRepoOptions &options = {});
    template<typename T>
    DustFuture<DustReceipt> remove(const QString &slug);
    template<typename T>
    DustFuture<DustReceipt> removeAll();
    template<typename T>
    DustFuture<DustSubscription> subscribe(QObject *context, const GadgetReceiver<T> &receiver,
                                           const DustSubscribeOptions &options = {});
    template<typename T>
    DustFuture<DustSubscription> subscribeRaw(QObject *context, const EventReceiver &receiver,
                                              const DustSubscribeOptions &options = {});

    // In QML, and there only.
    Q_PRIVATE_SLOT(face(), DustReply *all(const QVariant &schema))
    Q_PRIVATE_SLOT(face(), DustReply *get(const QVariant &schema, const QString &slug))
    Q_PRIVATE_SLOT(face(), DustReply *exists(const QVariant &schema, const QString &slug))
    Q_PRIVATE_SLOT(face(),
                   DustReply *insert(const QVariant &changeset, const QVariant &options = {}))
    Q_PRIVATE_SLOT(face(),
                   DustReply *update(const QVariant &changeset, const QVariant &options = {}))
    Q_PRIVATE_SLOT(face(),
                   DustReply *remove(const QVariant &schema, const QVariant &slugOrRecord,
                                     const QVariant &options = {}))
    Q_PRIVATE_SLOT(face(), DustReply *take(const QVariant &schema, const QString &slug))
    Q_PRIVATE_SLOT(face(), DustReply *restore(const QVariant &schema, const QVariant &record))
    Q_PRIVATE_SLOT(face(), DustReply *removeAll(const QVariant &schema))
    Q_PRIVATE_SLOT(face(), DustReply *batchWrite(const QVariantList &operations))
    Q_PRIVATE_SLOT(face(), DustReply *stream(const QVariant &schema, const QJSValue &receiver))

Q_SIGNALS:
    void storeChanged();

private:
    friend class DustBroadcaster;
    friend class DustListModel;
    using Sink = std::unique_ptr<DustRecordSink>;
    using Declared = DustResult<DustSchema>; // or why it is none

    void readAll(const Declared &schema, Sink sink);
    void readOne(const Declared &schema, const QString &slug, Sink sink);
    void readStream(const Declared &schema, QObject *context, Sink sink);
    DustFuture<bool> findOne(const Declared &schema, const QString &slug);
    void insertGadget(const Declared &schema, const void *gadget, const DustRepoOptions &options,
                      Sink sink);
    void insertAs(const Declared &schema, const DustChangeset &changeset,
                  const DustRepoOptions &options, Sink sink);
    void updateAs(const Declared &schema, const DustChangeset &changeset,
                  const DustRepoOptions &options, Sink sink);
    DustFuture<DustReceipt> removeGadget(const Declared &schema, const void *gadget,
                                         const DustRepoOptions &options);
    DustFuture<DustReceipt> removeSlug(const Declared &schema, const QString &slug);
    DustFuture<DustReceipt> removeEvery(const Declared &schema);
    DustFuture<DustSubscription> watch(const Declared &schema, QObject *context,
                                       const RecordReceiver &receiver,
                                       const DustSubscribeOptions &options);
    DustFuture<DustSubscription> watchRaw(const Declared &schema, QObject *context,
                                          const EventReceiver &receiver,
                                          const DustSubscribeOptions &options);

    DustRepoFace *face();

    class Private;
    std::unique_ptr<Private> d;
};

template<typename T>
DustFuture<QList<T>> DustRepo::all()
{
    auto sink = std::make_unique<DustRecordListSink<T>>();
    const auto future = sink->future();
    readAll(DustSchema::of<T>(), std::move(sink));
    return future;
}

template<typename T>
DustFuture<T> DustRepo::get(const QString &slug)
{
    auto sink = std::make_unique<DustOneRecordSink<T>>();
    const auto future = sink->future();
    readOne(DustSchema::of<T>(), slug, std::move(sink));
    return future;
}

template<typename T>
DustFuture<bool> DustRepo::exists(const QString &slug)
{
    return findOne(DustSchema::of<T>(), slug);
}

template<typename T>
DustFuture<void> DustRepo::stream(QObject *context, const StreamReceiver<T> &receiver)
{
    auto sink = std::make_unique<DustRecordStreamSink<T>>(receiver);
    const auto future = sink->future();
    readStream(DustSchema::of<T>(), context, std::move(sink));
    return future;
}

template<typename T, DustRepo::IfGadget<T>>
DustFuture<T> DustRepo::insert(const T &record, const DustRepoOptions &options)
{
    auto sink = std::make_unique<DustOneRecordSink<T>>(record);
    const auto future = sink->future();
    insertGadget(DustSchema::of<T>(), &record, options, std::move(sink));
    return future;
}

template<typename T>
DustFuture<T> DustRepo::insert(const DustChangeset &changeset, const DustRepoOptions &options)
{
    auto sink = std::make_unique<DustOneRecordSink<T>>();
    const auto future = sink->future();
    insertAs(DustSchema::of<T>(), changeset, options, std::move(sink));
    return future;
}

template<typename T>
DustFuture<T> DustRepo::update(const DustChangeset &changeset, const DustRepoOptions &options)
{
    auto sink = std::make_unique<DustOneRecordSink<T>>();
    const auto future = sink->future();
    updateAs(DustSchema::of<T>(), changeset, options, std::move(sink));
    return future;
}

template<typename T, DustRepo::IfGadget<T>>
DustFuture<DustReceipt> DustRepo::remove(const T &record, const DustRepoOptions &options)
{
    return removeGadget(DustSchema::of<T>(), &record, options);
}

template<typename T>
DustFuture<DustReceipt> DustRepo::remove(const QString &slug)
{
    return removeSlug(DustSchema::of<T>(), slug);
}

template<typename T>
DustFuture<DustReceipt> DustRepo::removeAll()
{
    return removeEvery(DustSchema::of<T>());
}

template<typename T>
DustFuture<DustSubscription> DustRepo::subscribe(QObject *context,
                                                 const GadgetReceiver<T> &receiver,
                                                 const DustSubscribeOptions &options)
{
    const auto tell = [receiver](const DustRecordEvent &event) {
        receiver(DustRecordEventOf<T>::from(event));
    };
    return watch(DustSchema::of<T>(), context, tell, options);
}

template<typename T>
DustFuture<DustSubscription> DustRepo::subscribeRaw(QObject *context, const EventReceiver &receiver,
                                                    const DustSubscribeOptions &options)
{
    return watchRaw(DustSchema::of<T>(), context, receiver, options);
}

#endif // DUSTREPO_H
