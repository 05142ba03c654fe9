// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLEASE_H
#define DUSTLEASE_H

#include "dustoperation.h"
#include "dustreceipt.h"

#include <QtCore/QDateTime>
#include <QtCore/QObject>

#include <memory>

class DustStore;

// A lease that is held, and renewed as long as this lives: DustStore::acquireLease().
class DUSTECTO_EXPORT DustLease : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString path READ path CONSTANT)
    Q_PROPERTY(QString holder READ holder CONSTANT)
    Q_PROPERTY(quint64 token READ token CONSTANT)
    Q_PROPERTY(QDateTime expiresAt READ expiresAt NOTIFY renewed)
    Q_PROPERTY(bool held READ isHeld NOTIFY heldChanged)

public:
    ~DustLease() override; // releases it

    QString path() const;
    QString holder() const;
    quint64 token() const;
    QDateTime expiresAt() const; // by the store's clock, if it is not renewed
    bool isHeld() const; // now: by a monotonic clock
    DustFence fence() const; // for writes that count only while it is held

    DustFuture<bool> release();

Q_SIGNALS:
    void renewed();
    void heldChanged();
    void lost(const DustError &error);

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    friend class DustStore;
    class Private;
    explicit DustLease(std::unique_ptr<Private> d);
    static DustFuture<std::shared_ptr<DustLease>> acquire(DustStore *store, const DustPath &path,
                                                          const QString &holder,
                                                          qint64 milliseconds);
    std::unique_ptr<Private> d;
};

#endif // DUSTLEASE_H
