// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustWire: what comes in.

#include "dustwire_p.h"

#include "dusttext_p.h"
#include "dustwriteanswers_p.h"

using namespace Qt::StringLiterals;

namespace {

DustError unreadable(const QString &what, const QString &problem)
{
    return DustError(
            DustError::Network,
            u"The server sent %1 that cannot be understood: %2. Check that it is a Dust server, and a version of it that this client knows."_s
                    .arg(what, problem),
            { { u"reason"_s, u"unreadable_message"_s } });
}

bool isSeq(const DustValue &value)
{
    return value.kind() == DustValue::UnsignedInteger
            || (value.kind() == DustValue::Integer && value.toInteger() >= 0);
}

DustResult<quint64> seqAt(const DustObject &fields, const QString &name, const QString &what)
{
    const auto found = fields.constFind(name);
    if (found == fields.cend() || !isSeq(*found))
        return unreadable(what, u"it has no %1 that is a whole number"_s.arg(name));
    return found->toUnsignedInteger();
}

// What an event says of itself, whatever form it came in.
struct EventFields
{
    std::optional<quint64> seq;
    QString op;
    std::optional<DustPath> path;
    QStringList segments;
    bool hasOddSegments = false;
    DustValue value;
    QString deviceId;
    QString clientOpId;

