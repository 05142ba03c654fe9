// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "book.h"

#include <QtCore/QJsonArray>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class tst_DustChangesetCast : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void castsToTheType_data();
    void castsToTheType();
    void invalid_data();
    void invalid();
    void emptyBecomesNull_data();
    void emptyBecomesNull();
    void unchangedMakesNoChange_data();
    void unchangedMakesNoChange();
    void ignoresUnknownAndUnpermitted();
    void unknownPermittedField();
    void nestedPermittedField();
    void wrongDeclaration();
    void emptyValuesOption();
    void messageOption();
    void emptyItemsAreLeftOut();
    void unwrapsJson();
    void blankWhereThereIsNoNull();
    void castsOntoAChangeset();
    void castBackTakesTheChangeAway();
    void castsTheSlug();
    void castsARecordOfARunTimeSchema();
    void errorsInOrderOfPermitted();
};

void tst_DustChangesetCast::castsToTheType_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QVariant>("param");
    QTest::addColumn<QVariant>("value");

    QTest::newRow("slug") << u"slug"_s << QVariant(u"a/b.c"_s) << QVariant(u"a/b.c"_s);
    QTest::newRow("string") << u"title"_s << QVariant(u"Qt 6"_s) << QVariant(u"Qt 6"_s);
    QTest::newRow("integer") << u"pages"_s << QVariant(12) << QVariant(12);
    QTest::newRow("integer from text") << u"pages"_s << QVariant(u"12"_s) << QVariant(12);
    QTest::newRow("optional") << u"rating"_s << QVariant(u"5"_s) << QVariant(5);
    QTest::newRow("double") << u"weight"_s << QVariant(u"1.5"_s) << QVariant(1.5);
    QTest::newRow("boolean") << u"lent"_s << QVariant(u"true"_s) << QVariant(true);
    QTest::newRow("decimal") << u"price"_s << QVariant(u"2.50"_s)
                             << QVariant::fromValue(DustDecimal::fromString(u"2.5"_s).value());
    QTest::newRow("url") << u"url"_s << QVariant(u"https://qt.io"_s)
                         << QVariant(QUrl(u"https://qt.io"_s));
    QTest::newRow("date") << u"published"_s << QVariant(u"2024-02-29"_s)
                          << QVariant(QDate(2024, 2, 29));
    QTest::newRow("enum by key") << u"state"_s << QVariant(u"Printed"_s)
                                 << QVariant::fromValue(Book::Printed);
    QTest::newRow("bytes") << u"cover"_s << QVariant(QByteArray("\x01\x02"))
                           << QVariant(QByteArray("\x01\x02"));
    QTest::newRow("list") << u"tags"_s << QVariant(QVariantList{ u"a"_s })
                          << QVariant(QStringList{ u"a"_s });
    QTest::newRow("anything") << u"extra"_s << QVariant(QVariantMap{ { u"a"_s, 1 } })
                              << QVariant(QVariantMap{ { u"a"_s, 1 } });
}

void tst_DustChangesetCast::castsToTheType()
{
    QFETCH(QString, field);
    QFETCH(QVariant, param);
    QFETCH(QVariant, value);

    const auto changeset = DustChangeset::cast(sampleBook(), { { field, param } }, { field });
    QVERIFY(changeset.isValid());
    QCOMPARE(changeset.changes().keys(), QStringList{ field });
    QCOMPARE(changeset.getChange(field), value);
    QCOMPARE(changeset.getChange(field).metaType(), value.metaType());
    QCOMPARE(changeset.permitted(), QStringList{ field });
}

