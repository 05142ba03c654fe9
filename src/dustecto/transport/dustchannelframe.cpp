// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchannelframe_p.h"

#include "dustmessagepack_p.h"
#include "dusttext_p.h"

#include <QtCore/QtEndian>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype Elements = 5;

DustError failure(const QString &saying)
{
    return DustError::invalidParams(
            u"invalid_frame"_s,
            u"The channel frame %1: it has to be [join_ref, ref, topic, event, payload]."_s.arg(
                    saying));
}

// Null stays null, and empty text does not become it.
bool takeRef(const DustValue &value, QString *ref)
{
    if (value.isString())
        *ref = value.toString().isNull() ? u""_s : value.toString();
    return value.isString() || value.isNull();
}

DustResult<DustChannelFrame> frameOf(const DustValue &value)
{
    const DustArray &elements = value.toArray();
    if (elements.size() != Elements)
        return failure(value.isArray() ? u"has %1 elements"_s.arg(elements.size())
                                       : u"is not an array"_s);
    DustChannelFrame frame;
    if (!takeRef(elements.at(0), &frame.joinRef) || !takeRef(elements.at(1), &frame.ref))
        return failure(u"has a ref that is neither text nor null"_s);
    if (!elements.at(2).isString() || !elements.at(3).isString())
        return failure(u"has a topic or an event that is not text"_s);
    frame.topic = elements.at(2).toString();
    frame.event = elements.at(3).toString();
    frame.payload = elements.at(4);
    return frame;
}

// The code unit of an escape like \ud83d at this place, or -1.
int escapedUnit(QByteArrayView json, qsizetype at)
{
    constexpr qsizetype Length = 6;
    if (at + Length > json.size() || json.at(at) != '\\' || json.at(at + 1) != 'u')
        return -1;
    bool ok = false;
    const int unit = json.sliced(at + 2, Length - 2).toByteArray().toInt(&ok, 16);
    return ok ? unit : -1;
}

bool hasLoneSurrogate(QByteArrayView json)
{
    for (qsizetype at = 0; at < json.size(); ++at) {
        if (json.at(at) != '\\')
            continue;
        const int unit = escapedUnit(json, at);
        if (unit >= 0 && QChar::isLowSurrogate(uint(unit)))
            return true;
        if (unit >= 0 && QChar::isHighSurrogate(uint(unit))) {
            const int next = escapedUnit(json, at + 6);
            if (next < 0 || !QChar::isLowSurrogate(uint(next)))
                return true;
            at += 6;
        }
        ++at;
    }
    return false;
}

// Whether the number at this place has neither a fraction nor an exponent.
bool isInteger(QByteArrayView json, qsizetype at)
{
    const auto end = std::find_if(json.cbegin() + at, json.cend(),
                                  [](char c) { return c != '-' && (c < '0' || c > '9'); });
    return end == json.cend() || (*end != '.' && *end != 'e' && *end != 'E');
}

QString faultOf(const DustError &error, QByteArrayView json)
{
    const QString reason = error.reason();
    if (reason == u"depth"_s)
        return reason;
    if (reason == u"number_out_of_range"_s) {
        const qsizetype at = error.detail().value(u"offset"_s).toLongLong();
        return isInteger(json, at) ? u"integer_out_of_range"_s : reason;
    }
    return reason == u"invalid_json"_s && hasLoneSurrogate(json) ? u"invalid_unicode"_s : QString();
}

// Where the payload begins: behind the fourth comma that is not inside text.
qsizetype payloadBegin(QByteArrayView json)
{
    qsizetype commas = 0;
    bool isInText = false;
    for (qsizetype at = 0; at < json.size(); ++at) {
        const char c = json.at(at);
        if (isInText && c == '\\')
            ++at;
        else if (c == '"')
            isInText = !isInText;
        else if (!isInText && c == ',' && ++commas == Elements - 1)
            return at + 1;
    }
    return -1;
}

