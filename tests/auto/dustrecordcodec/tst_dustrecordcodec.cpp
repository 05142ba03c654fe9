// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchangeset.h"
#include "dustdecimal.h"
#include "dustrecordcodec_p.h"
#include "tst_dustrecordcodec_records.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

using Leaves = QList<std::pair<QByteArray, QByteArray>>; // relative path, JSON

namespace {

const Leaves complete{ { "title", "\"Qt\"" }, { "rating", "0" } };

Leaves with(const Leaves &more)
{
    return complete + more;
}

DustResult<DustRecord> decode(const DustSchema &schema, const Leaves &leaves,
                              const QString &slug = u"qt"_s)
{
    DustRecordDecoder decoder(schema);
    decoder.begin(slug);
    for (qsizetype i = 0; i < leaves.size(); ++i)
        decoder.add(leaves.at(i).first, *DustValue::fromJson(leaves.at(i).second), quint64(i) + 10);
    return decoder.finish();
}

DustResult<DustRecord> decode(const Leaves &leaves)
{
    return decode(*DustSchema::of<Link>(), leaves);
}

// As a store keeps it: below the record, in path order.
Leaves leavesOf(const DustObject &body)
{
    Leaves leaves;
    const DustPath record = *DustPath::parse(u"links/qt"_s);
    auto flat = *DustValue(body).flatten(record);
    std::sort(flat.begin(), flat.end(),
              [](const auto &a, const auto &b) { return a.first < b.first; });
    for (const DustValue::Leaf &leaf : flat)
        leaves.append({ leaf.first.rendered().sliced(record.rendered().size() + 1),
                        leaf.second.toJson() });
    return leaves;
}

} // namespace

class tst_DustRecordCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void bodyOfFull();
    void bodyOfEmpty();
    void roundTrip();
    void roundTripIntoGadget();
    void roundTripAtRunTime();
    void decodes_data();
    void decodes();
    void guard_data();
    void guard();
    void fails_data();
    void fails();
    void absent();
    void absentLeavesAreNull();
    void unrecognised();
    void manyUnrecognised();
    void meta();
    void anyOrder();
    void decoderIsReusable();
    void encodeFailures();
    void keepsNumbersOfJson();
    void changesNumbersOfJson();
    void keepsNoEnvelopeOfJson();
    void redactedStaysOut();
    void nullSchema();
    void hostile();
    void randomLeaves();
};

void tst_DustRecordCodec::initTestCase()
{
    const auto &schema = DustSchema::of<Link>();
    QVERIFY2(schema, qPrintable(schema.error().message()));
}

void tst_DustRecordCodec::bodyOfFull()
{
    const auto body = DustRecordEncoder::body(DustRecord::from(full()));
    QVERIFY2(body, qPrintable(body.error().message()));
    const QByteArray expected =
            R"({"title":"Qt","rating":5,"added_at":"2026-03-31T12:00:00Z","meta":{"lang":"en","page_count":7},)"
            R"("others":[{"lang":"en","page_count":7},{"lang":null,"page_count":null}],"tags":["c++","ui"],)"
            R"("extra":{"a":{"b":1}},"secret":0,"a/b":"x"})";
    QCOMPARE(DustValue(*body), *DustValue::fromJson(expected));
    QVERIFY(!body->contains(u"slug"_s));
    const auto title = DustRecordEncoder::field(DustRecord::from(full()), 0);
    QCOMPARE(*title, DustValue(u"Qt"_s));
}

void tst_DustRecordCodec::bodyOfEmpty()
{
    const auto body = DustRecordEncoder::body(DustRecord::from(Link()));
    QVERIFY2(body, qPrintable(body.error().message()));
    const QByteArray expected =
            R"({"title":null,"rating":3,"added_at":null,"meta":{},"others":[],"tags":[],)"
            R"("extra":null,"secret":0,"a/b":null})";
    QCOMPARE(DustValue(*body), *DustValue::fromJson(expected));
}