void tst_DustChangesetCast::invalid_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QVariant>("param");
    QTest::addColumn<QString>("type");

    QTest::newRow("slug") << u"slug"_s << QVariant(5) << u"string"_s;
    QTest::newRow("string") << u"title"_s << QVariant(5) << u"string"_s;
    QTest::newRow("integer") << u"pages"_s << QVariant(u"many"_s) << u"integer"_s;
    QTest::newRow("integer out of range")
            << u"pages"_s << QVariant(qint64(1) << 40) << u"integer"_s;
    QTest::newRow("optional") << u"rating"_s << QVariant(u"x"_s) << u"integer"_s;
    QTest::newRow("boolean") << u"lent"_s << QVariant(u"perhaps"_s) << u"boolean"_s;
    QTest::newRow("decimal") << u"price"_s << QVariant(u"1,5"_s) << u"decimal"_s;
    QTest::newRow("date") << u"published"_s << QVariant(u"2023-02-29"_s) << u"date"_s;
    QTest::newRow("enum") << u"state"_s << QVariant(u"Lost"_s) << u"enum"_s;
    QTest::newRow("list") << u"tags"_s << QVariant(u"a"_s) << u"string list"_s;
    QTest::newRow("list item") << u"tags"_s << QVariant(QVariantList{ 1 }) << u"string list"_s;
    QTest::newRow("map for a string") << u"title"_s << QVariant(QVariantMap()) << u"string"_s;
}

void tst_DustChangesetCast::invalid()
{
    QFETCH(QString, field);
    QFETCH(QVariant, param);
    QFETCH(QString, type);

    const auto changeset = DustChangeset::cast(sampleBook(), { { field, param } }, { field });
    QVERIFY(!changeset.isValid());
    QVERIFY(changeset.changes().isEmpty());
    const QList<DustFieldError> expected{
        { field, u"is invalid"_s, { { u"validation"_s, u"cast"_s }, { u"type"_s, type } } }
    };
    QCOMPARE(changeset.errors(), expected);
}

void tst_DustChangesetCast::emptyBecomesNull_data()
{
    QTest::addColumn<QVariant>("param");

    QTest::newRow("empty") << QVariant(u""_s);
    QTest::newRow("spaces") << QVariant(u" \t\n\u00a0"_s);
    QTest::newRow("null") << QVariant();
    QTest::newRow("nullptr") << QVariant::fromValue(nullptr);
    QTest::newRow("null of JSON") << QVariant::fromValue(QJsonValue());
    QTest::newRow("undefined of JSON") << QVariant::fromValue(QJsonValue(QJsonValue::Undefined));
    QTest::newRow("empty of JSON") << QVariant::fromValue(QJsonValue(u""_s));
    QTest::newRow("spaces of JSON") << QVariant::fromValue(QJsonValue(u"  "_s));
}

void tst_DustChangesetCast::emptyBecomesNull()
{
    QFETCH(QVariant, param);

    const auto changeset = Book::castAll(sampleBook(),
                                         { { u"title"_s, param },
                                           { u"rating"_s, param },
                                           { u"price"_s, param },
                                           { u"url"_s, param },
                                           { u"published"_s, param },
                                           { u"extra"_s, param },
                                           { u"slug"_s, param } });
    QVERIFY(changeset.isValid());
    QCOMPARE(changeset.changes().keys(),
             (QStringList{ u"price"_s, u"rating"_s, u"slug"_s, u"title"_s }));
    QVERIFY(!changeset.getChange(u"rating"_s).isValid());
    const Book book = changeset.applyChanges<Book>();
    QVERIFY(book.title.isNull());
    QVERIFY(book.slug.isNull());
    QVERIFY(book.price.isNull());
    QVERIFY(!book.rating);
}

void tst_DustChangesetCast::unchangedMakesNoChange_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QVariant>("param");

    QTest::newRow("slug") << u"slug"_s << QVariant(u"qt"_s);
    QTest::newRow("string") << u"title"_s << QVariant(u"Qt"_s);
    QTest::newRow("integer") << u"pages"_s << QVariant(u"300"_s);
    QTest::newRow("optional") << u"rating"_s << QVariant(4);
    QTest::newRow("decimal of another scale") << u"price"_s << QVariant(u"1.5"_s);
    QTest::newRow("list") << u"tags"_s << QVariant(QStringList{ u"c++"_s, u"gui"_s });
    QTest::newRow("enum") << u"state"_s << QVariant(u"Draft"_s);
    QTest::newRow("null") << u"published"_s << QVariant();
    QTest::newRow("zero") << u"copies"_s << QVariant(u""_s);
}

void tst_DustChangesetCast::unchangedMakesNoChange()
{
    QFETCH(QString, field);
    QFETCH(QVariant, param);

    const auto changeset = DustChangeset::cast(sampleBook(), { { field, param } }, { field });
    QVERIFY(changeset.isValid());
    QVERIFY(changeset.changes().isEmpty());
}

