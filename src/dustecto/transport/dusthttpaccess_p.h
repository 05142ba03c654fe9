// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTHTTPACCESS_P_H
#define DUSTHTTPACCESS_P_H

// How a client reaches its server over HTTP: the token, the certificates, and the queue of
// requests, shared by the client's stores. Exported for the rooms above; not public API.

#include "dusthttpexchange_p.h"
#include "dustjson_p.h"

#include <QtCore/QUrl>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QSslConfiguration>

#include <deque>

class DUSTECTO_EXPORT DustHttpAccess final : public QObject
{
    Q_OBJECT

public:
    using Patience = DustHttpExchange::Patience;

    // A deadline does not count while a request waits for one of these places.
    static constexpr int MaximumInFlight = 6;

    explicit DustHttpAccess(const QUrl &origin);

    void setToken(const QString &token) { m_token = token; }
    void setAllowInsecure(bool allow) { m_allowInsecure = allow; }
    // What it says about verification does not count.
    void setSslConfiguration(const QSslConfiguration &configuration);
    void setPatience(const Patience &patience) { m_patience = patience; }
    void setTaps(const std::shared_ptr<DustWireTaps> &taps) { m_taps = taps; }

    QString origin() const { return m_origin.toString(); }
    // Whether the token may travel to the origin, and can.
    DustResult<void> check() const;

    // The receiver is called once, in a later turn, unless the exchange is cancelled, or it was found
    // that it is to be. The exchange goes by itself afterwards.
    DustHttpExchange *start(
            const DustHttpRequest &request, const DustHttpExchange::Receiver &receiver,
            const DustHttpExchange::Asked &isCanceled = [] { return false; });

    DustResult<DustValue> readJson(QByteArrayView json) { return m_reader.read(json); }

Q_SIGNALS:
    void tokenRefused(const QString &token);

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void sendNext();
    void sendNextLater();
    void forget(DustHttpExchange *exchange);
    QNetworkRequest networkRequest(const DustHttpRequest &request, const QString &token) const;
    static QNetworkRequest commonRequest();

    const QUrl m_origin;
    const QByteArray m_encodedOrigin;
    QString m_token;
    QNetworkRequest m_common = commonRequest(); // what all requests share
    Patience m_patience;
    std::shared_ptr<DustWireTaps> m_taps; // may be null
    bool m_allowInsecure = false;
    bool m_sendsLater = false;
    DustHttpExchange::Manager m_manager; // null until the next request
    DustJson::Reader m_reader{ DustJson::Reader::Nearest };
    std::deque<DustHttpExchange *> m_waiting;
    QList<DustHttpExchange *> m_inFlight;
    QList<DustHttpExchange *> m_ended; // which go with the next round
    QBasicTimer m_rounds; // while there are any of these
};

#endif // DUSTHTTPACCESS_P_H
