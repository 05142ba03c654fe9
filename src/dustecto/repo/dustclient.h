// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCLIENT_H
#define DUSTCLIENT_H

#include "dustresult.h"
#include "duststorage.h"

#include <QtCore/QDateTime>
#include <QtCore/QObject>
#include <QtCore/QUrl>

#include <functional>
#include <memory>

QT_BEGIN_NAMESPACE
class QSslCertificate;
class QSslConfiguration;
QT_END_NAMESPACE

class DustStore;

// Opens stores at a URL: memory:, memory:NAME, file:///…/links.dust, https://host, wss://host. All
// its objects live on the thread that made it.
class DUSTECTO_EXPORT DustClient : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QUrl url READ url WRITE setUrl NOTIFY urlChanged)
    Q_PROPERTY(QString deviceId READ deviceId WRITE setDeviceId NOTIFY deviceIdChanged)
    Q_PROPERTY(
            QString defaultStore READ defaultStore WRITE setDefaultStore NOTIFY defaultStoreChanged)
    Q_PROPERTY(QString token READ hiddenToken WRITE setToken NOTIFY tokenChanged)
    Q_PROPERTY(bool hasToken READ hasToken NOTIFY tokenChanged)
    Q_PROPERTY(bool allowInsecure READ allowInsecure WRITE setAllowInsecure NOTIFY
                       allowInsecureChanged)
    Q_PROPERTY(DustError error READ error NOTIFY errorChanged)
    Q_PROPERTY(QString account READ account WRITE setAccount NOTIFY accountChanged)
    Q_PROPERTY(QString cacheFolder READ cacheFolder WRITE setCacheFolder NOTIFY cacheFolderChanged)
    Q_PROPERTY(qint64 fileCacheLimit READ fileCacheLimit WRITE setFileCacheLimit NOTIFY
                       fileCacheLimitChanged)
    Q_PROPERTY(DustClient::Serializer serializer READ serializer WRITE setSerializer NOTIFY
                       serializerChanged)
    Q_PROPERTY(DustClient::ConnectionState connectionState READ connectionState NOTIFY
                       connectionStateChanged)
    Q_PROPERTY(QDateTime nextAttempt READ nextAttempt NOTIFY connectionStateChanged)

public:
    enum ConnectionState {
        Disconnected,
        AwaitingToken,
        Connecting,
        Probing,
        Connected,
        Waiting,
        Refused
    };
    Q_ENUM(ConnectionState)
    enum Serializer { Json, MessagePack };
    Q_ENUM(Serializer)
    enum UnsentWrites { KeepUnsentWrites, DropUnsentWrites };
    Q_ENUM(UnsentWrites)
    using TokenReceiver = std::function<void(const QString &token)>;
    using TokenSource = std::function<void(const QString &refused, const TokenReceiver &answer)>;

    explicit DustClient(QObject *parent = nullptr);
    explicit DustClient(const QUrl &url, QObject *parent = nullptr);
    ~DustClient() override;
    // As DUST_URL, DUST_STORE (the default store) and DUST_TOKEN say.
    static std::unique_ptr<DustClient> fromEnvironment();

    QUrl url() const;
    void setUrl(const QUrl &url); // before the first store is opened
    QString deviceId() const; // who wrote, in events; made up when not set
    void setDeviceId(const QString &deviceId); // before the first store is opened
    DustStorageOptions storageOptions() const; // of an embedded file
    void setStorageOptions(const DustStorageOptions &options); // before the first store is opened
    QString defaultStore() const; // "org/name", of store() without a name
    void setDefaultStore(const QString &name);
    DustError error() const; // the last one that no call was there to receive

    // The store "org/name", the same object every time, owned by the client. A store that could not
    // be opened is there too: its error() says why and its calls end with it.
    Q_INVOKABLE DustStore *store(const QString &name = {});
    QList<DustStore *> stores() const; // by name; also those that could not be opened

    // For servers. The token may be renewed at any time, and nothing gives it back.
    bool hasToken() const;
    void setToken(const QString &token);
    bool allowInsecure() const; // a token over plain http to another machine
    void setAllowInsecure(bool allow);
    void setSslConfiguration(const QSslConfiguration &configuration); // before the first store
    void addCaCertificates(const QList<QSslCertificate> &certificates); // before the first store
    void setConnectTimeout(int milliseconds); // 30,000 if not set
    void setAnswerTimeout(int milliseconds); // 15,000 if not set

    // For ws: and wss:. What is not said to be otherwise is set before the first store is opened.
    QString account() const; // whose stores are in the cache
    void setAccount(const QString &account);
    QString cacheFolder() const; // empty: in memory
    void setCacheFolder(const QString &folder);
    qint64 fileCacheLimit() const; // bytes of files that were read, in the cache folder
    void setFileCacheLimit(qint64 bytes); // at any time
    // Ends the session, as when somebody signs out: the stores are destroyed, and what was kept is removed.
    DustFuture<void> removeCache(UnsentWrites unsent = KeepUnsentWrites);
    QString sessionFence() const; // empty: without
    void setSessionFence(const QString &path); // before the first store
    Serializer serializer() const;
    void setSerializer(Serializer serializer);
    void setTokenSource(const TokenSource &source);
    ConnectionState connectionState() const;
    QDateTime nextAttempt() const; // while Waiting
    Q_INVOKABLE void reconnectNow();

Q_SIGNALS:
    void urlChanged();
    void deviceIdChanged();
    void defaultStoreChanged();
    void storesChanged(); // in a turn of its own
    void tokenChanged();
    void allowInsecureChanged();
    void errorChanged();
    void accountChanged();
    void cacheFolderChanged();
    void fileCacheLimitChanged();
    void serializerChanged();
    void connectionStateChanged(); // or the time of the next attempt

private:
    friend class DustClientClock;
    friend class DustClientNetwork;
    friend class DustClientWire;
    friend class DustStore;
    friend class DustStoreOpener;
    friend class DustStoreStatus;
    class Private;
    QString hiddenToken() const { return {}; } // the property can be written only
    std::unique_ptr<Private> d;
};

#endif // DUSTCLIENT_H
