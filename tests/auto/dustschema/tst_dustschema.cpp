// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustschema.h"

#include "tst_dustschema_wrong.h"

#include <QtCore/QUrl>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

// The example in the documentation of DustSchema.
class Link
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_REQUIRED("slug title url")
    DUST_WIRE_NAME(addedAt, "added_at")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(QUrl url MEMBER url)
    Q_PROPERTY(QDateTime addedAt MEMBER addedAt)
public:
    QString slug, title;
    QUrl url;
    QDateTime addedAt;
};

class Meta
{
    Q_GADGET
    DUST_REQUIRED("lang")
    Q_PROPERTY(QString lang MEMBER lang)
    Q_PROPERTY(QString slug MEMBER slug) // nothing special in a nested gadget
public:
    QString lang, slug;
    friend bool operator==(const Meta &, const Meta &) = default;
};

class Page
{
    Q_GADGET
    DUST_SCHEMA("reading/my pages")
    DUST_MODE(Map)
    DUST_SLUG(key)
    DUST_REQUIRED("  key   body ")
    DUST_REDACTED("secret")
    DUST_WIRE_NAME(body, "a/b~c")
    Q_PROPERTY(QString key MEMBER key)
    Q_PROPERTY(QString body MEMBER body)
    Q_PROPERTY(QString slug MEMBER slug) // an ordinary field here
    Q_PROPERTY(QString secret MEMBER secret)
    Q_PROPERTY(int length READ length STORED false)
    Q_PROPERTY(Meta meta MEMBER meta)
    Q_PROPERTY(QList<Meta> others MEMBER others)
public:
    int length() const { return int(body.size()); }
    QString key, body, slug, secret;
    Meta meta;
    QList<Meta> others;
};

namespace Shelf {
Q_NAMESPACE
enum class Kind : quint8 { Book = 3, Film };
Q_ENUM_NS(Kind)

// With enums of other scopes.
class Item
{
    Q_GADGET
    DUST_SCHEMA("items")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(Shelf::Kind kind MEMBER kind)
    Q_PROPERTY(DustSchema::Mode mode MEMBER mode)
public:
    QString slug;
    Kind kind = Kind::Book;
    DustSchema::Mode mode = DustSchema::Flat;
};
} // namespace Shelf

// Adds a field and lives elsewhere.
class SpecialLink : public Link
{
    Q_GADGET
    DUST_SCHEMA("special")
    Q_PROPERTY(int rank MEMBER rank)
public:
    int rank = 0;
};

class tst_DustSchema : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ofGadget();
    void ofGadgetWithAll();
    void nestedGadgets();
    void enumsOfOtherScopes();
    void inheritance();
    void wireLeaves();
    void wrongDeclarations_data();
    void wrongDeclarations();
    void sameErrorEveryTime();
    void nullSchema();
    void atRunTime();
    void sameAtRunTimeAndCompileTime();
    void wrongAtRunTime_data();
    void wrongAtRunTime();
    void buildersAreValues();
    void slugs_data();
    void slugs();
    void slugTypes();
    void recordPaths_data();
    void recordPaths();
    void equality();
};

void tst_DustSchema::ofGadget()
{
    const auto &schema = DustSchema::of<Link>();
    QVERIFY2(schema, qPrintable(schema.error().message()));
    QCOMPARE(schema->name(), u"Link"_s);
    QCOMPARE(schema->prefixString(), u"links"_s);
    QCOMPARE(schema->mode(), DustSchema::Flat);
    QCOMPARE(schema->slugField(), u"slug"_s);
    QCOMPARE(schema->fieldNames(), (QStringList{ u"title"_s, u"url"_s, u"addedAt"_s }));
    QCOMPARE(schema->required(), (QStringList{ u"slug"_s, u"title"_s, u"url"_s }));
    QCOMPARE(schema->gadgetType(), QMetaType::fromType<Link>());
    QCOMPARE(schema->indexOf(u"url"_s), 1);
    QCOMPARE(schema->indexOf(u"slug"_s), -1);
    QCOMPARE(schema->indexOf(u"dustMeta"_s), -1);
    QCOMPARE(schema->fields().at(2).wireName(), u"added_at"_s);
    QCOMPARE(&DustSchema::of<Link>(), &schema);
}

