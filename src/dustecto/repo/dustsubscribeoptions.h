// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSUBSCRIBEOPTIONS_H
#define DUSTSUBSCRIBEOPTIONS_H

#include "dustglobal.h"

#include <functional>

// What a DustStore::subscribe() tells, and when it gives up.
class DUSTECTO_EXPORT DustSubscribeOptions
{
public:
    enum Mode { Committed, Optimistic, All };
    static constexpr int DefaultQueueLimit = 10'000;

    DustSubscribeOptions &setMode(Mode mode);
    DustSubscribeOptions &setIncludeCurrent(bool include);
    DustSubscribeOptions &setQueueLimit(int events);
    DustSubscribeOptions &setResyncRequired(const std::function<void()> &receiver);

    Mode mode() const { return m_mode; }
    bool includesCurrent() const { return m_includesCurrent; }
    int queueLimit() const { return m_queueLimit; }
    std::function<void()> resyncRequired() const { return m_resyncRequired; }

private:
    std::function<void()> m_resyncRequired;
    Mode m_mode = Committed;
    int m_queueLimit = DefaultQueueLimit;
    bool m_includesCurrent = false;
};

#endif // DUSTSUBSCRIBEOPTIONS_H
