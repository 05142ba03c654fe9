// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "faultaccount.h"

#include <QtCore/QSet>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace {

bool overlap(const QByteArray &a, const QByteArray &b)
{
    return a == b || a.startsWith(b + '/') || b.startsWith(a + '/');
}

bool isCounter(const QByteArray &path)
{
    return path.startsWith("counter/");
}

} // namespace

// A merge that waited behind a rate limit went as sets of its children.
QByteArray FaultAccount::Write::pathOf(const QByteArray &logged) const
{
    if (paths.contains(logged))
        return logged;
    const QByteArray above = paths.value(0);
    return op == "merge" && logged.startsWith(above + '/') ? above : QByteArray();
}

void FaultAccount::take(const QByteArray &line)
{
    const QByteArrayList words = line.split(' ');
    const QByteArray &what = words.constFirst();
    const quint64 number = words.value(1).toULongLong();
    if (what == "writing") {
        takeWriting(words);
    } else if (what == "written") {
        m_writes[number].isWritten = true;
    } else if (what == "acknowledged") {
        ++m_acknowledged;
        takeReceipts(m_writes[number], words.value(2));
    } else if (what == "rejected" || what == "indeterminate"
               || (what == "settled" && words.value(2) != "accepted")) {
        m_complaints.append(line);
    } else if (what == "view") {
        m_view = line.mid(5);
    } else if (what == "drained") {
        m_seq = number;
    } else if (what != "settled" && what != "waits" && what != "note") {
        m_complaints.append(line); // a sanitizer's, or Qt's
    }
}

void FaultAccount::takeWriting(const QByteArrayList &words)
{
    Write &write = m_writes[words.value(1).toULongLong()];
    write.op = words.value(2);
    write.paths = words.value(3).split(',');
    write.delta = words.value(4).toLongLong();
}

void FaultAccount::takeReceipts(Write &write, const QByteArray &receipts)
{
    const QByteArrayList parts = receipts.split(',');
    for (const QByteArray &part : parts) {
        const qsizetype colon = part.lastIndexOf(':');
        write.receipts.append({ part.left(colon), part.mid(colon + 1).toULongLong() });
    }
}

QString FaultAccount::check(const DustLedger &ledger)
{
    if (!m_complaints.isEmpty())
        return QString::fromUtf8(m_complaints.constFirst());
    QStringList wrong{ read(ledger) };
    if (wrong.constFirst().isEmpty())
        wrong = { checkLog(),      checkOrder(),          checkReceipts(),
                  checkSurvival(), checkCounters(ledger), checkView(ledger) };
    wrong.removeAll(QString());
    return wrong.join(u"; "_s);
}

QString FaultAccount::read(const DustLedger &ledger)
{
    const auto records = ledger.log(0, std::numeric_limits<int>::max());
    if (!records)
        return records.error().message();
    for (const DustLogRecord &record : *records)
        m_log.append(logged(record));
    return quint64(m_log.size()) == ledger.currentSeq() ? QString() : u"the log has gaps"_s;
}

// The number is in its name, or in its value; of those that were merged it is the last.
FaultAccount::Logged FaultAccount::logged(const DustLogRecord &record) const
{
    Logged logged{ record.clientOpId.toUtf8(), record.path, 0 };
    if (isCounter(record.path))
        return logged;
    if (logged.id.startsWith('w'))
        logged.number = logged.id.mid(1).toULongLong();
    if (logged.number > 0)
        return logged;
    const auto value = DustValue::fromMessagePack(record.value);
    if (!value)
        return logged;
    logged.number = value->toUnsignedInteger();
    for (const DustValue &child : value->toObject())
        logged.number = std::max(logged.number, child.toUnsignedInteger());
    return logged;
}

// Nothing twice, and nothing that nobody wrote.
QString FaultAccount::checkLog() const
{
    QSet<QByteArray> ids;
    QSet<QByteArray> effects;
    for (const Logged &entry : m_log) {
        if (ids.contains(entry.id))
            return u"twice in the log: "_s + QString::fromUtf8(entry.id);
        ids.insert(entry.id);
        if (isCounter(entry.path))
            continue;
        const auto write = m_writes.find(entry.number);
        const QByteArray path = write == m_writes.end() ? QByteArray()
                                                        : write->second.pathOf(entry.path);
        if (path.isEmpty())
            return u"nobody wrote %1 %2"_s.arg(QString::fromUtf8(entry.path)).arg(entry.number);
        const QByteArray effect = path + ' ' + QByteArray::number(entry.number);
        if (effects.contains(effect))
            return u"took effect twice: "_s + QString::fromUtf8(effect);
        effects.insert(effect);
    }
    return {};
}

