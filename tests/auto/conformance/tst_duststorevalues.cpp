// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What is written is what is read, by every function of DustStore, to the last bit.

#include "repoworld.h"

using namespace Qt::StringLiterals;

class tst_DustStoreValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { w = std::make_unique<RepoWorld>(); }
    void cleanup() { w.reset(); }

    void leaves_data();
    void leaves();
    void objects_data();
    void objects();
    void envelopes_data();
    void envelopes();
    void refusals_data();
    void refusals();

private:
    void verify(const DustResult<DustEntry> &entry, const DustValue &value, DustEntry::Type type,
                quint64 revision)
    {
        QVERIFY2(entry.isOk(), qPrintable(entry.error().message()));
        QCOMPARE(entry->value().toJson(), value.toJson());
        QCOMPARE(entry->value(), value);
        QCOMPARE(entry->type(), type);
        QCOMPARE(entry->revision(), revision);
    }

    std::unique_ptr<RepoWorld> w;
};

void tst_DustStoreValues::leaves_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<DustEntry::Type>("type");
    const auto row = [](const char *name, const QByteArray &json, DustEntry::Type type) {
        QTest::newRow(name) << json << type;
    };
    row("null", "null", DustEntry::Null);
    row("true", "true", DustEntry::Boolean);
    row("false", "false", DustEntry::Boolean);
    row("zero", "0", DustEntry::Integer);
    row("one", "1", DustEntry::Integer);
    row("one as a float", "1.0", DustEntry::Float);
    row("zero as a float", "0.0", DustEntry::Float);
    row("minus zero", "-0.0", DustEntry::Float);
    row("more than a double holds", "9007199254740993", DustEntry::Integer);
    row("least", "-9223372036854775808", DustEntry::Integer);
    row("greatest signed", "9223372036854775807", DustEntry::Integer);
    row("one more", "9223372036854775808", DustEntry::Integer);
    row("greatest", "18446744073709551615", DustEntry::Integer);
    row("a tenth", "0.1", DustEntry::Float);
    row("least double", "5e-324", DustEntry::Float);
    row("greatest double", "1.7976931348623157e+308", DustEntry::Float);
    row("a whole double", "1e+22", DustEntry::Float);
    row("empty text", R"("")", DustEntry::String);
    row("text", R"("text")", DustEntry::String);
    row("text that looks like a number", R"("1.0")", DustEntry::String);
    row("text with everything", R"("\u0000\u0001\u001f\"\\/\b\f\n\r\t\u007f</script>")",
        DustEntry::String);
    row("text of the world", R"("äß日本\u2028\ufeff\uffff😀e\u0301")", DustEntry::String);
    row("much text", '"' + QByteArray(200'000, 'x') + '"', DustEntry::String);
    row("many umlauts", '"' + QByteArray("ä").repeated(100'000) + '"', DustEntry::String);
    row("empty list", "[]", DustEntry::String);
    row("list", R"([1,1.0,"a",null,true,[],[[2]]])", DustEntry::String);
    row("list of objects", R"([{"a":{"b":[1.0]}},{}])", DustEntry::String);
    row("long list", '[' + QByteArray("1.0,").repeated(5000) + "1]", DustEntry::String);
    row("deep list", QByteArray(100, '[') + QByteArray(100, ']'), DustEntry::String);
}

void tst_DustStoreValues::leaves()
{
    QFETCH(QByteArray, json);
    QFETCH(DustEntry::Type, type);
    const DustValue value = *DustValue::fromJson(json);

    const auto put = answerOf(w->store->put(u"a/put"_s, value));
    QVERIFY2(put.isOk(), qPrintable(put.error().message()));
    verify(answerOf(w->store->entry(u"a/put"_s)), value, type, put->storeSeq);
    QCOMPARE(answerOf(w->store->get(u"a/put"_s)), DustResult<DustValue>(value));
    const auto many = answerOf(w->store->getMany({ u"a/put"_s }));
    verify(many->value(0), value, type, put->storeSeq);
    QCOMPARE(*answerOf(w->store->exists(u"a/put"_s)), true);

    const auto merged = answerOf(w->store->merge(u"a"_s, { { u"merge"_s, value } }));
    QVERIFY2(merged.isOk(), qPrintable(merged.error().message()));
    const auto batch = answerOf(
            w->store->batchWrite({ DustOperation::set(DustPath::fromCanonical("a/set"), value) }));
    QVERIFY2(batch.isOk(), qPrintable(batch.error().message()));
    const auto object = answerOf(w->store->put(u"b"_s, DustObject{ { u"member"_s, value } }));
    QVERIFY2(object.isOk(), qPrintable(object.error().message()));

    const auto page = answerOf(w->store->list(DustQuery::list(u"**"_s)));
    QVERIFY2(page.isOk(), qPrintable(page.error().message()));
    QCOMPARE(page->entries.size(), 4);
    verify(page->entries.at(0), value, type, merged->storeSeq);
    verify(page->entries.at(1), value, type, put->storeSeq);
    verify(page->entries.at(2), value, type, batch->storeSeq);
    verify(page->entries.at(3), value, type, object->storeSeq);

    const DustObject all{ { u"merge"_s, value }, { u"put"_s, value }, { u"set"_s, value } };
    verify(answerOf(w->store->entry(u"a"_s)), all, DustEntry::Map, batch->storeSeq);
}

void tst_DustStoreValues::objects_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("read"); // empty: nothing
    QTest::addColumn<QStringList>("leaves");
    QTest::newRow("flat") << QByteArray(R"({"a":1,"b":1.0})") << QByteArray(R"({"a":1,"b":1.0})")
                          << QStringList{ u"o/a 1"_s, u"o/b 1.0"_s };
    QTest::newRow("nested") << QByteArray(R"({"a":{"b":{"c":null}},"d":[]})")
                            << QByteArray(R"({"a":{"b":{"c":null}},"d":[]})")
                            << QStringList{ u"o/a/b/c null"_s, u"o/d []"_s };
    QTest::newRow("empty") << QByteArray("{}") << QByteArray() << QStringList();
    QTest::newRow("with empty ones") << QByteArray(R"({"a":{},"b":{"c":{}},"d":1})")
                                     << QByteArray(R"({"d":1})") << QStringList{ u"o/d 1"_s };
    QTest::newRow("of empty ones")
            << QByteArray(R"({"a":{},"b":{"c":{}}})") << QByteArray() << QStringList();
    QTest::newRow("odd keys") << QByteArray(R"({"a/b":1,"~":2,"*":3," ":4,"ä":5,".":6,"..":7})")
                              << QByteArray(R"({" ":4,"*":3,".":6,"..":7,"a/b":1,"~":2,"ä":5})")
                              << QStringList{ u"o/  4"_s,    u"o/* 3"_s,  u"o/. 6"_s, u"o/.. 7"_s,
                                              u"o/a~1b 1"_s, u"o/~0 2"_s, u"o/ä 5"_s };
    QTest::newRow("a key that looks escaped")
            << QByteArray(R"({"~1":1,"%2F":2})") << QByteArray(R"({"%2F":2,"~1":1})")
            << QStringList{ u"o/%2F 2"_s, u"o/~01 1"_s };
}

void tst_DustStoreValues::objects()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, read);
    QFETCH(QStringList, leaves);
    w->put(u"o"_s, R"({"old":1,"older":{"x":1}})");
    w->put(u"o2"_s, "1");
    const auto put = answerOf(w->store->put(u"o"_s, *DustValue::fromJson(json)));
    QVERIFY2(put.isOk(), qPrintable(put.error().message()));
    QCOMPARE(w->leaves(u"o/**"_s), leaves);
    QCOMPARE(*answerOf(w->store->exists(u"o"_s)), !read.isEmpty());
    const auto entry = answerOf(w->store->entry(u"o"_s));
    if (read.isEmpty())
        QCOMPARE(entry.error().kind(), DustError::NotFound);
    else
        verify(entry, *DustValue::fromJson(read), DustEntry::Map, put->storeSeq);
    QCOMPARE(*answerOf(w->store->get(u"o2"_s)), DustValue(1));
}

