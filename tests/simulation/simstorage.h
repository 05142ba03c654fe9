// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SIMSTORAGE_H
#define SIMSTORAGE_H

#include "duststorage.h"
#include "simdisk.h"

// Where a client's cache lives: it may end the client's process at any call. Without a disk it survives that
// itself.
class SimStorage final : public DustStorage
{
public:
    enum Death : quint8 { None, BeforeKeeping, AfterKeeping };

    SimStorage() : DustStorage(DustStorageContent()) {}
    SimStorage(DustStorageContent &&content, SimDisk *disk)
        : DustStorage(std::move(content)), m_disk(disk)
    {}

    void dieAt(int calls, Death death)
    {
        m_callsLeft = calls;
        m_death = death;
    }
    bool isDead() const { return m_isDead; }
    Death death() const { return m_death; }
    void revive()
    {
        m_isDead = false;
        m_death = None;
    }
    int kept() const { return m_kept; } // transactions so far

    bool isFull = false;

protected:
    DustResult<void> persist(const DustTransaction &transaction) override
    {
        const bool wasDead = m_isDead;
        if (m_death != None && --m_callsLeft <= 0)
            m_isDead = true;
        const bool isKept = !isFull && !wasDead && (!m_isDead || m_death == AfterKeeping);
        if (!isKept)
            return DustError(DustError::Storage, QStringLiteral("The disk is full."));
        ++m_kept;
        return m_disk ? m_disk->keep(transaction) : DustResult<void>();
    }
    DustResult<QList<QByteArray>> readLog(quint64 first, qint64 limit) const override
    {
        Q_UNUSED(first)
        Q_UNUSED(limit)
        return DustError(DustError::Storage, QStringLiteral("A cache has no log."));
    }

private:
    SimDisk *const m_disk = nullptr;
    int m_kept = 0;
    int m_callsLeft = 0;
    Death m_death = None;
    bool m_isDead = false;
};

#endif // SIMSTORAGE_H