// Behind the nil or text at this place of MessagePack, or -1. Some clients send text as binary.
qsizetype packedTextEnd(QByteArrayView bytes, qsizetype at)
{
    if (at < 0 || at >= bytes.size())
        return -1;
    const uchar head = uchar(bytes.at(at++));
    if (head == 0xc0)
        return at;
    if (head >= 0xa0 && head <= 0xbf)
        return at + (head & 0x1f);
    const bool isText = head >= 0xd9 && head <= 0xdb;
    const bool isBinary = head >= 0xc4 && head <= 0xc6;
    if (!isText && !isBinary)
        return -1;
    const qsizetype width = qsizetype(1) << (head - (isText ? 0xd9 : 0xc4)); // of the size
    if (bytes.size() - at < width)
        return -1;
    quint32 size = 0;
    for (qsizetype i = 0; i < width; ++i)
        size = (size << 8) | uchar(bytes.at(at + i));
    return at + width + qsizetype(size);
}

// Where the payload of a frame in MessagePack begins, or -1.
qsizetype packedPayloadBegin(QByteArrayView bytes)
{
    constexpr uchar FrameHead = 0x90 | Elements;
    qsizetype at = bytes.isEmpty() || uchar(bytes.front()) != FrameHead ? -1 : 1;
    for (qsizetype i = 0; i < Elements - 1; ++i)
        at = packedTextEnd(bytes, at);
    return at < bytes.size() ? at : -1;
}

DustResult<DustChannelFrame> faultyFrame(const DustValue &head, const QString &fault)
{
    auto frame = frameOf(head);
    if (frame)
        frame->fault = fault;
    return frame;
}

// A payload that cannot be read is answered on its channel, so the rest has to be known.
DustResult<DustChannelFrame> withoutPayload(QByteArrayView json, DustJson::Reader &reader,
                                            const DustError &error)
{
    const QString fault = faultOf(error, json);
    const qsizetype begin = fault.isEmpty() ? -1 : payloadBegin(json);
    if (begin < 0)
        return error;
    const auto head = reader.read(json.first(begin).toByteArray() + "null]");
    return head ? faultyFrame(*head, fault) : error;
}

DustResult<DustChannelFrame> withoutPayload(QByteArrayView packed, const DustError &error)
{
    constexpr char Nil = '\xc0';
    const qsizetype begin = error.reason() == u"depth"_s ? packedPayloadBegin(packed) : -1;
    if (begin < 0)
        return error;
    const auto head = DustMessagePack::decode(packed.first(begin).toByteArray() + Nil);
    return head ? faultyFrame(*head, error.reason()) : error;
}

QStringView orEmpty(QStringView text)
{
    return text.isNull() ? QStringView(u"") : text;
}

bool needsEscape(char c)
{
    return uchar(c) < 0x20 || c == '"' || c == '\\';
}

} // namespace

std::optional<DustChannelFrame::Serializer> DustChannelFrame::serializerOf(QStringView vsn)
{
    if (vsn == u"2.0.0")
        return Json;
    if (vsn == u"3.0.0")
        return MessagePack;
    return std::nullopt;
}

DustResult<DustChannelFrame> DustChannelFrame::fromJson(QByteArrayView json,
                                                        DustJson::Reader &reader)
{
    const auto value = reader.read(json);
    return value ? frameOf(*value) : withoutPayload(json, reader, value.error());
}

DustResult<DustChannelFrame> DustChannelFrame::fromJsonUnread(QByteArrayView json,
                                                              DustJson::Reader &reader)
{
    const auto root = reader.parse(json);
    if (!root)
        return withoutPayload(json, reader, root.error());
    // The head is small, and told apart as everywhere.
    DustArray elements;
    DustJson::Node payload;
    root->forEachItem([&](const DustJson::Node &item) {
        const bool isPayload = elements.size() == Elements - 1;
        if (isPayload)
            payload = item;
        if (isPayload)
            elements.append(DustValue());
        else if (item.isObject() || item.isArray())
            elements.append(DustValue(DustArray())); // belongs there as little as what may be in it
        else
            elements.append(item.toValue().valueOr({}));
        return elements.size() <= Elements;
    });
    auto frame = frameOf(root->isArray() ? DustValue(elements) : DustValue());
    if (frame)
        frame->unread = payload;
    return frame;
}

DustResult<DustChannelFrame> DustChannelFrame::fromMessagePack(QByteArrayView bytes)
{
    const auto value = DustMessagePack::decode(bytes);
    return value ? frameOf(*value) : withoutPayload(bytes, value.error());
}

