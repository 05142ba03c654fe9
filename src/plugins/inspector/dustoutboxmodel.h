// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTOUTBOXMODEL_H
#define DUSTOUTBOXMODEL_H

#include <DustPendingWrite>
#include <DustStore>

#include <QtCore/QAbstractListModel>
#include <QtCore/QBasicTimer>
#include <QtCore/QPointer>
#include <QtQml/qqmlregistration.h>

// The own writes of a store that wait, the oldest first, and why. Of very many it shows the first ones.
class DustOutboxModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(DustStore *store READ store WRITE setStore NOTIFY storeChanged FINAL)
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged FINAL)
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)

public:
    enum Role {
        NumberRole = Qt::UserRole,
        OpRole,
        PathRole,
        ValueRole,
        StateRole,
        ReasonRole,
        AttemptsRole
    };
    static constexpr int MostRows = 1'000;

    explicit DustOutboxModel(QObject *parent = nullptr);
    ~DustOutboxModel() override;

    DustStore *store() const { return m_store; }
    void setStore(DustStore *store);
    bool isActive() const { return m_isActive; }
    void setActive(bool active);
    int count() const { return int(m_writes.size()); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void storeChanged();
    void activeChanged();
    void countChanged();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void restart();
    void noteChange();
    void read();
    void show(const QList<DustPendingWrite> &now);
    void removeGone(const QList<DustPendingWrite> &now);
    void insertNew(const QList<DustPendingWrite> &now);
    void waitForSecond();

    QPointer<DustStore> m_store;
    QMetaObject::Connection m_changes;
    QList<DustPendingWrite> m_writes;
    QBasicTimer m_pause; // until it may be read again
    QBasicTimer m_second; // while a row says how long it takes
    bool m_isActive = true;
    bool m_hasChanged = false; // meanwhile
};

#endif // DUSTOUTBOXMODEL_H
