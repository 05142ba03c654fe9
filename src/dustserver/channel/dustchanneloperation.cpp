// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchanneloperation_p.h"

#include "dustunwrapped_p.h"

using namespace Qt::StringLiterals;

namespace {

QString fatalKey()
{
    return u"fatal"_s;
}

DustError refusal(const QString &reason, const QString &saying)
{
    return DustError::invalidParams(reason, u"The push "_s + saying);
}

DustError fatal(const DustError &error)
{
    return error.with(fatalKey(), true);
}

// Of a path on its own, or of one that an object would write.
DustError wirePathError(const DustError &error)
{
    const QString reason = error.reason();
    if (reason == u"path_too_long"_s || reason == u"invalid_unicode"_s)
        return fatal(error.with(u"reason"_s, u"invalid_path"_s));
    return error;
}

// DustOperation::validate() names faults of the value in detail, the wire does not.
DustError wireError(const DustError &error)
{
    const QString reason = error.reason();
    const DustError invalid = error.with(u"reason"_s, u"invalid_value"_s);
    if (reason == u"path_too_long"_s)
        return wirePathError(error);
    if (reason == u"invalid_unicode"_s || reason == u"number_out_of_range"_s
        || reason == u"empty_segment"_s) // the path's own segments were looked at before
        return fatal(invalid);
    if (reason == u"depth"_s || reason == u"reserved_key"_s || reason == u"invalid_decimal"_s
        || reason == u"invalid_datetime"_s || reason == u"integer_out_of_range"_s)
        return invalid;
    return error;
}

DustResult<DustPath> checkedPath(const DustResult<DustPath> &path)
{
    return path ? path : wirePathError(path.error());
}

DustResult<DustPath> pathOfSegments(const DustValue &value)
{
    if (!value.isArray())
        return refusal(u"invalid_path"_s, u"has path_segments that are not a list."_s);
    QStringList segments;
    for (const DustValue &segment : value.toArray()) {
        if (!segment.isString())
            return refusal(u"not_a_string"_s, u"has a path segment that is not text."_s);
        segments.append(segment.toString());
    }
    return checkedPath(DustPath::fromSegments(segments));
}

DustResult<DustPath> pathOfText(const DustValue &value)
{
    if (value.isNull())
        return refusal(u"missing_path"_s, u"has neither path nor path_segments."_s);
    if (!value.isString())
        return refusal(u"not_a_string"_s, u"has a path that is not text."_s);
    return checkedPath(DustPath::parse(value.toString()));
}

// What leases are asked with: beside the path, or in the value.
DustValue leaseArgument(const DustObject &payload, const QString &name)
{
    const auto found = payload.constFind(name);
    return found != payload.cend() ? *found : payload.value(u"value"_s).toObject().value(name);
}

DustResult<DustOperation> leaseOperation(DustOperation::Kind kind, const DustPath &path,
                                         const DustObject &payload)
{
    const DustValue token = leaseArgument(payload, u"token"_s);
    const DustValue ttl = leaseArgument(payload, u"ttl_ms"_s);
    const DustValue holder = leaseArgument(payload, u"holder"_s);
    const bool hasGoodTtl = ttl.isNull() || (ttl.isInteger() && ttl.toInteger() > 0);
    const qint64 milliseconds = ttl.isNull() ? DustOperation::DefaultLeaseMilliseconds
                                             : ttl.toInteger();
    const auto malformed = [] {
        return refusal(u"invalid_lease_op"_s,
                       u"needs a holder or a token, and a ttl_ms above 0."_s);
    };
    if (kind == DustOperation::Lease) {
        if (!hasGoodTtl || !holder.isString())
            return malformed();
        return DustOperation::lease(path, holder.toString(), milliseconds);
    }
    if (!token.isInteger() || token.toUnsignedInteger() == 0)
        return malformed();
    if (kind == DustOperation::Release)
        return DustOperation::release(path, token.toUnsignedInteger());
    if (!hasGoodTtl)
        return malformed();
    return DustOperation::renew(path, token.toUnsignedInteger(), milliseconds);
}

DustResult<DustOperation> bareOperation(DustOperation::Kind kind, const DustPath &path,
                                        const DustObject &payload)
{
    const DustValue value = payload.value(u"value"_s);
    switch (kind) {
    case DustOperation::Set:
        return DustOperation::set(path, dustUnwrapped(value, u"_scalar"_s));
    case DustOperation::Delete:
        return DustOperation::remove(path, value);
    case DustOperation::Merge:
        if (!value.isObject())
            return refusal(u"merge_requires_map_value"_s, u"merges what is not an object."_s);
        return DustOperation::merge(path, value.toObject());
    case DustOperation::Increment:
        return DustOperation::increment(path, value);
    case DustOperation::Add:
        return DustOperation::addMember(path, value);
    case DustOperation::Remove:
        return DustOperation::removeMember(path, value);
    default:
        return leaseOperation(kind, path, payload);
    }
}

DustResult<void> takeFence(DustOperation &operation, const DustValue &value)
{
    const DustObject &fence = value.toObject();
    const DustValue token = fence.value(u"token"_s);
    if (!token.isInteger())
        return {}; // sic (PROTOCOL §7): no fence at all
    const auto key = pathOfText(fence.value(u"key"_s));
    if (!key)
        return key.error();
    if (token.toUnsignedInteger() == 0) // also what is below 0
        return refusal(u"fenced"_s, u"has a fence whose token no lease has."_s);
    operation.setFence({ *key, token.toUnsignedInteger() });
    return {};
}

DustResult<void> takePreconditions(DustOperation &operation, const DustObject &payload)
{
    const DustValue ifMatch = payload.value(u"if_match"_s);
    const DustValue ifAbsent = payload.value(u"if_absent"_s);
    const bool isGood = (ifMatch.isNull()
                         || (ifMatch.isInteger() && ifMatch.toUnsignedInteger() > 0))
            && (ifAbsent.isNull() || ifAbsent.kind() == DustValue::Boolean);
    if (!isGood)
        return refusal(
                u"invalid_precondition"_s,
                u"has an if_match that is no revision, or an if_absent that is no boolean."_s);
    if (!ifMatch.isNull())
        operation.setIfMatch(ifMatch.toUnsignedInteger());
    operation.setIfAbsent(ifAbsent.toBool());
    return takeFence(operation, payload.value(u"fence"_s));
}

} // namespace

