// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrecord.h"

#include <QtCore/QUrl>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class Meta
{
    Q_GADGET
    DUST_REDACTED("pin")
    Q_PROPERTY(QString lang MEMBER lang)
    Q_PROPERTY(QString pin MEMBER pin)

public:
    QString lang;
    QString pin;
    friend bool operator==(const Meta &, const Meta &) = default;
};

class Link
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_REDACTED("token")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(QUrl url MEMBER url)
    Q_PROPERTY(std::optional<int> stars MEMBER stars)
    Q_PROPERTY(QString token MEMBER token)
    Q_PROPERTY(Meta meta MEMBER meta)
    Q_PROPERTY(QList<Meta> others MEMBER others)

public:
    QString slug;
    QString title;
    QUrl url;
    std::optional<int> stars;
    QString token;
    Meta meta;
    QList<Meta> others;
};

class Wrong
{
    Q_GADGET
    DUST_SCHEMA("")
    Q_PROPERTY(QString slug MEMBER slug)

public:
    QString slug;
};

namespace {

Link qt()
{
    Link link;
    link.slug = u"qt"_s;
    link.title = u"Qt"_s;
    link.url = QUrl(u"https://qt.io"_s);
    link.stars = 5;
    link.token = u"s3cret"_s;
    link.meta.lang = u"en"_s;
    link.meta.pin = u"1234"_s;
    link.others = { link.meta };
    link.dustMeta.addLeaf("title", 7);
    link.dustMeta.setLoaded(true);
    return link;
}

DustSchema runTime()
{
    return *DustSchemaBuilder(u"notes"_s)
                    .field(u"text"_s, DustField::String)
                    .field(u"count"_s, DustField::Integer)
                    .build();
}

QString shown(const DustRecord &record)
{
    QString text;
    QDebug(&text) << record;
    return text.trimmed();
}

} // namespace

class tst_DustRecord : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void null();
    void ofGadget();
    void toAnotherGadget();
    void ofWrongGadget();
    void startsNull();
    void values();
    void wrongValuesAreKept();
    void maps();
    void variants();
    void equality_data();
    void equality();
    void debug();
};

void tst_DustRecord::null()
{
    DustRecord record;
    QVERIFY(record.isNull());
    QVERIFY(record.values().isEmpty());
    QCOMPARE(record.value(0), QVariant());
    QCOMPARE(record.value(u"title"_s), QVariant());
    QCOMPARE(record.value(QString()), QVariant());
    record.setValue(0, 5);
    record.setValue(u"title"_s, 5);
    QVERIFY(record.toMap().isEmpty());
    Link link = qt();
    record.writeTo(&link);
    QCOMPARE(link.title, u"Qt"_s);
    QVERIFY(DustRecord::fromGadget(DustSchema(), &link).isNull());
    QVERIFY(DustRecord::fromGadget(runTime(), &link).isNull());
    QVERIFY(DustRecord::fromGadget(*DustSchema::of<Link>(), nullptr).isNull());
    QVERIFY(DustRecord::fromVariant(DustSchema(), QVariantMap()).isNull());
    QCOMPARE(shown(record), u"DustRecord(null)"_s);
}

void tst_DustRecord::ofGadget()
{
    const Link link = qt();
    const DustRecord record = DustRecord::from(link);
    QCOMPARE(record.schema(), *DustSchema::of<Link>());
    QCOMPARE(record.slug(), u"qt"_s);
    QCOMPARE(record.value(u"title"_s), QVariant(u"Qt"_s));
    QCOMPARE(record.value(u"stars"_s), QVariant::fromValue(std::optional(5)));
    QCOMPARE(record.meta(), link.dustMeta);
    const Link back = record.to<Link>();
    QCOMPARE(back.slug, link.slug);
    QCOMPARE(back.title, link.title);
    QCOMPARE(back.url, link.url);
    QCOMPARE(back.stars, link.stars);
    QCOMPARE(back.meta, link.meta);
    QCOMPARE(back.others, link.others);
    QCOMPARE(back.dustMeta, link.dustMeta);
}

class Small
{
    Q_GADGET
    DUST_SCHEMA("small")
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(QString slug MEMBER slug)

public:
    QString title = u"untouched"_s;
    QString slug;
};

void tst_DustRecord::toAnotherGadget()
{
    const DustRecord records[] = { DustRecord::from(qt()), DustRecord(runTime(), u"qt"_s),
                                   DustRecord() };
    for (const DustRecord &record : records) {
        const Small small = record.to<Small>();
        QCOMPARE(small.title, u"untouched"_s);
        QVERIFY(small.slug.isEmpty());
        QVERIFY(!small.dustMeta.isLoaded());
    }
}

void tst_DustRecord::ofWrongGadget()
{
    QVERIFY(DustRecord::from(Wrong()).isNull());
}

void tst_DustRecord::startsNull()
{
    const DustRecord record(*DustSchema::of<Link>(), u"qt"_s);
    QCOMPARE(record.slug(), u"qt"_s);
    QVERIFY(!record.meta().isLoaded());
    QCOMPARE(record.values().size(), record.schema().fields().size());
    for (int i = 0; i < record.values().size(); ++i)
        QCOMPARE(record.value(i).metaType(), record.schema().fields().at(i).metaType());
    QVERIFY(!record.to<Link>().stars);
    QCOMPARE(DustRecord(runTime()).value(u"count"_s), QVariant());
}

