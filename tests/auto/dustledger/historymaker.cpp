// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "historymaker.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace {

const QStringList &segments()
{
    static const QStringList list = { u"a"_s,  u"a"_s,   u"b"_s, u"b"_s,    u"a!"_s, u"A"_s,
                                      u"/x"_s, u"~t"_s,  u"*"_s, u".."_s,   u"é"_s,  u"🎈"_s,
                                      u" "_s,  u"a.b"_s, u"0"_s, u"_type"_s };
    return list;
}

const QList<DustValue> &scalars()
{
    static const QList<DustValue> list = {
        0,
        1,
        -1,
        1.0,
        2.5,
        DustValue(std::numeric_limits<qint64>::min()),
        DustValue(std::numeric_limits<quint64>::max()),
        DustValue(quint64(1) << 63),
        true,
        nullptr,
        u""_s,
        u"x"_s,
        u"file"_s,
        DustArray(),
        DustArray{ 1, 2, 1, 1.0 },
        DustArray{ u"x"_s, DustObject{ { u"a"_s, 1 } }, nullptr },
        DustValue::decimal(u"1.50"_s),
        DustValue::dateTime(u"2026-03-31T12:00:00Z"_s),
    };
    return list;
}

DustValue fileReference(int n)
{
    return DustObject{ { u"_type"_s, u"file"_s },
                       { u"hash"_s, u"sha256:%1"_s.arg(n) },
                       { u"size"_s, n } };
}

DustValue handWrittenLease(int token, qint64 expiresAt)
{
    return DustObject{ { u"_type"_s, u"lease"_s },
                       { u"holder"_s, u"hand"_s },
                       { u"token"_s, token },
                       { u"expires_at"_s, expiresAt } };
}

} // namespace

DustPath HistoryMaker::path()
{
    QStringList names;
    const int depth = 1 + m_dice.below(3);
    for (int i = 0; i < depth; ++i)
        names.append(m_dice.chance(70) ? segments().at(m_dice.below(4)) : m_dice.pick(segments()));
    return *DustPath::fromSegments(names);
}

std::optional<DustPath> HistoryMaker::existingPath()
{
    if (m_model.state.empty())
        return std::nullopt;
    auto row = m_model.state.begin();
    std::advance(row, m_dice.below(int(m_model.state.size())));
    return DustPath::fromCanonical(QByteArray::fromStdString(Naive::render(row->first)));
}

DustValue HistoryMaker::object(int depth)
{
    DustObject object;
    const int size = m_dice.below(4);
    for (int i = 0; i < size; ++i) {
        const QString name = m_dice.pick(segments());
        object.insert(name, valueNamed(name, depth + 1));
    }
    return object;
}