void tst_DustSchema::ofGadgetWithAll()
{
    const auto &schema = DustSchema::of<Page>();
    QVERIFY2(schema, qPrintable(schema.error().message()));
    QCOMPARE(schema->prefix().segments(), (QStringList{ u"reading"_s, u"my pages"_s }));
    QCOMPARE(schema->mode(), DustSchema::Map);
    QCOMPARE(schema->slugField(), u"key"_s);
    QCOMPARE(schema->fieldNames(),
             (QStringList{ u"body"_s, u"slug"_s, u"secret"_s, u"meta"_s, u"others"_s }));
    QCOMPARE(schema->required(), (QStringList{ u"key"_s, u"body"_s }));
    QCOMPARE(schema->redacted(), QStringList{ u"secret"_s });
    QVERIFY(schema->fields().at(2).isRedacted());
    QVERIFY(!schema->fields().at(0).isRedacted());
}

void tst_DustSchema::nestedGadgets()
{
    const DustSchema page = *DustSchema::of<Page>();
    const DustField meta = page.fields().at(page.indexOf(u"meta"_s));
    QCOMPARE(meta.type(), DustField::EmbedOne);
    QCOMPARE(meta.embedded().name(), u"Meta"_s);
    QCOMPARE(meta.embedded().fieldNames(), (QStringList{ u"lang"_s, u"slug"_s }));
    QCOMPARE(meta.embedded().required(), QStringList{ u"lang"_s });
    QVERIFY(meta.embedded().prefix().isEmpty());
    QVERIFY(meta.embedded().slugField().isEmpty());
    const DustField others = page.fields().at(page.indexOf(u"others"_s));
    QCOMPARE(others.type(), DustField::EmbedMany);
    QCOMPARE(others.embedded(), meta.embedded());
}

void tst_DustSchema::enumsOfOtherScopes()
{
    const auto &schema = DustSchema::of<Shelf::Item>();
    QVERIFY2(schema, qPrintable(schema.error().message()));
    QCOMPARE(schema->name(), u"Shelf::Item"_s);
    const DustField kind = schema->fields().at(0);
    QCOMPARE(kind.enumKeys(), (QStringList{ u"Book"_s, u"Film"_s }));
    QCOMPARE(kind.toWire(QVariant::fromValue(Shelf::Kind::Film)).value(), DustValue(u"Film"_s));
    QCOMPARE(kind.fromWire(DustValue(u"Book"_s)).value(), QVariant::fromValue(Shelf::Kind::Book));
    QCOMPARE(schema->fields().at(1).enumKeys(), (QStringList{ u"Flat"_s, u"Map"_s }));
}

void tst_DustSchema::inheritance()
{
    const auto &schema = DustSchema::of<SpecialLink>();
    QVERIFY2(schema, qPrintable(schema.error().message()));
    QCOMPARE(schema->prefixString(), u"special"_s);
    QCOMPARE(schema->fieldNames(), (QStringList{ u"title"_s, u"url"_s, u"addedAt"_s, u"rank"_s }));
    QCOMPARE(schema->required(), DustSchema::of<Link>()->required());
}

void tst_DustSchema::wireLeaves()
{
    const DustSchema page = *DustSchema::of<Page>();
    QCOMPARE(page.fields().at(0).wireName(), u"a/b~c"_s);
    QCOMPARE(page.fields().at(0).wireLeaf(), QByteArray("a~1b~0c"));
    for (int i = 0; i < page.fields().size(); ++i)
        QCOMPARE(page.indexOfWireLeaf(page.fields().at(i).wireLeaf()), i);
    for (const char *other : { "", "a/b~c", "body", "key", "met", "metaa", "zzz" })
        QCOMPARE(page.indexOfWireLeaf(other), -1);
}

