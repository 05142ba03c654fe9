// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTFLIGHT_H
#define DUSTFLIGHT_H

#include "dustoperation.h"

#include <functional>
#include <memory>

class DustLease;

// What DustStore::singleFlight() brought, and who computed it.
class DUSTECTO_EXPORT DustFlight
{
    Q_GADGET
    Q_PROPERTY(QVariant value READ variant)
    Q_PROPERTY(DustFlight::How how MEMBER how)
    Q_PROPERTY(bool stale MEMBER isStale)

public:
    enum How { Cached, Computed, Awaited, Local };
    Q_ENUM(How)
    // The lease is null where it runs Local.
    using Compute = std::function<DustFuture<DustValue>(const std::shared_ptr<DustLease> &lease)>;

    DustValue value;
    How how = Cached;
    bool isStale = false; // nobody computed another one in time

    QVariant variant() const { return value.toVariant(); }
};

class DUSTECTO_EXPORT DustFlightOptions
{
public:
    using Predicate = std::function<bool(const DustValue &)>;

    DustFlightOptions &setStale(const Predicate &isStale);
    DustFlightOptions &setLeaseMilliseconds(qint64 milliseconds);
    DustFlightOptions &setWaitMilliseconds(qint64 milliseconds);
    DustFlightOptions &setRunsLocally(bool runsLocally);
    DustFlightOptions &setLeasePath(const QString &path);
    DustFlightOptions &setHolder(const QString &holder);

    bool hasStale() const { return bool(m_isStale); }
    bool isStale(const DustValue &value) const { return m_isStale && m_isStale(value); }
    qint64 leaseMilliseconds() const { return m_leaseMilliseconds; }
    qint64 waitMilliseconds() const;
    bool runsLocally() const { return m_runsLocally; }
    QString leasePath(const QString &path) const; // of the value at the path
    QString holder() const { return m_holder; }

private:
    Predicate m_isStale;
    QString m_leasePath;
    QString m_holder;
    qint64 m_leaseMilliseconds = DustOperation::DefaultLeaseMilliseconds;
    qint64 m_waitMilliseconds = -1;
    bool m_runsLocally = true;
};

Q_DECLARE_METATYPE(DustFlight)

#endif // DUSTFLIGHT_H
