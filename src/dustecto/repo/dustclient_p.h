// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCLIENT_P_H
#define DUSTCLIENT_P_H

#include "dustclient.h"
#include "dustclientcache_p.h"
#include "dustclientnetwork_p.h"
#include "dustdelivery_p.h"
#include "dusthttpaccess_p.h"
#include "dustrealtimelink_p.h"
#include "dustsharedledger_p.h"
#include "dustwiretap_p.h"

class DustRealtimeTransport;
class DustTransport;
struct DustLocation;

class DustClient::Private
{
public:
    explicit Private(DustClient *client) : q(client) {}

    DustResult<std::unique_ptr<DustTransport>> openTransport(const QString &storeName);
    void setError(const DustError &newError);
    bool mayChange(const QString &what);
    void openFailedStores(); // the client may be destroyed in here
    void passOn(); // what may change at any time
    void rebuildCache(const QString &storeName, DustRealtimeTransport *mirror);
    DustError cacheErrorOf(const QString &storeName) const; // why it was refused
    void forget(const QString &storeName); // its store is being destroyed
    void tellStores();
    DustFuture<void> removeCache(UnsentWrites unsent);

    DustClient *const q;
    const std::shared_ptr<DustDelivery> delivery = DustDelivery::create();
    std::shared_ptr<DustSharedFile> file; // once a store was opened
    std::shared_ptr<DustHttpAccess> access; // likewise, on a server
    std::shared_ptr<DustRealtimeLink> link; // likewise, over a channel
    std::unique_ptr<DustClientCache> cache; // null: in memory
    std::shared_ptr<DustClientNetwork> network; // null: that of the system, where it has one
    const std::shared_ptr<DustWireTaps> taps = std::make_shared<DustWireTaps>();
    QHash<QString, DustStore *> stores;
    QUrl url;
    QString deviceId;
    DustStorageOptions storageOptions;
    DustError error;
    QString defaultStore;
    QString token;
    bool allowInsecure = false;
    std::optional<QSslConfiguration> sslConfiguration;
    DustHttpAccess::Patience patience;
    QString account;
    QString cacheFolder;
    qint64 fileCacheLimit = DustBlobCache::DefaultLimit;
    QString sessionFence;
    TokenSource tokenSource;
    Serializer serializer = Json;
    bool deviceIdIsGiven = false; // by the application

private:
    DustResult<std::unique_ptr<DustTransport>> openRemote(const QString &storeName,
                                                          const QUrl &origin);
    DustResult<std::shared_ptr<DustHttpAccess>> openAccess(const QString &storeName,
                                                           const QUrl &origin);
    // dustclientrealtime.cpp
    DustResult<std::unique_ptr<DustTransport>> openRealtime(const QString &storeName,
                                                            const QUrl &server);
    void openLink(const QUrl &server);
    void watchNetwork();
    void useCache(std::unique_ptr<DustClientCache> opened);
    void openCache(const QString &origin);
    std::shared_ptr<DustStorage> openStorage(const QString &storeName);
    void refuseCache(const QString &storeName, const DustError &why);
    DustResult<std::shared_ptr<DustStorage>> renewStorage(const QString &storeName);
    DustResult<void> renewFile(bool isKnownDamaged);
    bool isAnybodyAtWorkInFile() const;
    static QByteArray identityOf(const QString &storeName, const QString &origin,
                                 const QString &account);
    QByteArray identityOf(const QString &storeName) const;
    // dustclientsignout.cpp
    DustResult<void> mayRemoveCache(UnsentWrites unsent, const QString &origin);
    qsizetype unsentWrites(const DustClientCache *kept, const QString &origin,
                           bool *isUncertain) const;
    void endSession();
    void warn(const DustError &trouble);
    void takeLinkState();

    bool m_tellsStores = false; // soon
    int m_session = 0; // which one it is: a warning is of its own
    DustError m_linkError; // as it was reported
    QString m_cacheOrigin;
    DustError m_cacheError; // why there is no file
    QHash<QString, DustError> m_refusedCaches; // by store
    QHash<QString, std::shared_ptr<DustStorage>>
            m_renewedStorages; // likewise, until they are taken
    QSet<QString> m_storesOfOldFile; // refused ones, when the file was replaced
    DustResult<std::shared_ptr<DustSharedFile>> openFile(const DustLocation &location) const;
};

#endif // DUSTCLIENT_P_H
