// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "book.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class tst_DustChangeset : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void null();
    void isAValue();
    void change();
    void putChange();
    void putChangeKeepsKinds();
    void putChangeOfTheWrongType();
    void forceChange();
    void updateChange();
    void deleteChange();
    void fetch();
    void unknownFieldsAreRefusedOnce();
    void merge();
    void mergeOfDifferentRecords();
    void mergeOfDifferentActions();
    void everyStepLeavesTheOriginal();
    void applyChanges();
    void applyAction();
    void applyAsAnotherType();
    void debugOutput();
    void propertiesForQml();
};

void tst_DustChangeset::null()
{
    const DustChangeset changeset;
    QVERIFY(changeset.isNull());
    QVERIFY(!changeset.isValid());
    QVERIFY(changeset.schema().isNull());
    QVERIFY(changeset.data().isNull());
    QVERIFY(changeset.changes().isEmpty());
    QVERIFY(changeset.errors().isEmpty());
    QVERIFY(changeset.slug().isEmpty());
    QVERIFY(changeset.applyChanges().isNull());
    QVERIFY(changeset.cast({ { u"a"_s, 1 } }, { u"a"_s })
                    .validateRequired()
                    .putChange(u"a"_s, 1)
                    .isNull());
    QVERIFY(changeset.validateAcceptance(u"a"_s)
                    .validateSlug()
                    .validateRequired({ u"a"_s })
                    .isNull());
    const auto result = changeset.applyAction(DustChangeset::Insert);
    QCOMPARE(result.error().kind(), DustError::Invalid);
    QVERIFY(result.error().message().contains(u"make it with cast() or change()"_s));
}

void tst_DustChangeset::isAValue()
{
    DustChangeset changeset = DustChangeset::change(sampleBook());
    DustChangeset copy(changeset);
    copy = copy.putChange(u"title"_s, u"New"_s);
    QVERIFY(changeset.changes().isEmpty());
    changeset = std::move(copy);
    QCOMPARE(changeset.changes().size(), 1);
    const DustChangeset moved(std::move(changeset));
    QCOMPARE(moved.changes().size(), 1);
    const QVariant variant = QVariant::fromValue(moved);
    QCOMPARE(variant.value<DustChangeset>().changes().size(), 1);
}

void tst_DustChangeset::change()
{
    auto changeset = DustChangeset::change(sampleBook());
    QVERIFY(changeset.isValid());
    QVERIFY(changeset.changes().isEmpty());
    QCOMPARE(changeset.schema(), *DustSchema::of<Book>());
    QCOMPARE(changeset.data(), DustRecord::from(sampleBook()));

    changeset = DustChangeset::change(sampleBook(),
                                      { { u"title"_s, u"New"_s }, { u"pages"_s, 300 } });
    QCOMPARE(changeset.changes(), (QVariantMap{ { u"title"_s, u"New"_s } }));
    const auto more = changeset.change({ { u"title"_s, u"Qt"_s }, { u"slug"_s, u"other"_s } });
    QCOMPARE(more.changes(), (QVariantMap{ { u"slug"_s, u"other"_s } }));
    QCOMPARE(more.slug(), u"other"_s);
    QCOMPARE(DustChangeset::change(DustRecord::from(sampleBook()), { { u"pages"_s, 1 } }).changes(),
             (QVariantMap{ { u"pages"_s, 1 } }));
    QVERIFY(changeset.params().isEmpty());
    QVERIFY(changeset.permitted().isEmpty());
}

void tst_DustChangeset::putChange()
{
    const auto changeset = DustChangeset::change(sampleBook());
    QCOMPARE(changeset.putChange(u"pages"_s, 5).getChange(u"pages"_s), QVariant(5));
    QVERIFY(changeset.putChange(u"pages"_s, 300).changes().isEmpty());
    QVERIFY(changeset.putChange(u"pages"_s, 5).putChange(u"pages"_s, 300).changes().isEmpty());
    // No cast of empty values, but the type of the field where it can hold the value.
    QCOMPARE(changeset.putChange(u"title"_s, u""_s).getChange(u"title"_s), QVariant(u""_s));
    QCOMPARE(changeset.putChange(u"state"_s, u"Printed"_s).getChange(u"state"_s),
             QVariant::fromValue(Book::Printed));
    QVERIFY(changeset.putChange(u"price"_s, u"1.500"_s).changes().isEmpty());
    QVERIFY(!changeset.putChange(u"rating"_s, QVariant()).applyChanges<Book>().rating);
    QCOMPARE(changeset.putChange(u"rating"_s, QVariant::fromValue(std::optional<int>(2)))
                     .applyChanges<Book>()
                     .rating,
             std::optional<int>(2));
}