void tst_DustChangesetCast::ignoresUnknownAndUnpermitted()
{
    const QVariantMap params{ { u"title"_s, u"New"_s }, { u"pages"_s, 1 }, { u"hack"_s, 1 } };
    const auto changeset = DustChangeset::cast(sampleBook(), params, { u"title"_s });
    QVERIFY(changeset.isValid());
    QCOMPARE(changeset.changes(), (QVariantMap{ { u"title"_s, u"New"_s } }));
    QCOMPARE(changeset.params(), params);
}

void tst_DustChangesetCast::unknownPermittedField()
{
    const auto changeset = DustChangeset::cast(sampleBook(), { { u"titel"_s, u"New"_s } },
                                               { u"titel"_s, u"title"_s });
    QVERIFY(!changeset.isValid());
    QCOMPARE(changeset.errors().size(), 1);
    const DustFieldError error = changeset.errors().constFirst();
    QCOMPARE(error.field, u"base"_s);
    const QString message = DustChangeset::translated(error);
    QVERIFY2(message.startsWith(u"Book has no field \"titel\": its fields are slug, title, "_s),
             qPrintable(message));
}

void tst_DustChangesetCast::nestedPermittedField()
{
    const auto changeset = DustChangeset::cast(sampleBook(), {}, { u"author"_s });
    QCOMPARE(changeset.errorMap().value(u"base"_s).toStringList(),
             QStringList{ u"author of Book is nested: cast it with castEmbed()"_s });
}

class Undeclared
{
    Q_GADGET
    DUST_SCHEMA("a//b")
    Q_PROPERTY(QString slug MEMBER slug)

public:
    QString slug;
};

void tst_DustChangesetCast::wrongDeclaration()
{
    const auto changeset = DustChangeset::cast(Undeclared(), { { u"slug"_s, u"x"_s } },
                                               { u"slug"_s })
                                   .validateRequired()
                                   .validateSlug();
    QVERIFY(changeset.isNull());
    QVERIFY(!changeset.isValid());
    QCOMPARE(changeset.errors().size(), 1);
    QCOMPARE(changeset.errors().constFirst().field, u"base"_s);
    QCOMPARE(changeset.errors().constFirst().message,
             DustSchema::of<Undeclared>().error().message());
    QVERIFY(changeset.applyChanges().isNull());
    QVERIFY(!changeset.applyAction(DustChangeset::Insert).isOk());
}

void tst_DustChangesetCast::emptyValuesOption()
{
    DustCastOptions options;
    QVERIFY(!options.emptyValues());
    options.setEmptyValues({ u"N/A"_s, 0 });
    QCOMPARE(options.emptyValues().value(), (QVariantList{ u"N/A"_s, 0 }));

    const QVariantMap params{ { u"title"_s, u"N/A"_s },
                              { u"secret"_s, u" "_s },
                              { u"rating"_s, 0 } };
    auto changeset = DustChangeset::cast(sampleBook(), params, params.keys(), options);
    QVERIFY(changeset.isValid());
    QVERIFY(changeset.getChange(u"title"_s).toString().isNull());
    QCOMPARE(changeset.getChange(u"secret"_s).toString(), u" "_s);
    QVERIFY(!changeset.getChange(u"rating"_s).isValid());

    // The next cast goes on with them, as in Ecto.
    changeset = changeset.cast({ { u"title"_s, u""_s } }, { u"title"_s });
    QVERIFY(!changeset.getChange(u"title"_s).toString().isNull());

    changeset = DustChangeset::cast(sampleBook(), { { u"title"_s, u""_s } }, { u"title"_s },
                                    DustCastOptions().setEmptyValues({}));
    QVERIFY(changeset.getChange(u"title"_s).toString().isEmpty());
    QVERIFY(!changeset.getChange(u"title"_s).toString().isNull());
}

void tst_DustChangesetCast::messageOption()
{
    const auto options = DustCastOptions().setMessage(u"is no %{type}"_s);
    QCOMPARE(options.message(), u"is no %{type}"_s);
    const auto changeset = DustChangeset::cast(sampleBook(), { { u"pages"_s, u"x"_s } },
                                               { u"pages"_s }, options);
    QCOMPARE(changeset.errorMap(),
             (QVariantMap{ { u"pages"_s, QVariantList{ u"is no integer"_s } } }));
}

