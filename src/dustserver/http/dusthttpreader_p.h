// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTHTTPREADER_P_H
#define DUSTHTTPREADER_P_H

// Reads one HTTP request from bytes that come in any cut. No socket; Boost.Beast stays behind this
// header.

#include "dustserverrequest.h"

#include <memory>

class DustHttpReader
{
public:
    struct Limits
    {
        qint64 head = 64 * 1024;
        qint64 target = 10'000;
        qint64 body = 8'000'000;
    };
    enum State {
        Head, // more of it is needed
        Body, // the head is read, the body is not
        Complete,
        Refused // see status()
    };

    explicit DustHttpReader(const Limits &limits);
    ~DustHttpReader();

    // Takes bytes of this request and none behind it, and stops at the end of the head. Returns how
    // many it took.
    qsizetype feed(QByteArrayView bytes);

    State state() const { return m_state; }
    // False as long as nothing came but empty lines.
    bool hasBegun() const { return m_state != Head || (!m_unread.isEmpty() && m_unread != "\r"); }
    // What a refused request is to be answered with. Nothing behind it can be read.
    int status() const { return m_status; }
    // The client waits for "100 Continue" before it sends the body.
    bool expectsContinue() const { return m_expectsContinue; }
    // From Body on all but the body, from Complete on all of it; of a refused one what was
    // understood of it.
    const DustServerRequest &request() const { return m_request; }

private:
    Q_DISABLE_COPY_MOVE(DustHttpReader)
    class Parser;

    qsizetype skipEmptyLines(QByteArrayView bytes);
    qsizetype feedHead(QByteArrayView bytes);
    qsizetype feedBody(QByteArrayView bytes);
    qsizetype feedChunks(QByteArrayView bytes);
    void parseHead();
    void takeHead();
    void complete();
    void refuse(int status);

    const Limits m_limits;
    std::unique_ptr<Parser> m_parser;
    DustServerRequest m_request;
    QByteArray m_unread; // the head so far, then what a chunk's size line has so far
    qsizetype m_emptyBytes = 0; // before the request
    State m_state = Head;
    int m_status = 0;
    bool m_knowsRequestLine = false;
    bool m_expectsContinue = false;
};

#endif // DUSTHTTPREADER_P_H