    void addSegment(const QString &segment, bool isText)
    {
        hasOddSegments = hasOddSegments || !isText;
        segments.append(segment);
    }
};

EventFields fieldsOf(const DustObject &object)
{
    EventFields fields;
    if (const DustValue seq = object.value(u"store_seq"_s); isSeq(seq))
        fields.seq = seq.toUnsignedInteger();
    fields.op = object.value(u"op"_s).toString();
    if (const DustValue path = object.value(u"path"_s); path.isString()) {
        if (const auto parsed = DustPath::parse(path.toString()))
            fields.path = *parsed;
    }
    for (const DustValue &segment : object.value(u"path_segments"_s).toArray())
        fields.addSegment(segment.toString(), segment.isString());
    fields.value = object.value(u"value"_s);
    fields.deviceId = object.value(u"device_id"_s).toString();
    fields.clientOpId = object.value(u"client_op_id"_s).toString();
    return fields;
}

// Nearly all of a long catch-up comes this way: nothing is made that is not kept.
DustResult<EventFields> fieldsOf(const DustJson::Node &object)
{
    EventFields fields;
    std::optional<DustError> error;
    object.forEachMember([&](QByteArrayView key, const DustJson::Node &member) {
        if (key == "store_seq") {
            fields.seq = member.unsignedInteger();
        } else if (key == "op") {
            fields.op = DustText::fromUtf8(member.text());
        } else if (key == "path" && member.isText()) {
            if (const auto parsed = DustPath::parse(member.text()))
                fields.path = *parsed;
        } else if (key == "path_segments" && !fields.path) {
            member.forEachItem([&fields](const DustJson::Node &segment) {
                fields.addSegment(DustText::fromUtf8(segment.text()), segment.isText());
                return true;
            });
        } else if (key == "value") {
            auto value = member.toValue();
            if (!value)
                error = value.error();
            else
                fields.value = *std::move(value);
        } else if (key == "device_id") {
            fields.deviceId = DustText::fromUtf8(member.text());
        } else if (key == "client_op_id") {
            fields.clientOpId = DustText::fromUtf8(member.text());
        }
        return !error;
    });
    if (error)
        return *error;
    return fields;
}

// The rendered path saves an escape of each segment.
DustResult<DustPath> pathOf(const EventFields &fields)
{
    if (fields.path)
        return *fields.path;
    if (fields.hasOddSegments)
        return unreadable(u"an event"_s, u"a segment of its path is no text"_s);
    auto path = DustPath::fromSegments(fields.segments);
    if (!path)
        return unreadable(u"an event"_s, u"it has no path (%1)"_s.arg(path.error().message()));
    return path;
}

DustResult<DustEvent> eventOf(EventFields &&fields)
{
    const QString what = u"an event"_s;
    if (!fields.seq)
        return unreadable(what, u"it has no store_seq that is a whole number"_s);
    if (*fields.seq == 0)
        return unreadable(what, u"its store_seq is 0"_s);
    const auto kind = DustOperation::kindFromName(fields.op);
    if (!kind)
        return unreadable(what, u"its op is %1"_s.arg(DustText::quoted(fields.op)));
    auto path = pathOf(fields);
    if (!path)
        return path.error();
    DustEvent event;
    event.op = *kind;
    event.path = *std::move(path);
    event.value = std::move(fields.value);
    event.storeSeq = *fields.seq;
    event.deviceId = std::move(fields.deviceId);
    event.clientOpId = std::move(fields.clientOpId);
    return event;
}

// Every type may be wrapped, lists, counters and sets as well; an object with this one key cannot be
// anything else (PROTOCOL §7).
const DustValue &unwrapped(const DustValue &value)
{
    const DustObject &object = value.toObject();
    if (object.size() != 1 || object.firstKey() != "_scalar"_L1)
        return value;
    return object.first();
}

DustResult<DustEntry> snapshotEntry(const DustPath &path, const DustValue &value,
                                    const QString &typeName)
{
    const DustValue &bare = unwrapped(value);
    if (!bare.isLeaf())
        return unreadable(u"a snapshot"_s,
                          u"the value at %1 is no leaf"_s.arg(DustText::quoted(path.toString())));
    const auto type = DustEntry::typeFromName(typeName);
    return DustEntry(path, bare, type.value_or(DustEntry::typeOf(bare)), 0);
}

DustError badPath(const QString &rendered)
{
    return unreadable(u"a snapshot"_s, u"it has the path %1"_s.arg(DustText::quoted(rendered)));
}

DustError noValue(const QString &rendered)
{
    return unreadable(u"a snapshot"_s,
                      u"there is no value at %1"_s.arg(DustText::quoted(rendered)));
}

DustResult<DustEntry> snapshotEntry(const QString &rendered, const DustValue &entry)
{
    auto path = DustPath::parse(rendered);
    if (!path)
        return badPath(rendered);
    const DustObject &fields = entry.toObject();
    const auto found = fields.constFind(u"value"_s);
    if (found == fields.cend())
        return noValue(rendered);
    return snapshotEntry(*path, *found, fields.value(u"type"_s).toString());
}

DustResult<DustEntry> snapshotEntry(QByteArrayView rendered, const DustJson::Node &entry)
{
    auto path = DustPath::parse(rendered);
    if (!path)
        return badPath(DustText::fromUtf8(rendered));
    DustJson::Node value;
    QString type;
    entry.forEachMember([&](QByteArrayView key, const DustJson::Node &member) {
        if (key == "value")
            value = member;
        else if (key == "type")
            type = DustText::fromUtf8(member.text());
        return true;
    });
    if (!value.isValid())
        return noValue(DustText::fromUtf8(rendered));
    const auto made = value.toValue();
    return made ? snapshotEntry(*path, *made, type) : made.error();
}

DustResult<DustReplicaInput::Snapshot> snapshotOf(const DustObject &fields)
{
    const QString what = u"a snapshot"_s;
    const auto seq = seqAt(fields, u"snapshot_seq"_s, what);
    if (!seq)
        return seq.error();
    const auto entries = fields.constFind(u"entries"_s);
    if (entries == fields.cend() || !entries->isObject())
        return unreadable(what, u"it has no entries"_s);
    DustReplicaInput::Snapshot snapshot;
    snapshot.seq = *seq;
    const DustObject &all = entries->toObject();
    snapshot.entries.reserve(all.size());
    for (auto it = all.cbegin(); it != all.cend(); ++it) {
        auto entry = snapshotEntry(it.key(), *it);
        if (!entry)
            return entry.error();
        snapshot.entries.append(*std::move(entry));
    }
    return snapshot;
}

DustResult<DustReplicaInput::Snapshot> snapshotOf(const DustJson::Node &object)
{
    const QString what = u"a snapshot"_s;
    std::optional<quint64> seq;
    DustJson::Node entries;
    object.forEachMember([&](QByteArrayView key, const DustJson::Node &member) {
        if (key == "snapshot_seq")
            seq = member.unsignedInteger();
        else if (key == "entries")
            entries = member;
        return true;
    });
    if (!seq)
        return unreadable(what, u"it has no snapshot_seq that is a whole number"_s);
    if (!entries.isObject())
        return unreadable(what, u"it has no entries"_s);
    DustReplicaInput::Snapshot snapshot;
    snapshot.seq = *seq;
    snapshot.entries.reserve(entries.size());
    std::optional<DustError> error;
    entries.forEachMember([&](QByteArrayView rendered, const DustJson::Node &member) {
        auto entry = snapshotEntry(rendered, member);
        if (entry)
            snapshot.entries.append(*std::move(entry));
        else
            error = entry.error();
        return !error;
    });
    if (error)
        return *error;
    return snapshot;
}

DustError::Kind kindOf(const QString &reason)
{
    if (reason == u"unauthorized"_s)
        return DustError::Unauthorized;
    if (reason == u"store_not_allowed"_s)
        return DustError::StoreNotAllowed;
    if (reason == u"missing_scope"_s)
        return DustError::MissingScope;
    if (reason == u"rate_limited"_s)
        return DustError::RateLimited;
    if (reason == u"store_archived"_s || reason == u"capver_mismatch"_s)
        return DustError::NotSupported;
    return DustError::Network;
}

QString remedyOf(DustError::Kind kind)
{
    switch (kind) {
    case DustError::Unauthorized:
        return u"Check the name of the store, or use a token that may open it."_s;
    case DustError::StoreNotAllowed:
    case DustError::MissingScope:
        return u"Use a token that may."_s;
    case DustError::NotSupported:
        return u"It cannot be used from here."_s;
    default:
        return u"It is tried again."_s;
    }
}

} // namespace