void tst_DustChangesetCast::emptyItemsAreLeftOut()
{
    auto changeset = Book::castAll(sampleBook(),
                                   { { u"tags"_s, QVariantList{ u"a"_s, u" "_s, QVariant() } } });
    QCOMPARE(changeset.getChange(u"tags"_s), QVariant(QStringList{ u"a"_s }));
    changeset = Book::castAll(sampleBook(), { { u"tags"_s, QStringList{ u""_s } } });
    QCOMPARE(changeset.getChange(u"tags"_s), QVariant(QStringList()));
}

void tst_DustChangesetCast::unwrapsJson()
{
    const auto json = [](const QJsonValue &value) { return QVariant::fromValue(value); };
    const auto changeset = Book::castAll(
            sampleBook(),
            { { u"slug"_s, json(u"json"_s) },
              { u"pages"_s, json(5) },
              { u"copies"_s, json(QJsonValue::Null) },
              { u"tags"_s, json(QJsonArray{ u"a"_s, u""_s, QJsonValue() }) } });
    QVERIFY(changeset.isValid());
    QCOMPARE(changeset.getChange(u"slug"_s), QVariant(u"json"_s));
    QCOMPARE(changeset.getChange(u"pages"_s), QVariant(5));
    QCOMPARE(changeset.getChange(u"tags"_s), QVariant(QStringList{ u"a"_s }));
    QVERIFY(!changeset.validateRequired({ u"copies"_s }).isValid());

    const auto emptied = DustChangeset::cast(sampleBook(), { { u"title"_s, json(u"-"_s) } },
                                             { u"title"_s },
                                             DustCastOptions().setEmptyValues({ u"-"_s }));
    QVERIFY(emptied.getField(u"title"_s).toString().isNull());
}

void tst_DustChangesetCast::blankWhereThereIsNoNull()
{
    const auto cast = Book::castAll(sampleBook(),
                                    { { u"pages"_s, u""_s }, { u"copies"_s, u""_s } });
    QCOMPARE(cast.getField(u"pages"_s), QVariant(0));
    QCOMPARE(cast.applyChanges<Book>().pages, 0);
    QVERIFY(cast.isValid());

    const auto required = cast.validateRequired({ u"pages"_s, u"copies"_s });
    QCOMPARE(required.errors().size(), 2);
    QVERIFY(required.changes().isEmpty());

    // What is put or cast later counts.
    QVERIFY(cast.putChange(u"pages"_s, 0).validateRequired({ u"pages"_s }).isValid());
    QVERIFY(cast.deleteChange(u"pages"_s).validateRequired({ u"pages"_s }).isValid());
    const auto again = cast.cast({ { u"pages"_s, 0 } }, { u"pages"_s });
    QVERIFY(again.validateRequired({ u"pages"_s }).isValid());
    QVERIFY(!again.validateRequired({ u"copies"_s }).isValid());
    // Null that is put is blank as well.
    for (const QVariant &null : { QVariant(), QVariant::fromValue(nullptr), QVariant(QString()),
                                  QVariant::fromValue(QJsonValue()) }) {
        const auto put = DustChangeset::change(sampleBook()).putChange(u"pages"_s, null);
        QVERIFY(put.isValid());
        QCOMPARE(put.applyChanges<Book>().pages, 0);
        QVERIFY(!put.validateRequired({ u"pages"_s }).isValid());
        QVERIFY(!DustChangeset::change(sampleBook(), { { u"copies"_s, null } })
                         .validateRequired({ u"copies"_s })
                         .isValid());
    }
    // Nothing was said about it.
    QVERIFY(Book::castAll(sampleBook(), {}).validateRequired({ u"copies"_s }).isValid());
}

