// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustChannel: what can be pushed.

#include "dustchannel_p.h"
#include "dustchanneljoin_p.h"
#include "dustchanneloperation_p.h"
#include "dustchannelrefusal_p.h"

using namespace Qt::StringLiterals;

namespace {

bool holdsFiles(const DustReadView &view)
{
    bool found = false;
    view.scan({}, {}, [&found](const DustRow &row) {
        found = row.type() == DustEntry::File;
        return !found;
    });
    return found;
}

} // namespace

bool DustChannel::isHooked(const DustChannelFrame &push)
{
    const auto &hook = m_peer->context->settings.pushHook;
    const auto response = hook ? hook(push.event, push.payload.toObject()) : std::nullopt;
    if (response)
        refuse(push, *response);
    return response.has_value();
}

bool DustChannel::mayWrite(const DustChannelFrame &push, const QString &scope)
{
    if (!m_peer->token->may(scope))
        refuse(push, DustChannelRefusal::missingScope(scope));
    else if (m_store->isArchived())
        refuse(push, DustChannelRefusal::because(u"store_archived"_s));
    else
        return true;
    return false;
}

bool DustChannel::mayTake(const DustChannelFrame &push)
{
    if (m_peer->context->take(*m_peer->token, DustRateLimiter::Write).isAllowed)
        return true;
    refuse(push, DustChannelRefusal::rateLimited());
    return false;
}

std::optional<DustOperation> DustChannel::writeOperation(const DustChannelFrame &push)
{
    if (!mayWrite(push, DustServerToken::entriesWrite()) || !mayTake(push))
        return std::nullopt;
    const auto operation = DustChannelOperation::ofWrite(push.payload.toObject());
    if (operation)
        return *operation;
    refuse(push, operation.error());
    return std::nullopt;
}

std::optional<DustOperation> DustChannel::fileOperation(const DustChannelFrame &push)
{
    if (!mayWrite(push, DustServerToken::filesWrite()) || !mayTake(push))
        return std::nullopt;
    const auto file = DustChannelOperation::ofPutFile(push.payload.toObject());
    if (!file && file.error().reason() == u"missing_member"_s) {
        crash();
        return std::nullopt;
    }
    if (!file) {
        refuse(push, file.error());
        return std::nullopt;
    }
    if (asProduction() && holdsFiles(m_store->ledger().view())) {
        crash();
        return std::nullopt;
    }
    const auto reference = m_peer->context->putFile(file->content, file->fileName,
                                                    file->contentType);
    if (!reference) {
        refuse(push, reference.error());
        return std::nullopt;
    }
    DustOperation operation = DustOperation::putFile(file->path, *reference);
    if (file->fence)
        operation.setFence(*file->fence);
    return operation.setClientOpId(file->clientOpId);
}

void DustChannel::write(const DustChannelFrame &push)
{
    if (const auto operation = writeOperation(push))
        submit(*operation, push);
}

void DustChannel::putFile(const DustChannelFrame &push)
{
    if (const auto operation = fileOperation(push))
        submit(*operation, push);
}

void DustChannel::submit(const DustOperation &operation, const DustChannelFrame &push)
{
    DustServerWrite write;
    write.operations = { operation };
    write.deviceId = m_peer->deviceId;
    write.origin = DustServerWrite::Channel;
    write.answer = [self = QPointer<DustChannel>(this), ref = push.ref, op = operation.kind(),
                    arrived = m_peer->context->settings.now().monotonic](
                           const DustResult<QList<DustCommit>> &result) {
        if (!self)
            return;
        --self->m_unanswered;
        if (!result)
            self->reply(ref, "error"_L1,
                        DustChannelRefusal::of(result.error(), DustOperation::kindName(op)));
        else if (self->isTooLate(arrived))
            self->reply(ref, "error"_L1, DustChannelRefusal::because(u"writer_unavailable"_s));
        else
            self->answerWrite(ref, result->constFirst());
    };
    ++m_unanswered;
    m_store->write(std::move(write));
}

