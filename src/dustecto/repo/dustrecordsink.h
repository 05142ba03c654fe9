// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTRECORDSINK_H
#define DUSTRECORDSINK_H

// Where the untyped repo puts what it read for its typed templates: straight into gadgets. Not for applications.

#include "dustrecord.h"

#include <QtCore/QPromise>

#include <functional>
#include <vector>

class DustRecordDecoder;

// A promise that is kept: with Closed when whoever had to answer is gone.
template<typename T>
class DustAnswer
{
public:
    DustAnswer() { m_promise.start(); }
    ~DustAnswer()
    {
        if (!m_settled)
            settle(DustError(DustError::Closed,
                             QStringLiteral("The DustClient was destroyed, or its session ended, "
                                            "before the call did.")));
    }
    DustFuture<T> future() const { return m_promise.future(); }
    void settle(DustResult<T> &&result)
    {
        m_settled = true;
        m_promise.addResult(std::move(result));
        m_promise.finish();
    }

private:
    Q_DISABLE_COPY_MOVE(DustAnswer)
    QPromise<DustResult<T>> m_promise;
    bool m_settled = false;
};

class DUSTECTO_EXPORT DustRecordSink
{
public:
    DustRecordSink() = default;
    virtual ~DustRecordSink();

    // Takes the record that the decoder holds, or says why it is none.
    virtual DustResult<void> take(DustRecordDecoder &decoder) = 0;
    // The record that was written.
    virtual void accept(const DustRecord &record);
    // order[i] is the present place of the record that shall be at i.
    virtual void reorder(const std::vector<qsizetype> &order);
    // A stream's: hands over what was taken since the last time; false: no more is wanted.
    virtual bool flush();
    virtual bool hasReceiver() const;
    // Ends the future: well for no error.
    virtual void finish(const DustError &error) = 0;

protected:
    static DustResult<void> decode(DustRecordDecoder &decoder, void *gadget, DustMeta *meta);
    static DustResult<void> decode(DustRecordDecoder &decoder, DustRecord *record);
    template<typename T>
    static DustResult<void> decodeInto(DustRecordDecoder &decoder, T *record)
    {
        if constexpr (std::is_same_v<T, DustRecord>)
            return decode(decoder, record);
        else
            return decode(decoder, record, &record->dustMeta);
    }

private:
    Q_DISABLE_COPY_MOVE(DustRecordSink)
};

template<typename T>
class DustOneRecordSink final : public DustRecordSink
{
public:
    explicit DustOneRecordSink(const T &record = {}) : m_record(record) {}

    DustFuture<T> future() const { return m_answer.future(); }
    DustResult<void> take(DustRecordDecoder &decoder) override
    {
        return decodeInto(decoder, &m_record);
    }
    void accept(const DustRecord &record) override
    {
        if constexpr (std::is_same_v<T, DustRecord>) {
            m_record = record;
        } else {
            record.writeTo(&m_record);
            m_record.dustMeta = record.meta();
        }
    }
    void finish(const DustError &error) override
    {
        if (error.kind() == DustError::NoError)
            m_answer.settle(std::move(m_record));
        else
            m_answer.settle(error);
    }

private:
    DustAnswer<T> m_answer;
    T m_record{};
};

template<typename T>
class DustRecordListSink final : public DustRecordSink
{
public:
    DustFuture<QList<T>> future() const { return m_answer.future(); }
    DustResult<void> take(DustRecordDecoder &decoder) override
    {
        DustResult<void> taken = decodeInto(decoder, &m_records.emplaceBack());
        if (!taken)
            m_records.removeLast();
        return taken;
    }
    void reorder(const std::vector<qsizetype> &order) override
    {
        QList<T> ordered;
        ordered.reserve(m_records.size());
        for (const qsizetype index : order)
            ordered.append(std::move(m_records[index]));
        m_records = std::move(ordered);
    }
    void finish(const DustError &error) override
    {
        if (error.kind() == DustError::NoError)
            m_answer.settle(std::move(m_records));
        else
            m_answer.settle(error);
    }

private:
    DustAnswer<QList<T>> m_answer;
    QList<T> m_records;
};

template<typename T>
class DustRecordStreamSink final : public DustRecordSink
{
public:
    using Receiver = std::function<bool(const QList<T> &)>;

    explicit DustRecordStreamSink(const Receiver &receiver) : m_receiver(receiver) {}
    DustFuture<void> future() const { return m_answer.future(); }
    DustResult<void> take(DustRecordDecoder &decoder) override
    {
        DustResult<void> taken = decodeInto(decoder, &m_page.emplaceBack());
        if (!taken)
            m_page.removeLast();
        return taken;
    }
    bool flush() override
    {
        const QList<T> page = std::exchange(m_page, {});
        return page.isEmpty() || m_receiver(page);
    }
    bool hasReceiver() const override { return bool(m_receiver); }
    void finish(const DustError &error) override { m_answer.settle(DustResult<void>(error)); }

private:
    DustAnswer<void> m_answer;
    Receiver m_receiver;
    QList<T> m_page;
};

#endif // DUSTRECORDSINK_H
