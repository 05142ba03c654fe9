// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTWIRELOG_H
#define DUSTWIRELOG_H

#include "dustlogmodel.h"
#include "dustwiretap_p.h"

#include <DustClient>

#include <QtCore/QDateTime>
#include <QtCore/QPointer>

#include <deque>

// What a client sends and receives, while somebody looks.
class DustWireLog : public DustLogModel, private DustWireTap
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(DustClient *client READ client WRITE setClient NOTIFY clientChanged FINAL)

public:
    enum Role { TimeRole = Qt::UserRole, DirectionRole, ChannelRole, TextRole, BytesRole };

    explicit DustWireLog(QObject *parent = nullptr);
    ~DustWireLog() override;

    DustClient *client() const { return m_client; }
    void setClient(DustClient *client);

    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void clientChanged();

protected:
    void start() override;
    void stop() override;
    qsizetype heldCount() const override { return qsizetype(m_notes.size()); }
    void drop(qsizetype count) override;

private:
    struct Held
    {
        Note note;
        QDateTime time;
    };

    void noted(const Note &note) override;

    QPointer<DustClient> m_client;
    std::shared_ptr<DustWireTaps> m_taps; // while it is one of them
    std::deque<Held> m_notes;
};

#endif // DUSTWIRELOG_H