DustValue HistoryMaker::value(int depth)
{
    if (depth < 3 && m_dice.chance(30))
        return object(depth);
    if (m_dice.chance(3))
        return fileReference(m_dice.below(3));
    if (m_dice.chance(4))
        return handWrittenLease(1 + m_dice.below(40), 1'000'000 + m_dice.below(20'000));
    return m_dice.pick(scalars());
}

// Segments may come together to what reads as a typed value.
DustValue HistoryMaker::valueNamed(const QString &name, int depth)
{
    return name == u"_type"_s && m_dice.chance(60) ? DustValue(u"file"_s) : value(depth);
}

quint64 HistoryMaker::tokenAt(const DustPath &path)
{
    const auto row = m_model.state.find(Naive::parsePath(path.rendered().toStdString()));
    if (row != m_model.state.end() && m_dice.chance(80)) {
        const quint64 token = row->second.value.toObject().value(u"token"_s).toUnsignedInteger();
        if (token > 0)
            return token;
    }
    return 1 + quint64(m_dice.below(20));
}

std::optional<DustPath> HistoryMaker::leasePath()
{
    QList<DustPath> leases;
    for (const auto &[path, leaf] : m_model.state) {
        if (leaf.type == "lease")
            leases.append(DustPath::fromCanonical(QByteArray::fromStdString(Naive::render(path))));
    }
    return leases.isEmpty() ? std::nullopt : std::optional(m_dice.pick(leases));
}

// Counters, sets and leases meet themselves on paths of their own, and now and then all else.
DustPath HistoryMaker::ownPath(const QString &name)
{
    if (m_dice.chance(20))
        return path();
    return *DustPath::fromSegments({ name, QString::number(m_dice.below(2)) });
}

DustOperation HistoryMaker::leaseOperation()
{
    DustPath at = ownPath(u"lock"_s);
    if (const auto existing = leasePath(); existing && m_dice.chance(80))
        at = *existing;
    const qint64 ttl = 1 + m_dice.below(3'000);
    switch (m_dice.below(3)) {
    case 0:
        return DustOperation::lease(at, u"me"_s, ttl);
    case 1:
        return DustOperation::renew(at, tokenAt(at), ttl);
    default:
        return DustOperation::release(at, tokenAt(at));
    }
}

DustOperation HistoryMaker::bareOperation()
{
    DustPath at = path();
    if (const auto existing = existingPath(); existing && m_dice.chance(40))
        at = *existing;
    switch (m_dice.below(16)) {
    case 0:
    case 1:
    case 2:
    case 3:
        return DustOperation::set(at, valueNamed(at.lastSegment(), 0));
    case 4:
    case 5:
        return DustOperation::remove(at);
    case 6:
    case 7:
    case 8:
        return DustOperation::merge(at, object(0).toObject());
    case 9:
        return DustOperation::increment(m_dice.chance(85) ? ownPath(u"count"_s) : at,
                                        m_dice.chance(5) ? value(0)
                                                         : m_dice.pick(scalars().first(8)));
    case 10:
        return DustOperation::addMember(m_dice.chance(85) ? ownPath(u"set"_s) : at,
                                        m_dice.pick(scalars()));
    case 11:
        return DustOperation::removeMember(m_dice.chance(85) ? ownPath(u"set"_s) : at,
                                           m_dice.pick(scalars()));
    case 12:
        return DustOperation::putFile(at, fileReference(m_dice.below(3)));
    default:
        return leaseOperation();
    }
}

DustOperation HistoryMaker::operation()
{
    DustOperation operation = bareOperation();
    operation.setClientOpId(u"op-%1"_s.arg(++m_made));
    const bool isSet = operation.kind() == DustOperation::Set;
    const bool isGuardable = isSet || operation.kind() == DustOperation::Delete;
    if (m_dice.chance(isGuardable ? 25 : 2)) {
        const auto row = m_model.state.find(
                Naive::parsePath(operation.path().rendered().toStdString()));
        const bool isRight = row != m_model.state.end() && m_dice.chance(70);
        operation.setIfMatch(isRight ? row->second.revision : quint64(m_dice.below(10)));
    }
    if (m_dice.chance(isSet ? 20 : 2))
        operation.setIfAbsent(true);
    const auto lease = leasePath();
    const DustPath key = lease && m_dice.chance(90) ? *lease : path();
    if (m_dice.chance(lease ? 12 : 3))
        operation.setFence({ key, tokenAt(key) });
    return operation;
}

DustPath HistoryMaker::pathToRollBack()
{
    if (!m_model.log.empty() && m_dice.chance(70)) {
        const Naive::Path written = m_model.log.at(m_dice.below(int(m_model.log.size())))
                                            .event.path;
        const Naive::Path part(written.begin(),
                               written.begin() + 1 + m_dice.below(int(written.size())));
        return DustPath::fromCanonical(QByteArray::fromStdString(Naive::render(part)));
    }
    return path();
}

quint64 HistoryMaker::seqToRollBackTo()
{
    const int earliest = m_dice.chance(80) ? int(m_model.compactedThrough) : 0;
    return quint64(earliest + m_dice.below(int(m_model.seq) + 3 - earliest));
}
