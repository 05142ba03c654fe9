// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCHANNELPEER_P_H
#define DUSTCHANNELPEER_P_H

#include "dustchannelframe_p.h"
#include "dustserverconnection.h"
#include "dustservercontext_p.h"

class DustChannel;

// What a channel knows of the socket that it was joined on.
class DustChannelPeer
{
public:
    Q_DISABLE_COPY_MOVE(DustChannelPeer)

    // Nothing happens once the socket is closed.
    virtual void send(const DustOutgoing &message) = 0;
    virtual qint64 backlog() const = 0;
    // A channel that was left or has crashed: it is deleted later.
    virtual void remove(DustChannel *channel) = 0;
    // What was pushed on a topic that is not joined, or not any more.
    virtual void answerUnjoined(const DustChannelFrame &push) = 0;

    void sendFrame(const QByteArray &frame) { send(outgoing(serializer, frame)); }
    static DustOutgoing outgoing(DustChannelFrame::Serializer serializer, const QByteArray &frame)
    {
        DustOutgoing message;
        message.isText = serializer == DustChannelFrame::Json;
        if (message.isText)
            message.text = QString::fromUtf8(frame);
        else
            message.bytes = frame;
        return message;
    }

    DustServerContext *const context;
    DustTokenTable::Pointer token;
    QString deviceId;
    DustChannelFrame::Serializer serializer = DustChannelFrame::Json;

protected:
    explicit DustChannelPeer(DustServerContext *shared) : context(shared) {}
    ~DustChannelPeer() = default;
};

#endif // DUSTCHANNELPEER_P_H