// A real server gives its writer so long, and then says that it failed although it goes on
// (PROTOCOL §5).
bool DustChannel::isTooLate(qint64 arrived) const
{
    constexpr qint64 Patience = 5000;
    const DustServerSettings &settings = m_peer->context->settings;
    return settings.asProduction && settings.now().monotonic - arrived > Patience;
}

// Behind the echo of the write, which a channel that is still being told of the past gets in its
// turn.
void DustChannel::answerWrite(const QString &ref, const DustCommit &commit)
{
    const DustObject response = DustChannelOperation::accepted(commit);
    if (m_catchUp && commit.logged && !asProduction())
        m_replies.append(DustChannelFrames::reply(address(), ref, "ok"_L1, response));
    else
        reply(ref, "ok"_L1, response);
}

void DustChannel::sendReplies()
{
    const auto replies = std::exchange(m_replies, {});
    for (const QByteArray &frame : replies)
        m_peer->sendFrame(frame);
}

void DustChannel::commitNow()
{
    if (m_unanswered > 0 && m_store)
        m_store->flush();
}

// The channel is over, so that nothing of this is answered.
void DustChannel::commitLater()
{
    constexpr int Milliseconds = 300;
    bool isSilent = false;
    while (!m_mailbox.empty() && m_store) {
        const DustChannelFrame push = std::move(m_mailbox.front());
        m_mailbox.pop_front();
        const bool isFile = push.event == u"put_file"_s;
        if ((push.event != u"write"_s && !isFile) || !push.fault.isEmpty() || isHooked(push))
            continue;
        const auto operation = isFile ? fileOperation(push) : writeOperation(push);
        if (!operation)
            continue;
        DustServerWrite write;
        write.operations = { *operation };
        write.deviceId = m_peer->deviceId;
        write.origin = DustServerWrite::Channel;
        write.isSilent = std::exchange(isSilent, !isSilent);
        m_store->writeLater(std::move(write), Milliseconds);
    }
}

void DustChannel::rollback(const DustChannelFrame &push)
{
    if (!mayWrite(push, DustServerToken::entriesWrite()))
        return;
    const DustObject &payload = push.payload.toObject();
    const DustValue toSeq = payload.value(u"to_seq"_s);
    if (!toSeq.isInteger() || (toSeq.kind() == DustValue::Integer && toSeq.toInteger() < 0)) {
        refuse(push, DustChannelRefusal::because(u"invalid_to_seq"_s));
        return;
    }
    if (payload.contains(u"path"_s) || payload.contains(u"path_segments"_s)) {
        rollbackPath(push, toSeq.toUnsignedInteger());
        return;
    }
    const auto written = m_store->rollbackStore(toSeq.toUnsignedInteger());
    if (written)
        accept(push, { { u"ops_written"_s, *written } });
    else
        refuse(push, written.error());
}

void DustChannel::rollbackPath(const DustChannelFrame &push, quint64 toSeq)
{
    const auto path = DustChannelOperation::pathOf(push.payload.toObject());
    if (!path) {
        refuse(push, path.error());
        return;
    }
    const auto commit = m_store->rollbackPath(*path, toSeq);
    if (!commit)
        refuse(push, commit.error());
    else if (*commit)
        answerWrite(push.ref, **commit);
    else
        accept(push, { { u"store_seq"_s, m_store->ledger().currentSeq() }, { u"noop"_s, true } });
}

void DustChannel::status(const DustChannelFrame &push)
{
    commitNow();
    const DustLedger &ledger = m_store->ledger();
    DustObject response = DustChannelJoin::rights(*m_peer->token, *m_peer->context);
    response.insert(u"current_seq"_s, ledger.currentSeq());
    response.insert(u"entry_count"_s, ledger.entryCount());
    response.insert(u"op_count"_s, ledger.opCount());
    accept(push, response);
}
