// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREALTIMEFETCH_P_H
#define DUSTREALTIMEFETCH_P_H

#include "dustquery.h"

#include <functional>
#include <memory>

// Reads a whole store, page by page, and believes it only if nothing was written meanwhile
// (DESIGN §5, repairs).
class DustRealtimeFetch final : public std::enable_shared_from_this<DustRealtimeFetch>
{
public:
    using SeqReceiver = std::function<void(const DustResult<quint64> &)>;
    struct Source
    {
        std::function<void(const SeqReceiver &)> currentSeq;
        std::function<DustFuture<DustPage>(const DustQuery &)> list;
    };
    struct Rows
    {
        QList<DustEntry> entries;
        quint64 atSeq = 0;
    };
    using Receiver = std::function<void(const DustResult<Rows> &)>;

    static void start(const Source &source, const Receiver &receiver);

private:
    DustRealtimeFetch(const Source &source, const Receiver &receiver)
        : m_source(source), m_receiver(receiver)
    {}
    void readNext(const QString &after);
    void take(const DustResult<DustPage> &page);
    void compare(const DustResult<quint64> &seq);

    const Source m_source;
    const Receiver m_receiver;
    QList<DustEntry> m_entries;
    quint64 m_seq = 0;
};

#endif // DUSTREALTIMEFETCH_P_H
