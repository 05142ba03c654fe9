// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTBROADCASTERSPY_H
#define DUSTBROADCASTERSPY_H

#include "dusttestglobal.h"

#include "dustbroadcaster.h"

#include <QtCore/QVariantList>

#include <memory>

// What a broadcaster has told of.
class DUSTECTO_TEST_EXPORT DustBroadcasterSpy : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QObject *target READ target WRITE setTarget NOTIFY targetChanged FINAL)
    Q_PROPERTY(QVariantList upserts READ upserts NOTIFY changed FINAL)
    Q_PROPERTY(QStringList deletes READ deletes NOTIFY changed FINAL)
    Q_PROPERTY(int resyncs READ resyncs NOTIFY changed FINAL)
    Q_PROPERTY(DustError error READ error NOTIFY changed FINAL)
    Q_PROPERTY(int count READ count NOTIFY changed FINAL)

public:
    explicit DustBroadcasterSpy(QObject *parent = nullptr);
    explicit DustBroadcasterSpy(DustBroadcaster *target, QObject *parent = nullptr);
    ~DustBroadcasterSpy() override;

    QObject *target() const;
    void setTarget(QObject *target); // a DustBroadcaster of C++ or QML

    QVariantList upserts() const;
    template<typename T>
    QList<T> upserts() const
    {
        QList<T> records;
        const QVariantList all = upserts();
        for (const QVariant &record : all)
            records.append(record.value<T>());
        return records;
    }
    QStringList deletes() const;
    int resyncs() const;
    DustError error() const; // the last one
    int count() const; // of upserts and deletes
    Q_INVOKABLE void clear();

Q_SIGNALS:
    void targetChanged();
    void changed();

private:
    class Private;
    std::unique_ptr<Private> d;
};

#endif // DUSTBROADCASTERSPY_H
