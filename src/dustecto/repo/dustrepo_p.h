// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREPO_P_H
#define DUSTREPO_P_H

#include "dustpagedread_p.h"
#include "dustrecordsubscription_p.h"
#include "dustrepo.h"
#include "dustrepoface_p.h"
#include "dustskipreporter_p.h"
#include "dustwritestep_p.h"
#include "dustwrittenrecord_p.h"

#include <QtCore/QPointer>

#include <unordered_map>

class DustReadView;

class DustRepo::Private
{
public:
    explicit Private(DustStore *ofStore);

    // Null when the store is gone or could not be opened; then unavailable() says why.
    DustTransport *transport() const;
    DustError unavailable() const;

    // Ends a sink's future in the next turn.
    void answer(Sink sink, const DustError &error) const;
    template<typename T>
    DustFuture<T> fail(const DustError &error) const
    {
        return delivery->settle<T>(error);
    }

    void readLocal(const DustReadView &view, const DustSchema &schema, Sink sink);
    DustError readLocal(const DustReadView &view, const DustSchema &schema, const QString &slug,
                        const QByteArray &path, DustRecordSink *sink);
    DustRecordDecoder &decoderOf(const DustSchema &schema);
    DustPagedRead::Source source() const;
    DustPagedRead::Skipped skipped(const DustSchema &schema) const;

    // Writes a record, to be answered by the record; removes one, to be answered by the receipt.
    void write(const DustWriteStep &step, Sink sink) const;
    DustFuture<DustReceipt> remove(const DustWriteStep &step) const;

    // Tells of what was written where no news comes.
    static void announce(DustStore *store, const QList<DustWrittenRecord> &records);

    // What streams and subscriptions need, and the schema's prefix when all is there.
    DustResult<DustPath> checkReceiver(const Declared &schema, const QObject *context,
                                       bool hasReceiver) const;
    DustResult<DustSubscription> subscribe(DustRepo *repo, const Declared &schema, QObject *context,
                                           const RecordReceiver &receiver,
                                           const DustSubscribeOptions &options);
    DustResult<DustSubscription> subscribeRaw(DustRepo *repo, const Declared &schema,
                                              QObject *context, const EventReceiver &receiver,
                                              const DustSubscribeOptions &options);
    void end(DustRecordSubscription *subscription) const;

    const QPointer<DustStore> store;
    const bool hadStore;
    const std::shared_ptr<DustDelivery> delivery;
    const std::shared_ptr<DustSkipReporter> reporter = std::make_shared<DustSkipReporter>();
    std::unordered_map<quint64, std::shared_ptr<DustRecordSubscription>> subscriptions;
    DustRepoFace *face = nullptr; // once QML has asked
    DustRepoFace faceless;

private:
    DustResult<DustPath> checkSubscription(const Declared &schema, const QObject *context,
                                           bool hasReceiver) const;
    DustSubscription add(DustRepo *repo, const DustPath &prefix, QObject *context,
                         std::shared_ptr<DustRecordSubscription> subscription,
                         const DustSubscribeOptions &options);

    // The schemas read last, most recent first: to make a decoder costs more than to read a record.
    struct Decoder
    {
        DustSchema schema;
        std::unique_ptr<DustRecordDecoder> decoder;
    };
    std::vector<Decoder> m_decoders;
};

#endif // DUSTREPO_P_H
