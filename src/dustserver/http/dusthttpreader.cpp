// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusthttpreader_p.h"

#include "dusthttphead_p.h"

#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/parser.hpp>

namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using ErrorCode = boost::system::error_code;

// A body that Beast writes into a QByteArray.
struct BytesBody
{
    using value_type = QByteArray;

    class reader
    {
    public:
        template<bool isRequest, class Fields>
        reader(http::header<isRequest, Fields> &, QByteArray &body) : m_body(body)
        {}

        // Nothing is reserved: a length is only what the sender says.
        void init(const boost::optional<std::uint64_t> &, ErrorCode &error) { error = {}; }
        template<class Buffers>
        std::size_t put(const Buffers &buffers, ErrorCode &error)
        {
            std::size_t size = 0;
            for (const boost::asio::const_buffer buffer : beast::buffers_range_ref(buffers)) {
                m_body.append(static_cast<const char *>(buffer.data()), qsizetype(buffer.size()));
                size += buffer.size();
            }
            error = {};
            return size;
        }
        void finish(ErrorCode &error) { error = {}; }

    private:
        QByteArray &m_body;
    };
};

QByteArray bytesOf(beast::string_view text)
{
    return QByteArray(text.data(), qsizetype(text.size()));
}

boost::asio::const_buffer bufferOf(QByteArrayView bytes)
{
    return { bytes.data(), std::size_t(bytes.size()) };
}

int statusOf(const ErrorCode &error)
{
    return error == http::error::body_limit ? 413 : 400;
}

} // namespace

class DustHttpReader::Parser : public http::request_parser<BytesBody>
{
};

DustHttpReader::DustHttpReader(const Limits &limits)
    : m_limits(limits), m_parser(std::make_unique<Parser>())
{
    m_parser->header_limit(std::uint32_t(2 * limits.head)); // ours counts the whole head
    m_parser->body_limit(std::uint64_t(limits.body));
}

DustHttpReader::~DustHttpReader() = default;

qsizetype DustHttpReader::feed(QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return 0;
    switch (m_state) {
    case Head: {
        const qsizetype empty = skipEmptyLines(bytes);
        const bool isMore = empty < bytes.size() && m_state == Head;
        return isMore ? empty + feedHead(bytes.sliced(empty)) : empty;
    }
    case Body:
        return m_parser->chunked() ? feedChunks(bytes) : feedBody(bytes);
    case Complete:
    case Refused:
        break;
    }
    return 0;
}

// RFC 9112 §2.2: before a request they are nothing.
qsizetype DustHttpReader::skipEmptyLines(QByteArrayView bytes)
{
    if (hasBegun())
        return 0;
    qsizetype at = 0;
    for (; at < bytes.size(); ++at) {
        if (m_unread.isEmpty() && bytes[at] == '\r')
            m_unread.append('\r');
        else if (!m_unread.isEmpty() && bytes[at] == '\n')
            m_unread.clear();
        else
            break;
    }
    m_emptyBytes += at;
    if (m_emptyBytes > m_limits.head)
        refuse(431);
    return at;
}

// Beast sees a head when it is complete: what comes of it does not depend on how it was cut.
qsizetype DustHttpReader::feedHead(QByteArrayView bytes)
{
    constexpr QByteArrayView End = "\r\n\r\n";
    const qsizetype before = m_unread.size();
    m_unread.append(bytes.first(qMin(bytes.size(), m_limits.head + 1 - before)));
    if (!m_knowsRequestLine) {
        const auto verdict = DustHttpHead::checkRequestLine(m_unread, m_limits.target);
        if (verdict.status != 0) {
            refuse(verdict.status);
            return bytes.size();
        }
        m_knowsRequestLine = verdict.isComplete;
    }
    const qsizetype end = m_unread.indexOf(End, qMax<qsizetype>(0, before - (End.size() - 1)));
    const qsizetype size = end + End.size();
    if (end < 0 || size > m_limits.head) {
        if (m_unread.size() > m_limits.head)
            refuse(431);
        return bytes.size();
    }
    m_unread.truncate(size);
    parseHead();
    m_unread.clear();
    return size - before;
}

void DustHttpReader::parseHead()
{
    ErrorCode error;
    m_parser->put(bufferOf(m_unread), error);
    if (error || !m_parser->is_header_done()) {
        if (error == http::error::body_limit)
            takeHead(); // which is not what is wrong
        refuse(statusOf(error));
        return;
    }
    takeHead();
    m_request.keepsAlive = m_parser->keep_alive();
    const DustHttpHead::Verdict verdict = DustHttpHead::check(m_request);
    if (verdict.status != 0) {
        refuse(verdict.status);
        return;
    }
    m_parser->eager(true);
    if (m_parser->is_done()) {
        complete();
        return;
    }
    m_expectsContinue = verdict.expectsContinue;
    m_state = Body;
}

void DustHttpReader::takeHead()
{
    const auto &message = m_parser->get();
    m_request.method = bytesOf(message.method_string());
    m_request.target = bytesOf(message.target());
    m_request.minorVersion = int(message.version() % 10);
    for (const auto &field : message)
        m_request.headers.emplaceBack(bytesOf(field.name_string()).toLower(),
                                      bytesOf(field.value()));
}

qsizetype DustHttpReader::feedBody(QByteArrayView bytes)
{
    ErrorCode error;
    const qsizetype taken = qsizetype(m_parser->put(bufferOf(bytes), error));
    if (error)
        refuse(statusOf(error));
    else if (m_parser->is_done())
        complete();
    return taken;
}

qsizetype DustHttpReader::feedChunks(QByteArrayView bytes)
{
    // No chunked body ends with less, and Beast takes it for granted.
    constexpr qsizetype ShortestEnd = 5; // 0 CR LF CR LF
    const qsizetype before = m_unread.size();
    m_unread.append(bytes);
    if (m_unread.size() < ShortestEnd)
        return bytes.size();
    ErrorCode error;
    const qsizetype used = qsizetype(m_parser->put(bufferOf(m_unread), error));
    if (error && error != http::error::need_more) {
        refuse(statusOf(error));
    } else if (m_parser->is_done()) {
        complete();
        return used - before;
    } else {
        m_unread.remove(0, used);
        if (m_unread.size() > m_limits.head) // the line of a chunk's size, or trailers
            refuse(431);
    }
    return bytes.size();
}

void DustHttpReader::complete()
{
    m_request.body = std::move(m_parser->get().body());
    m_unread.clear();
    m_state = Complete;
}

void DustHttpReader::refuse(int status)
{
    m_unread.clear();
    m_status = status;
    m_state = Refused;
}