void tst_DustRecordCodec::roundTrip()
{
    const DustRecord record = DustRecord::from(full());
    const auto back = decode(leavesOf(*DustRecordEncoder::body(record)));
    QVERIFY2(back, qPrintable(back.error().message()));
    QCOMPARE(*back, record);
    QVERIFY(back->meta().isLoaded());
}

void tst_DustRecordCodec::roundTripIntoGadget()
{
    const Leaves leaves = leavesOf(*DustRecordEncoder::body(DustRecord::from(full())));
    DustRecordDecoder decoder(*DustSchema::of<Link>());
    decoder.begin(u"qt"_s);
    for (const auto &[path, json] : leaves)
        decoder.add(path, *DustValue::fromJson(json), 4);
    Link link;
    QVERIFY(decoder.finishInto(&link, &link.dustMeta));
    QCOMPARE(DustRecord::from(link), DustRecord::from(full()));
    QCOMPARE(link.dustMeta.revision(), 4u);
    QVERIFY(link.dustMeta.isLoaded());
    QCOMPARE(link.dustMeta.leaves().size(), leaves.size());
}

void tst_DustRecordCodec::roundTripAtRunTime()
{
    const auto meta = DustSchemaBuilder::embedded(u"Meta"_s)
                              .field(u"lang"_s, DustField::String)
                              .field(u"pages"_s, DustField::Integer)
                              .build();
    const DustSchema schema = *DustSchemaBuilder(u"links"_s)
                                       .field(u"title"_s, DustField::String)
                                       .field(u"rating"_s, DustField::Integer)
                                       .embedOne(u"meta"_s, *meta)
                                       .embedMany(u"others"_s, *meta)
                                       .required({ u"title"_s })
                                       .build();
    const DustRecord record = DustRecord::fromMap(
            schema,
            { { u"slug"_s, u"qt"_s },
              { u"title"_s, u"Qt"_s },
              { u"meta"_s, QVariantMap{ { u"lang"_s, u"en"_s } } },
              { u"others"_s, QVariantList{ QVariantMap{ { u"pages"_s, 3 } } } } });
    const auto back = decode(schema, leavesOf(*DustRecordEncoder::body(record)));
    QVERIFY2(back, qPrintable(back.error().message()));
    QCOMPARE(*back, record);
    QCOMPARE(back->value(u"rating"_s), QVariant());

    DustRecordDecoder decoder(schema);
    decoder.begin(u"qt"_s);
    decoder.add("title", DustValue(u"Qt"_s), 1);
    QCOMPARE(decoder.finishInto(nullptr, nullptr).error().kind(), DustError::InvalidParams);
}

void tst_DustRecordCodec::decodes_data()
{
    QTest::addColumn<Leaves>("leaves");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QVariant>("value");
    Meta en;
    en.lang = u"en"_s;

    QTest::newRow("nested leaves")
            << with({ { "meta/lang", "\"en\"" } }) << u"meta"_s << QVariant::fromValue(en);
    QTest::newRow("nested null leaf")
            << with({ { "meta", "null" } }) << u"meta"_s << QVariant::fromValue(Meta());
    QTest::newRow("nested unknown leaf") << with({ { "meta/age", "3" }, { "meta/lang", "\"en\"" } })
                                         << u"meta"_s << QVariant::fromValue(en);
    QTest::newRow("list leaf") << with({ { "others", R"([{"lang":"en"}])" } }) << u"others"_s
                               << QVariant::fromValue(QList{ en });
    QTest::newRow("free-form leaf")
            << with({ { "extra", "5" } }) << u"extra"_s << QVariant(qint64(5));
    QTest::newRow("free-form subtree")
            << with({ { "extra/a/b", "1" }, { "extra/c~1d", "\"x\"" } }) << u"extra"_s
            << QVariant(QVariantMap{ { u"a"_s, QVariantMap{ { u"b"_s, qint64(1) } } },
                                     { u"c/d"_s, u"x"_s } });
    QTest::newRow("escaped wire name")
            << with({ { "a~1b", "\"x\"" } }) << u"odd"_s << QVariant(u"x"_s);
    QTest::newRow("null") << with({ { "added_at", "null" } }) << u"addedAt"_s
                          << QVariant(QDateTime());
    QTest::newRow("empty text") << with({ { "a~1b", "\"\"" } }) << u"odd"_s << QVariant(u""_s);
    QTest::newRow("slug") << complete << u"slug"_s << QVariant(u"qt"_s);
}

