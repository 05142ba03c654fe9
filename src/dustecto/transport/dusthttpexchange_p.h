// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTHTTPEXCHANGE_P_H
#define DUSTHTTPEXCHANGE_P_H

#include "dusthttpbody_p.h"
#include "dusthttpreply_p.h"
#include "dusthttprequest_p.h"
#include "dustwiretap_p.h"

#include <QtCore/QBasicTimer>
#include <QtCore/QList>
#include <QtNetwork/QNetworkReply>

#include <functional>
#include <memory>

// One request from the queue to its answer, which comes once, or never after cancel(). It is sent
// once.
class DustHttpExchange final : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 MaximumAnswer = 256 * 1024 * 1024;

    // Must not run application code.
    using Receiver = std::function<void(const DustHttpReply &)>;
    using Asked = std::function<bool()>;
    struct Patience // in milliseconds
    {
        int connect = 30'000;
        int answer = 15'000;
    };

    DustHttpExchange(const DustHttpRequest &request, const Receiver &receiver,
                     const Asked &isCanceled, QObject *parent);
    ~DustHttpExchange() override;

    const DustHttpRequest &request() const { return m_request; }
    bool isCanceled() const { return m_isCanceled(); } // and cancel() is to follow
    using Manager = std::shared_ptr<QNetworkAccessManager>;
    void send(const Manager &manager, const QNetworkRequest &request, const Patience &patience,
              const QString &token, const std::shared_ptr<DustWireTaps> &taps);
    void cancel();
    // The token that the server did not take; empty: it said nothing of the kind.
    QString refusedToken() const { return m_refusedToken; }
    // No answer came in time, or one after which servers close the connection without saying so
    // (PROTOCOL §3).
    bool spoiledConnections(const Manager &manager) const
    {
        return m_spoiledConnection && manager == m_manager;
    }

Q_SIGNALS:
    void received(qint64 bytes, qint64 total); // of a long answer; total -1: not known
    void ended(); // the last signal

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void waitForConnection();
    void waitForAnswer();
    void limit(qint64 bytes, qint64 total);
    void giveUp(DustHttpReply::Failure failure);
    void finish();
    void end(DustHttpReply reply);

    const DustHttpRequest m_request;
    Receiver m_receiver;
    const Asked m_isCanceled;
    Patience m_patience;
    QString m_token;
    std::shared_ptr<DustWireTaps> m_taps;
    QString m_refusedToken;
    DustHttpBody m_body; // outlives the reply, as the manager does
    Manager m_manager;
    std::unique_ptr<QNetworkReply> m_reply;
    QList<QSslError> m_certificateErrors;
    QBasicTimer m_deadline;
    bool m_isConnecting = false;
    bool m_hasLeft = false;
    bool m_spoiledConnection = false;
    bool m_hasEnded = false;
};

#endif // DUSTHTTPEXCHANGE_P_H
