// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "book.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class tst_DustChangesetEmbed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void one();
    void oneInserted();
    void oneUnchanged();
    void oneInvalid();
    void oneCleared_data();
    void oneCleared();
    void oneOfTheWrongShape_data();
    void oneOfTheWrongShape();
    void many();
    void manyUnchanged();
    void manyInvalid();
    void manyEmptied();
    void manyOfTheWrongShape_data();
    void manyOfTheWrongShape();
    void missingParam();
    void required_data();
    void required();
    void options();
    void functionGiven();
    void functionOfAnotherType();
    void notNested();
    void putRecords();
    void putOfTheWrongType();
    void childMarkedForDeletion();
    void requiredByTheParent();
    void lengthCountsItems();
    void nestedGadgetAlone();
    void runTimeSchema();
};

namespace {

QVariantMap person(const QString &name, const QVariant &age = {})
{
    QVariantMap params{ { u"name"_s, name } };
    if (age.isValid())
        params.insert(u"age"_s, age);
    return params;
}

DustChangeset withAuthor(const QVariant &param, const Book &book = sampleBook())
{
    return DustChangeset::cast(book, { { u"author"_s, param } }, {}).castEmbed<Author>(u"author"_s);
}

DustChangeset withEditors(const QVariant &param, const Book &book = sampleBook())
{
    return DustChangeset::cast(book, { { u"editors"_s, param } }, {})
            .castEmbed<Author>(u"editors"_s);
}

Book editedBook()
{
    Book book = sampleBook();
    book.editors.resize(2);
    book.editors[0].name = u"Bob"_s;
    book.editors[1].name = u"Eve"_s;
    return book;
}

} // namespace

void tst_DustChangesetEmbed::one()
{
    const auto changeset = withAuthor(person(u"Grace"_s));
    QVERIFY(changeset.isValid());
    const auto child = changeset.getChange(u"author"_s).value<DustChangeset>();
    QCOMPARE(child.changes(), (QVariantMap{ { u"name"_s, u"Grace"_s } }));
    QCOMPARE(child.action(), DustChangeset::Update);
    QCOMPARE(changeset.getField(u"author"_s).value<Author>().name, u"Grace"_s);
    QCOMPARE(changeset.fetchField(u"author"_s).source, DustChangeset::Fetched::Changes);
    const Book book = changeset.applyChanges<Book>();
    QCOMPARE(book.author.name, u"Grace"_s);
    QCOMPARE(book.author.age, 36);
    QCOMPARE(book.title, u"Qt"_s);
}

void tst_DustChangesetEmbed::oneInserted()
{
    const auto changeset = withAuthor(person(u"Grace"_s), Book());
    QVERIFY(changeset.isValid());
    QCOMPARE(changeset.getChange(u"author"_s).value<DustChangeset>().action(),
             DustChangeset::Insert);
}

void tst_DustChangesetEmbed::oneUnchanged()
{
    const auto changeset = withAuthor(person(u"Ada"_s, u"36"_s));
    QVERIFY(changeset.isValid());
    QVERIFY(changeset.changes().isEmpty());
}

void tst_DustChangesetEmbed::oneInvalid()
{
    const auto changeset = withAuthor(person(u"X"_s, u"old"_s));
    QVERIFY(!changeset.isValid());
    QVERIFY(changeset.errors().isEmpty());
    const QVariantMap tree{
        { u"author"_s,
          QVariantMap{ { u"name"_s, QVariantList{ u"should be at least 3 character(s)"_s } },
                       { u"age"_s, QVariantList{ u"is invalid"_s } } } }
    };
    QCOMPARE(changeset.errorMap(), tree);
    QCOMPARE(
            changeset.applyAction(DustChangeset::Insert).error().message(),
            u"2 fields are invalid: author.age is invalid, author.name should be at least 3 character(s)"_s);
    // Invalid without a change: still an error of the parent.
    const auto blank = withAuthor(person({}), Book());
    QVERIFY(!blank.isValid());
    QCOMPARE(blank.errorMap().value(u"author"_s).toMap().keys(), QStringList{ u"name"_s });
}

void tst_DustChangesetEmbed::oneCleared_data()
{
    QTest::addColumn<QVariant>("param");
    QTest::newRow("null") << QVariant();
    QTest::newRow("null of JSON") << QVariant::fromValue(nullptr);
    QTest::newRow("empty string") << QVariant(u""_s);
}

