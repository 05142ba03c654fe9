// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCLIENT_H
#define DUSTCLIENT_H

#include "dustresult.h"
#include "duststorage.h"

#include <QtCore/QObject>
#include <QtCore/QUrl>

#include <memory>

class DustStore;

// Opens stores at a URL: memory:, memory:NAME, file:///…/links.dust. All its objects live on the
// thread that made it.
class DUSTECTO_EXPORT DustClient : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QUrl url READ url WRITE setUrl NOTIFY urlChanged)
    Q_PROPERTY(QString deviceId READ deviceId WRITE setDeviceId NOTIFY deviceIdChanged)
    Q_PROPERTY(DustError error READ error NOTIFY errorChanged)

public:
    explicit DustClient(QObject *parent = nullptr);
    explicit DustClient(const QUrl &url, QObject *parent = nullptr);
    ~DustClient() override;

    QUrl url() const;
    void setUrl(const QUrl &url); // before the first store is opened
    QString deviceId() const; // who wrote, in events; made up when not set
    void setDeviceId(const QString &deviceId); // before the first store is opened
    DustStorageOptions storageOptions() const; // of an embedded file
    void setStorageOptions(const DustStorageOptions &options); // before the first store is opened
    DustError error() const; // the last one that no call was there to receive

    // The store "org/name", the same object every time, owned by the client. A store that could not
    // be opened is there too: its error() says why and its calls end with it.
    Q_INVOKABLE DustStore *store(const QString &name);

Q_SIGNALS:
    void urlChanged();
    void deviceIdChanged();
    void errorChanged();

private:
    friend class DustStore;
    friend class DustStoreOpener;
    class Private;
    std::unique_ptr<Private> d;
};

#endif // DUSTCLIENT_H
