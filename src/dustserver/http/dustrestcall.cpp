// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrestcall_p.h"

#include "dustids_p.h"
#include "dustrestanswers_p.h"
#include "dusttext_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

// The bare integer: what is quoted is refused, as a real server does.
std::optional<quint64> revisionIn(const QByteArray &header)
{
    const bool isDigits = std::all_of(header.begin(), header.end(),
                                      [](char c) { return c >= '0' && c <= '9'; });
    bool ok = false;
    const quint64 revision = header.toULongLong(&ok);
    return ok && isDigits && revision > 0 ? std::optional(revision) : std::nullopt;
}

// A subtree always conflicts, with the very revision that reading it gives (PROTOCOL §7).
DustError withRevisionOfSubtree(const DustError &error, const DustReadView &rows)
{
    if (error.kind() != DustError::Conflict || error.currentRevision())
        return error;
    quint64 revision = 0;
    rows.scanBelow(error.path().toUtf8(), [&revision](const DustRow &row) {
        revision = std::max(revision, row.revision());
        return true;
    });
    return revision == 0 ? error : error.with(u"current_revision"_s, revision);
}

} // namespace

QString DustRestCall::operationId() const
{
    const QByteArray id = request.header("x-request-id");
    const bool isText = !id.isEmpty() && id.isValidUtf8();
    return isText ? DustText::fromUtf8(id) : DustIds::clientOperation();
}

DustResult<void> DustRestCall::addPreconditions(DustOperation *operation) const
{
    const QByteArray ifMatch = request.header("if-match");
    const QByteArray ifNoneMatch = request.header("if-none-match");
    if (!ifMatch.isNull()) {
        const auto revision = revisionIn(ifMatch);
        if (!revision)
            return DustError::invalidParams(
                    u"invalid_params"_s,
                    u"If-Match is not a revision: send the bare positive integer, without quotes."_s);
        operation->setIfMatch(*revision);
    }
    if (!ifNoneMatch.isNull()) {
        if (ifNoneMatch != "*")
            return DustError::invalidParams(
                    u"invalid_params"_s, u"If-None-Match is not \"*\", which is all it can be."_s);
        operation->setIfAbsent(true);
    }
    return {};
}

void DustRestCall::write(
        const QList<DustOperation> &operations, DustRestAnswers::Place place,
        const std::function<DustServerAnswer(const QList<DustCommit> &)> &done) const
{
    DustServerWrite write;
    write.operations = operations;
    write.deviceId = u"http:"_s + token->id();
    write.origin = DustServerWrite::Http;
    write.answer = [respond = answer, done, place,
                    view = &store->ledger().view()](const DustResult<QList<DustCommit>> &commits) {
        respond(commits ? done(*commits)
                        : DustRestAnswers::of(withRevisionOfSubtree(commits.error(), *view),
                                              place));
    };
    store->write(std::move(write));
}