void tst_DustSchema::wrongDeclarations_data()
{
    QTest::addColumn<QMetaType>("type");
    QTest::addColumn<QStringList>("says");
    const auto row = [](const char *tag, QMetaType type, const QStringList &says) {
        QTest::newRow(tag) << type << says;
    };

    row("no type", QMetaType(), { u"not a gadget"_s, u"Q_GADGET"_s });
    row("not a gadget", QMetaType::fromType<int>(),
        { u"int"_s, u"Q_GADGET"_s, u"DUST_SCHEMA(\"links\")"_s });
    row("a QObject", QMetaType::fromType<QObject *>(), { u"QObject"_s, u"Q_GADGET"_s });
    row("no prefix", QMetaType::fromType<NoPrefix>(),
        { u"NoPrefix"_s, u"write DUST_SCHEMA(\"links\")"_s });
    row("empty prefix", QMetaType::fromType<EmptyPrefix>(),
        { u"EmptyPrefix"_s, u"write DUST_SCHEMA("_s });
    row("empty segment", QMetaType::fromType<EmptySegment>(),
        { u"EmptySegment"_s, u"\"/a//b/\""_s, u"write DUST_SCHEMA(\"a/b\")"_s });
    row("bad escape", QMetaType::fromType<BadEscape>(), { u"BadEscape"_s, u"a~2"_s });
    row("unknown mode", QMetaType::fromType<UnknownMode>(),
        { u"UnknownMode"_s, u"DUST_MODE(Tree)"_s, u"write DUST_MODE(Flat) or DUST_MODE(Map)"_s });
    row("no slug", QMetaType::fromType<NoSlug>(),
        { u"NoSlug"_s, u"write Q_PROPERTY(QString slug MEMBER slug)"_s, u"DUST_SLUG()"_s });
    row("other slug missing", QMetaType::fromType<OtherSlugMissing>(),
        { u"OtherSlugMissing"_s, u"\"key\""_s });
    row("slug of another type", QMetaType::fromType<IntSlug>(),
        { u"IntSlug"_s, u"\"slug\" is a int"_s, u"write QString"_s });
    row("slug read-only", QMetaType::fromType<ReadOnlySlug>(),
        { u"ReadOnlySlug"_s, u"write MEMBER"_s });
    row("required unknown", QMetaType::fromType<RequiredUnknown>(),
        { u"RequiredUnknown"_s, u"DUST_REQUIRED names \"titel\""_s,
          u"write one of slug, title"_s });
    row("required with commas", QMetaType::fromType<RequiredCommas>(),
        { u"RequiredCommas"_s, u"write DUST_REQUIRED(\"slug title\")"_s });
    row("required with tab", QMetaType::fromType<RequiredTab>(),
        { u"RequiredTab"_s, u"write DUST_REQUIRED(\"slug title\")"_s });
    row("required a property not stored", QMetaType::fromType<RequiredNotStored>(),
        { u"RequiredNotStored"_s, u"\"length\""_s });
    row("redacted unknown", QMetaType::fromType<RedactedUnknown>(),
        { u"RedactedUnknown"_s, u"DUST_REDACTED names \"secret\""_s, u"write one of title"_s });
    row("redacted slug", QMetaType::fromType<RedactedSlug>(),
        { u"RedactedSlug"_s, u"DUST_REDACTED names \"slug\""_s });
    row("redacted with commas", QMetaType::fromType<RedactedCommas>(),
        { u"write DUST_REDACTED(\"title note\")"_s });
    row("wire name unknown", QMetaType::fromType<WireUnknown>(),
        { u"WireUnknown"_s, u"DUST_WIRE_NAME(added, \"added_at\") names no field"_s });
    row("wire name of the slug", QMetaType::fromType<WireSlug>(),
        { u"WireSlug"_s, u"DUST_WIRE_NAME(slug, \"id\")"_s });
    row("wire name twice", QMetaType::fromType<WireTwice>(),
        { u"WireTwice"_s, u"\"note\" and \"title\" have the same wire name \"note\""_s,
          u"DUST_WIRE_NAME(title"_s });
    row("wire name empty", QMetaType::fromType<WireEmpty>(),
        { u"WireEmpty"_s, u"wire name of \"title\" is empty"_s,
          u"write DUST_WIRE_NAME(title, \"title\")"_s });
    row("wire name reserved", QMetaType::fromType<WireReserved>(),
        { u"WireReserved"_s, u"\"_type\""_s, u"write DUST_WIRE_NAME(title, \"type\")"_s });
    row("macro twice", QMetaType::fromType<MacroTwice>(),
        { u"MacroTwice"_s, u"\"dust.required\" is declared twice"_s });
    row("no codec", QMetaType::fromType<NoCodec>(),
        { u"NoCodec"_s, u"\"range\" has the type std::pair<int,int>"_s,
          u"write bool, an integer type"_s, u"QVariant"_s });
    row("list of ints", QMetaType::fromType<ListOfInts>(),
        { u"ListOfInts"_s, u"QList<int>"_s,
          u"write QStringList, QVariantList or a QList of gadgets"_s });
    row("optional gadget", QMetaType::fromType<OptionalGadget>(),
        { u"OptionalGadget"_s, u"std::optional<Nested>"_s,
          u"a plain gadget is null when all its fields are"_s });
    row("optional enum", QMetaType::fromType<OptionalEnum>(),
        { u"OptionalEnum"_s, u"std::optional<"_s, u"a plain enum when it is 0"_s });
    row("enum without Q_ENUM", QMetaType::fromType<UnknownEnum>(),
        { u"UnknownEnum"_s, u"\"state\""_s, u"write Q_ENUM() below the enum"_s });
    row("flags", QMetaType::fromType<WithFlags>(), { u"WithFlags"_s, u"for flags"_s });
    row("object property", QMetaType::fromType<WithObject>(),
        { u"WithObject"_s, u"QObject*"_s, u"write a Q_GADGET"_s });
    row("char property", QMetaType::fromType<WithChar>(), { u"WithChar"_s, u"the type char"_s });
    row("read-only property", QMetaType::fromType<ReadOnly>(),
        { u"ReadOnly"_s, u"\"length\" is read-only"_s, u"write MEMBER"_s, u"STORED false"_s });
    row("no field", QMetaType::fromType<NoField>(),
        { u"NoField"_s, u"no field besides the slug"_s,
          u"write Q_PROPERTY(QString title MEMBER title)"_s });
    row("no default constructor", QMetaType::fromType<NoDefault>(),
        { u"NoDefault"_s, u"no default constructor"_s });
    row("holds itself", QMetaType::fromType<HoldsItself>(),
        { u"HoldsItself"_s, u"\"children\" holds HoldsItself again"_s, u"slug"_s });
    row("holds itself deeper", QMetaType::fromType<HoldsTree>(),
        { u"HoldsTree"_s, u"Tree"_s, u"\"children\" holds Tree again"_s });
    row("holds itself in a circle", QMetaType::fromType<HoldsCircle>(),
        { u"HoldsCircle"_s, u"Branch"_s, u"\"leaves\" holds Leaf again"_s });
    row("holds a record", QMetaType::fromType<HoldsRecord>(),
        { u"HoldsRecord"_s, u"\"other\" holds ReadOnly, which is a record of its own"_s });
    row("nested without codec", QMetaType::fromType<NestedWrong>(),
        { u"NestedWrong"_s, u"\"inner\" cannot be nested"_s, u"WrongInside"_s, u"QList<int>"_s });
    row("nested required unknown", QMetaType::fromType<NestedRequired>(),
        { u"NestedRequired"_s, u"DUST_REQUIRED names \"nothing\""_s });
}