QString FaultAccount::checkOrder() const
{
    for (qsizetype later = 0; later < m_log.size(); ++later) {
        const Logged &second = m_log.at(later);
        for (qsizetype earlier = 0; earlier < later && second.number > 0; ++earlier) {
            const Logged &first = m_log.at(earlier);
            if (first.number > second.number && overlap(first.path, second.path))
                return u"write %1 was overtaken by %2 at %3"_s.arg(second.number)
                        .arg(first.number)
                        .arg(QString::fromUtf8(first.path));
        }
    }
    return {};
}

// One that was merged has the seq of what it was merged into, whose id is another one.
QString FaultAccount::checkReceipts() const
{
    QSet<QByteArray> ids;
    for (const Logged &entry : m_log)
        ids.insert(entry.id);
    for (const auto &[number, write] : m_writes) {
        for (qsizetype i = 0; i < write.receipts.size(); ++i) {
            const auto &[id, seq] = write.receipts.at(i);
            const Logged entry = m_log.value(qsizetype(seq) - 1);
            const bool isMerged = write.paths.size() == 1 && !id.startsWith('w')
                    && !ids.contains(id) && (isCounter(entry.path) || entry.number >= number);
            if (seq == 0 || write.pathOf(entry.path) != write.paths.value(i)
                || (entry.id != id && !isMerged))
                return u"acknowledged: %1, %2 %3 at %4; in the log there: %5 %6"_s.arg(number)
                        .arg(QString::fromUtf8(id), QString::fromUtf8(write.paths.value(i)))
                        .arg(seq)
                        .arg(QString::fromUtf8(entry.id), QString::fromUtf8(entry.path));
        }
    }
    return {};
}

// What was merged is there as a later one at the same path.
QString FaultAccount::checkSurvival() const
{
    QHash<QByteArray, quint64> last;
    QSet<QByteArray> ids;
    for (const Logged &entry : m_log) {
        last[entry.path] = std::max(last.value(entry.path), entry.number);
        if (const auto write = m_writes.find(entry.number); write != m_writes.end()) {
            const QByteArray path = write->second.pathOf(entry.path);
            last[path] = std::max(last.value(path), entry.number);
        }
        ids.insert(entry.id);
    }
    for (const auto &[number, write] : m_writes) {
        for (const QByteArray &path : write.paths) {
            const bool isLost = !isCounter(path) && last.value(path) < number;
            const bool isUnnamedDelete = write.op == "delete"
                    && !ids.contains('w' + QByteArray::number(number));
            if (write.isWritten && (isLost || isUnnamedDelete))
                return u"lost: %1 at %2"_s.arg(number).arg(QString::fromUtf8(path));
        }
    }
    return {};
}

QString FaultAccount::checkCounters(const DustLedger &ledger) const
{
    std::map<QByteArray, std::pair<qint64, qint64>> bounds; // by path
    for (const auto &[number, write] : m_writes) {
        if (write.op != "increment")
            continue;
        auto &[least, most] = bounds[write.paths.constFirst()];
        least += write.isWritten ? write.delta : 0;
        most += write.delta; // it was killed in the middle of the call
    }
    for (const auto &[path, bound] : bounds) {
        const DustRow *row = ledger.view().find(path);
        const qint64 total = row ? row->value().valueOr({}).toInteger() : 0;
        if (total < bound.first || total > bound.second)
            return u"%1 is %2 instead of %3 to %4"_s.arg(QString::fromUtf8(path))
                    .arg(total)
                    .arg(bound.first)
                    .arg(bound.second);
    }
    return {};
}

QString FaultAccount::checkView(const DustLedger &ledger) const
{
    if (*m_seq != ledger.currentSeq())
        return u"drained at %1 of %2"_s.arg(*m_seq).arg(ledger.currentSeq());
    DustObject rows;
    ledger.view().scan({}, {}, [&](const DustRow &row) {
        rows.insert(QString::fromUtf8(row.path()), row.value().valueOr({}));
        return true;
    });
    if (DustValue(rows).toJson() == m_view)
        return {};
    const auto view = DustValue::fromJson(m_view).valueOr({});
    for (auto row = rows.cbegin(); row != rows.cend(); ++row) {
        if (view.toObject().value(row.key()) != row.value())
            return u"the client has another value at "_s + row.key();
    }
    return u"the client has more than the store"_s;
}