void tst_DustChangesetCast::castsOntoAChangeset()
{
    const auto first = DustChangeset::cast(sampleBook(),
                                           { { u"title"_s, u"A"_s }, { u"pages"_s, u"x"_s } },
                                           { u"title"_s, u"pages"_s });
    const auto second = first.cast(
            { { u"title"_s, u"B"_s }, { u"rating"_s, u"y"_s }, { u"weight"_s, 2 } },
            { u"rating"_s, u"weight"_s });
    QCOMPARE(second.changes(), (QVariantMap{ { u"title"_s, u"A"_s }, { u"weight"_s, 2.0 } }));
    QCOMPARE(second.params(),
             (QVariantMap{ { u"title"_s, u"B"_s },
                           { u"pages"_s, u"x"_s },
                           { u"rating"_s, u"y"_s },
                           { u"weight"_s, 2 } }));
    QCOMPARE(second.permitted(), (QStringList{ u"title"_s, u"pages"_s, u"rating"_s, u"weight"_s }));
    QCOMPARE(second.errors().size(), 2);
    QCOMPARE(second.errors().at(0).field, u"pages"_s);
    QCOMPARE(second.errors().at(1).field, u"rating"_s);
    // The original is untouched.
    QCOMPARE(first.changes(), (QVariantMap{ { u"title"_s, u"A"_s } }));
    QCOMPARE(first.errors().size(), 1);
    QCOMPARE(first.params().size(), 2);
}

void tst_DustChangesetCast::castBackTakesTheChangeAway()
{
    const auto changed = Book::castAll(sampleBook(), { { u"title"_s, u"New"_s } });
    QCOMPARE(changed.changes().size(), 1);
    QVERIFY(changed.cast({ { u"title"_s, u"Qt"_s } }, { u"title"_s }).changes().isEmpty());
}

void tst_DustChangesetCast::castsTheSlug()
{
    const auto changeset = Book::changeset(Book(),
                                           { { u"slug"_s, u"new"_s }, { u"title"_s, u"New"_s } });
    QVERIFY(changeset.isValid());
    QCOMPARE(changeset.slug(), u"new"_s);
    QCOMPARE(changeset.data().slug(), QString());
    QCOMPARE(changeset.applyChanges().slug(), u"new"_s);
    QCOMPARE(changeset.applyChanges<Book>().slug, u"new"_s);
}

void tst_DustChangesetCast::castsARecordOfARunTimeSchema()
{
    const auto schema = DustSchema::Builder(u"notes"_s)
                                .field(u"text"_s, DustField::String)
                                .field(u"stars"_s, DustField::Integer)
                                .enumField(u"state"_s, { u"open"_s, u"done"_s })
                                .required({ u"text"_s })
                                .build();
    QVERIFY2(schema.isOk(), qPrintable(schema.error().message()));
    const DustRecord record = DustRecord::fromMap(
            *schema, { { u"slug"_s, u"n1"_s }, { u"text"_s, u"Hi"_s } });
    const auto changeset = DustChangeset::cast(
            record, { { u"stars"_s, u"3"_s }, { u"state"_s, u"done"_s }, { u"text"_s, u""_s } },
            { u"stars"_s, u"state"_s, u"text"_s });
    QVERIFY(changeset.isValid());
    QCOMPARE(changeset.applyChanges().value(u"stars"_s), QVariant(3));
    QCOMPARE(changeset.applyChanges().value(u"state"_s), QVariant(u"done"_s));
    QCOMPARE(changeset.validateRequired().errorMap().keys(), QStringList{ u"text"_s });
    QVERIFY(!changeset.cast({ { u"state"_s, u"gone"_s } }, { u"state"_s }).isValid());
    // A number of such a schema can be null.
    QVERIFY(!changeset.cast({ { u"stars"_s, u""_s } }, { u"stars"_s })
                     .applyChanges()
                     .value(u"stars"_s)
                     .isValid());
}

void tst_DustChangesetCast::errorsInOrderOfPermitted()
{
    const auto changeset = DustChangeset::cast(
            sampleBook(),
            { { u"pages"_s, u"x"_s }, { u"copies"_s, u"x"_s }, { u"rating"_s, u"x"_s } },
            { u"rating"_s, u"pages"_s, u"copies"_s });
    QStringList fields;
    for (const DustFieldError &error : changeset.errors())
        fields << error.field;
    QCOMPARE(fields, (QStringList{ u"rating"_s, u"pages"_s, u"copies"_s }));
}

QTEST_APPLESS_MAIN(tst_DustChangesetCast)
#include "tst_dustchangesetcast.moc"