void tst_DustChangeset::putChangeKeepsKinds()
{
    Book book = sampleBook();
    book.extra = 1;
    book.secret = QString();
    const auto changeset = DustChangeset::change(book);
    QVERIFY(changeset.putChange(u"extra"_s, 1).changes().isEmpty());
    QCOMPARE(changeset.putChange(u"extra"_s, 1.0).changes().size(), 1);
    // "" is not null.
    QCOMPARE(changeset.putChange(u"secret"_s, u""_s).changes().size(), 1);
    QVERIFY(changeset.putChange(u"secret"_s, QString()).changes().isEmpty());
}

void tst_DustChangeset::putChangeOfTheWrongType()
{
    const auto changeset = DustChangeset::change(sampleBook()).putChange(u"pages"_s, u"many"_s);
    QCOMPARE(changeset.getChange(u"pages"_s), QVariant(u"many"_s));
    const Book book = changeset.applyChanges<Book>();
    QCOMPARE(book.title, u"Qt"_s);
}

void tst_DustChangeset::forceChange()
{
    const auto changeset = DustChangeset::change(sampleBook());
    QCOMPARE(changeset.forceChange(u"pages"_s, 300).changes(),
             (QVariantMap{ { u"pages"_s, 300 } }));
    QCOMPARE(changeset.forceChange(u"pages"_s, 1).changes(), (QVariantMap{ { u"pages"_s, 1 } }));
    QCOMPARE(changeset.forceChange(u"author"_s, QVariant::fromValue(sampleBook().author))
                     .changes()
                     .keys(),
             QStringList{ u"author"_s });
    QVERIFY(!changeset.forceChange(u"nothing"_s, 1).isValid());
}

void tst_DustChangeset::updateChange()
{
    const auto twice = [](const QVariant &value) { return QVariant(value.toInt() * 2); };
    const auto changeset = DustChangeset::change(sampleBook());
    QVERIFY(changeset.updateChange(u"pages"_s, twice).changes().isEmpty());
    QCOMPARE(changeset.updateChange(u"pages"_s, {}).errorMap().value(u"base"_s).toStringList(),
             QStringList{ u"updateChange() for pages of Book got no function: give it one"_s });
    QCOMPARE(changeset.putChange(u"pages"_s, 4)
                     .updateChange(u"pages"_s, twice)
                     .getChange(u"pages"_s),
             QVariant(8));
    QVERIFY(changeset.putChange(u"pages"_s, 150)
                    .updateChange(u"pages"_s, twice)
                    .changes()
                    .isEmpty());
    QCOMPARE(changeset.putChange(u"rating"_s, 1)
                     .updateChange(u"rating"_s, twice)
                     .getChange(u"rating"_s),
             QVariant(2));
}

void tst_DustChangeset::deleteChange()
{
    const auto changeset = DustChangeset::change(sampleBook(),
                                                 { { u"pages"_s, 5 }, { u"title"_s, u"B"_s } });
    QCOMPARE(changeset.deleteChange(u"pages"_s).changes().keys(), QStringList{ u"title"_s });
    QCOMPARE(changeset.deleteChange(u"lent"_s).changes(), changeset.changes());
}

