// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef FAULTROUND_H
#define FAULTROUND_H

#include "faultaccount.h"
#include "faultprocess.h"
#include "faultproxy.h"

#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>

// A client process that writes through a proxy to a dustd process; one fault or two, of the network
// or of a process; then all is well again, the client drains, and its account is held against the
// store. Every choice comes from the seed, though processes are never as punctual as it.
class FaultRound : public QObject
{
    Q_OBJECT

public:
    explicit FaultRound(quint32 seed, QObject *parent = nullptr);

    void start();
    quint32 seed() const { return m_seed; }
    bool isOver() const { return m_isOver; }
    QString failure() const { return m_failure; }
    qsizetype writes() const { return m_account.writes(); }
    QByteArray history() const { return m_history.join('\n'); } // the end of it

Q_SIGNALS:
    void finished();

private:
    void startServer();
    void startClient();
    void serverSaid(const QByteArray &line);
    void serverEnded(bool asWanted);
    void clientSaid(const QByteArray &line);
    void clientEnded(bool asWanted);
    void goOn(); // to the next fault, or to the end of all
    void beginFault();
    Fault networkFault();
    void heal();
    void finishWhenBothAreUp();
    void judge();
    void end(const QString &failure);
    void note(const QByteArray &line);

    const quint32 m_seed;
    QRandomGenerator m_dice;
    QTemporaryDir m_folder;
    FaultProxy m_proxy;
    FaultProcess m_server;
    FaultProcess m_client;
    FaultAccount m_account;
    QTimer m_nextFault;
    QTimer m_patience;
    QByteArrayList m_history;
    QString m_failure;
    int m_faults;
    int m_faultAt = 0; // acknowledgements
    bool m_isProduction;
    bool m_hasServer = false;
    bool m_hasClient = false;
    bool m_isHealed = false;
    bool m_isOver = false;
};

#endif // FAULTROUND_H
