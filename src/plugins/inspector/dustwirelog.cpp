// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustwirelog.h"

#include "dustclientwire_p.h"

using namespace Qt::StringLiterals;

namespace {

constexpr int MostNotes = 500;

} // namespace

DustWireLog::DustWireLog(QObject *parent) : DustLogModel(MostNotes, parent) {}

DustWireLog::~DustWireLog()
{
    stop();
}

void DustWireLog::setClient(DustClient *client)
{
    if (m_client == client)
        return;
    stop();
    if (m_client)
        m_client->disconnect(this);
    clear();
    m_client = client;
    if (client)
        connect(client, &QObject::destroyed, this, &DustWireLog::clientChanged);
    if (isActive())
        start();
    Q_EMIT clientChanged();
}

void DustWireLog::start()
{
    if (!m_client)
        return;
    m_taps = DustClientWire::tapsOf(*m_client);
    m_taps->add(this);
}

void DustWireLog::stop()
{
    if (const auto taps = std::exchange(m_taps, nullptr))
        taps->remove(this);
}

void DustWireLog::noted(const Note &note)
{
    m_notes.push_front({ note, QDateTime::currentDateTime() });
    noteAdded();
}

void DustWireLog::drop(qsizetype count)
{
    m_notes.resize(m_notes.size() - std::size_t(count));
}

QVariant DustWireLog::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Held &held = m_notes.at(std::size_t(heldAt(index)));
    switch (role) {
    case TimeRole:
        return held.time;
    case DirectionRole:
        return held.note.direction == Sent ? u"sent"_s : u"received"_s;
    case ChannelRole:
        return held.note.channel == WebSocket ? u"ws"_s : u"http"_s;
    case Qt::DisplayRole:
    case TextRole:
        return held.note.text;
    case BytesRole:
        return held.note.bytes;
    default:
        return {};
    }
}

QHash<int, QByteArray> DustWireLog::roleNames() const
{
    return { { TimeRole, "time" },
             { DirectionRole, "direction" },
             { ChannelRole, "channel" },
             { TextRole, "text" },
             { BytesRole, "bytes" } };
}

#include "moc_dustwirelog.cpp"
