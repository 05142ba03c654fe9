// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustoutboxentry_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

// An entry is a MessagePack object; what has the value it starts with is left out. The keys:
//   v version   s state   n attempts   a acceptedSeq   b isBatch   k keepsId
//   t isTransient   o operations   w wire, or true where it is the operations   c ids of callers
//   r verdict: k kind, m message, y whether it may be repeated, d detail
// and of an operation:
//   k kind   p path   v value   i client op id   h holder   t token   l ttl   m if_match
//   a if_absent   f fence: key and token
namespace {

constexpr int Version = 1;

// These numbers are in files.
static_assert(DustOutboxEntry::Waiting == 0 && DustOutboxEntry::Accepted == 3);
static_assert(DustOperation::Set == 0 && DustOperation::Release == 9);
static_assert(DustError::NoError == 0 && DustError::Closed == 23);

void put(DustObject &object, const QString &key, bool value)
{
    if (value)
        object.insert(key, true);
}

void put(DustObject &object, const QString &key, quint64 value)
{
    if (value != 0)
        object.insert(key, value);
}

void put(DustObject &object, const QString &key, const QString &value)
{
    if (!value.isEmpty())
        object.insert(key, value);
}

DustValue packed(const DustOperation &operation)
{
    DustObject object{ { u"k"_s, int(operation.kind()) }, { u"p"_s, operation.path().toString() } };
    if (!operation.value().isNull())
        object.insert(u"v"_s, operation.value());
    put(object, u"i"_s, operation.clientOpId());
    put(object, u"h"_s, operation.holder());
    put(object, u"t"_s, operation.token());
    put(object, u"l"_s, quint64(operation.ttl()));
    put(object, u"m"_s, operation.ifMatch().value_or(0));
    put(object, u"a"_s, operation.ifAbsent());
    if (const auto fence = operation.fence())
        object.insert(u"f"_s, DustArray{ fence->key.toString(), fence->token });
    return object;
}

DustValue packed(const QList<DustOperation> &operations)
{
    DustArray array;
    array.reserve(operations.size());
    for (const DustOperation &operation : operations)
        array.append(packed(operation));
    return array;
}

DustValue packed(const QList<DustOutboxCaller> &callers)
{
    DustArray array;
    array.reserve(callers.size());
    for (const DustOutboxCaller &caller : callers)
        array.append(caller.opId);
    return array;
}

DustValue packed(const DustError &error)
{
    DustObject object{ { u"k"_s, int(error.kind()) }, { u"m"_s, error.message() } };
    put(object, u"y"_s, error.isRetryable());
    // What a detail cannot keep is not worth losing the write for.
    if (const auto detail = DustValue::fromVariant(error.detail());
        detail && !error.detail().isEmpty())
        object.insert(u"d"_s, *detail);
    return object;
}

// Takes apart what an object should hold; at the first thing that cannot be it turns bad and gives
// what a new entry has from then on.
class Reader
{
public:
    bool isGood() const { return m_isGood; }
    bool check(bool condition)
    {
        m_isGood = m_isGood && condition;
        return m_isGood;
    }

    const DustObject &object(const DustValue &value)
    {
        check(value.isObject());
        return value.toObject();
    }
    bool flag(const DustObject &object, const QString &key)
    {
        const DustValue value = object.value(key);
        check(value.isNull() || value.kind() == DustValue::Boolean);
        return value.toBool();
    }
    quint64 number(const DustObject &object, const QString &key,
                   quint64 most = std::numeric_limits<quint64>::max())
    {
        const DustValue value = object.value(key);
        const bool isGiven = value.isInteger() && (value.toUnsignedInteger() > 0 || value == 0);
        check(value.isNull() || (isGiven && value.toUnsignedInteger() <= most));
        return m_isGood ? value.toUnsignedInteger() : 0;
    }
    QString text(const DustValue &value)
    {
        check(value.isString());
        return value.toString();
    }
    QString text(const DustObject &object, const QString &key)
    {
        const auto found = object.constFind(key);
        return found == object.cend() ? QString() : text(*found);
    }
    const DustArray &array(const DustValue &value)
    {
        check(value.isArray());
        return value.toArray();
    }
    DustPath path(const DustValue &value)
    {
        const auto parsed = DustPath::parse(text(value));
        return check(parsed.isOk()) ? *parsed : DustPath();
    }

    DustOperation operation(const DustValue &packed);
    QList<DustOperation> operations(const DustValue &packed);
    QList<DustOutboxCaller> callers(const DustValue &packed);
    DustError error(const DustValue &packed);

private:
    DustOperation bareOperation(const DustObject &packed);

