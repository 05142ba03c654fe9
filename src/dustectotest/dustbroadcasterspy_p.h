// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTBROADCASTERSPY_P_H
#define DUSTBROADCASTERSPY_P_H

#include "dustbroadcasterspy.h"

#include <QtCore/QPointer>

// Listens by the names of signals: the broadcaster of QML is a class of its own, whose records are objects.
class DustBroadcasterSpy::Private : public QObject
{
    Q_OBJECT

public:
    explicit Private(DustBroadcasterSpy *spy) : q(spy) {}

    // Whether it is a broadcaster.
    bool listenTo(QObject *broadcaster);

    DustBroadcasterSpy *const q;
    QPointer<QObject> target;
    QVariantList upserts;
    QStringList deletes;
    DustError error;
    int resyncs = 0;

private Q_SLOTS:
    void takeRecord(const QVariant &record);
    void takeObject(const QVariantMap &record) { takeRecord(record); }
    void takeDeleted(const QString &slug);
    void takeResync();
    void takeError(const DustError &occurred);
};

#endif // DUSTBROADCASTERSPY_P_H