void tst_DustRecordCodec::decodes()
{
    QFETCH(Leaves, leaves);
    QFETCH(QString, field);
    QFETCH(QVariant, value);

    const auto record = decode(leaves);
    QVERIFY2(record, qPrintable(record.error().message()));
    QCOMPARE(record->value(field), value);
    QCOMPARE(record->value(field).metaType(), value.metaType());
}

void tst_DustRecordCodec::guard_data()
{
    QTest::addColumn<Leaves>("leaves");
    QTest::addColumn<QStringList>("missing");

    QTest::newRow("0 is there") << Leaves{ { "title", "\"Qt\"" }, { "rating", "0" } }
                                << QStringList();
    QTest::newRow("missing") << Leaves{ { "rating", "1" } } << QStringList{ u"title"_s };
    QTest::newRow("null") << Leaves{ { "rating", "1" }, { "title", "null" } }
                          << QStringList{ u"title"_s };
    QTest::newRow("empty") << Leaves{ { "rating", "1" }, { "title", "\"\"" } }
                           << QStringList{ u"title"_s };
    QTest::newRow("null number") << Leaves{ { "rating", "null" }, { "title", "\"Qt\"" } }
                                 << QStringList{ u"rating"_s };
    QTest::newRow("all") << Leaves{ { "tags", "[]" } } << QStringList{ u"title"_s, u"rating"_s };
}

void tst_DustRecordCodec::guard()
{
    QFETCH(Leaves, leaves);
    QFETCH(QStringList, missing);

    const auto record = decode(leaves);
    QCOMPARE(record.isOk(), missing.isEmpty());
    if (record)
        return;
    QCOMPARE(record.error().kind(), DustError::NotFound);
    QCOMPARE(record.error().detail().value(u"slug"_s), QVariant(u"qt"_s));
    QCOMPARE(record.error().path(), u"links/qt"_s);
    QCOMPARE(record.error().detail().value(u"missing"_s).toStringList(), missing);
    QVERIFY(record.error().message().contains(u"\"links/qt\""_s));
    QVERIFY(record.error().message().contains(u"missing "_s + missing.join(u", "_s)));
}

void tst_DustRecordCodec::fails_data()
{
    QTest::addColumn<Leaves>("leaves");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("why");

    QTest::newRow("wrong type") << Leaves{ { "rating", "\"five\"" }, { "title", "\"Qt\"" } }
                                << u"rating"_s << u"expected integer, found string"_s;
    QTest::newRow("wrong type of a field not required")
            << with({ { "added_at", "5" } }) << u"addedAt"_s
            << u"expected datetime, found integer"_s;
    QTest::newRow("scalar for a nested one")
            << with({ { "meta", "\"en\"" } }) << u"meta"_s << u"expected map, found string"_s;
    QTest::newRow("list for a nested one")
            << with({ { "meta", "[1]" } }) << u"meta"_s << u"expected map, found list"_s;
    QTest::newRow("subtree for a scalar") << Leaves{ { "rating", "1" }, { "title/en", "\"Qt\"" } }
                                          << u"title"_s << u"expected string, found map"_s;
    QTest::newRow("subtree for a list")
            << with({ { "tags/0", "\"a\"" } }) << u"tags"_s << u"expected string list, found map"_s;
    QTest::newRow("wrong nested leaf") << with({ { "meta/page_count", "\"x\"" } }) << u"meta"_s
                                       << u"pageCount: expected integer, found string"_s;
    QTest::newRow("wrong list element") << with({ { "others", R"([{"lang":5}])" } }) << u"others"_s
                                        << u"element 0: lang: expected string, found integer"_s;
    QTest::newRow("leaf and subtree") << with({ { "meta", "null" }, { "meta/lang", "\"en\"" } })
                                      << u"meta"_s << u"a value and a subtree at the same path"_s;
    QTest::newRow("scalar leaf and subtree")
            << with({ { "a~1b", "\"x\"" }, { "a~1b/c", "1" } }) << u"odd"_s
            << u"a value and a subtree at the same path"_s;
    QTest::newRow("leaf and subtree deeper")
            << with({ { "extra/a", "1" }, { "extra/a/b", "1" } }) << u"extra"_s << u"extra/a"_s;
    QTest::newRow("the record is a leaf")
            << Leaves{ { "", "5" } } << u"slug"_s << u"a value at the record's own path"_s;
    QTest::newRow("the record is a leaf as well")
            << Leaves{ { "", "5" }, { "rating", "1" }, { "title", "\"Qt\"" } } << u"slug"_s
            << u"a value at the record's own path"_s;
}

