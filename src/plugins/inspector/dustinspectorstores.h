// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTINSPECTORSTORES_H
#define DUSTINSPECTORSTORES_H

#include <DustClient>
#include <DustStore>

#include <QtCore/QAbstractListModel>
#include <QtCore/QBasicTimer>
#include <QtCore/QPointer>
#include <QtQml/qqmlregistration.h>

// The stores of a client, by name, as they are while somebody looks.
class DustInspectorStores : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(DustClient *client READ client WRITE setClient NOTIFY clientChanged FINAL)
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged FINAL)
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)

public:
    enum Role {
        NameRole = Qt::UserRole,
        StoreRole,
        StateRole,
        SeqRole,
        StoreSeqRole, // -1: not known, as for entryCount
        EntryCountRole,
        PendingCountRole,
        CanReadRole,
        CanWriteRole,
        ScopesRole,
        ErrorTextRole
    };

    explicit DustInspectorStores(QObject *parent = nullptr);
    ~DustInspectorStores() override;

    DustClient *client() const { return m_client; }
    void setClient(DustClient *client);
    bool isActive() const { return m_isActive; }
    void setActive(bool active);
    int count() const { return int(m_rows.size()); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void clientChanged();
    void activeChanged();
    void countChanged();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    struct Row
    {
        const QObject *key = nullptr; // what it is known by while it goes
        QPointer<DustStore> store;
        QString name;
        DustStatus status; // the last one that came
        bool isToAsk = true;
        bool isAsking = false;
    };

    void restart();
    void takeStores();
    void insert(int row, DustStore *store);
    void remove(int row);
    int rowOf(const QObject *key) const;
    void noteChange(const DustStore *store);
    void askSoon();
    void ask();
    void takeStatus(const QObject *key, const DustResult<DustStatus> &status);

    QPointer<DustClient> m_client;
    std::unique_ptr<QObject> m_listening; // what it goes with
    QList<Row> m_rows;
    QBasicTimer m_pause; // until it may be asked again
    bool m_isActive = true;
};

#endif // DUSTINSPECTORSTORES_H
