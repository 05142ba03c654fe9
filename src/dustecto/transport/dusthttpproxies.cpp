// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusthttpproxies_p.h"

#include <QtCore/QUrl>

using namespace Qt::StringLiterals;

namespace {

bool isNone(const QList<QNetworkProxy> &proxies)
{
    return proxies.size() == 1 && proxies.constFirst().type() == QNetworkProxy::NoProxy;
}

} // namespace

// The application may have another proxy for sockets than for URLs: then the one for URLs counts.
QList<QNetworkProxy> DustHttpProxies::queryProxy(const QNetworkProxyQuery &query)
{
    constexpr int HttpPort = 80;
    const QUrl url = query.url();
    const QNetworkProxyQuery bySocket(url.host(), url.port(HttpPort));
    const QList<QNetworkProxy> proxies = proxyForQuery(query);
    if (url.scheme() != u"http"_s || !isNone(proxies) || !isNone(proxyForQuery(bySocket)))
        return proxies;
    return { QNetworkProxy(QNetworkProxy::DefaultProxy) };
}
