// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTWIRETAP_P_H
#define DUSTWIRETAP_P_H

// What a client sends and receives, for somebody who wants to watch. No token is in what is told, and no
// header. Exported for the rooms above and the inspector; not public API.

#include "dusthttpreply_p.h"
#include "dusthttprequest_p.h"

#include <QtCore/QList>

#include <memory>

// Who watches. Must not run application code in there, nor add or remove a tap.
class DUSTECTO_EXPORT DustWireTap
{
public:
    enum Direction : quint8 { Sent, Received };
    enum Channel : quint8 { WebSocket, Http };
    struct Note
    {
        Direction direction = Sent;
        Channel channel = WebSocket;
        QString text; // cut where it is long
        qint64 bytes = 0; // of the frame or the body
    };

    virtual ~DustWireTap();
    virtual void noted(const Note &note) = 0;
};

// The taps of one client: mostly none, and then nothing is made ready for them.
class DUSTECTO_EXPORT DustWireTaps
{
public:
    static constexpr qsizetype LongestText = 2'000;

    void add(DustWireTap *tap) { m_taps.append(tap); }
    void remove(DustWireTap *tap) { m_taps.removeAll(tap); }
    bool isEmpty() const { return m_taps.isEmpty(); }

    // JSON or MessagePack, of a link that was opened with the token.
    void frame(DustWireTap::Direction direction, bool isText, const QByteArray &bytes,
               const QString &token) const;
    void request(const DustHttpRequest &request, const QString &token) const;
    void answer(const DustHttpRequest &request, const DustHttpReply &reply) const;

private:
    QString shown(const QByteArray &text, const QString &token) const;
    void tell(const DustWireTap::Note &note) const;

    QList<DustWireTap *> m_taps;
};

// Whether anybody watches.
inline bool isWatched(const std::shared_ptr<DustWireTaps> &taps)
{
    return taps && !taps->isEmpty();
}

#endif // DUSTWIRETAP_P_H