void tst_DustSchema::wrongDeclarations()
{
    QFETCH(QMetaType, type);
    QFETCH(QStringList, says);

    const auto schema = DustSchema::fromMetaType(type);
    QVERIFY(!schema);
    QCOMPARE(schema.error().kind(), DustError::InvalidParams);
    QCOMPARE(schema.error().reason(), u"invalid_schema"_s);
    for (const QString &part : says)
        QVERIFY2(schema.error().message().contains(part),
                 qPrintable(part + u" is not in: "_s + schema.error().message()));
}

void tst_DustSchema::sameErrorEveryTime()
{
    QCOMPARE(DustSchema::of<NoPrefix>().error(), DustSchema::of<NoPrefix>().error());
    QCOMPARE(DustSchema::of<NoPrefix>().error(),
             DustSchema::fromMetaType(QMetaType::fromType<NoPrefix>()).error());
}

void tst_DustSchema::nullSchema()
{
    const DustSchema schema;
    QVERIFY(schema.isNull());
    QVERIFY(schema.name().isEmpty());
    QVERIFY(schema.prefix().isEmpty());
    QVERIFY(schema.fields().isEmpty());
    QCOMPARE(schema.indexOf(u"title"_s), -1);
    QCOMPARE(schema.indexOfWireLeaf("title"), -1);
    QVERIFY(!schema.gadgetType().isValid());
    QVERIFY(!schema.recordPath(u"a"_s));
    QCOMPARE(schema, DustSchema());
    QVERIFY(schema != *DustSchema::of<Link>());
}