void tst_DustRecordCodec::fails()
{
    QFETCH(Leaves, leaves);
    QFETCH(QString, field);
    QFETCH(QString, why);

    const auto record = decode(leaves);
    QVERIFY(!record);
    QCOMPARE(record.error().kind(), DustError::NotFound);
    const QVariantMap invalid = record.error().detail().value(u"invalid"_s).toMap();
    QCOMPARE(invalid.keys(), QStringList{ field });
    QVERIFY2(invalid.value(field).toString().contains(why),
             qPrintable(invalid.value(field).toString()));
    QVERIFY(record.error().message().contains(field + u": "_s));

    Link link;
    DustRecordDecoder decoder(*DustSchema::of<Link>());
    decoder.begin(u"qt"_s);
    for (const auto &[path, json] : leaves)
        decoder.add(path, *DustValue::fromJson(json), 1);
    QCOMPARE(decoder.finishInto(&link, nullptr).error(), record.error());
}

void tst_DustRecordCodec::absent()
{
    const auto record = decode({});
    QVERIFY(!record);
    QCOMPARE(record.error().kind(), DustError::NotFound);
    QCOMPARE(record.error().message(), u"There is no record at \"links/qt\"."_s);
    QCOMPARE(record.error().detail().value(u"slug"_s), QVariant(u"qt"_s));
}

// What the store does not have is null, whatever an initialiser of the class says.
void tst_DustRecordCodec::absentLeavesAreNull()
{
    const DustSchema schema = *DustSchemaBuilder(u"links"_s)
                                       .field(u"title"_s, DustField::String)
                                       .field(u"count"_s, DustField::Integer)
                                       .build();
    QCOMPARE(decode(schema, { { "title", "\"x\"" } })->value(u"count"_s), QVariant());

    DustRecordDecoder decoder(*DustSchema::of<Link>());
    decoder.begin(u"qt"_s);
    for (const auto &[path, json] : complete)
        decoder.add(path, *DustValue::fromJson(json), 1);
    Link link = full();
    QVERIFY(decoder.finishInto(&link, nullptr));
    QVERIFY(link.addedAt.isNull());
    QVERIFY(link.tags.isEmpty());
    QVERIFY(link.others.isEmpty());
    QCOMPARE(link.meta, Meta());
    QVERIFY(!link.extra.isValid());
    QVERIFY(link.odd.isNull());
}

void tst_DustRecordCodec::unrecognised()
{
    const Leaves strange{
        { "age", "3" }, { "more/a", "1" }, { "more/b", "2" }, { "ti~1tle", "1" }
    };
    QVERIFY(decode(with(strange))); // no fault by itself
    const auto record = decode(strange);
    QVERIFY(!record);
    QCOMPARE(record.error().detail().value(u"unrecognised"_s).toStringList(),
             (QStringList{ u"age"_s, u"more"_s, u"ti/tle"_s }));
    QVERIFY(record.error().message().contains(u"unrecognised \"age, more, ti/tle\""_s));
}

