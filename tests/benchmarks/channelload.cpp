// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "channelload.h"

#include "benchpeers.h"
#include "roles.h"

using namespace Qt::StringLiterals;

ChannelLoad::ChannelLoad(const QUrl &url, int inFlight) : m_inFlight(inFlight)
{
    QObject::connect(&m_socket, &QWebSocket::textMessageReceived, &m_socket,
                     [this](const QString &text) {
                         ++m_received;
                         if (m_recorded)
                             m_recorded->append(text.toUtf8()).append('\n');
                         if (!m_isComplete)
                             m_isComplete = text.contains(u"catch_up_complete"_s);
                         m_each();
                     });
    m_socket.open(url);
    runUntil([this] { return m_socket.isValid(); }, "a connection");
}

void ChannelLoad::join()
{
    m_isComplete = false;
    m_socket.sendTextMessage(joinFrame());
    runUntil([this] { return m_isComplete; }, "the end of a catch-up");
}

void ChannelLoad::write(int first, int count)
{
    m_isComplete = true;
    int sent = std::min(m_inFlight, count);
    const qint64 before = m_received;
    m_each = [&] {
        if ((m_received - before) % 2 == 0 && sent < count)
            m_socket.sendTextMessage(writeFrame(first + sent++));
    };
    for (int i = 0; i < sent; ++i)
        m_socket.sendTextMessage(writeFrame(first + i));
    runUntil([&] { return m_received - before >= 2 * qint64(count); }, "the answers to writes");
    m_each = [] {};
}

void ChannelLoad::ask(const QString &message, qint64 answers)
{
    m_isComplete = true;
    const qint64 before = m_received;
    m_socket.sendTextMessage(message);
    runUntil([&] { return m_received - before >= answers; }, "messages");
}
