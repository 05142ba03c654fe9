// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef HTTPLOAD_H
#define HTTPLOAD_H

#include <QtCore/QUrl>
#include <QtNetwork/QNetworkAccessManager>

#include <functional>

// Bare QNetworkAccessManager: what the transport is measured against, and what fills a server.
class HttpLoad
{
public:
    HttpLoad(const QUrl &server, const QString &token);

    // One request after the other; the body of its answer. An empty body is a GET.
    QByteArray request(const QByteArray &target, const QByteArray &body = {});

    void warmUp(); // of a server whose memory is measured
    // By batches of 1,000 sets: leaves of pathOf() and 32 bytes, or what leafOf says.
    struct Leaf
    {
        QByteArray path;
        QByteArray json;
    };
    void fill(int leaves);
    void set(int count, const std::function<Leaf(int)> &leafOf);
    static QByteArray pathOf(int leaf); // of 30 bytes

private:
    const QUrl m_server;
    const QByteArray m_authorization;
    QNetworkAccessManager m_manager;
};

#endif // HTTPLOAD_H
