// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCHANNEL_P_H
#define DUSTCHANNEL_P_H

#include "dustchannelcatchup_p.h"
#include "dustchanneloperation_p.h"
#include "dustchannelpeer_p.h"

#include <QtCore/QPointer>

#include <deque>

class DustChannelTopic;

// One topic that was joined on one socket: what is pushed on it, and what it is told.
class DustChannel final : public QObject
{
    Q_OBJECT

public:
    // The peer outlives the parent's children.
    DustChannel(DustChannelPeer *peer, DustServerStore *store, const DustChannelFrame &join,
                QObject *parent);
    ~DustChannel() override;

    const QString &joinRef() const { return m_joinRef; }
    // Tells of the past, from the next turn on.
    void catchUp();
    // What was pushed with this channel's join_ref.
    void receive(const DustChannelFrame &push);
    // Of everything that was pushed so far, before something that must come after them.
    void awaitAnswers();
    // Nothing is sent any more. What its process would still have in its mailbox (PROTOCOL §5) is
    // committed later.
    void end();
    QByteArray closeFrame() const;

    bool isOf(const QString &deviceId) const;
    void takeLive(quint64 seq, const DustOutgoing &frame);
    // The socket has sent something.
    void resume();

private:
    void handle(const DustChannelFrame &push);
    void handleNext();
    void leave(const DustChannelFrame &push);
    void crash();
    void endWith(const QByteArray &goodbye);

    void write(const DustChannelFrame &push);
    void putFile(const DustChannelFrame &push);
    void rollback(const DustChannelFrame &push);
    void rollbackPath(const DustChannelFrame &push, quint64 toSeq);
    void status(const DustChannelFrame &push);
    std::optional<DustOperation> writeOperation(const DustChannelFrame &push);
    std::optional<DustOperation> fileOperation(const DustChannelFrame &push);
    bool isHooked(const DustChannelFrame &push);
    bool mayWrite(const DustChannelFrame &push, const QString &scope);
    bool mayTake(const DustChannelFrame &push);
    void submit(const DustOperation &operation, const DustChannelFrame &push);
    void commitNow();
    void commitLater();
    bool isTooLate(qint64 arrived) const;
    void answerWrite(const QString &ref, const DustCommit &commit);
    void sendReplies();

    void accept(const DustChannelFrame &push, const DustObject &response);
    void refuse(const DustChannelFrame &push, const DustObject &response);
    void refuse(const DustChannelFrame &push, const DustError &error);
    void reply(const QString &ref, QLatin1StringView status, const DustObject &response);
    void step();
    void stepLater();

    DustChannelFrames::Address address() const;
    bool asProduction() const { return m_peer->context->settings.asProduction; }

    DustChannelPeer *const m_peer;
    const QPointer<DustServerStore> m_store;
    QPointer<DustChannelTopic> m_topicMembers;
    const QString m_topic;
    const QString m_joinRef;
    std::shared_ptr<DustChannelCatchUp> m_catchUp; // until it is complete
    quint64 m_toldThrough = 0; // what catch-up has told of
    std::deque<DustChannelFrame> m_mailbox; // as production: one push a turn
    QList<QByteArray> m_replies; // to writes that catch-up has yet to tell of
    int m_unanswered = 0;
    bool m_isWaiting = false; // for room in the socket
    bool m_isOver = false;
};

#endif // DUSTCHANNEL_P_H