QByteArray DustChannelFrame::toBytes(Serializer serializer) const
{
    DustChannelFrameWriter writer(serializer, joinRef, ref, topic, event);
    writer.value(payload);
    return writer.finish();
}

DustChannelFrameWriter::DustChannelFrameWriter(DustChannelFrame::Serializer serializer,
                                               QStringView joinRef, QStringView ref,
                                               QStringView topic, QStringView event)
    : m_serializer(serializer)
{
    constexpr qsizetype Usual = 320; // of an event
    m_bytes.reserve(Usual);
    beginArray(Elements);
    text(joinRef);
    text(ref);
    text(orEmpty(topic));
    text(orEmpty(event));
}

QByteArray DustChannelFrameWriter::finish()
{
    endArray();
    return std::move(m_bytes);
}

// What the last byte is tells whether something came before, since no value ends with one of these.
void DustChannelFrameWriter::separate()
{
    if (m_bytes.isEmpty())
        return;
    const char last = m_bytes.back();
    if (last != '[' && last != '{' && last != ':')
        m_bytes.append(',');
}

void DustChannelFrameWriter::beginObject(qsizetype members)
{
    if (isJson()) {
        separate();
        m_bytes.append('{');
    } else {
        appendHead(0x80, 15, 0xde, members);
    }
}

void DustChannelFrameWriter::endObject()
{
    if (isJson())
        m_bytes.append('}');
}

void DustChannelFrameWriter::beginArray(qsizetype items)
{
    if (isJson()) {
        separate();
        m_bytes.append('[');
    } else {
        appendHead(0x90, 15, 0xdc, items);
    }
}

void DustChannelFrameWriter::endArray()
{
    if (isJson())
        m_bytes.append(']');
}

void DustChannelFrameWriter::key(QLatin1StringView name)
{
    const QByteArrayView ascii(name.data(), name.size());
    if (!isJson()) {
        appendPackedText(ascii);
        return;
    }
    separate();
    m_bytes.append('"').append(ascii).append("\":");
}

void DustChannelFrameWriter::key(QStringView name)
{
    text(name);
    if (isJson())
        m_bytes.append(':');
}

void DustChannelFrameWriter::text(QStringView text)
{
    if (text.isNull()) {
        value(DustValue());
    } else if (isJson()) {
        separate();
        DustJson::appendText(m_bytes, text);
    } else {
        appendPackedText(text.toUtf8());
    }
}

void DustChannelFrameWriter::utf8Text(QByteArrayView text)
{
    if (!isJson()) {
        appendPackedText(text);
    } else if (std::any_of(text.cbegin(), text.cend(), needsEscape)) {
        this->text(DustText::fromUtf8(text));
    } else {
        separate();
        m_bytes.append('"').append(text).append('"');
    }
}

void DustChannelFrameWriter::value(const DustValue &value)
{
    if (isJson()) {
        separate();
        DustJson::append(m_bytes, value);
    } else {
        DustMessagePack::append(m_bytes, value);
    }
}

// Of a container: its size in the first byte, or in two or four bytes behind it.
void DustChannelFrameWriter::appendHead(uchar fix, qsizetype fixLimit, uchar wide, qsizetype size)
{
    if (size <= fixLimit) {
        m_bytes.append(char(fix | uchar(size)));
    } else if (size <= 0xffff) {
        char bytes[3] = { char(wide) };
        qToBigEndian(quint16(size), bytes + 1);
        m_bytes.append(bytes, sizeof(bytes));
    } else {
        char bytes[5] = { char(wide + 1) };
        qToBigEndian(quint32(size), bytes + 1);
        m_bytes.append(bytes, sizeof(bytes));
    }
}

void DustChannelFrameWriter::appendPackedText(QByteArrayView utf8)
{
    constexpr qsizetype LongestFix = 31;
    constexpr qsizetype LongestShort = 0xff;
    if (utf8.size() > LongestFix && utf8.size() <= LongestShort)
        m_bytes.append(char(0xd9)).append(char(utf8.size()));
    else
        appendHead(0xa0, LongestFix, 0xda, utf8.size());
    m_bytes.append(utf8);
}