void tst_DustChangeset::fetch()
{
    const auto changeset = DustChangeset::change(sampleBook(), { { u"pages"_s, 5 } });
    QCOMPARE(changeset.getField(u"pages"_s), QVariant(5));
    QCOMPARE(changeset.putChange(u"rating"_s, 5).changes().value(u"rating"_s).typeId(),
             int(QMetaType::Int));
    QCOMPARE(changeset.getField(u"rating"_s), QVariant(4));
    QCOMPARE(changeset.getField(u"slug"_s), QVariant(u"qt"_s));
    QCOMPARE(changeset.getField(u"nothing"_s, 7), QVariant(7));
    QCOMPARE(changeset.getChange(u"rating"_s, 7), QVariant(7));
    QCOMPARE(changeset.getChange(u"pages"_s, 7), QVariant(5));

    QCOMPARE(changeset.fetchField(u"pages"_s).source, DustChangeset::Fetched::Changes);
    QCOMPARE(changeset.fetchField(u"pages"_s).value, QVariant(5));
    QCOMPARE(changeset.fetchField(u"title"_s).source, DustChangeset::Fetched::Data);
    QCOMPARE(changeset.fetchField(u"title"_s).value, QVariant(u"Qt"_s));
    QCOMPARE(changeset.fetchField(u"nothing"_s).source, DustChangeset::Fetched::Missing);
    QCOMPARE(changeset.fetchChange(u"pages"_s), std::optional<QVariant>(5));
    QVERIFY(!changeset.fetchChange(u"title"_s));
}

void tst_DustChangeset::unknownFieldsAreRefusedOnce()
{
    const auto changeset = DustChangeset::change(sampleBook())
                                   .putChange(u"x"_s, 1)
                                   .forceChange(u"x"_s, 1)
                                   .updateChange(u"x"_s,
                                                 [](const QVariant &value) { return value; })
                                   .deleteChange(u"x"_s)
                                   .validateRequired({ u"x"_s })
                                   .validateLength(u"x"_s, DustLength().min(1))
                                   .validateConfirmation(u"x"_s)
                                   .castEmbed(u"x"_s, {});
    QCOMPARE(changeset.errors().size(), 1);
    QCOMPARE(changeset.errors().constFirst().metadata.value(u"field"_s), QVariant(u"x"_s));
    QCOMPARE(changeset.errors().constFirst().metadata.value(u"validation"_s),
             QVariant(u"declaration"_s));
}

void tst_DustChangeset::merge()
{
    const auto first = DustChangeset::cast(sampleBook(),
                                           { { u"title"_s, u"A"_s }, { u"pages"_s, u"x"_s } },
                                           { u"title"_s, u"pages"_s })
                               .validateRequired({ u"title"_s })
                               .addError(u"base"_s, u"same"_s);
    const auto second = DustChangeset::cast(sampleBook(),
                                            { { u"title"_s, u"B"_s }, { u"weight"_s, 1 } },
                                            { u"title"_s, u"weight"_s })
                                .validateRequired({ u"title"_s, u"weight"_s })
                                .addError(u"base"_s, u"same"_s)
                                .addError(u"title"_s, u"other"_s)
                                .withAction(DustChangeset::Update);
    const auto merged = first.merge(second);
    QCOMPARE(merged.changes(), (QVariantMap{ { u"title"_s, u"B"_s }, { u"weight"_s, 1.0 } }));
    QCOMPARE(merged.params(),
             (QVariantMap{ { u"title"_s, u"B"_s }, { u"pages"_s, u"x"_s }, { u"weight"_s, 1 } }));
    QCOMPARE(merged.permitted(), (QStringList{ u"title"_s, u"pages"_s, u"weight"_s }));
    QCOMPARE(merged.required(), (QStringList{ u"title"_s, u"weight"_s }));
    QCOMPARE(merged.action(), DustChangeset::Update);
    QStringList messages;
    for (const DustFieldError &error : merged.errors())
        messages << error.message;
    QCOMPARE(messages, (QStringList{ u"same"_s, u"is invalid"_s, u"other"_s }));

    // Blank of one, given by the other.
    const auto blank = DustChangeset::cast(sampleBook(), { { u"pages"_s, u""_s } }, { u"pages"_s });
    const auto given = DustChangeset::change(sampleBook(), { { u"pages"_s, 7 } });
    QVERIFY(blank.merge(given).validateRequired({ u"pages"_s }).isValid());
    QVERIFY(!given.merge(blank).validateRequired({ u"pages"_s }).isValid());
}

void tst_DustChangeset::mergeOfDifferentRecords()
{
    Book other = sampleBook();
    other.pages = 1;
    const auto merged = DustChangeset::change(sampleBook(), { { u"title"_s, u"A"_s } })
                                .merge(DustChangeset::change(other, { { u"title"_s, u"B"_s } }));
    QVERIFY(!merged.isValid());
    QCOMPARE(merged.getChange(u"title"_s), QVariant(u"A"_s));
    QVERIFY(merged.errorMap().value(u"base"_s).toStringList().constFirst().startsWith(
            u"only changesets of the same record can be merged"_s));
}

