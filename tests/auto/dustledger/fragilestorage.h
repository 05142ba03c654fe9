// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef FRAGILESTORAGE_H
#define FRAGILESTORAGE_H

#include "duststorage.h"
#include "dusttransaction_p.h"

#include <deque>
#include <limits>

// Rows in memory, on a disk that is full whenever the test says so.
class FragileStorage final : public DustStorage
{
public:
    explicit FragileStorage(DustStorageContent &&content = {}) : DustStorage(std::move(content)) {}

    bool isFull = false;
    std::size_t maximumLog = std::numeric_limits<std::size_t>::max(); // records on a small disk
    int transactions = 0;

protected:
    DustResult<void> persist(const DustTransaction &transaction) override
    {
        if (isFull)
            return DustError(DustError::Storage, QStringLiteral("The disk is full."));
        const quint64 truncated = transaction.logTruncatedThrough;
        const std::size_t gone = truncated < m_first ? 0 : std::size_t(truncated + 1 - m_first);
        if (m_log.size() - std::min(gone, m_log.size()) + std::size_t(transaction.log.size())
            > maximumLog)
            return DustError(DustError::Storage, QStringLiteral("The disk is full."),
                             { { QStringLiteral("reason"), QStringLiteral("disk_full") } });
        ++transactions;
        while (!m_log.empty() && m_first <= truncated) {
            m_log.pop_front();
            ++m_first;
        }
        if (m_log.empty())
            m_first = transaction.logFirst;
        m_log.insert(m_log.end(), transaction.log.begin(), transaction.log.end());
        return {};
    }

    DustResult<QList<QByteArray>> readLog(quint64 first, qint64 limit) const override
    {
        const auto begin = m_log.begin() + std::ptrdiff_t(first - m_first);
        const auto count = std::min<std::ptrdiff_t>(limit, m_log.end() - begin);
        return QList<QByteArray>(begin, begin + count);
    }

private:
    std::deque<QByteArray> m_log;
    quint64 m_first = 0;
};

#endif // FRAGILESTORAGE_H
