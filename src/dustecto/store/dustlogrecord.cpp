// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustlogrecord_p.h"

#include "dusttext_p.h"

#include <limits>

using namespace Qt::StringLiterals;

// Version 1: the version byte, the op, path, value, device id, client op id, time, then the
// changes. Each change is one byte with how much of the record's path its own begins with, the rest
// of its path, and what was there before: 0 for nothing, else 1 + the type, the revision, the time
// and the value. Numbers are unsigned LEB128, times are 8 bytes, byte strings follow their length.
namespace {

constexpr quint8 Version = 1;

// These numbers are in files.
static_assert(DustOperation::Set == 0 && DustOperation::Release == 9);
static_assert(DustEntry::String == 0 && DustEntry::Set == 11);

class Writer
{
public:
    explicit Writer(qsizetype reserve) { bytes.reserve(reserve); }

    void number(quint64 value)
    {
        for (; value >= 0x80; value >>= 7)
            bytes.append(char(value | 0x80));
        bytes.append(char(value));
    }
    void text(QByteArrayView value)
    {
        number(quint64(value.size()));
        bytes.append(value);
    }
    void time(qint64 value)
    {
        for (int shift = 0; shift < 64; shift += 8)
            bytes.append(char(quint64(value) >> shift));
    }

    QByteArray bytes;
};

// Reads what a Writer wrote; at the first thing that cannot be it turns bad and gives zeros from
// then on.
class Reader
{
public:
    explicit Reader(QByteArrayView bytes) : m_rest(bytes) {}

    bool isGood() const { return m_isGood; }
    bool atEnd() const { return m_rest.isEmpty(); }

    QByteArrayView take(quint64 size)
    {
        if (!check(size <= quint64(m_rest.size())))
            return {};
        const QByteArrayView taken = m_rest.first(qsizetype(size));
        m_rest = m_rest.sliced(qsizetype(size));
        return taken;
    }
    quint64 number(quint64 maximum = std::numeric_limits<quint64>::max())
    {
        quint64 value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            const quint8 byte = this->byte();
            value |= quint64(byte & 0x7f) << shift;
            if (byte < 0x80)
                return check(value <= maximum && (shift < 63 || byte < 2)) ? value : 0;
        }
        check(false);
        return 0;
    }
    quint8 byte()
    {
        const QByteArrayView taken = take(1);
        return taken.isEmpty() ? 0 : quint8(taken.front());
    }
    QByteArrayView text() { return take(number()); }
    qint64 time()
    {
        quint64 value = 0;
        for (int shift = 0; shift < 64; shift += 8)
            value |= quint64(byte()) << shift;
        return qint64(value);
    }
    bool check(bool condition)
    {
        if (!condition) {
            m_isGood = false;
            m_rest = {};
        }
        return m_isGood;
    }

private:
    QByteArrayView m_rest;
    bool m_isGood = true;
};

// One byte's worth at most: so few bytes of a hostile file cannot grow to much more memory.
qsizetype sharedLength(const QByteArray &path, const QByteArray &recordPath)
{
    const qsizetype most = std::min<qsizetype>({ path.size(), recordPath.size(), 0xff });
    return std::mismatch(path.begin(), path.begin() + most, recordPath.begin()).first
            - path.begin();
}

void writeChanges(Writer &writer, const DustLogRecord &record)
{
    writer.number(quint64(record.changes.size()));
    for (const DustLeafChange &change : record.changes) {
        const qsizetype shared = sharedLength(change.path, record.path);
        writer.bytes.append(char(shared));
        writer.text(QByteArrayView(change.path).sliced(shared));
        writer.number(change.before ? 1u + change.before->type : 0u);
        if (!change.before)
            continue;
        writer.number(change.before->revision);
        writer.time(change.before->syncedAt);
        writer.text(change.before->packed);
    }
}

// Anything else would become a path that nothing can name, and an operation with it.
bool isPath(const QByteArray &rendered)
{
    const auto parsed = DustPath::parse(QByteArrayView(rendered));
    return parsed && parsed->rendered() == rendered;
}

void readChanges(Reader &reader, DustLogRecord &record)
{
    const quint64 count = reader.number();
    for (quint64 i = 0; i < count && reader.isGood(); ++i) {
        DustLeafChange change;
        const quint8 shared = reader.byte();
        if (!reader.check(shared <= record.path.size()))
            return;
        change.path = record.path.first(shared);
        change.path.append(reader.text());
        if (!reader.check(isPath(change.path)))
            return;
        const quint64 type = reader.number(1 + DustEntry::Set);
        if (type > 0) {
            DustStoredValue &before = change.before.emplace();
            before.type = DustEntry::Type(type - 1);
            before.revision = reader.number();
            before.syncedAt = reader.time();
            before.packed = reader.text().toByteArray();
        }
        record.changes.append(change);
    }
}

DustError damaged(quint64 seq, const QString &what)
{
    return DustError(
            DustError::Storage,
            u"The log record with seq %1 cannot be read: %2. Restore the store from a backup, or "
            "compact it to drop its log."_s.arg(QString::number(seq), what),
            { { u"reason"_s, u"damaged_log"_s }, { u"seq"_s, seq } });
}

} // namespace

qsizetype DustLogRecord::roughSize() const
{
    qsizetype size = 64 + path.size() + value.size();
    for (const DustLeafChange &change : changes)
        size += 48 + (change.before ? change.before->packed.size() : 0);
    return size;
}

QByteArray DustLogRecord::toBytes() const
{
    Writer writer(roughSize());
    writer.bytes.append(char(Version));
    writer.bytes.append(char(op));
    writer.text(path);
    writer.text(value);
    writer.text(deviceId.toUtf8());
    writer.text(clientOpId.toUtf8());
    writer.time(at);
    writeChanges(writer, *this);
    return writer.bytes;
}

DustResult<DustLogRecord> DustLogRecord::fromBytes(quint64 seq, QByteArrayView bytes)
{
    Reader reader(bytes);
    if (const quint8 version = reader.byte(); version != Version) {
        return damaged(seq,
                       u"it is of version %1, and this program knows version %2"_s.arg(
                               QString::number(version), QString::number(Version)));
    }
    DustLogRecord record;
    record.seq = seq;
    const quint8 op = reader.byte();
    reader.check(op <= DustOperation::Release);
    record.op = DustOperation::Kind(op);
    record.path = reader.text().toByteArray();
    reader.check(isPath(record.path));
    record.value = reader.text().toByteArray();
    record.deviceId = DustText::fromUtf8(reader.text());
    record.clientOpId = DustText::fromUtf8(reader.text());
    record.at = reader.time();
    readChanges(reader, record);
    if (!reader.isGood() || !reader.atEnd())
        return damaged(seq, u"its bytes are damaged"_s);
    return record;
}