void tst_DustChangesetEmbed::oneCleared()
{
    QFETCH(QVariant, param);

    const auto changeset = withAuthor(param);
    QVERIFY(changeset.isValid());
    QVERIFY(changeset.fetchChange(u"author"_s));
    QVERIFY(!changeset.getChange(u"author"_s).isValid());
    QCOMPARE(changeset.applyChanges<Book>().author, Author());
    QVERIFY(withAuthor(param, Book()).changes().isEmpty());
}

void tst_DustChangesetEmbed::oneOfTheWrongShape_data()
{
    QTest::addColumn<QVariant>("param");
    QTest::newRow("string") << QVariant(u"Ada"_s);
    QTest::newRow("number") << QVariant(5);
    QTest::newRow("list") << QVariant(QVariantList{ person(u"Ada"_s) });
}

void tst_DustChangesetEmbed::oneOfTheWrongShape()
{
    QFETCH(QVariant, param);

    const auto changeset = withAuthor(param);
    const QList<DustFieldError> expected{ { u"author"_s,
                                            u"is invalid"_s,
                                            { { u"validation"_s, u"embed"_s },
                                              { u"type"_s, u"map"_s } } } };
    QCOMPARE(changeset.errors(), expected);
    QVERIFY(changeset.changes().isEmpty());
}

void tst_DustChangesetEmbed::many()
{
    const auto changeset = withEditors(QVariantList{ person(u"Ann"_s, 3), person(u"Cid"_s) });
    QVERIFY(changeset.isValid());
    const QVariantList children = changeset.getChange(u"editors"_s).toList();
    QCOMPARE(children.size(), 2);
    QCOMPARE(children.at(0).value<DustChangeset>().action(), DustChangeset::Insert);
    QCOMPARE(children.at(0).value<DustChangeset>().getChange(u"age"_s), QVariant(3));
    const QList<Author> editors = changeset.applyChanges<Book>().editors;
    QCOMPARE(editors.size(), 2);
    QCOMPARE(editors.at(0).name, u"Ann"_s);
    QCOMPARE(editors.at(1).name, u"Cid"_s);
}

void tst_DustChangesetEmbed::manyUnchanged()
{
    const auto changeset = withEditors(QVariantList{ person(u"Bob"_s), person(u"Eve"_s) },
                                       editedBook());
    QVERIFY(changeset.isValid());
    QVERIFY(changeset.changes().isEmpty());
    const auto turned = withEditors(QVariantList{ person(u"Eve"_s), person(u"Bob"_s) },
                                    editedBook());
    QCOMPARE(turned.changes().size(), 1);
}

void tst_DustChangesetEmbed::manyInvalid()
{
    const auto changeset = withEditors(
            QVariantList{ person(u"Ann"_s), person(u"X"_s), person({}) });
    QVERIFY(!changeset.isValid());
    const QVariantMap tree{
        { u"editors"_s,
          QVariantList{ QVariantMap(),
                        QVariantMap{ { u"name"_s,
                                       QVariantList{ u"should be at least 3 character(s)"_s } } },
                        QVariantMap{ { u"name"_s, QVariantList{ u"can't be blank"_s } } } } }
    };
    QCOMPARE(changeset.errorMap(), tree);
    QCOMPARE(
            changeset.applyAction(DustChangeset::Insert).error().message(),
            u"2 fields are invalid: editors[1].name should be at least 3 character(s), editors[2].name can't be blank"_s);
}

void tst_DustChangesetEmbed::manyEmptied()
{
    for (const QVariant &param : { QVariant(QVariantList()), QVariant(), QVariant(u""_s) }) {
        const auto changeset = withEditors(param, editedBook());
        QVERIFY(changeset.isValid());
        QVERIFY(changeset.applyChanges<Book>().editors.isEmpty());
        QVERIFY(withEditors(param).changes().isEmpty());
    }
}

void tst_DustChangesetEmbed::manyOfTheWrongShape_data()
{
    QTest::addColumn<QVariant>("param");
    QTest::newRow("string") << QVariant(u"Ada"_s);
    QTest::newRow("map") << QVariant(person(u"Ada"_s));
    QTest::newRow("list of strings") << QVariant(QVariantList{ person(u"Ada"_s), u"Bob"_s });
    QTest::newRow("list with null") << QVariant(QVariantList{ QVariant() });
}