void tst_DustChangeset::mergeOfDifferentActions()
{
    const auto changeset = DustChangeset::change(sampleBook());
    const auto merged = changeset.withAction(DustChangeset::Insert)
                                .merge(changeset.withAction(DustChangeset::Delete));
    QVERIFY(!merged.isValid());
    QVERIFY(merged.errors().constFirst().message.contains(u"withAction()"_s));
    QVERIFY(changeset.withAction(DustChangeset::Insert).merge(changeset).isValid());
}

void tst_DustChangeset::everyStepLeavesTheOriginal()
{
    const auto original = DustChangeset::cast(sampleBook(), { { u"title"_s, u"A"_s } },
                                              { u"title"_s });
    const auto fingerprint = [&] {
        return QVariantList{ original.changes(),  original.params(),   original.permitted(),
                             original.required(), original.errorMap(), original.action() };
    };
    const QVariantList before = fingerprint();
    const QVariantMap author{ { u"name"_s, u"X"_s } };
    const QList<DustChangeset> steps{
        original.cast({ { u"pages"_s, 1 }, { u"author"_s, author } }, { u"pages"_s }),
        original.change({ { u"pages"_s, 1 } }),
        original.putChange(u"pages"_s, 1),
        original.forceChange(u"title"_s, u"Qt"_s),
        original.updateChange(u"title"_s, [](const QVariant &) { return QVariant(u"Z"_s); }),
        original.deleteChange(u"title"_s),
        original.merge(DustChangeset::change(sampleBook(), { { u"pages"_s, 1 } })),
        original.withAction(DustChangeset::Delete),
        original.addError(u"title"_s, u"bad"_s),
        original.validateRequired({ u"secret"_s }),
        original.validateLength(u"title"_s, DustLength().min(9)),
        original.validateFormat(u"title"_s, QRegularExpression(u"^x"_s)),
        original.validateAcceptance(u"terms"_s),
        original.cast({ { u"author"_s, author } }, {}).castEmbed<Author>(u"author"_s),
    };
    for (const DustChangeset &step : steps) {
        QVERIFY(step.changes() != original.changes() || step.errorMap() != original.errorMap()
                || step.action() != original.action());
    }
    QCOMPARE(fingerprint(), before);
}

void tst_DustChangeset::applyChanges()
{
    Book book = sampleBook();
    book.dustMeta.addLeaf("title", 7);
    const auto changeset = DustChangeset::change(
            book, { { u"title"_s, u"New"_s }, { u"slug"_s, u"s"_s } });
    const DustRecord record = changeset.addError(u"title"_s, u"bad"_s).applyChanges();
    QCOMPARE(record.slug(), u"s"_s);
    QCOMPARE(record.value(u"title"_s), QVariant(u"New"_s));
    QCOMPARE(record.value(u"pages"_s), QVariant(300));
    QCOMPARE(record.meta().leafRevision("title"), std::optional<quint64>(7));
    const Book applied = changeset.applyChanges<Book>();
    QCOMPARE(applied.title, u"New"_s);
    QCOMPARE(applied.rating, std::optional<int>(4));
    QCOMPARE(applied.dustMeta.leafRevision("title"), std::optional<quint64>(7));
    QCOMPARE(changeset.data().slug(), u"qt"_s);
}

