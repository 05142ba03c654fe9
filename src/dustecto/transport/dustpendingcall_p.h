// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTPENDINGCALL_P_H
#define DUSTPENDINGCALL_P_H

// A future that has not finished yet, for DustDelivery. Exported for the rooms above; not public
// API.

#include "dustresult.h"

#include <QtCore/QPromise>

#include <memory>

class DustDelivery;

class DUSTECTO_EXPORT DustPendingCall
{
public:
    DustPendingCall() = default;
    virtual ~DustPendingCall();

    virtual void finish() = 0; // runs continuations
    virtual void fail(const DustError &error) = 0; // what finish() will answer

private:
    Q_DISABLE_COPY_MOVE(DustPendingCall)
    friend class DustCallQueue;
    DustPendingCall *m_next = nullptr;
};

template<typename T>
class DustPendingResult final : public DustPendingCall
{
public:
    explicit DustPendingResult(DustResult<T> result) : m_result(std::move(result)) {}

    DustFuture<T> start()
    {
        m_promise.start();
        return m_promise.future();
    }
    void setResult(DustResult<T> result) { m_result = std::move(result); }
    void fail(const DustError &error) override { m_result = error; }
    void finish() override
    {
        m_promise.addResult(std::move(m_result));
        m_promise.finish();
    }

private:
    QPromise<DustResult<T>> m_promise;
    DustResult<T> m_result;
};

// First in, first out, and one allocation a call.
class DUSTECTO_EXPORT DustCallQueue
{
public:
    DustCallQueue() = default;
    ~DustCallQueue();

    bool isEmpty() const { return !m_first; }
    void append(std::unique_ptr<DustPendingCall> call);
    void append(DustCallQueue &&other);
    std::unique_ptr<DustPendingCall> takeFirst();

private:
    Q_DISABLE_COPY_MOVE(DustCallQueue)
    DustPendingCall *m_first = nullptr;
    DustPendingCall *m_last = nullptr;
};

// What the handles of one open call share.
class DUSTECTO_EXPORT DustOpenCall
{
public:
    DustOpenCall(std::shared_ptr<DustDelivery> delivery, std::unique_ptr<DustPendingCall> call);
    ~DustOpenCall();

    DustPendingCall *call() const { return m_call.get(); }
    void settle();

private:
    Q_DISABLE_COPY_MOVE(DustOpenCall)
    friend class DustDelivery;
    std::shared_ptr<DustDelivery> m_delivery;
    std::unique_ptr<DustPendingCall> m_call; // null once it is settled
    quint64 m_number = 0;
};

// A call to be answered later, once: the first finish() counts, and where the last copy goes
// without one, or the client does, the call ends with Closed.
template<typename T>
class DustCall
{
public:
    DustFuture<T> future() const { return m_future; }
    bool isOpen() const { return m_open->call() != nullptr; }
    void finish(DustResult<T> result) const
    {
        if (auto *call = static_cast<DustPendingResult<T> *>(m_open->call())) {
            call->setResult(std::move(result));
            m_open->settle();
        }
    }

private:
    friend class DustDelivery;
    DustCall(std::shared_ptr<DustOpenCall> open, const DustFuture<T> &future)
        : m_open(std::move(open)), m_future(future)
    {}

    std::shared_ptr<DustOpenCall> m_open;
    DustFuture<T> m_future;
};

#endif // DUSTPENDINGCALL_P_H
