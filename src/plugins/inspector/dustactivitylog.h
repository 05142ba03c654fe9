// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTACTIVITYLOG_H
#define DUSTACTIVITYLOG_H

#include "dustlogmodel.h"

#include <DustStore>

#include <QtCore/QDateTime>
#include <QtCore/QElapsedTimer>
#include <QtCore/QPointer>

#include <deque>

// The operations of a store, own ones from when they are shown here, while somebody looks.
class DustActivityLog : public DustLogModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(DustStore *store READ store WRITE setStore NOTIFY storeChanged FINAL)
    Q_PROPERTY(QString error READ error NOTIFY errorChanged FINAL)

public:
    enum Role {
        OpRole = Qt::UserRole,
        PathRole,
        ValueRole,
        SeqRole,
        OwnRole,
        DeviceIdRole,
        LatencyRole,
        TimeRole,
        StateRole // "pending", "stored", "refused" or "unknown"
    };

    explicit DustActivityLog(QObject *parent = nullptr);
    ~DustActivityLog() override;

    DustStore *store() const { return m_store; }
    void setStore(DustStore *store);
    QString error() const { return m_error; }

    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void storeChanged();
    void errorChanged();

protected:
    void start() override;
    void stop() override;
    qsizetype heldCount() const override { return qsizetype(m_held.size()); }
    void drop(qsizetype count) override;

private:
    enum State { Pending, Stored, Refused, Unknown };
    struct Held
    {
        quint64 number = 0;
        DustEvent event;
        QDateTime time;
        qint64 shownAt = 0; // by m_clock
        qint64 latency = -1;
        State state = Stored;
    };

    void giveUpOutcomes();
    void listen();
    void setError(const QString &error);
    void take(const DustEvent &event);
    void takeOutcome(const QString &opId, const DustResult<DustReceipt> &result);
    bool end(const QString &opId, State state, quint64 seq);
    bool setState(quint64 number, State state, quint64 seq);

    QPointer<DustStore> m_store;
    QString m_error; // why nothing can be told
    std::unique_ptr<QObject> m_listening; // what it goes with
    QElapsedTimer m_clock;
    std::deque<Held> m_held;
    QHash<QString, quint64> m_pending; // by client op id: the number
    quint64 m_lastNumber = 0;
};

#endif // DUSTACTIVITYLOG_H