void tst_DustChangeset::applyAction()
{
    const auto valid = Book::changeset(sampleBook(), { { u"title"_s, u"New"_s } });
    QCOMPARE(valid.applyAction(DustChangeset::Update)->value(u"title"_s), QVariant(u"New"_s));
    QCOMPARE(valid.applyAction<Book>(DustChangeset::Update)->title, u"New"_s);

    const auto one = Book::changeset(sampleBook(), { { u"title"_s, u""_s } });
    const DustError error = one.applyAction(DustChangeset::Insert).error();
    QCOMPARE(error.kind(), DustError::Invalid);
    QCOMPARE(error.message(), u"1 field is invalid: title can't be blank"_s);
    QCOMPARE(error.fieldErrors(), one.errorMap());
    QCOMPARE(error.detail().value(u"action"_s).value<DustChangeset::Action>(),
             DustChangeset::Insert);
    QVERIFY(!error.isRetryable());
    QCOMPARE(one.applyAction<Book>(DustChangeset::Insert).error(), error);

    const auto two = Book::changeset(sampleBook(),
                                     { { u"title"_s, u""_s }, { u"pages"_s, u"x"_s } })
                             .addError(u"title"_s, u"is odd"_s);
    QCOMPARE(two.applyAction(DustChangeset::Insert).error().message(),
             u"2 fields are invalid: pages is invalid, title is odd and can't be blank"_s);

    DustChangeset many = valid;
    for (int i = 0; i < 9; ++i)
        many = many.addError(u"f%1"_s.arg(i), u"is bad"_s);
    QCOMPARE(many.applyAction(DustChangeset::Insert).error().message(),
             u"9 fields are invalid: f0 is bad, f1 is bad, f2 is bad, f3 is bad, f4 is bad, …"_s);
}

void tst_DustChangeset::applyAsAnotherType()
{
    const auto changeset = DustChangeset::change(sampleBook());
    QCOMPARE(changeset.applyChanges<Author>().name, QString());
    const auto result = changeset.applyAction<Author>(DustChangeset::Update);
    QCOMPARE(result.error().kind(), DustError::InvalidParams);
    QVERIFY(result.error().message().contains(u"Book"_s));
    QVERIFY(result.error().message().contains(u"Author"_s));
}

void tst_DustChangeset::debugOutput()
{
    const auto changeset = DustChangeset::cast(
                                   sampleBook(),
                                   { { u"title"_s, u"New"_s },
                                     { u"secret"_s, u"hunter2"_s },
                                     { u"author"_s, QVariantMap{ { u"name"_s, u"X"_s } } } },
                                   { u"title"_s, u"secret"_s })
                                   .castEmbed<Author>(u"author"_s)
                                   .validateLength(u"secret"_s, DustLength().min(20))
                                   .validateInclusion(u"secret"_s, { u"a"_s })
                                   .validateExclusion(u"secret"_s, { u"hunter2"_s })
                                   .validateFormat(u"secret"_s, QRegularExpression(u"^z"_s))
                                   .withAction(DustChangeset::Insert);
    QString text;
    QDebug(&text) << changeset;
    QVERIFY2(text.startsWith(
                     u"DustChangeset(Book \"qt\", DustChangeset::Insert, changes: {author: "_s),
             qPrintable(text));
    QVERIFY(text.contains(u"secret: ***"_s));
    QVERIFY(!text.contains(u"hunter2"_s));
    QVERIFY(!changeset.applyAction(DustChangeset::Insert).error().message().contains(u"hunter2"_s));
    QVERIFY(text.contains(u"title: QVariant(QString, \"New\")"_s));
    QVERIFY(text.contains(u"should be at least %{count} character(s)"_s));
    QVERIFY(text.contains(u"DustChangeset(Author, DustChangeset::Update, changes: {name: "_s));
    text.clear();
    QDebug(&text) << DustChangeset();
    QCOMPARE(text.trimmed(), u"DustChangeset(null)"_s);
}

void tst_DustChangeset::propertiesForQml()
{
    const auto changeset = Book::changeset(sampleBook(),
                                           { { u"title"_s, u""_s }, { u"slug"_s, u"s"_s } })
                                   .withAction(DustChangeset::Update);
    const auto read = [&](const char *name) {
        const QMetaObject &meta = DustChangeset::staticMetaObject;
        return meta.property(meta.indexOfProperty(name)).readOnGadget(&changeset);
    };
    QCOMPARE(read("valid"), QVariant(false));
    QCOMPARE(read("changes"), QVariant(changeset.changes()));
    QCOMPARE(read("params"), QVariant(changeset.params()));
    QCOMPARE(read("slug"), QVariant(u"s"_s));
    QCOMPARE(read("action").toInt(), int(DustChangeset::Update));
    QCOMPARE(read("errors").toMap().value(u"title"_s).toStringList(),
             QStringList{ u"can't be blank"_s });
}

QTEST_APPLESS_MAIN(tst_DustChangeset)
#include "tst_dustchangeset.moc"