DustResult<DustPath> DustChannelOperation::pathOf(const DustObject &payload)
{
    const DustValue segments = payload.value(u"path_segments"_s);
    return segments.isNull() ? pathOfText(payload.value(u"path"_s)) : pathOfSegments(segments);
}

DustResult<DustOperation> DustChannelOperation::ofWrite(const DustObject &payload)
{
    const auto kind = DustOperation::kindFromName(payload.value(u"op"_s).toString());
    if (!kind || *kind == DustOperation::PutFile) // which is an event of its own
        return refusal(u"invalid op"_s, u"has an op that there is not."_s);
    const auto path = pathOf(payload);
    if (!path)
        return path.error();
    const DustValue clientOpId = payload.value(u"client_op_id"_s);
    if (clientOpId.toString().isEmpty())
        return refusal(u"missing_client_op_id"_s, u"has no client_op_id."_s);
    auto operation = bareOperation(*kind, *path, payload);
    if (!operation)
        return operation;
    operation->setClientOpId(clientOpId.toString());
    if (const auto taken = takePreconditions(*operation, payload); !taken)
        return taken.error();
    if (const auto valid = operation->validate(); !valid)
        return wireError(valid.error());
    return operation;
}

DustResult<DustChannelOperation::File> DustChannelOperation::ofPutFile(const DustObject &payload)
{
    const DustValue path = payload.value(u"path"_s);
    const DustValue content = payload.value(u"content"_s);
    const DustValue clientOpId = payload.value(u"client_op_id"_s);
    if (!path.isString() || !content.isString() || clientOpId.toString().isEmpty())
        return refusal(u"missing_member"_s, u"needs path, content and client_op_id."_s);
    const auto parsed = pathOfText(path);
    if (!parsed)
        return parsed.error();
    const auto decoded = QByteArray::fromBase64Encoding(content.toString().toLatin1(),
                                                        QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || content.toString().size() % 4 != 0) // QByteArray can do without the padding
        return refusal(u"invalid_base64"_s, u"has a content that is not Base64."_s);
    // What guards it: a fence can, and the rest is refused as for every other operation (PROTOCOL §2).
    DustOperation guarded = DustOperation::putFile(*parsed,
                                                   DustObject{ { u"_type"_s, u"file"_s } });
    if (const auto taken = takePreconditions(guarded, payload); !taken)
        return taken.error();
    if (const auto valid = guarded.validate(); !valid)
        return wireError(valid.error());
    const QString name = payload.value(u"filename"_s).toString();
    const QString type = payload.value(u"content_type"_s).toString();
    return File{ *parsed,
                 *decoded,
                 name.isEmpty() ? parsed->lastSegment() : name,
                 type.isEmpty() ? u"application/octet-stream"_s : type,
                 clientOpId.toString(),
                 guarded.fence() };
}

bool DustChannelOperation::isFatal(const DustError &error)
{
    return error.detail().contains(fatalKey());
}

DustError DustChannelOperation::unreadable(const QString &fault)
{
    return wireError(refusal(fault, u"has a payload that no store can keep: %1."_s.arg(fault)));
}

DustObject DustChannelOperation::accepted(const DustCommit &commit)
{
    if (!commit.logged)
        return { { u"released"_s, false } };
    DustObject response{ { u"store_seq"_s, commit.event.storeSeq } };
    const DustObject &value = commit.event.value.toObject();
    const auto copy = [&](const QString &name) { response.insert(name, value.value(name)); };
    if (commit.event.op == DustOperation::Lease || commit.event.op == DustOperation::Renew) {
        copy(u"token"_s);
        copy(u"expires_at"_s);
        copy(u"holder"_s);
    } else if (commit.event.op == DustOperation::PutFile) {
        copy(u"hash"_s);
    }
    return response;
}
