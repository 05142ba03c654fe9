// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "httpload.h"

#include "benchpeers.h"

#include <QtNetwork/QNetworkReply>

#include <memory>

using namespace Qt::StringLiterals;

HttpLoad::HttpLoad(const QUrl &server, const QString &token)
    : m_server(server), m_authorization("Bearer " + token.toLatin1())
{}

QByteArray HttpLoad::request(const QByteArray &target, const QByteArray &body)
{
    QNetworkRequest request(QUrl::fromEncoded(m_server.toEncoded() + target));
    request.setRawHeader("Authorization", m_authorization);
    request.setRawHeader("Accept", "application/json");
    if (!body.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, "application/json"_ba);
    const std::unique_ptr<QNetworkReply> reply(body.isEmpty() ? m_manager.get(request)
                                                              : m_manager.post(request, body));
    runUntil([&] { return reply->isFinished(); }, "an answer");
    if (reply->error() != QNetworkReply::NoError)
        qFatal("a request of the benchmark failed: %s", qPrintable(reply->errorString()));
    return reply->readAll();
}

void HttpLoad::warmUp()
{
    for (int i = 0; i < 5; ++i)
        request("/api/stores/bench/main/entries/batch_write",
                R"({"ops":[{"op":"set","path":"warm/up","value":1}]})");
}

void HttpLoad::fill(int leaves)
{
    const QByteArray value = '"' + QByteArray(32, 'v') + '"';
    set(leaves, [&value](int leaf) { return Leaf{ pathOf(leaf), value }; });
}

void HttpLoad::set(int count, const std::function<Leaf(int)> &leafOf)
{
    constexpr int PerBatch = 1000;
    for (int first = 0; first < count; first += PerBatch) {
        QByteArray body = R"({"ops":[)";
        for (int i = first; i < qMin(count, first + PerBatch); ++i) {
            const Leaf leaf = leafOf(i);
            body += i == first ? "" : ",";
            body += R"({"op":"set","path":")" + leaf.path + R"(","value":)" + leaf.json + "}";
        }
        request("/api/stores/bench/main/entries/batch_write", body + "]}");
    }
}

QByteArray HttpLoad::pathOf(int leaf)
{
    return "links/package-name-" + QByteArray::number(leaf).rightJustified(5, '0') + "/title";
}