void tst_DustRecordCodec::manyUnrecognised()
{
    Leaves leaves{ { QByteArray(40000, 'x'), "1" } };
    for (int i = 0; i < 10000; ++i)
        leaves.append({ "y" + QByteArray::number(i), "1" });
    const auto record = decode(leaves);
    QVERIFY(!record);
    QVERIFY(record.error().message().size() < 1000);
    QVERIFY(record.error().detail().value(u"unrecognised"_s).toStringList().join(u""_s).size()
            < 1500);
}

void tst_DustRecordCodec::meta()
{
    const auto record = decode({ { "a~1b", "\"x\"" },
                                 { "age", "3" },
                                 { "meta/lang", "\"en\"" },
                                 { "rating", "1" },
                                 { "title", "\"Qt\"" } });
    QVERIFY(record);
    const DustMeta &meta = record->meta();
    QCOMPARE(meta.leaves().size(), 5);
    QCOMPARE(meta.leafRevision("a~1b"), std::optional<quint64>(10));
    QCOMPARE(meta.leafRevision("age"), std::optional<quint64>(11));
    QCOMPARE(meta.leafRevision("meta/lang"), std::optional<quint64>(12));
    QCOMPARE(meta.leafRevision("tags"), std::nullopt);
    QCOMPARE(meta.revision(), 14u);
    // Flat leaves share the schema's bytes.
    const DustSchema &schema = record->schema();
    QCOMPARE(static_cast<const void *>(meta.leaves().at(3).path.constData()),
             static_cast<const void *>(
                     schema.fields().at(schema.indexOf(u"rating"_s)).wireLeaf().constData()));
}

void tst_DustRecordCodec::anyOrder()
{
    Leaves leaves = leavesOf(*DustRecordEncoder::body(DustRecord::from(full())));
    const auto expected = decode(leaves);
    std::reverse(leaves.begin(), leaves.end());
    const auto record = decode(leaves);
    QVERIFY(record);
    QCOMPARE(*record, *expected);
    const auto paths = [](const DustMeta &meta) {
        QByteArrayList list;
        for (const DustMeta::Leaf &leaf : meta.leaves())
            list.append(leaf.path);
        return list;
    };
    QCOMPARE(paths(record->meta()), paths(expected->meta()));
}

void tst_DustRecordCodec::decoderIsReusable()
{
    DustRecordDecoder decoder(*DustSchema::of<Link>());
    const auto add = [&](const Leaves &leaves) {
        for (const auto &[path, json] : leaves)
            decoder.add(path, *DustValue::fromJson(json), 1);
    };
    decoder.begin(u"bad"_s);
    add({ { "", "1" }, { "meta", "5" }, { "nope", "1" }, { "extra/a", "1" } });
    QVERIFY(!decoder.finish());

    decoder.begin(u"a"_s);
    add(with({ { "odd", "1" }, { "tags", "[\"t\"]" } }));
    const auto first = decoder.finish();
    QVERIFY2(first, qPrintable(first.error().message()));

    decoder.begin(u"b"_s);
    add(complete);
    const auto second = decoder.finish();
    QVERIFY(second);
    QCOMPARE(second->slug(), u"b"_s);
    QCOMPARE(second->value(u"tags"_s).toStringList(), QStringList());
    QCOMPARE(second->meta().leaves().size(), 2);
    QCOMPARE(first->slug(), u"a"_s); // untouched by what came after
    QCOMPARE(first->value(u"tags"_s).toStringList(), QStringList{ u"t"_s });

    decoder.begin(u"c"_s);
    const auto none = decoder.finish();
    QCOMPARE(none.error().message(), u"There is no record at \"links/c\"."_s);
}

