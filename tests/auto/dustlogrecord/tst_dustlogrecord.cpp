// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "../shared/histories.h"
#include "dustlogrecord_p.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

DustLogRecord insertOfALink()
{
    DustLogRecord record;
    record.seq = 42;
    record.op = DustOperation::Merge;
    record.path = "links/qt";
    record.value = DustValue(DustObject{ { u"title"_s, u"Qt"_s } }).toMessagePack();
    record.deviceId = u"device-1"_s;
    record.clientOpId = u"op-ä€😀"_s;
    record.at = 1700000000123;
    const DustStoredValue before = { "\xa2Qt", DustEntry::String, 41, 1600000000000 };
    record.changes = { { "links/qt", before, {} },
                       { "links/qt/note", {}, before },
                       { "links/qt/title", before, before },
                       { "elsewhere", before, {} } };
    return record;
}

} // namespace

class tst_DustLogRecord : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void survivesItsBytes_data();
    void survivesItsBytes();
    void isCompact();
    void refusesAnotherVersion();
    void refusesBytesCutShort();
    void refusesMoreBytes();
    void refusesNumbersThatAreNone_data();
    void refusesNumbersThatAreNone();
    void refusesPathsThatAreNone_data();
    void refusesPathsThatAreNone();
    void survivesRandomBytes();
    void knowsItsBounds();
};

void tst_DustLogRecord::survivesItsBytes_data()
{
    QTest::addColumn<DustLogRecord>("record");

    QTest::newRow("a merge") << insertOfALink();
    DustLogRecord record;
    record.path = "p";
    QTest::newRow("nothing in it") << record;
    record = insertOfALink();
    record.path = QByteArray(300, 'p');
    record.changes = { { QByteArray(400, 'p'), {}, {} }, { QByteArray(100, 'p'), {}, {} } };
    QTest::newRow("more of the path shared than fits a byte") << record;
    record = insertOfALink();
    record.op = DustOperation::Release;
    record.at = std::numeric_limits<qint64>::min();
    record.changes[0].before->revision = ~quint64(0);
    record.changes[0].before->syncedAt = -1;
    record.changes[0].before->type = DustEntry::Set;
    record.changes[2].before->type = DustEntry::String;
    QTest::newRow("extreme numbers") << record;
    record = insertOfALink();
    record.path = QByteArray("a\0b", 3);
    record.value = QByteArray(10'000'000, '\0');
    record.deviceId = u"\uFEFFmark"_s;
    record.clientOpId = QString(QChar(0));
    QTest::newRow("NULs, marks and 10 MB") << record;
}

void tst_DustLogRecord::survivesItsBytes()
{
    QFETCH(DustLogRecord, record);
    const auto read = DustLogRecord::fromBytes(record.seq, record.toBytes());
    QVERIFY2(read, qPrintable(read.error().message()));
    QCOMPARE(read->seq, record.seq);
    QCOMPARE(read->op, record.op);
    QCOMPARE(read->path, record.path);
    QCOMPARE(read->value, record.value);
    QCOMPARE(read->deviceId, record.deviceId);
    QCOMPARE(read->clientOpId, record.clientOpId);
    QCOMPARE(read->at, record.at);
    QCOMPARE(read->changes.size(), record.changes.size());
    for (qsizetype i = 0; i < record.changes.size(); ++i) {
        QCOMPARE(read->changes.at(i).path, record.changes.at(i).path);
        QVERIFY(read->changes.at(i).before == record.changes.at(i).before);
        QVERIFY(!read->changes.at(i).after);
    }
}

void tst_DustLogRecord::isCompact()
{
    DustLogRecord record = insertOfALink();
    record.changes.clear();
    const qsizetype without = record.toBytes().size();
    record.changes = { { "links/qt/title", {}, {} } };
    QCOMPARE(record.toBytes().size(), without + 3 + qsizetype(strlen("/title")));
}

void tst_DustLogRecord::refusesAnotherVersion()
{
    QByteArray bytes = insertOfALink().toBytes();
    bytes[0] = 9;
    const DustError error = DustLogRecord::fromBytes(42, bytes).error();
    QCOMPARE(error.kind(), DustError::Storage);
    QCOMPARE(error.reason(), u"damaged_log"_s);
    QCOMPARE(error.detail().value(u"seq"_s).toULongLong(), 42u);
    for (const QString &part : { u"seq 42"_s, u"version 9"_s, u"version 1"_s })
        QVERIFY2(error.message().contains(part), qPrintable(error.message()));
}

