// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "simapplication.h"

using namespace Qt::StringLiterals;

namespace {

DustPath at(const QByteArray &rendered)
{
    return DustPath::fromCanonical(rendered);
}

} // namespace

DustPath SimApplication::leafPath()
{
    static const QList<QByteArray> paths{ "a/x", "a/x",   "a/y", "a/y", "b/x",
                                          "b/y", "a/x/z", "A/x", "a/n", "a/s" };
    return at(m_dice.pick(paths));
}

DustPath SimApplication::rootPath()
{
    static const QList<QByteArray> paths{ "a", "a", "b", "A", "a/x" };
    return at(m_dice.pick(paths));
}

DustValue SimApplication::value()
{
    return SimTags::value(m_history.newTag(), m_dice.below(6));
}

DustObject SimApplication::object()
{
    static const QStringList names{ u"x"_s, u"y"_s, u"z"_s };
    DustObject object;
    const int size = m_dice.between(1, 3);
    for (int i = 0; i < size; ++i) {
        const bool isNested = m_dice.chance(15);
        const DustObject below{ { m_dice.pick(names), value() } };
        object.insert(m_dice.pick(names), isNested ? DustValue(below) : value());
    }
    return object;
}

DustOperation SimApplication::increment()
{
    static const QList<QByteArray> paths{ "count/0", "count/0", "count/1", "a/n" };
    const int bit = m_history.newBit();
    if (bit < 0)
        return DustOperation::set(leafPath(), value());
    return DustOperation::increment(at(m_dice.pick(paths)), qint64(1) << bit);
}

DustOperation SimApplication::ofMembers()
{
    const DustPath path = at(m_dice.chance(60) ? "members" : "a/s");
    const DustRow *row = m_seen.find(path.rendered());
    const DustArray members = row ? row->value().valueOr(DustValue()).toArray() : DustArray();
    if (m_dice.chance(60) || members.isEmpty() || m_dice.pick(members).isNull())
        return DustOperation::addMember(path, value());
    const DustValue member = m_dice.pick(members);
    return DustOperation::removeMember(path, member.isNull() ? value() : member);
}

DustOperation SimApplication::conditional()
{
    const DustPath path = leafPath();
    const DustRow *row = m_seen.find(path.rendered());
    const quint64 revision = row ? row->revision() : 0;
    DustOperation set = DustOperation::set(path, value());
    if (revision == 0 || m_dice.chance(15))
        return set.setIfAbsent(true);
    if (m_dice.chance(25))
        return DustOperation::remove(path, value()).setIfMatch(revision);
    return set.setIfMatch(revision);
}

DustOperation SimApplication::ofLease()
{
    const DustPath path = at("lease");
    const DustRow *row = m_seen.find(path.rendered());
    const DustObject lease = row ? row->value().valueOr(DustValue()).toObject() : DustObject();
    const quint64 token = lease.value(u"token"_s).toUnsignedInteger();
    const qint64 ttl = m_dice.between(500, 20'000);
    if (token == 0 || m_dice.chance(40))
        return DustOperation::lease(path, u"someone"_s, ttl);
    return m_dice.chance(50) ? DustOperation::renew(path, token, ttl)
                             : DustOperation::release(path, token);
}

DustOperation SimApplication::batchOperation()
{
    const int kind = m_dice.below(100);
    if (kind < 15)
        return DustOperation::remove(m_dice.chance(70) ? leafPath() : rootPath(), value());
    if (kind < 25)
        return DustOperation::set(rootPath(), object());
    const DustOperation operation = conditional();
    if (kind < 35 && operation.ifMatch())
        return operation;
    return DustOperation::set(leafPath(), value());
}

DustOperation SimApplication::operationOfAnother()
{
    const int kind = m_dice.below(100);
    if (kind < 20)
        return increment();
    if (kind < 30)
        return DustOperation::merge(rootPath(), object());
    return batchOperation();
}

DustOperation SimApplication::operation()
{
    const int kind = m_dice.below(100);
    if (kind < 24)
        return DustOperation::set(leafPath(), value());
    if (kind < 32)
        return DustOperation::set(rootPath(), object());
    if (kind < 33)
        return DustOperation::set(rootPath(), DustObject());
    if (kind < 41)
        return DustOperation::remove(leafPath(), value());
    if (kind < 45)
        return DustOperation::remove(rootPath(), value());
    if (kind < 57)
        return DustOperation::merge(rootPath(), object());
    if (kind < 73)
        return increment();
    if (kind < 84)
        return ofMembers();
    if (kind < 94)
        return conditional();
    if (kind < 98)
        return ofLease();
    const QString hash = u"sha256:%1"_s.arg(m_history.newTag());
    return DustOperation::putFile(
            at("file"),
            DustObject{ { u"_type"_s, u"file"_s }, { u"hash"_s, hash }, { u"size"_s, 3 } });
}
