// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTHTTPPROXIES_P_H
#define DUSTHTTPPROXIES_P_H

#include <QtNetwork/QNetworkProxyFactory>

// The proxies that the application has set. Where it has none, the socket is left to find that out:
// where QNetworkAccessManager knows it, a plain connection has no buffer, and the head of each answer
// is read with a system call a byte, which takes as long as all the rest of a request.
class DustHttpProxies final : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override;
};

#endif // DUSTHTTPPROXIES_P_H