void tst_DustSchema::atRunTime()
{
    // The example in the documentation of DustSchemaBuilder.
    const auto links = DustSchema::Builder(u"links"_s)
                               .field(u"title"_s, DustField::String)
                               .field(u"addedAt"_s, DustField::DateTime, u"added_at"_s)
                               .required({ u"slug"_s, u"title"_s })
                               .build();
    QVERIFY2(links, qPrintable(links.error().message()));
    QCOMPARE(links->name(), u"links"_s);
    QCOMPARE(links->prefixString(), u"links"_s);
    QCOMPARE(links->slugField(), u"slug"_s);
    QCOMPARE(links->fields().at(1).wireLeaf(), QByteArray("added_at"));
    QCOMPARE(links->required(), (QStringList{ u"slug"_s, u"title"_s }));
    QVERIFY(!links->gadgetType().isValid());

    const auto map = DustSchema::Builder(u"a/b"_s)
                             .name(u"Thing"_s)
                             .mode(DustSchema::Map)
                             .slugField(u"id"_s)
                             .field(u"slug"_s, DustField::String)
                             .redacted({ u"slug"_s })
                             .build();
    QVERIFY2(map, qPrintable(map.error().message()));
    QCOMPARE(map->name(), u"Thing"_s);
    QCOMPARE(map->mode(), DustSchema::Map);
    QCOMPARE(map->slugField(), u"id"_s);
    QVERIFY(map->fields().constFirst().isRedacted());
}

// The same mistake, the same sentence but for the remedy.
void tst_DustSchema::sameAtRunTimeAndCompileTime()
{
    const auto built = DustSchema::Builder(u"links"_s)
                               .name(u"RequiredUnknown"_s)
                               .field(u"title"_s, DustField::String)
                               .required({ u"titel"_s })
                               .build();
    const QString tail = u"names \"titel\", which it cannot: write one of slug, title."_s;
    QVERIFY(built.error().message().endsWith(tail));
    QVERIFY(DustSchema::of<RequiredUnknown>().error().message().endsWith(tail));
}

