// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSERVER_H
#define DUSTSERVER_H

#include "dustserverglobal.h"

#include "dustentry.h"
#include "dustoperation.h"
#include "dustresult.h"
#include "dustserverconnection.h"
#include "dustserverrequest.h"
#include "dustservertoken.h"
#include "dustvalue.h"

#include <QtCore/QObject>
#include <QtCore/QUrl>
#include <QtNetwork/QHostAddress>

#include <functional>
#include <memory>
#include <optional>

QT_BEGIN_NAMESPACE
class QSslConfiguration;
QT_END_NAMESPACE

// A Dust server in this process: REST and channels on one port (PROTOCOL §1-5). For tests and for
// dustd; all of it lives on the thread that made it.
class DUSTECTO_SERVER_EXPORT DustServer : public QObject
{
    Q_OBJECT
    Q_PROPERTY(bool listening READ isListening NOTIFY listeningChanged)
    Q_PROPERTY(QUrl url READ url NOTIFY listeningChanged)

public:
    using AnswerHook = std::function<std::optional<DustServerAnswer>(const DustServerRequest &)>;
    using PushHook = std::function<std::optional<DustObject>(const QString &event,
                                                             const DustObject &payload)>;
    using Decide = std::function<void(const DustResult<void> &verdict)>;
    using WriteHook =
            std::function<bool(const QString &storeName, const QList<DustOperation> &operations,
                               const Decide &decide)>;

    explicit DustServer(QObject *parent = nullptr);
    ~DustServer() override;

    // Before the first store: keeps stores and files in a folder; without it, in memory.
    DustResult<void> setDataFolder(const QString &folder);
    DustResult<void> addStore(const QString &name); // "org/name"; opens what the folder holds
    QStringList storeNames() const;
    void setArchived(const QString &storeName, bool archived);

    // A read-write token that the server made; there are others when they are added.
    QString token();
    void addToken(const DustServerToken &token);
    bool removeToken(const QString &secret); // and cuts the sockets that came with it

    void setAsProduction(bool asProduction);
    void setWritesPerMinute(int writes);
    void setReadsPerMinute(int reads);
    void setCompactAfter(qint64 operations);
    void setMaximumBody(qint64 bytes);
    void setMaximumBacklog(qint64 bytes);
    void setMaximumConnections(int connections);
    void setRequestTimeout(int milliseconds);
    void setSilenceTimeout(int milliseconds);
    void setUnixClock(const std::function<qint64()> &milliseconds);
    void setMonotonicClock(const std::function<qint64()> &milliseconds); // of leases
    void setSslConfiguration(const QSslConfiguration &configuration); // before listen()

    DustResult<void> listen(const QHostAddress &address = QHostAddress::LocalHost,
                            quint16 port = 0);
    bool isListening() const;
    quint16 port() const;
    QUrl url() const; // http://127.0.0.1:7755
    QUrl webSocketUrl() const; // ws://127.0.0.1:7755
    void close(); // says goodbye to everybody

    DustResult<void> compact(const QString &storeName);

    // What a store holds, and operations of the server's own: all or nothing, committed now and told to everybody.
    // The store_seq of the last of them.
    DustResult<DustEntry> entry(const QString &storeName, const QString &path) const;
    DustResult<QList<DustEntry>> entries(const QString &storeName) const;
    DustResult<quint64> write(const QString &storeName, const QList<DustOperation> &operations,
                              const QString &deviceId = {});

    // For tests of clients.
    QList<DustServerConnection *> connections() const;
    void setAnswerHook(const AnswerHook &hook);
    void setPushHook(const PushHook &hook);
    void setWriteHook(const WriteHook &hook);

Q_SIGNALS:
    void listeningChanged();
    void connectionOpened(DustServerConnection *connection);
    // Whole, and not answered yet. Of one that is refused before it is whole, requestAnswered() alone tells.
    void requestReceived(const DustServerRequest &request);
    void requestAnswered(const DustServerRequest &request, int status);

private:
    class Private;
    std::unique_ptr<Private> d;
};

#endif // DUSTSERVER_H
