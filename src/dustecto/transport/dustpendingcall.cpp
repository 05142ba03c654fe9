// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustdelivery_p.h"

DustPendingCall::~DustPendingCall() = default;

DustCallQueue::~DustCallQueue()
{
    while (takeFirst()) {}
}

void DustCallQueue::append(std::unique_ptr<DustPendingCall> call)
{
    DustPendingCall *added = call.release();
    (m_last ? m_last->m_next : m_first) = added;
    m_last = added;
}

void DustCallQueue::append(DustCallQueue &&other)
{
    if (other.isEmpty())
        return;
    (m_last ? m_last->m_next : m_first) = std::exchange(other.m_first, nullptr);
    m_last = std::exchange(other.m_last, nullptr);
}

std::unique_ptr<DustPendingCall> DustCallQueue::takeFirst()
{
    std::unique_ptr<DustPendingCall> call(m_first);
    if (call) {
        m_first = std::exchange(call->m_next, nullptr);
        if (!m_first)
            m_last = nullptr;
    }
    return call;
}

DustOpenCall::DustOpenCall(std::shared_ptr<DustDelivery> delivery,
                           std::unique_ptr<DustPendingCall> call)
    : m_delivery(std::move(delivery)), m_call(std::move(call)), m_number(m_delivery->nextNumber())
{
    m_delivery->m_open.emplace(m_number, this);
    if (m_delivery->isClosed())
        settle();
}

DustOpenCall::~DustOpenCall()
{
    if (m_call)
        settle();
}

void DustOpenCall::settle()
{
    m_delivery->m_open.erase(m_number);
    m_delivery->enqueue(std::move(m_call));
}