void tst_DustSchema::wrongAtRunTime_data()
{
    QTest::addColumn<DustResult<DustSchema>>("schema");
    QTest::addColumn<QStringList>("says");
    const auto row = [](const char *tag, const DustResult<DustSchema> &schema,
                        const QStringList &says) { QTest::newRow(tag) << schema << says; };
    const auto links = [] {
        return DustSchema::Builder(u"links"_s).field(u"title"_s, DustField::String);
    };
    const DustSchema nested =
            *DustSchemaBuilder::embedded(u"Meta"_s).field(u"lang"_s, DustField::String).build();

    row("no prefix", DustSchema::Builder(QString()).field(u"title"_s, DustField::String).build(),
        { u"there is no prefix"_s, u"\"links\""_s });
    row("empty segment",
        DustSchema::Builder(u"a//b"_s).field(u"title"_s, DustField::String).build(),
        { u"\"a//b\" has an empty segment"_s, u"write \"a/b\""_s });
    row("no field", DustSchema::Builder(u"links"_s).build(), { u"no field besides the slug"_s });
    row("no name", links().field(QString(), DustField::Url).build(), { u"has no name"_s });
    row("no slug name", links().slugField(QString()).build(), { u"the slug has no name"_s });
    row("field twice", links().field(u"title"_s, DustField::Url).build(),
        { u"\"title\" is declared twice"_s });
    row("the slug as a field", links().field(u"slug"_s, DustField::String).build(),
        { u"\"slug\" is the slug"_s, u"remove it"_s });
    row("wire name twice", links().field(u"t"_s, DustField::Url, u"title"_s).build(),
        { u"\"title\" and \"t\" have the same wire name \"title\""_s });
    row("wire name empty", links().field(u"t"_s, DustField::Url, u""_s).build(),
        { u"wire name of \"t\" is empty"_s });
    row("wire name with a lone surrogate",
        links().field(u"t"_s, DustField::Url, QString(QChar(0xd800))).build(),
        { u"wire name of \"t\" cannot be stored"_s });
    row("required unknown", links().required({ u"url"_s }).build(),
        { u"names \"url\""_s, u"write one of slug, title"_s });
    row("redacted unknown", links().redacted({ u"slug"_s }).build(), { u"names \"slug\""_s });
    row("enum by field()", links().field(u"state"_s, DustField::Enum).build(),
        { u"\"state\""_s, u"enumField()"_s });
    row("enum without keys", links().enumField(u"state"_s, {}).build(),
        { u"\"state\" needs keys"_s, u"an empty list"_s });
    row("enum with a key twice", links().enumField(u"state"_s, { u"a"_s, u"a"_s }).build(),
        { u"\"state\" needs keys"_s });
    row("enum with an empty key", links().enumField(u"state"_s, { u"a"_s, u""_s }).build(),
        { u"\"state\" needs keys"_s });
    row("nested null", links().embedOne(u"meta"_s, DustSchema()).build(),
        { u"\"meta\" is null"_s, u"DustSchemaBuilder::embedded()"_s });
    row("nested record", links().embedMany(u"meta"_s, *links().build()).build(),
        { u"\"meta\" is a record of its own"_s, u"DustSchemaBuilder::embedded()"_s });
    row("nested gadget",
        links().embedOne(u"meta"_s, DustSchema::of<Page>()->fields().at(3).embedded()).build(),
        { u"\"meta\" is that of a C++ class"_s });
    row("nested without fields", DustSchemaBuilder::embedded(u"Meta"_s).build(),
        { u"Meta"_s, u"no field"_s });
    row("the first mistake counts",
        links().enumField(u"state"_s, {})
                .embedOne(u"meta"_s, DustSchema())
                .required({ u"x"_s })
                .build(),
        { u"\"state\""_s });
    QVERIFY(links().embedOne(u"meta"_s, nested).embedMany(u"others"_s, nested).build());
}

void tst_DustSchema::wrongAtRunTime()
{
    QFETCH(DustResult<DustSchema>, schema);
    QFETCH(QStringList, says);

    QVERIFY(!schema);
    QCOMPARE(schema.error().reason(), u"invalid_schema"_s);
    for (const QString &part : says)
        QVERIFY2(schema.error().message().contains(part),
                 qPrintable(part + u" is not in: "_s + schema.error().message()));
}

