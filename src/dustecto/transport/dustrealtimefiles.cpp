// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustRealtimeTransport: files, and what a store says of itself.

#include "dustrealtimetransport_p.h"

#include "dustids_p.h"

using namespace Qt::StringLiterals;

namespace {

std::optional<qint64> countAt(const DustObject &response, const QString &key)
{
    const DustValue count = response.value(key);
    return count.kind() == DustValue::Integer && count.toInteger() >= 0
            ? std::optional(count.toInteger())
            : std::nullopt;
}

// Nothing in it is certain to be there, or to be what it should.
void addAnswer(DustStatus *status, const DustObject &response)
{
    if (const auto seq = countAt(response, u"current_seq"_s))
        status->storeSeq = quint64(*seq);
    status->entryCount = countAt(response, u"entry_count"_s);
    status->opCount = countAt(response, u"op_count"_s);
    const DustObject permissions = response.value(u"permissions"_s).toObject();
    if (const DustValue read = permissions.value(u"read"_s); read.kind() == DustValue::Boolean)
        status->canRead = read.toBool();
    if (const DustValue write = permissions.value(u"write"_s); write.kind() == DustValue::Boolean)
        status->canWrite = write.toBool();
}

} // namespace

DustFuture<DustReceipt> DustRealtimeTransport::putFile(const DustOperation &operation,
                                                       const QByteArray &content)
{
    return write(operation, content);
}

// The bytes are the same wherever they come from: over HTTP they need not fit into one message.
DustFuture<QByteArray> DustRealtimeTransport::getFile(const QString &hash, const Progress &progress)
{
    return m_http.getFile(hash, progress);
}

DustFuture<DustStatus> DustRealtimeTransport::status()
{
    const auto call = m_delivery->open<DustStatus>();
    push(u"status"_s, DustObject(), [this, call](const Answer &answer) {
        DustStatus status;
        status.canWrite = m_replica->mayWrite();
        status.scopes = m_replica->scopes();
        status.pendingCount = int(m_replica->pendingCount());
        status.seq = m_replica->seq();
        if (answer.kind == Answer::Accepted)
            addAnswer(&status, answer.response);
        call.finish(status);
    });
    return call.future();
}