void tst_DustRecordCodec::encodeFailures()
{
    DustRecord record = DustRecord::from(full());
    record.setValue(u"rating"_s, u"many"_s);
    const auto body = DustRecordEncoder::body(record);
    QVERIFY(!body);
    QCOMPARE(body.error().kind(), DustError::Invalid);
    QVERIFY2(body.error().message().contains(u"\"rating\" of Link \"qt\""_s),
             qPrintable(body.error().message()));
    QCOMPARE(body.error().fieldErrors().keys(), QStringList{ u"rating"_s });
    QVERIFY(!DustRecordEncoder::body(DustRecord()));
    QVERIFY(!DustRecordEncoder::field(record, -1));
    QVERIFY(!DustRecordEncoder::field(record, 99));
}

// QJsonValue makes 1.0 an integer, and a double of what does not fit in 63 bits.
static const QByteArray Numbers =
        R"({"title":"Qt","json":1.0,"map":{"a":1.0,"b":18446744073709551615,"c":9007199254740993,"d":{"e":-0.0}},)"
        R"("list":[1.0,1,18446744073709551615,-9223372036854775808,{"a":2.0}],)"
        R"("extra":{"lang":"en","any":2.0},"extras":[{"lang":null,"any":[3.0]}]})";

void tst_DustRecordCodec::keepsNumbersOfJson()
{
    const DustValue stored = *DustValue::fromJson(Numbers);
    const auto record = decode(*DustSchema::of<Page>(), leavesOf(stored.toObject()));
    QVERIFY2(record, qPrintable(record.error().message()));
    QCOMPARE(DustValue(*DustRecordEncoder::body(*record)), stored);
    QCOMPARE(DustValue(*DustRecordEncoder::body(DustRecord::from(record->to<Page>()))), stored);

    const auto changed = DustChangeset::cast(*record, { { u"title"_s, u"Qt 6"_s } }, { u"title"_s })
                                 .applyAction(DustChangeset::Update);
    DustObject body = *DustRecordEncoder::body(*changed);
    QCOMPARE(body.value(u"title"_s), DustValue(u"Qt 6"_s));
    body.insert(u"title"_s, u"Qt"_s);
    QCOMPARE(DustValue(body), stored);

    // What comes back from a form is no change, in whatever words.
    for (const auto &field : { u"json"_s, u"map"_s, u"list"_s }) {
        for (const QVariant &param :
             { record->value(field), stored.toObject().value(field).toVariant() }) {
            const auto cast = DustChangeset::cast(*record, { { field, param } }, { field });
            QVERIFY2(cast.isValid() && cast.changes().isEmpty(), qPrintable(field));
        }
    }
}

void tst_DustRecordCodec::changesNumbersOfJson()
{
    const DustObject stored = DustValue::fromJson(Numbers)->toObject();
    Page page = decode(*DustSchema::of<Page>(), leavesOf(stored))->to<Page>();
    page.json = 2;
    page.map.insert(u"c"_s, qint64(9007199254740995));
    page.list.removeFirst();
    page.extra.lang = u"de"_s;
    page.extras.append(Extra());
    const auto body = DustRecordEncoder::body(DustRecord::from(page));
    const QByteArray expected =
            R"({"title":"Qt","json":2,"map":{"a":1.0,"b":18446744073709551615,"c":9007199254740995,"d":{"e":-0.0}},)"
            R"("list":[1,18446744073709551616.0,-9223372036854775808,{"a":2}],)"
            R"("extra":{"lang":"de","any":2.0},"extras":[{"lang":null,"any":[3]},{"lang":null,"any":null}]})";
    QCOMPARE(DustValue(*body), *DustValue::fromJson(expected));
}

void tst_DustRecordCodec::keepsNoEnvelopeOfJson()
{
    const DustObject stored{
        { u"map"_s, *DustValue::fromJson(R"({"a":1.0,"b":{"_type":"decimal","_typed":"1.50"}})") }
    };
    const auto record = decode(*DustSchema::of<Page>(), leavesOf(stored));
    QCOMPARE(DustRecordEncoder::body(*record)->value(u"map"_s),
             *DustValue::fromJson(R"({"a":1.0,"b":"1.50"})"));
}

