// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCHANNELFRAME_P_H
#define DUSTCHANNELFRAME_P_H

// Messages of Phoenix Channels (PROTOCOL §4), as arrays of five: [join_ref, ref, topic, event,
// payload]. Exported for the server, the socket of a client and tests; not public API.

#include "dustjson_p.h"

// A value, or one that is still to be made of what came: long catch-ups never need most of it. Then it is
// good until the next frame is read.
class DUSTECTO_EXPORT DustChannelPayload
{
public:
    DustChannelPayload(const DustValue &value = {}) : m_value(value) {}
    explicit DustChannelPayload(const DustJson::Node &unread) : m_unread(unread) {}

    const DustJson::Node &unread() const { return m_unread; } // not valid where it is a value
    DustResult<DustValue> toValue() const
    {
        return m_unread.isValid() ? m_unread.toValue() : DustResult<DustValue>(m_value);
    }

private:
    DustValue m_value;
    DustJson::Node m_unread;
};

class DUSTECTO_EXPORT DustChannelFrame
{
public:
    enum Serializer : quint8 {
        Json, // text messages
        MessagePack // binary messages
    };
    // What the parameter vsn of a socket's URL says.
    static std::optional<Serializer> serializerOf(QStringView vsn);

    QString joinRef; // null where there is none
    QString ref; // null where there is none
    QString topic;
    QString event;
    DustValue payload;
    // Why the payload was left out although everything else could be read: depth, or what JSON can
    // say and no store can keep, number_out_of_range, integer_out_of_range (beyond 64 bits) and
    // invalid_unicode (a lone surrogate).
    QString fault;

    DustJson::Node
            unread; // the payload, where it was asked for so; its depth has not been looked at

    // Errors: those of reading JSON or MessagePack, and invalid_frame.
    static DustResult<DustChannelFrame> fromJson(QByteArrayView json, DustJson::Reader &reader);
    static DustResult<DustChannelFrame> fromJsonUnread(QByteArrayView json,
                                                       DustJson::Reader &reader);
    static DustResult<DustChannelFrame> fromMessagePack(QByteArrayView bytes);
    QByteArray toBytes(Serializer serializer) const;
};

// Makes the bytes of one frame front to back, without a DustValue of the payload. Containers are
// told how much is in them, and have to get just that.
class DUSTECTO_EXPORT DustChannelFrameWriter
{
public:
    // The payload comes next, as one value. A ref that is a null view is null.
    DustChannelFrameWriter(DustChannelFrame::Serializer serializer, QStringView joinRef,
                           QStringView ref, QStringView topic, QStringView event);

    void beginObject(qsizetype members);
    void key(QLatin1StringView name); // ASCII; its value comes next
    void key(QStringView name);
    void endObject();
    void beginArray(qsizetype items);
    void endArray();

    void text(QStringView text);
    void utf8Text(QByteArrayView text); // not null, and valid
    void value(const DustValue &value);

    QByteArray finish();

private:
    bool isJson() const { return m_serializer == DustChannelFrame::Json; }
    void separate();
    void appendHead(uchar fix, qsizetype fixLimit, uchar wide, qsizetype size);
    void appendPackedText(QByteArrayView utf8);

    QByteArray m_bytes;
    DustChannelFrame::Serializer m_serializer;
};

#endif // DUSTCHANNELFRAME_P_H