DustResult<DustEvent> DustWire::event(const DustChannelPayload &payload)
{
    if (!payload.unread().isValid())
        return eventOf(fieldsOf(payload.toValue().valueOr({}).toObject()));
    auto fields = fieldsOf(payload.unread());
    if (!fields)
        return unreadable(u"an event"_s, fields.error().message());
    return eventOf(*std::move(fields));
}

DustResult<DustReplicaInput::Snapshot> DustWire::snapshot(const DustChannelPayload &payload)
{
    return payload.unread().isValid() ? snapshotOf(payload.unread())
                                      : snapshotOf(payload.toValue().valueOr({}).toObject());
}

DustResult<DustReplicaInput::CatchUpComplete> DustWire::catchUpComplete(
        const DustChannelPayload &payload)
{
    const auto seq = seqAt(payload.toValue().valueOr({}).toObject(), u"through_seq"_s,
                           u"the end of a catch-up"_s);
    if (!seq)
        return seq.error();
    return DustReplicaInput::CatchUpComplete{ *seq };
}

DustResult<DustReplicaInput::Joined> DustWire::joined(const DustValue &response)
{
    const DustObject &fields = response.toObject();
    const auto seq = seqAt(fields, u"store_seq"_s, u"an answer to a join"_s);
    if (!seq)
        return seq.error();
    DustReplicaInput::Joined joined;
    joined.storeSeq = *seq;
    // What is not said is not forbidden.
    const DustObject &permissions = fields.value(u"permissions"_s).toObject();
    const DustValue mayWrite = permissions.value(u"write"_s);
    joined.mayWrite = mayWrite.kind() != DustValue::Boolean || mayWrite.toBool();
    for (const DustValue &scope : fields.value(u"scopes"_s).toArray())
        joined.scopes.append(scope.toString());
    return joined;
}

DustResult<DustReplicaInput::Status> DustWire::status(const DustValue &response)
{
    const DustObject &fields = response.toObject();
    const auto seq = seqAt(fields, u"current_seq"_s, u"a status"_s);
    if (!seq)
        return seq.error();
    DustReplicaInput::Status status;
    status.currentSeq = *seq;
    const DustValue count = fields.value(u"entry_count"_s);
    if (count.kind() == DustValue::Integer)
        status.entryCount = count.toInteger();
    return status;
}

DustResult<quint64> DustWire::acceptedSeq(const DustObject &response)
{
    const auto released = response.constFind(u"released"_s);
    if (released != response.cend() && !released->toBool())
        return quint64(0);
    const auto seq = seqAt(response, u"store_seq"_s, u"an answer to a write"_s);
    if (seq && *seq == 0)
        return unreadable(u"an answer to a write"_s, u"its store_seq is 0"_s);
    return seq;
}

DustWire::Refusal DustWire::joinRefusal(const QString &topic, const DustObject &response)
{
    const QString reason = response.value(u"reason"_s).toString();
    const QString message = response.value(u"message"_s).toString();
    Refusal refusal;
    const DustError::Kind kind = kindOf(reason);
    refusal.isFinal = kind != DustError::RateLimited && kind != DustError::Network;
    refusal.retryAfter = DustWriteAnswers::waitIn(response);
    refusal.error = DustError(kind,
                              u"The server does not let %1 be joined: %2. %3"_s.arg(
                                      DustText::quoted(topic),
                                      DustText::quoted(message.isEmpty() ? reason : message),
                                      remedyOf(kind)),
                              { { u"reason"_s, reason } })
                            .withRetryable(!refusal.isFinal);
    if (kind == DustError::MissingScope)
        refusal.error = refusal.error.with(u"scope"_s, response.value(u"scope"_s).toString());
    if (refusal.retryAfter > 0)
        refusal.error = refusal.error.with(u"retry_after"_s,
                                           int((refusal.retryAfter + 999) / 1000));
    return refusal;
}
