// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrecordassembler_p.h"
#include "dustrecordsink.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

DustSchema notes(const QString &prefix = u"notes"_s)
{
    return *DustSchema::Builder(prefix)
                    .name(u"Note"_s)
                    .field(u"title"_s, DustField::String)
                    .field(u"extra"_s, DustField::Any)
                    .required({ u"title"_s })
                    .build();
}

// Keeps what comes, in its order.
class Records final : public DustRecordSink
{
public:
    DustResult<void> take(DustRecordDecoder &decoder) override
    {
        DustRecord record;
        const auto taken = decode(decoder, &record);
        if (taken)
            records.append(record);
        return taken;
    }
    void finish(const DustError &) override {}

    QStringList slugs() const
    {
        QStringList slugs;
        for (const DustRecord &record : records)
            slugs.append(record.slug());
        return slugs;
    }

    QList<DustRecord> records;
};

} // namespace

class tst_DustRecordAssembler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void groupsLeaves_data()
    {
        QTest::addColumn<QStringList>("paths");
        QTest::addColumn<QStringList>("slugs");
        QTest::addColumn<QStringList>("skipped");
        QTest::addColumn<QStringList>("sorted");

        QTest::newRow("nothing") << QStringList() << QStringList() << QStringList()
                                 << QStringList();
        QTest::newRow("one") << QStringList{ u"notes/a/title"_s } << QStringList{ u"a"_s }
                             << QStringList() << QStringList{ u"a"_s };
        QTest::newRow("two of several leaves")
                << QStringList{ u"notes/a/extra/x"_s, u"notes/a/extra/y"_s, u"notes/a/title"_s,
                                u"notes/b/title"_s }
                << QStringList{ u"a"_s, u"b"_s } << QStringList() << QStringList{ u"a"_s, u"b"_s };
        QTest::newRow("one without its required field")
                << QStringList{ u"notes/a/extra"_s, u"notes/b/title"_s } << QStringList{ u"b"_s }
                << QStringList{ u"a"_s } << QStringList{ u"b"_s };
        QTest::newRow("other prefixes")
                << QStringList{ u"note/a/title"_s, u"notes"_s, u"notesx/a/title"_s }
                << QStringList() << QStringList() << QStringList();
        QTest::newRow("slugs that sort before the slash")
                << QStringList{ u"notes/a b/title"_s, u"notes/a-b/title"_s, u"notes/a/title"_s,
                                u"notes/aa/title"_s }
                << QStringList{ u"a b"_s, u"a-b"_s, u"a"_s, u"aa"_s } << QStringList()
                << QStringList{ u"a"_s, u"a b"_s, u"a-b"_s, u"aa"_s };
        QTest::newRow("slugs with escapes")
                << QStringList{ u"notes/x~0/title"_s, u"notes/x~1y/title"_s, u"notes/x!/title"_s }
                << QStringList{ u"x~"_s, u"x/y"_s, u"x!"_s } << QStringList()
                << QStringList{ u"x!"_s, u"x/y"_s, u"x~"_s };
        QTest::newRow("code points above the surrogates")
                << QStringList{ u"notes/\uFFFD/title"_s, u"notes/\U0001F600/title"_s,
                                u"notes/\U0001F601/title"_s }
                << QStringList{ u"\uFFFD"_s, u"\U0001F600"_s, u"\U0001F601"_s } << QStringList()
                << QStringList{ u"\uFFFD"_s, u"\U0001F600"_s, u"\U0001F601"_s };
        QTest::newRow("a leaf at a record's own path")
                << QStringList{ u"notes/a"_s, u"notes/b/title"_s } << QStringList{ u"b"_s }
                << QStringList{ u"a"_s } << QStringList{ u"b"_s };
        QTest::newRow("a leaf at a record's own path and others between")
                << QStringList{ u"notes/a"_s,         u"notes/a b"_s,     u"notes/a b/title"_s,
                                u"notes/a-b/title"_s, u"notes/a/title"_s, u"notes/b/title"_s }
                << QStringList{ u"a-b"_s, u"b"_s } << QStringList{ u"a b"_s, u"a"_s }
                << QStringList{ u"a-b"_s, u"b"_s };
        QTest::newRow("only leaves at records' own paths")
                << QStringList{ u"notes/a"_s, u"notes/a b"_s, u"notes/b"_s } << QStringList()
                << QStringList{ u"a"_s, u"a b"_s, u"b"_s } << QStringList();
    }

    void groupsLeaves()
    {
        QFETCH(QStringList, paths);
        QFETCH(QStringList, slugs);
        QFETCH(QStringList, skipped);
        QFETCH(QStringList, sorted);

        Records records;
        QStringList left;
        DustRecordAssembler assembler(notes(), &records, [&](const DustError &error) {
            QCOMPARE(error.kind(), DustError::NotFound);
            left.append(error.detail().value(u"slug"_s).toString());
        });
        for (const QString &path : paths)
            assembler.add(path.toUtf8(), DustValue(u"x"_s), 1);
        assembler.finish();
        QCOMPARE(records.slugs(), slugs);
        QCOMPARE(left, skipped);

        const auto order = assembler.slugOrder();
        QStringList ordered;
        for (const qsizetype index : order)
            ordered.append(slugs.at(index));
        QCOMPARE(order.empty() ? slugs : ordered, sorted);
    }

    void skipsDamagedRecords()
    {
        Records records;
        QList<DustError> errors;
        DustRecordAssembler assembler(notes(), &records,
                                      [&](const DustError &error) { errors.append(error); });
        assembler.add("notes/a/title", DustError(DustError::Storage, u"damaged"_s), 1);
        assembler.add("notes/b/title", DustValue(u"B"_s), 2);
        assembler.finish();
        QCOMPARE(records.slugs(), QStringList{ u"b"_s });
        QCOMPARE(errors.size(), 1);
        QCOMPARE(errors.first().kind(), DustError::Storage);
        QCOMPARE(errors.first().detail().value(u"slug"_s).toString(), u"a"_s);
    }

    void knowsWhereARecordEnds()
    {
        Records records;
        DustRecordAssembler assembler(notes(), &records, [](const DustError &) {});
        QVERIFY(assembler.isOtherRecord("notes/a/title"));
        assembler.add("notes/a/extra", DustValue(1), 1);
        QVERIFY(!assembler.isOtherRecord("notes/a/title"));
        QVERIFY(assembler.isOtherRecord("notes/a b/title"));
        QVERIFY(assembler.isOtherRecord("notes/ab/title"));
    }

    void putsNestedLeavesTogether()
    {
        Records records;
        DustRecordAssembler assembler(notes(u"my/notes"_s), &records, [](const DustError &) {});
        assembler.add("my/notes/a/extra/x", DustValue(1), 5);
        assembler.add("my/notes/a/extra/y/z", DustValue(2), 6);
        assembler.add("my/notes/a/title", DustValue(u"A"_s), 7);
        assembler.finish();
        QCOMPARE(records.records.size(), 1);
        const DustRecord record = records.records.first();
        QCOMPARE(record.value(u"extra"_s).toMap().value(u"y"_s).toMap().value(u"z"_s).toInt(), 2);
        QCOMPARE(record.meta().leafRevision("extra/y/z"), std::optional<quint64>(6));
        QCOMPARE(record.meta().revision(), quint64(7));
    }
};

QTEST_GUILESS_MAIN(tst_DustRecordAssembler)

#include "tst_dustrecordassembler.moc"
