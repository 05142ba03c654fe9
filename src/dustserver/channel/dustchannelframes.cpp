// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchannelframes_p.h"

using namespace Qt::StringLiterals;

namespace {

using DustChannelFrames::Address;

bool isTyped(const DustValue &value)
{
    if (!value.isEnvelope() || !value.toObject().contains(u"_typed"_s))
        return false;
    const QString type = value.envelopeType();
    return type == u"decimal"_s || type == u"datetime"_s;
}

DustChannelFrameWriter writer(const Address &to, QStringView event, QStringView ref = {})
{
    return DustChannelFrameWriter(to.serializer, to.joinRef, ref, to.topic, event);
}

QStringView orNull(const QString &text)
{
    return text.isEmpty() ? QStringView() : QStringView(text);
}

void appendSegments(DustChannelFrameWriter &frame, const DustPath &path)
{
    frame.beginArray(path.segmentCount());
    QByteArrayView rest = path.rendered();
    for (qsizetype slash = 0; slash >= 0; rest = rest.sliced(slash + 1)) {
        slash = rest.indexOf('/');
        const QByteArrayView segment = slash < 0 ? rest : rest.first(slash);
        if (segment.contains('~'))
            frame.text(DustPath::unescapeSegment(segment));
        else
            frame.utf8Text(segment);
    }
    frame.endArray();
}

} // namespace

QByteArray DustChannelFrames::reply(const Address &to, QStringView ref, QLatin1StringView status,
                                    const DustObject &response)
{
    DustChannelFrameWriter frame = writer(to, u"phx_reply", ref);
    frame.beginObject(2);
    frame.key("status"_L1);
    frame.text(QString(status));
    frame.key("response"_L1);
    frame.value(response);
    frame.endObject();
    return frame.finish();
}

QByteArray DustChannelFrames::ending(const Address &to, QLatin1StringView event)
{
    DustChannelFrameWriter frame = writer(to, QString(event), to.joinRef);
    frame.value(DustObject());
    return frame.finish();
}

QByteArray DustChannelFrames::event(const Address &to, const DustEvent &event)
{
    DustChannelFrameWriter frame = writer(to, u"event");
    frame.beginObject(7);
    frame.key("store_seq"_L1);
    frame.value(event.storeSeq);
    frame.key("op"_L1);
    frame.text(event.opName());
    frame.key("path"_L1);
    frame.utf8Text(event.path.rendered());
    frame.key("path_segments"_L1);
    appendSegments(frame, event.path);
    frame.key("value"_L1);
    frame.value(event.value);
    frame.key("device_id"_L1);
    frame.text(orNull(event.deviceId));
    frame.key("client_op_id"_L1);
    frame.text(orNull(event.clientOpId));
    frame.endObject();
    return frame.finish();
}

QByteArray DustChannelFrames::snapshot(const Address &to, const DustSnapshot &snapshot)
{
    DustChannelFrameWriter frame = writer(to, u"snapshot");
    frame.beginObject(2);
    frame.key("snapshot_seq"_L1);
    frame.value(snapshot.seq);
    frame.key("entries"_L1);
    frame.beginObject(snapshot.entries.size());
    for (const DustEntry &entry : snapshot.entries) {
        frame.key(entry.pathString());
        frame.beginObject(2);
        frame.key("type"_L1);
        frame.text(entry.typeName());
        frame.key("value"_L1);
        const DustValue value = plain(entry.value());
        frame.value(value.isObject() ? value : DustObject{ { u"_scalar"_s, value } });
        frame.endObject();
    }
    frame.endObject();
    frame.endObject();
    return frame.finish();
}

QByteArray DustChannelFrames::catchUpComplete(const Address &to, const DustValue &throughSeq)
{
    DustChannelFrameWriter frame = writer(to, u"catch_up_complete");
    frame.value(DustObject{ { u"through_seq"_s, throughSeq } });
    return frame.finish();
}

bool DustChannelFrames::holdsTyped(const DustValue &value)
{
    if (!value.isArray() && !value.isObject())
        return false;
    const DustArray &items = value.toArray();
    const DustObject &members = value.toObject();
    return isTyped(value) || std::any_of(items.cbegin(), items.cend(), holdsTyped)
            || std::any_of(members.cbegin(), members.cend(), holdsTyped);
}

DustValue DustChannelFrames::plain(const DustValue &value)
{
    if (!holdsTyped(value))
        return value;
    if (isTyped(value))
        return value.toObject().value(u"_typed"_s);
    if (value.isArray()) {
        DustArray items = value.toArray();
        for (DustValue &item : items)
            item = plain(item);
        return items;
    }
    DustObject members = value.toObject();
    for (DustValue &member : members)
        member = plain(member);
    return members;
}