void tst_DustRecord::values()
{
    DustRecord record(*DustSchema::of<Link>());
    record.setValue(u"title"_s, u"Qt"_s);
    record.setValue(u"slug"_s, u"a/b"_s);
    record.setValue(u"url"_s, u"https://qt.io"_s);
    record.setValue(u"stars"_s, u"3"_s);
    record.setValue(u"nothing"_s, 5);
    record.setValue(99, 5);
    record.setValue(-1, 5);
    QCOMPARE(record.slug(), u"a/b"_s);
    QCOMPARE(record.value(u"slug"_s), QVariant(u"a/b"_s));
    QCOMPARE(record.value(1), QVariant(QUrl(u"https://qt.io"_s)));
    QCOMPARE(record.to<Link>().stars, std::optional(3));
    record.setValue(u"stars"_s, QVariant());
    QCOMPARE(record.to<Link>().stars, std::nullopt);
    record.setValue(u"slug"_s, 5);
    QVERIFY(record.slug().isEmpty());
}

void tst_DustRecord::wrongValuesAreKept()
{
    DustRecord record(*DustSchema::of<Link>());
    record.setValue(u"stars"_s, u"many"_s);
    QCOMPARE(record.value(u"stars"_s), QVariant(u"many"_s));
    Link link = qt();
    record.writeTo(&link);
    QCOMPARE(link.stars, std::optional(5));
    QVERIFY(record != DustRecord(*DustSchema::of<Link>()));
    QCOMPARE(record.toMap().value(u"stars"_s), QVariant(u"many"_s));
}

void tst_DustRecord::maps()
{
    const QVariantMap values{ { u"slug"_s, u"qt"_s },
                              { u"title"_s, u"Qt"_s },
                              { u"stars"_s, 4 },
                              { u"meta"_s, QVariantMap{ { u"lang"_s, u"en"_s } } },
                              { u"unknown"_s, 1 } };
    const DustRecord record = DustRecord::fromMap(*DustSchema::of<Link>(), values);
    QCOMPARE(record.slug(), u"qt"_s);
    QCOMPARE(record.to<Link>().meta.lang, u"en"_s);
    const QVariantMap map = record.toMap();
    QCOMPARE(map.keys(),
             (QStringList{ u"meta"_s, u"others"_s, u"slug"_s, u"stars"_s, u"title"_s, u"token"_s,
                           u"url"_s }));
    QCOMPARE(map.value(u"stars"_s), QVariant(4)); // without its optional
    QCOMPARE(DustRecord::fromMap(*DustSchema::of<Link>(), map), record);
}

void tst_DustRecord::variants()
{
    const DustSchema schema = *DustSchema::of<Link>();
    const DustRecord record = DustRecord::from(qt());
    const QVariant gadget = record.toVariant();
    QCOMPARE(gadget.metaType(), QMetaType::fromType<Link>());
    QCOMPARE(gadget.value<Link>().dustMeta, record.meta());
    QCOMPARE(DustRecord::fromVariant(schema, gadget), record);
    QCOMPARE(DustRecord::fromVariant(schema, QVariant::fromValue(record)), record);
    QCOMPARE(DustRecord::fromVariant(schema, record.toMap()), record);
    QVERIFY(DustRecord::fromVariant(schema, 5).isNull());
    QVERIFY(DustRecord::fromVariant(schema, QVariant::fromValue(DustRecord(runTime()))).isNull());

    const DustRecord note(runTime(), u"a"_s);
    QCOMPARE(note.toVariant().metaType(), QMetaType::fromType<DustRecord>());
    QCOMPARE(note.toVariant().value<DustRecord>(), note);
}

void tst_DustRecord::equality_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<bool>("equal");

    QTest::newRow("the same") << u"title"_s << QVariant(u"Qt"_s) << true;
    QTest::newRow("another title") << u"title"_s << QVariant(u"KDE"_s) << false;
    QTest::newRow("another slug") << u"slug"_s << QVariant(u"kde"_s) << false;
    QTest::newRow("another nested value")
            << u"meta"_s << QVariant(QVariantMap{ { u"lang"_s, u"de"_s } }) << false;
    QTest::newRow("the same by text") << u"stars"_s << QVariant(u"5"_s) << true;
    QTest::newRow("null") << u"stars"_s << QVariant() << false;
}

void tst_DustRecord::equality()
{
    QFETCH(QString, field);
    QFETCH(QVariant, value);
    QFETCH(bool, equal);

    const DustRecord a = DustRecord::from(qt());
    DustRecord b = a;
    b.setMeta({});
    b.setValue(field, value);
    QCOMPARE(a == b, equal);
    QCOMPARE(a != b, !equal);
    QVERIFY(a != DustRecord(runTime(), u"qt"_s));
}

void tst_DustRecord::debug()
{
    const QString text = shown(DustRecord::from(qt()));
    QVERIFY2(text.startsWith(u"DustRecord(Link \"qt\", title: "_s), qPrintable(text));
    QVERIFY2(text.contains(u"\"Qt\""_s) && text.contains(u"token: ***"_s), qPrintable(text));
    QVERIFY2(text.contains(u"\"en\""_s) && text.contains(u"pin: ***"_s), qPrintable(text));
    QVERIFY2(!text.contains(u"s3cret"_s) && !text.contains(u"1234"_s), qPrintable(text));
}

QTEST_APPLESS_MAIN(tst_DustRecord)
#include "tst_dustrecord.moc"