void tst_DustChangesetEmbed::manyOfTheWrongShape()
{
    QFETCH(QVariant, param);

    const auto changeset = withEditors(param, editedBook());
    const QList<DustFieldError> expected{ { u"editors"_s,
                                            u"is invalid"_s,
                                            { { u"validation"_s, u"embed"_s },
                                              { u"type"_s, u"map list"_s } } } };
    QCOMPARE(changeset.errors(), expected);
    QVERIFY(changeset.changes().isEmpty());
}

void tst_DustChangesetEmbed::missingParam()
{
    const auto changeset = DustChangeset::cast(sampleBook(), {}, {}).castEmbed<Author>(u"author"_s);
    QVERIFY(changeset.isValid());
    QVERIFY(changeset.changes().isEmpty());
    QVERIFY(changeset.required().isEmpty());
}

void tst_DustChangesetEmbed::required_data()
{
    QTest::addColumn<QVariantMap>("params");
    QTest::addColumn<bool>("there");
    QTest::addColumn<bool>("valid");

    QTest::newRow("missing") << QVariantMap() << false << false;
    QTest::newRow("missing but there") << QVariantMap() << true << true;
    QTest::newRow("null") << QVariantMap{ { u"author"_s, QVariant() },
                                          { u"editors"_s, QVariant() } }
                          << true << false;
    QTest::newRow("empty list") << QVariantMap{ { u"author"_s, person(u"Ann"_s) },
                                                { u"editors"_s, QVariantList() } }
                                << true << false;
    QTest::newRow("given") << QVariantMap{ { u"author"_s, person(u"Ann"_s) },
                                           { u"editors"_s, QVariantList{ person(u"Ann"_s) } } }
                           << false << true;
}

void tst_DustChangesetEmbed::required()
{
    QFETCH(QVariantMap, params);
    QFETCH(bool, there);
    QFETCH(bool, valid);

    const auto options = DustEmbedOptions().setRequired(true);
    const auto changeset = DustChangeset::cast(there ? editedBook() : Book(), params, {})
                                   .castEmbed<Author>(u"author"_s, options)
                                   .castEmbed<Author>(u"editors"_s, options);
    QCOMPARE(changeset.isValid(), valid);
    QCOMPARE(changeset.required(), (QStringList{ u"author"_s, u"editors"_s }));
    if (!valid) {
        QCOMPARE(changeset.errors().constFirst(),
                 DustFieldError(u"editors"_s, u"can't be blank"_s,
                                { { u"validation"_s, u"required"_s } }));
    }
}

void tst_DustChangesetEmbed::options()
{
    DustEmbedOptions options;
    QVERIFY(!options.isRequired());
    options.setRequired(true).setRequiredMessage(u"who?"_s).setInvalidMessage(u"how?"_s);
    QVERIFY(options.isRequired());
    QCOMPARE(options.requiredMessage(), u"who?"_s);
    QCOMPARE(options.invalidMessage(), u"how?"_s);
    const auto caster = [](const DustRecord &data, const QVariantMap &params) {
        return DustChangeset::cast(data, params, { u"name"_s });
    };
    const auto changeset = DustChangeset::cast(Book(), { { u"editors"_s, 5 } }, {})
                                   .castEmbed(u"author"_s, caster, options)
                                   .castEmbed(u"editors"_s, caster, options);
    QCOMPARE(changeset.errorMap(),
             (QVariantMap{ { u"author"_s, QVariantList{ u"who?"_s } },
                           { u"editors"_s, QVariantList{ u"how?"_s } } }));
}

void tst_DustChangesetEmbed::functionGiven()
{
    const auto changeset =
            DustChangeset::cast(sampleBook(), { { u"author"_s, person(u"X"_s) } }, {})
                    .castEmbed(u"author"_s, [](const DustRecord &data, const QVariantMap &params) {
                        return DustChangeset::cast(data, params, { u"name"_s });
                    });
    QVERIFY(changeset.isValid());
    QCOMPARE(changeset.applyChanges<Book>().author.name, u"X"_s);
}

