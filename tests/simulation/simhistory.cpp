// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "simhistory.h"

using namespace Qt::StringLiterals;

namespace {

constexpr int FirstBitTag = 1'000'000;
constexpr int TagFactor = 10;

void collect(const DustValue &value, QList<int> *tags)
{
    if (value.isString() && value.toString().startsWith(u't')) {
        tags->append(value.toString().mid(1).toInt());
    } else if (value.kind() == DustValue::Double) {
        tags->append(int(value.toDouble()) / TagFactor);
    } else if (value.isInteger()) {
        tags->append(int(value.toInteger()) / TagFactor);
    } else if (value.isArray()) {
        for (const DustValue &item : value.toArray())
            collect(item, tags);
    } else if (value.isObject()) {
        for (const DustValue &item : value.toObject())
            collect(item, tags);
    }
}

} // namespace

DustValue SimTags::value(int tag, int variety)
{
    switch (variety % 6) {
    case 0:
        return tag * TagFactor;
    case 1:
        return tag * TagFactor + 0.5;
    case 2:
        return DustArray{ tag * TagFactor, nullptr };
    default:
        return u't' + QString::number(tag);
    }
}

QList<int> SimTags::of(const DustOperation &operation)
{
    QList<int> tags;
    if (operation.kind() == DustOperation::Increment) {
        const quint64 bits = operation.value().toUnsignedInteger();
        for (int bit = 0; bit < MostIncrements; ++bit) {
            if ((bits >> bit & 1) != 0)
                tags.append(FirstBitTag + bit);
        }
    } else if (operation.kind() == DustOperation::PutFile) {
        tags.append(operation.value().toObject().value(u"hash"_s).toString().mid(7).toInt());
    } else if (operation.kind() != DustOperation::Remove) { // which names what another one added
        collect(operation.value(), &tags);
    }
    return tags;
}

void SimHistory::add(const DustCommit &commit, const DustOperation &operation)
{
    m_commits.push_back({ commit, operation });
    for (const int tag : SimTags::of(operation))
        m_byTag[tag].append(commit.event.storeSeq);
}

void SimHistory::goBackTo(quint64 seq)
{
    m_wentBack = true;
    m_commits.resize(std::size_t(seq));
    for (QList<quint64> &seqs : m_byTag)
        seqs.removeIf([seq](quint64 each) { return each > seq; });
    for (SimCall &call : m_calls)
        call.lostByBackup = true;
}

SimCall &SimHistory::newCall(int client)
{
    SimCall call;
    call.client = client;
    call.call = quint64(m_calls.size()) + 1;
    call.opId = u"op-%1-%2"_s.arg(client).arg(call.call);
    m_byOpId.insert(call.opId, call.call);
    m_calls.push_back(call);
    return m_calls.back();
}

SimCall *SimHistory::findCall(quint64 call)
{
    return call == 0 || call > m_calls.size() ? nullptr : &m_calls[std::size_t(call - 1)];
}

SimCall *SimHistory::findOpId(const QString &opId)
{
    return findCall(m_byOpId.value(opId));
}

const SimCall *SimHistory::writerOf(int tag) const
{
    const quint64 call = m_writers.value(tag);
    return call == 0 ? nullptr : &m_calls[std::size_t(call - 1)];
}

void SimHistory::tag(const SimCall &call)
{
    for (const DustOperation &operation : call.operations) {
        for (const int tag : SimTags::of(operation))
            m_writers.insert(tag, call.call);
    }
}