void tst_DustRecordCodec::redactedStaysOut()
{
    const auto read = decode(with({ { "secret", "\"hunter2\"" } }));
    QVERIFY(!read);
    QString text;
    QDebug(&text) << read.error();
    QVERIFY(!text.contains(u"hunter2"_s));
    DustRecord record = DustRecord::from(full());
    record.setValue(u"secret"_s, u"hunter2"_s);
    text.clear();
    QDebug(&text) << DustRecordEncoder::body(record).error() << record;
    QVERIFY2(!text.contains(u"hunter2"_s), qPrintable(text));
}

void tst_DustRecordCodec::nullSchema()
{
    DustRecordDecoder decoder{ DustSchema() };
    decoder.begin(u"a"_s);
    decoder.add("title", DustValue(5), 1);
    QCOMPARE(decoder.finish().error().kind(), DustError::InvalidParams);
}

void tst_DustRecordCodec::hostile()
{
    QByteArray deep = "extra";
    for (int i = 0; i < 1000; ++i)
        deep += "/a";
    const auto record = decode(with({ { deep, "1" } }));
    QVERIFY(record || record.error().detail().value(u"invalid"_s).toMap().contains(u"extra"_s));
    for (const char *path : { "/", "//", "title/", "~", "a~", "meta//lang", "\xff", "title\xff" })
        decode(with({ { path, "1" } }));
    const QString large(10 * 1024 * 1024, u'x');
    DustRecordDecoder decoder(*DustSchema::of<Link>());
    decoder.begin(u"a\0b"_s);
    decoder.add("rating", DustValue(large), 1);
    decoder.add("title", DustValue(large), 1);
    const auto failed = decoder.finish();
    QVERIFY(!failed);
    QVERIFY(failed.error().message().size() < 300);
}

// Whatever a store holds, both ways to finish agree and nothing is lost from the meta.
void tst_DustRecordCodec::randomLeaves()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    const QByteArrayList segments{ "title", "rating", "added_at", "meta",      "others",
                                   "tags",  "extra",  "secret",   "a~1b",      "lang",
                                   "age",   "",       "~",        "page_count" };
    const QByteArrayList values{ "null",
                                 "0",
                                 "5.0",
                                 "\"x\"",
                                 "\"\"",
                                 "[]",
                                 "[\"a\"]",
                                 "[{}]",
                                 "true",
                                 R"({"_type":"decimal","_typed":"1"})",
                                 R"({"_type":"file"})" };
    DustRecordDecoder decoder(*DustSchema::of<Link>());
    for (int round = 0; round < 3000; ++round) {
        QMap<QByteArray, DustValue> leaves{ { "title", u"Qt"_s }, { "rating", 1 } };
        for (int i = random.bounded(6); i > 0; --i) {
            QByteArray path = segments.at(random.bounded(segments.size()));
            for (int depth = random.bounded(3); depth > 0; --depth)
                path += '/' + segments.at(random.bounded(segments.size()));
            leaves.insert(path, *DustValue::fromJson(values.at(random.bounded(values.size()))));
        }
        const auto feed = [&] {
            decoder.begin(u"qt"_s);
            for (auto leaf = leaves.cbegin(); leaf != leaves.cend(); ++leaf)
                decoder.add(leaf.key(), leaf.value(), 1);
        };
        feed();
        const auto record = decoder.finish();
        feed();
        Link link;
        const auto into = decoder.finishInto(&link, &link.dustMeta);
        QVERIFY2(record.error() == into.error(), qPrintable(u"seed %1"_s.arg(seed)));
        if (!record)
            continue;
        QVERIFY2(DustRecord::from(link) == *record, qPrintable(u"seed %1"_s.arg(seed)));
        QVERIFY2(link.dustMeta == record->meta(), qPrintable(u"seed %1"_s.arg(seed)));
        QCOMPARE(record->meta().leaves().size(), leaves.size());
    }
}

QTEST_APPLESS_MAIN(tst_DustRecordCodec)
#include "tst_dustrecordcodec.moc"