void tst_DustChangesetEmbed::functionOfAnotherType()
{
    const auto changeset = DustChangeset::cast(sampleBook(), { { u"author"_s, person(u"X"_s) } },
                                               {})
                                   .castEmbed(u"author"_s,
                                              [](const DustRecord &, const QVariantMap &) {
                                                  return DustChangeset::change(sampleBook());
                                              });
    QVERIFY(!DustChangeset::change(sampleBook()).castEmbed(u"author"_s, {}).isValid());
    QVERIFY(!changeset.isValid());
    const QString message = changeset.errorMap().value(u"base"_s).toStringList().constFirst();
    QVERIFY2(message.contains(u"must return a changeset of Author"_s), qPrintable(message));
    QCOMPARE(changeset.applyChanges<Book>().author.name, u"Ada"_s);
}

void tst_DustChangesetEmbed::notNested()
{
    const auto changeset = DustChangeset::cast(sampleBook(), {}, {}).castEmbed<Author>(u"title"_s);
    QCOMPARE(changeset.errorMap().value(u"base"_s).toStringList(),
             QStringList{ u"title of Book is not nested: name it in cast()"_s });
}

void tst_DustChangesetEmbed::putRecords()
{
    Author grace;
    grace.name = u"Grace"_s;
    const auto changeset = DustChangeset::change(editedBook());

    // A whole gadget replaces, a map names what changes.
    QCOMPARE(changeset.putChange(u"author"_s, QVariant::fromValue(grace))
                     .applyChanges<Book>()
                     .author,
             grace);
    const auto mapped = changeset.putChange(u"author"_s, person(u"Grace"_s));
    QCOMPARE(mapped.applyChanges<Book>().author.age, 36);
    QCOMPARE(mapped.getChange(u"author"_s).value<DustChangeset>().action(), DustChangeset::Update);
    const QVariant same = QVariant::fromValue(editedBook().author);
    QVERIFY(changeset.putChange(u"author"_s, same).changes().isEmpty());
    QCOMPARE(changeset.putChange(u"author"_s, QVariant()).applyChanges<Book>().author, Author());
    const auto child = Author::changeset(editedBook().author, person(u"Bo"_s));
    QVERIFY(!changeset.putChange(u"author"_s, QVariant::fromValue(child)).isValid());

    const auto list = changeset.putChange(
            u"editors"_s,
            QVariantList{ QVariant::fromValue(grace), person(u"Cid"_s),
                          QVariant::fromValue(Author::changeset({}, person(u"Dan"_s))) });
    QVERIFY(list.isValid());
    QStringList names;
    for (const Author &editor : list.applyChanges<Book>().editors)
        names << editor.name;
    QCOMPARE(names, (QStringList{ u"Grace"_s, u"Cid"_s, u"Dan"_s }));
    QVERIFY(changeset.putChange(u"editors"_s, QVariant::fromValue(editedBook().editors))
                    .changes()
                    .isEmpty());
    QVERIFY(changeset.putChange(u"editors"_s, QVariant()).applyChanges<Book>().editors.isEmpty());
}

void tst_DustChangesetEmbed::putOfTheWrongType()
{
    const auto changeset = DustChangeset::change(sampleBook());
    for (const auto &step :
         { changeset.putChange(u"author"_s, 5), changeset.putChange(u"editors"_s, person(u"Ann"_s)),
           changeset.putChange(u"editors"_s, QVariantList{ 5 }),
           changeset.putChange(u"author"_s, QVariant::fromValue(changeset)) }) {
        QVERIFY(!step.isValid());
        QVERIFY(step.changes().isEmpty());
        QVERIFY(step.errors().constFirst().message.contains(
                u"takes a record, a map or a changeset"_s));
    }
}