void tst_DustSchema::buildersAreValues()
{
    DustSchemaBuilder base(u"links"_s);
    base.field(u"title"_s, DustField::String);
    DustSchemaBuilder copy = base;
    copy.field(u"url"_s, DustField::Url);
    QCOMPARE(base.build()->fieldNames(), QStringList{ u"title"_s });
    QCOMPARE(copy.build()->fieldNames(), (QStringList{ u"title"_s, u"url"_s }));
    const DustSchema before = *copy.build();
    copy.field(u"note"_s, DustField::String);
    QCOMPARE(before.fields().size(), 2);
}

void tst_DustSchema::slugs_data()
{
    QTest::addColumn<QString>("slug");
    QTest::addColumn<bool>("valid");

    QTest::newRow("plain") << u"qt"_s << true;
    QTest::newRow("dots") << u"a.b..c"_s << true;
    QTest::newRow("slashes") << u"https://example.org/"_s << true;
    QTest::newRow("star") << u"**"_s << true;
    QTest::newRow("tilde") << u"~2"_s << true;
    QTest::newRow("space") << u" "_s << true;
    QTest::newRow("any Unicode") << u"\U0001F600 ä"_s << true;
    QTest::newRow("empty") << u""_s << false;
    QTest::newRow("null") << QString() << false;
    QTest::newRow("lone surrogate") << QString(QChar(0xd800)) << false;
    QTest::newRow("too long") << QString(60000, u'x') << false;
}

void tst_DustSchema::slugs()
{
    QFETCH(QString, slug);
    QFETCH(bool, valid);

    const auto result = DustSchema::validateSlug(slug);
    QCOMPARE(result.isOk(), valid);
    if (!valid) {
        QCOMPARE(result.error().kind(), DustError::InvalidParams);
        QCOMPARE(result.error().reason(), u"invalid_slug"_s);
    }
}

void tst_DustSchema::slugTypes()
{
    QVERIFY(DustSchema::validateSlug(5).error().message().contains(u"is a int: give a string"_s));
    QVERIFY(DustSchema::validateSlug(QVariant())
                    .error()
                    .message()
                    .contains(u"is missing: give a string"_s));
    QVERIFY(!DustSchema::validateSlug(QByteArray("a")));
    QVERIFY(!DustSchema::validateSlug(QStringList{ u"a"_s }));
}

void tst_DustSchema::recordPaths_data()
{
    QTest::addColumn<QString>("slug");
    QTest::addColumn<QString>("path");

    QTest::newRow("plain") << u"qt"_s << u"reading/my pages/qt"_s;
    QTest::newRow("slash") << u"a/b"_s << u"reading/my pages/a~1b"_s;
    QTest::newRow("tilde") << u"~"_s << u"reading/my pages/~0"_s;
    QTest::newRow("empty") << u""_s << QString();
}

void tst_DustSchema::recordPaths()
{
    QFETCH(QString, slug);
    QFETCH(QString, path);

    const auto result = DustSchema::of<Page>()->recordPath(slug);
    QCOMPARE(result.isOk(), !path.isNull());
    if (result)
        QCOMPARE(result->toString(), path);
    const DustSchema nested = DustSchema::of<Page>()->fields().at(3).embedded();
    QVERIFY(nested.recordPath(slug).error().message().contains(u"Meta"_s));
}

void tst_DustSchema::equality()
{
    const auto build = [](const QString &field) {
        return *DustSchema::Builder(u"links"_s).field(field, DustField::String).build();
    };
    QCOMPARE(build(u"title"_s), build(u"title"_s));
    QCOMPARE(qHash(build(u"title"_s)), qHash(build(u"title"_s)));
    QVERIFY(build(u"title"_s) != build(u"note"_s));
    const auto again = DustSchema::fromMetaType(QMetaType::fromType<Link>());
    QCOMPARE(*again, *DustSchema::of<Link>());
    QCOMPARE(qHash(*again), qHash(*DustSchema::of<Link>()));
    QVERIFY(*DustSchema::of<Link>() != *DustSchema::of<SpecialLink>());
}

QTEST_APPLESS_MAIN(tst_DustSchema)
#include "tst_dustschema.moc"