    bool m_isGood = true;
};

DustOperation Reader::bareOperation(const DustObject &packed)
{
    const auto kind = DustOperation::Kind(number(packed, u"k"_s, DustOperation::Release));
    const DustPath path = this->path(packed.value(u"p"_s));
    const DustValue value = packed.value(u"v"_s);
    const quint64 token = number(packed, u"t"_s);
    const auto ttl = qint64(number(packed, u"l"_s, quint64(std::numeric_limits<qint64>::max())));
    switch (kind) {
    case DustOperation::Set:
        return DustOperation::set(path, value);
    case DustOperation::Delete:
        return DustOperation::remove(path, value);
    case DustOperation::Merge:
        return DustOperation::merge(path, object(value));
    case DustOperation::Increment:
        return DustOperation::increment(path, value);
    case DustOperation::Add:
        return DustOperation::addMember(path, value);
    case DustOperation::Remove:
        return DustOperation::removeMember(path, value);
    case DustOperation::PutFile:
        return DustOperation::putFile(path, value);
    case DustOperation::Lease:
        return DustOperation::lease(path, text(packed, u"h"_s), ttl);
    case DustOperation::Renew:
        return DustOperation::renew(path, token, ttl);
    case DustOperation::Release:
        return DustOperation::release(path, token);
    }
    return {};
}

DustOperation Reader::operation(const DustValue &packed)
{
    const DustObject &from = object(packed);
    DustOperation operation = bareOperation(from);
    operation.setClientOpId(text(from, u"i"_s));
    if (const quint64 revision = number(from, u"m"_s))
        operation.setIfMatch(revision);
    operation.setIfAbsent(flag(from, u"a"_s));
    if (const auto found = from.constFind(u"f"_s); found != from.cend()) {
        const DustArray &fence = array(*found);
        if (check(fence.size() == 2 && fence.at(1).isInteger()))
            operation.setFence({ path(fence.at(0)), fence.at(1).toUnsignedInteger() });
    }
    // It was validated when it was written; some of what is not valid breaks a server's channel.
    check(m_isGood && operation.validate());
    return operation;
}

QList<DustOperation> Reader::operations(const DustValue &packed)
{
    const DustArray &from = array(packed);
    QList<DustOperation> operations;
    operations.reserve(from.size());
    for (auto it = from.cbegin(); it != from.cend() && m_isGood; ++it)
        operations.append(operation(*it));
    return operations;
}

QList<DustOutboxCaller> Reader::callers(const DustValue &packed)
{
    QList<DustOutboxCaller> callers;
    for (const DustValue &opId : array(packed))
        callers.append({ 0, text(opId), 0 });
    return callers;
}

DustError Reader::error(const DustValue &packed)
{
    const DustObject &from = object(packed);
    const auto kind = DustError::Kind(number(from, u"k"_s, DustError::Closed));
    check(kind != DustError::NoError);
    const bool isRetryable = flag(from, u"y"_s);
    return DustError(kind, text(from, u"m"_s), from.value(u"d"_s).toVariant().toMap())
            .withRetryable(isRetryable);
}

DustError damaged(quint64 number, const QString &what)
{
    return DustError(
            DustError::Storage,
            u"The unconfirmed write %1 cannot be read: %2. Restore the cache from a backup, or delete it to load the store anew; unconfirmed writes are lost then."_s
                    .arg(QString::number(number), what),
            { { u"reason"_s, u"damaged_row"_s }, { u"number"_s, number } });
}

} // namespace

bool DustOutboxEntry::isConditional() const
{
    return std::any_of(operations.cbegin(), operations.cend(), [](const DustOperation &operation) {
        return operation.ifMatch() || operation.ifAbsent();
    });
}

bool DustOutboxEntry::fits(const DustValue &value, qsizetype *rest)
{
    constexpr qsizetype Overhead = 8;
    *rest -= Overhead + value.toString().size();
    for (auto it = value.toArray().cbegin(); *rest > 0 && it != value.toArray().cend(); ++it)
        fits(*it, rest);
    for (auto it = value.toObject().cbegin(); *rest > 0 && it != value.toObject().cend(); ++it) {
        *rest -= it.key().size();
        fits(*it, rest);
    }
    return *rest > 0;
}

QByteArray DustOutboxEntry::toBytes() const
{
    DustObject object{ { u"v"_s, Version },
                       { u"s"_s, int(state) },
                       { u"o"_s, packed(operations) },
                       { u"c"_s, packed(callers) } };
    put(object, u"n"_s, quint64(attempts));
    put(object, u"a"_s, acceptedSeq);
    put(object, u"b"_s, isBatch);
    put(object, u"k"_s, keepsId);
    put(object, u"t"_s, isTransient);
    if (!wire.isEmpty())
        object.insert(u"w"_s, wire == operations ? DustValue(true) : packed(wire));
    if (verdict)
        object.insert(u"r"_s, packed(*verdict));
    return DustValue(std::move(object)).toMessagePack();
}

DustResult<DustOutboxEntry> DustOutboxEntry::fromBytes(quint64 number, QByteArrayView bytes)
{
    const auto decoded = DustValue::fromMessagePack(bytes);
    if (!decoded || !decoded->isObject())
        return damaged(number, u"its bytes are damaged"_s);
    const DustObject &object = decoded->toObject();
    if (const DustValue version = object.value(u"v"_s); version != Version) {
        return damaged(number, u"it is not of version %1, which this program knows"_s.arg(Version));
    }
    Reader reader;
    DustOutboxEntry entry;
    entry.number = number;
    entry.state = State(reader.number(object, u"s"_s, Accepted));
    if (entry.state == InFlight)
        entry.state = Unanswered;
    entry.attempts = int(reader.number(object, u"n"_s, std::numeric_limits<int>::max()));
    entry.acceptedSeq = reader.number(object, u"a"_s);
    entry.isBatch = reader.flag(object, u"b"_s);
    entry.keepsId = reader.flag(object, u"k"_s);
    entry.isTransient = reader.flag(object, u"t"_s);
    entry.operations = reader.operations(object.value(u"o"_s));
    reader.check(!entry.operations.isEmpty());
    if (const auto wire = object.constFind(u"w"_s); wire != object.cend())
        entry.wire = *wire == true ? entry.operations : reader.operations(*wire);
    entry.callers = reader.callers(object.value(u"c"_s));
    if (const auto verdict = object.constFind(u"r"_s); verdict != object.cend())
        entry.verdict = reader.error(*verdict);
    if (!reader.isGood())
        return damaged(number, u"what it says makes no write"_s);
    return entry;
}
