// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "simdescribe.h"

using namespace Qt::StringLiterals;
using namespace DustReplicaInput;

namespace {

template<typename... Visitors>
struct Overloaded : Visitors...
{
    using Visitors::operator()...;
};
template<typename... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

QString number(quint64 value)
{
    return QString::number(value);
}

QString text(const Events &told)
{
    QString line = u"Events"_s;
    for (const DustEvent &event : told.events)
        line += u" %1 %2 %3 (%4)"_s.arg(number(event.storeSeq), event.opName(), event.pathString(),
                                        event.clientOpId);
    return line;
}

QString text(const DustReplicaInputs &input)
{
    return std::visit(
            Overloaded{
                    [](const Write &write) { return u"Write "_s + write.operation.clientOpId(); },
                    [](const WriteBatch &batch) { return u"WriteBatch "_s + batch.opId; },
                    [](const Acknowledge &) { return u"Acknowledge"_s; },
                    [](const Resync &) { return u"Resync"_s; },
                    [](const Rebuild &) { return u"Rebuild"_s; },
                    [](const Joined &joined) { return u"Joined "_s + number(joined.storeSeq); },
                    [](const JoinRefused &) { return u"JoinRefused"_s; },
                    [](const Down &) { return u"Down"_s; },
                    [](const Events &events) { return text(events); },
                    [](const Snapshot &snapshot) { return u"Snapshot "_s + number(snapshot.seq); },
                    [](const CatchUpComplete &told) {
                        return u"CatchUpComplete "_s + number(told.throughSeq);
                    },
                    [](const Status &told) {
                        return u"Status %1, %2 entries"_s.arg(told.currentSeq).arg(told.entryCount);
                    },
                    [](const StatusFailed &) { return u"StatusFailed"_s; },
                    [](const Accepted &told) {
                        return u"Accepted %1 as %2"_s.arg(told.send).arg(told.seqs.value(0));
                    },
                    [](const Refused &told) {
                        return u"Refused %1: %2"_s.arg(number(told.send), told.error.reason());
                    },
                    [](const Unanswered &told) { return u"Unanswered "_s + number(told.send); },
                    [](const Fetched &told) { return u"Fetched "_s + number(told.fetch); },
                    [](const FetchFailed &told) { return u"FetchFailed "_s + number(told.fetch); },
                    [](const Tick &) { return u"Tick"_s; } },
            input);
}

} // namespace

QString SimDescribe::operations(const QList<DustOperation> &operations)
{
    QStringList texts;
    for (const DustOperation &operation : operations)
        texts.append(u"%1 %2 %3 %4"_s.arg(
                operation.clientOpId(), DustOperation::kindName(operation.kind()),
                operation.path().toString(), QString::fromUtf8(operation.value().toJson())));
    return texts.join(u", "_s);
}

QString SimDescribe::exchange(const DustReplicaInputs &input, const DustReplicaOutput &output,
                              const DustReplica &replica)
{
    QString line = text(input) + u" →"_s;
    for (const auto &send : output.sends)
        line += u" send %1 [%2]"_s.arg(number(send.send), operations(send.operations));
    for (const auto &fetch : output.fetches) {
        line += u" fetch %1:"_s.arg(fetch.fetch);
        for (const DustPath &path : fetch.paths)
            line += u' ' + path.toString();
    }
    if (output.asksStatus)
        line += u" status?"_s;
    if (output.rejoins)
        line += u" rejoin"_s;
    for (const DustCommit &commit : output.commits)
        line += u" commit %1 %2"_s.arg(number(commit.event.storeSeq), commit.event.pathString());
    for (const auto &settled : output.settled)
        line += u" settled %1: %2"_s.arg(settled.opId,
                                         settled.seqs
                                                 ? number(settled.seqs->value(0))
                                                 : u"%1 %2"_s.arg(settled.seqs.error().reason(),
                                                                  settled.seqs.error().message()));
    for (const DustError &report : output.reports)
        line += u" report: "_s + report.message();
    return line
            + u" | %1 at %2, %3 pending"_s.arg(QString::number(replica.state()),
                                               number(replica.seq()),
                                               QString::number(replica.pendingCount()));
}
