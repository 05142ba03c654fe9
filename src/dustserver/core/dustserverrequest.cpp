// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustserverrequest.h"

#include <algorithm>

/*!
    \class DustServerRequest
    \inmodule DustEcto
    \brief The DustServerRequest class is one HTTP request that a DustServer received.

    \sa DustServer::setAnswerHook(), DustServer::requestReceived()
*/

/*!
    \typealias DustServerHeaders

    Names and values of HTTP headers, in order. A name may come more than once.
*/

/*!
    \variable DustServerRequest::method
    \brief the method, as sent: \c GET, \c PUT and so on.
*/

/*!
    \variable DustServerRequest::target
    \brief the path and the query, as sent and still encoded:
    \c{/api/stores/acme/main/entries/a%20b}.
*/

/*!
    \variable DustServerRequest::headers
    \brief all headers in the order they came, but those of one name side by side; the names are in
    lower case.

    \sa header()
*/

/*!
    \variable DustServerRequest::body
    \brief the body, with no trace of how it was cut into chunks.
*/

/*!
    \variable DustServerRequest::minorVersion
    \brief the part of the HTTP version behind the dot: 0 or 1.
*/

/*!
    \variable DustServerRequest::keepsAlive
    \brief whether the client wants to use the connection for more requests.
*/

/*!
    Returns the value of the first header with \a name, which is in lower case; null when there is
    none.
*/
QByteArray DustServerRequest::header(QByteArrayView name) const
{
    const auto found = std::find_if(headers.cbegin(), headers.cend(),
                                    [name](const auto &header) { return header.first == name; });
    return found == headers.cend() ? QByteArray() : found->second;
}

/*!
    \class DustServerAnswer
    \inmodule DustEcto
    \brief The DustServerAnswer class is what a DustServer answers an HTTP request with.

    By default it is a 200 without a body. The server adds \c Date, \c Connection and
    \c Content-Length, and leaves the body out where a request was \c HEAD.

    \sa DustServer::setAnswerHook()
*/

/*!
    \variable DustServerAnswer::status
    \brief the status code. The connection is closed after a 500, as real servers do.
*/

/*!
    \variable DustServerAnswer::headers
    \brief the headers besides those that the server adds.
*/

/*!
    \variable DustServerAnswer::body
    \brief the body; of a raw answer, everything.
*/

/*!
    \variable DustServerAnswer::closes
    \brief whether the connection is closed after this answer.
*/

/*!
    \variable DustServerAnswer::isRaw
    \brief whether the body is sent as it is, instead of an HTTP answer.

    \sa raw()
*/

/*!
    Returns an answer with \a status and the JSON document \a body.
*/
DustServerAnswer DustServerAnswer::json(int status, const QByteArray &body)
{
    DustServerAnswer answer;
    answer.status = status;
    answer.headers.emplaceBack("Content-Type", "application/json; charset=utf-8");
    answer.body = body;
    return answer;
}

/*!
    Returns an answer that is \a bytes as they are, after which the connection is closed: for what
    no server should send.
*/
DustServerAnswer DustServerAnswer::raw(const QByteArray &bytes)
{
    DustServerAnswer answer;
    answer.body = bytes;
    answer.isRaw = true;
    answer.closes = true;
    return answer;
}

/*!
    Returns the answer of a server that hangs up without one.
*/
DustServerAnswer DustServerAnswer::hangUp()
{
    return raw({});
}