void tst_DustChangesetEmbed::childMarkedForDeletion()
{
    const auto caster = [](const DustRecord &data, const QVariantMap &params) {
        const auto child = DustChangeset::cast(data, params, { u"name"_s });
        return params.contains(u"remove"_s) ? child.withAction(DustChangeset::Delete) : child;
    };
    QVariantMap removed = person(u"Bob"_s);
    removed.insert(u"remove"_s, true);
    const auto changeset = DustChangeset::cast(
                                   editedBook(),
                                   { { u"editors"_s, QVariantList{ removed, person(u"Eve"_s) } },
                                     { u"author"_s, removed } },
                                   {})
                                   .castEmbed(u"editors"_s, caster)
                                   .castEmbed(u"author"_s, caster);
    QVERIFY(changeset.validateLength(u"editors"_s, DustLength().is(1)).isValid());
    const auto options = DustEmbedOptions().setRequired(true);
    QCOMPARE(changeset.castEmbed(u"editors"_s, caster, options)
                     .castEmbed(u"author"_s, caster, options)
                     .errorMap()
                     .keys(),
             QStringList{ u"author"_s });
    const Book book = changeset.applyChanges<Book>();
    QCOMPARE(book.editors.size(), 1);
    QCOMPARE(book.editors.constFirst().name, u"Eve"_s);
    QCOMPARE(book.author, Author());
}

void tst_DustChangesetEmbed::requiredByTheParent()
{
    const auto cleared = withAuthor(QVariant()).validateRequired({ u"author"_s });
    QCOMPARE(cleared.errorMap().keys(), QStringList{ u"author"_s });
    QVERIFY(withAuthor(person(u"Ann"_s), Book()).validateRequired({ u"author"_s }).isValid());
}

void tst_DustChangesetEmbed::lengthCountsItems()
{
    const auto changeset = withEditors(QVariantList{ person(u"Ann"_s), person(u"Cid"_s) });
    QVERIFY(changeset.validateLength(u"editors"_s, DustLength().is(2)).isValid());
    QCOMPARE(
            changeset.validateLength(u"editors"_s, DustLength().min(3)).errorMap(),
            (QVariantMap{ { u"editors"_s, QVariantList{ u"should have at least 3 item(s)"_s } } }));
}

void tst_DustChangesetEmbed::nestedGadgetAlone()
{
    const auto changeset = Author::changeset({}, person(u"Ann"_s, 5));
    QVERIFY(changeset.isValid());
    QCOMPARE(changeset.applyChanges<Author>().age, 5);
    QCOMPARE(changeset.applyAction<Author>(DustChangeset::Insert)->name, u"Ann"_s);
    QVERIFY(changeset.slug().isEmpty());
    const auto slugged = changeset.validateSlug();
    QCOMPARE(slugged.errorMap().value(u"base"_s).toStringList(),
             QStringList{ u"Author has no slug: leave validateSlug() out"_s });
}

void tst_DustChangesetEmbed::runTimeSchema()
{
    const auto part =
            DustSchema::Builder::embedded(u"Part"_s).field(u"name"_s, DustField::String).build();
    QVERIFY2(part.isOk(), qPrintable(part.error().message()));
    const auto schema = DustSchema::Builder(u"things"_s)
                                .embedOne(u"main"_s, *part)
                                .embedMany(u"parts"_s, *part)
                                .build();
    QVERIFY2(schema.isOk(), qPrintable(schema.error().message()));
    const auto caster = [](const DustRecord &data, const QVariantMap &params) {
        return DustChangeset::cast(data, params, { u"name"_s }).validateRequired({ u"name"_s });
    };
    const QVariantMap params{ { u"main"_s, person(u"Ann"_s) },
                              { u"parts"_s, QVariantList{ person(u"Bob"_s), person({}) } } };
    auto changeset = DustChangeset::cast(DustRecord(*schema, u"t"_s), params, {})
                             .castEmbed(u"main"_s, caster)
                             .castEmbed(u"parts"_s, caster);
    QVERIFY(!changeset.isValid());
    QCOMPARE(changeset.errorMap().keys(), QStringList{ u"parts"_s });
    changeset = changeset.cast({ { u"parts"_s, QVariantList{ person(u"Bob"_s) } } }, {})
                        .castEmbed(u"parts"_s, caster);
    QVERIFY(changeset.isValid());
    const DustRecord record = changeset.applyChanges();
    QCOMPARE(record.value(u"main"_s).toMap().value(u"name"_s), QVariant(u"Ann"_s));
    QCOMPARE(record.value(u"parts"_s).toList().size(), 1);
    QVERIFY(DustChangeset::cast(record, params, {})
                    .castEmbed(u"main"_s, caster)
                    .changes()
                    .isEmpty());
}

QTEST_APPLESS_MAIN(tst_DustChangesetEmbed)
#include "tst_dustchangesetembed.moc"
