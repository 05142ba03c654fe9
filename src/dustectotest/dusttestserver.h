// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTTESTSERVER_H
#define DUSTTESTSERVER_H

#include "dusttestglobal.h"

#include "dusterror.h"
#include "dusttestclock.h"

#include <QtCore/QObject>
#include <QtCore/QUrl>
#include <QtCore/QVariantMap>

#include <memory>

class DustClient;
class DustOperation;
class DustServer;
class DustStore;

// A server in the process of a test, with one store: what it holds, what others write to it, and what becomes of what its
// clients write. All of it lives on one thread.
class DUSTECTO_TEST_EXPORT DustTestServer : public QObject
{
    Q_OBJECT
    Q_MOC_INCLUDE("dustclient.h")
    Q_MOC_INCLUDE("duststore.h")
    Q_PROPERTY(QUrl url READ url CONSTANT FINAL)
    Q_PROPERTY(QString token READ token CONSTANT FINAL)
    Q_PROPERTY(QString storeName READ storeName WRITE setStoreName NOTIFY storeNameChanged FINAL)
    Q_PROPERTY(DustClient *client READ client CONSTANT FINAL)
    Q_PROPERTY(DustStore *store READ store NOTIFY storeNameChanged FINAL)
    Q_PROPERTY(DustTestClock *clock READ clock CONSTANT FINAL)
    Q_PROPERTY(bool online READ isOnline WRITE setOnline NOTIFY onlineChanged FINAL)
    Q_PROPERTY(bool readOnly READ isReadOnly WRITE setReadOnly NOTIFY readOnlyChanged FINAL)
    Q_PROPERTY(int heldWrites READ heldWrites NOTIFY heldWritesChanged FINAL)

public:
    explicit DustTestServer(QObject *parent = nullptr);
    ~DustTestServer() override;

    // How to get there.
    QUrl url() const; // ws://127.0.0.1:PORT
    QString token() const;
    QString storeName() const;
    void setStoreName(const QString &name);
    DustClient *client(); // one that is connected
    DustStore *store(); // its store
    Q_INVOKABLE void connectClient(DustClient *client); // before its first store

    // What the store holds. Functions that write return whether they could; where not, a warning says why.
    Q_INVOKABLE bool seed(const QVariantMap &entries);
    Q_INVOKABLE bool seedFromFile(const QString &fileName);
    Q_INVOKABLE QVariant value(const QString &path = {}) const;

    // As another client.
    Q_INVOKABLE bool put(const QString &path, const QVariant &value);
    Q_INVOKABLE bool merge(const QString &path, const QVariantMap &children);
    Q_INVOKABLE bool remove(const QString &path);
    bool write(const DustOperation &operation);

    // Whether clients reach it, and what they may do there.
    bool isOnline() const;
    void setOnline(bool online);
    bool isReadOnly() const;
    void setReadOnly(bool readOnly);

    // What becomes of the next write of a client, and of the one after it when it is called twice.
    Q_INVOKABLE void holdNextWrite();
    Q_INVOKABLE void delayNextWrite(qint64 milliseconds);
    Q_INVOKABLE void rejectNextWrite(DustError::Kind kind = DustError::Conflict);
    Q_INVOKABLE void releaseWrites();
    int heldWrites() const;

    DustTestClock *clock() const;
    DustServer *server() const; // for everything else

Q_SIGNALS:
    void storeNameChanged();
    void onlineChanged();
    void readOnlyChanged();
    void heldWritesChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

#endif // DUSTTESTSERVER_H
