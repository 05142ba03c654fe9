// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// SimClient: its requests over HTTP, which know nothing of its link.

#include "simclient.h"

using namespace Qt::StringLiterals;
using namespace DustReplicaInput;

int SimClient::httpDelay()
{
    const bool isSlow = !m_isCalm && m_dice.chance(m_settings.slowness);
    return isSlow ? m_dice.between(50, SimLink::LongestDelay) : m_dice.between(1, 40);
}

bool SimClient::isHttpDown()
{
    return m_server->isDown || (!m_isCalm && m_dice.chance(m_link ? 4 : 40));
}

void SimClient::answerLater(int delay, const DustReplicaInputs &input, int life)
{
    m_time->in(delay, [this, input, life] {
        if (life == m_life)
            feed(input);
    });
}

void SimClient::batch(const Send &send)
{
    ++m_counts.batches;
    if (send.requestId.isEmpty() || send.operations.isEmpty())
        fail(u"a batch has no name, or nothing in it"_s);
    const int life = m_life;
    if (isHttpDown()) {
        const DustError error(DustError::Network, u"The batch was not sent."_s,
                              { { u"reason"_s, u"not_sent"_s } });
        return answerLater(m_dice.between(1, 10'000), Unanswered{ send.send, error }, life);
    }
    const int work = !m_isCalm && m_dice.chance(m_settings.slowness)
            ? m_dice.below(SimServer::LongestWork)
            : 1;
    m_time->in(httpDelay() + work, [=, this] { arriveBatch(send, life); });
}

void SimClient::arriveBatch(const Send &send, int life)
{
    const DustError indeterminate(DustError::Indeterminate, u"The batch may have been written."_s,
                                  { { u"reason"_s, u"writer_unavailable"_s } });
    if (m_server->isDown)
        return answerLater(m_dice.between(1, 20'000), Unanswered{ send.send, indeterminate }, life);
    const auto seqs = m_server->batch(m_number, send.requestId, send.operations);
    say(u"its batch %1 of %2 ends %3"_s.arg(send.requestId, QString::number(send.operations.size()),
                                            seqs ? u"well"_s : seqs.error().reason()));
    const bool isLost = !m_isCalm && m_dice.chance(12);
    if (isLost && m_dice.chance(50))
        return answerLater(m_dice.between(1, 30'000), Unanswered{ send.send, indeterminate }, life);
    if (isLost)
        return answerLater(httpDelay(), Refused{ send.send, indeterminate }, life);
    if (seqs)
        answerLater(httpDelay(), Accepted{ send.send, *seqs, {} }, life);
    else
        answerLater(httpDelay(), Refused{ send.send, seqs.error() }, life);
}

void SimClient::fetch(const DustReplicaOutput::Fetch &fetch)
{
    ++m_counts.fetches;
    const int life = m_life;
    const DustError error(DustError::Network, u"Nothing could be read."_s,
                          { { u"reason"_s, u"no_answer"_s } });
    const FetchFailed failed{ fetch.fetch, error };
    if (isHttpDown())
        return answerLater(m_dice.between(1, 10'000), failed, life);
    m_time->in(httpDelay(), [=, this] {
        const quint64 before = m_server->ledger().currentSeq();
        const bool isPaged = fetch.paths.isEmpty();
        m_time->in(isPaged ? httpDelay() : 0, [=, this] {
            const auto entries = m_server->read(fetch.paths);
            const bool isWhole = !isPaged || before == m_server->ledger().currentSeq();
            if (isWhole && entries)
                answerLater(httpDelay(), Fetched{ fetch.fetch, *entries, before }, life);
            else
                answerLater(httpDelay(), failed, life);
        });
    });
}