void tst_DustStoreValues::envelopes_data()
{
    QTest::addColumn<DustValue>("value");
    QTest::addColumn<DustEntry::Type>("type");
    QTest::newRow("decimal") << DustValue::decimal(u"1.50"_s) << DustEntry::Decimal;
    QTest::newRow("datetime") << DustValue::dateTime(u"2026-03-31T12:00:00Z"_s)
                              << DustEntry::DateTime;
}

void tst_DustStoreValues::envelopes()
{
    QFETCH(DustValue, value);
    QFETCH(DustEntry::Type, type);
    const auto put = answerOf(w->store->put(u"a"_s, value));
    const bool isEmbedded = w->can(DustTransport::LocalReads) && !w->can(DustTransport::Optimistic);
    if (!isEmbedded) { // it would break the store for others (PROTOCOL §5)
        QCOMPARE(put.error().reason(), u"typed_value"_s);
        QCOMPARE(w->takeOperations(), QStringList());
        return;
    }
    QVERIFY2(put.isOk(), qPrintable(put.error().message()));
    const auto entry = answerOf(w->store->entry(u"a"_s));
    verify(entry, value, type, put->storeSeq);
    const auto page = answerOf(w->store->list(DustQuery::list(u"*"_s)));
    QCOMPARE(page->entries, QList<DustEntry>{ *entry });
    QCOMPARE(*answerOf(w->store->getMany({ u"a"_s })), page->entries);
}

void tst_DustStoreValues::refusals_data()
{
    QTest::addColumn<DustValue>("value");
    QTest::newRow("infinity") << DustValue(qInf());
    QTest::newRow("no number") << DustValue(qQNaN());
    QTest::newRow("a lone surrogate") << DustValue(QString(QChar(0xd800)));
    QTest::newRow("an empty key") << DustValue(DustObject{ { QString(), 1 } });
    QTest::newRow("a lone surrogate for a key")
            << DustValue(DustObject{ { QString(QChar(0xdc00)), 1 } });
    QTest::newRow("infinity, deep inside")
            << DustValue(DustObject{ { u"a"_s, DustArray{ 1, -qInf() } } });
    QTest::newRow("a key of the protocol") << DustValue(DustObject{ { u"_scalar"_s, 5 } });
    QTest::newRow("a decimal of letters") << DustValue::decimal(u"one"_s);
}

void tst_DustStoreValues::refusals()
{
    QFETCH(DustValue, value);
    const DustOperation set = DustOperation::set(DustPath::fromCanonical("a"), value);
    for (const DustError &error :
         { answerOf(w->store->put(u"a"_s, value)).error(),
           answerOf(w->store->merge(u"b"_s, { { u"a"_s, value } })).error(),
           answerOf(w->store->batchWrite({ set })).error() }) {
        QVERIFY2(error.kind() == DustError::InvalidParams, qPrintable(error.message()));
        QVERIFY(!error.reason().isEmpty());
        QVERIFY(!error.message().isEmpty());
    }
    QCOMPARE(w->takeOperations(), QStringList());
}

QTEST_GUILESS_MAIN(tst_DustStoreValues)

#include "tst_duststorevalues.moc"