void tst_DustLogRecord::refusesBytesCutShort()
{
    const QByteArray bytes = insertOfALink().toBytes();
    for (qsizetype size = 0; size < bytes.size(); ++size) {
        const auto read = DustLogRecord::fromBytes(42, bytes.first(size));
        QVERIFY2(!read, QByteArray::number(size).constData());
        QCOMPARE(read.error().reason(), u"damaged_log"_s);
    }
}

void tst_DustLogRecord::refusesMoreBytes()
{
    QCOMPARE(DustLogRecord::fromBytes(42, insertOfALink().toBytes() + '\0').error().kind(),
             DustError::Storage);
}

void tst_DustLogRecord::refusesNumbersThatAreNone_data()
{
    QTest::addColumn<QByteArray>("bytes");

    const QByteArray head("\x01\x00\x01p\x00\x00\x00", 7); // version, op, a path, three empty texts
    const QByteArray time(8, '\0');
    QVERIFY(DustLogRecord::fromBytes(1, head + time + '\0'));
    QTest::newRow("an op that is none") << QByteArray("\x01\x0a\x01p\x00\x00\x00", 7) + time + '\0';
    QTest::newRow("a number that never ends") << QByteArray("\x01\x00", 2) + QByteArray(64, '\xff');
    QTest::newRow("a number above 64 bits")
            << QByteArray("\x01\x00", 2) + QByteArray(9, '\xff') + '\x02' + head + time;
    QTest::newRow("a text longer than memory")
            << QByteArray("\x01\x00", 2) + QByteArray(9, '\xff') + '\x01' + head + time;
    QTest::newRow("more changes than bytes") << head + time + QByteArray(9, '\xff') + '\x01';
    QTest::newRow("a change that shares more than there is")
            << head + time + QByteArray("\x01\x02\x00\x00", 4);
    QTest::newRow("a type that is none") << head + time + QByteArray("\x01\x00\x01p\x0d", 5);
}

void tst_DustLogRecord::refusesNumbersThatAreNone()
{
    QFETCH(QByteArray, bytes);
    const auto read = DustLogRecord::fromBytes(1, bytes);
    QVERIFY(!read);
    QCOMPARE(read.error().reason(), u"damaged_log"_s);
}

void tst_DustLogRecord::refusesPathsThatAreNone_data()
{
    QTest::addColumn<QByteArray>("path");
    for (const QByteArray &path : { QByteArray(""), QByteArray("a//"), QByteArray("/a"),
                                    QByteArray("a/~"), QByteArray("a/~2"), QByteArray("a/\xff"),
                                    QByteArray("a/\xed\xa0\x80"), QByteArray(60'000, 'x') })
        QTest::newRow(path.left(20).toPercentEncoding().constData()) << path;
}

void tst_DustLogRecord::refusesPathsThatAreNone()
{
    QFETCH(QByteArray, path);
    DustLogRecord record = insertOfALink();
    record.path = path;
    QCOMPARE(DustLogRecord::fromBytes(42, record.toBytes()).error().reason(), u"damaged_log"_s);
    record = insertOfALink();
    record.changes[1].path = path;
    QCOMPARE(DustLogRecord::fromBytes(42, record.toBytes()).error().reason(), u"damaged_log"_s);
}

// Whatever the bytes are, reading them ends, and what was read can be written.
void tst_DustLogRecord::survivesRandomBytes()
{
    const quint32 seed = firstSeed();
    const QByteArray repeat = "repeat with DUST_SEED=" + QByteArray::number(seed);
    QRandomGenerator dice(seed);
    const QByteArray good = insertOfALink().toBytes();
    for (int i = 0; i < historyCount(20'000); ++i) {
        QByteArray bytes = good;
        for (int flips = 1 + dice.bounded(4); flips > 0; --flips)
            bytes[dice.bounded(int(bytes.size()))] = char(dice.generate());
        if (const auto read = DustLogRecord::fromBytes(7, bytes)) {
            const auto again = DustLogRecord::fromBytes(7, read->toBytes());
            QVERIFY2(again, repeat.constData());
            QVERIFY2(again->changes.size() == read->changes.size(), repeat.constData());
        }
    }
}

void tst_DustLogRecord::knowsItsBounds()
{
    QVERIFY(DustLogBounds().isEmpty());
    QCOMPARE(DustLogBounds().count(), 0);
    QVERIFY(!DustLogBounds({ 5, 5 }).isEmpty());
    QCOMPARE(DustLogBounds({ 5, 5 }).count(), 1);
    QCOMPARE(DustLogBounds({ 5, 14 }).count(), 10);
}

QTEST_APPLESS_MAIN(tst_DustLogRecord)
#include "tst_dustlogrecord.moc"
