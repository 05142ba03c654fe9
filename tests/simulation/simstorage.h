// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SIMSTORAGE_H
#define SIMSTORAGE_H

#include "duststorage.h"
#include "dusttransaction_p.h"

// Where a client's cache lives: it survives the client's process, and may end it at any call.
class SimStorage final : public DustStorage
{
public:
    enum Death : quint8 { None, BeforeKeeping, AfterKeeping };

    SimStorage() : DustStorage(DustStorageContent()) {}

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
        Q_UNUSED(transaction)
        const bool wasDead = m_isDead;
        if (m_death != None && --m_callsLeft <= 0)
            m_isDead = true;
        const bool isKept = !isFull && !wasDead && (!m_isDead || m_death == AfterKeeping);
        if (!isKept)
            return DustError(DustError::Storage, QStringLiteral("The disk is full."));
        ++m_kept;
        return {};
    }
    DustResult<QList<QByteArray>> readLog(quint64 first, qint64 limit) const override
    {
        Q_UNUSED(first)
        Q_UNUSED(limit)
        return DustError(DustError::Storage, QStringLiteral("A cache has no log."));
    }

private:
    int m_kept = 0;
    int m_callsLeft = 0;
    Death m_death = None;
    bool m_isDead = false;
};

#endif // SIMSTORAGE_H
