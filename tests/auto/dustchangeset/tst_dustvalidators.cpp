// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "book.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

using Step = std::function<DustChangeset(const DustChangeset &)>;
Q_DECLARE_METATYPE(Step)

namespace {

DustDecimal decimal(const QString &text)
{
    return DustDecimal::fromString(text).value();
}

QVariant decimalVariant(const QString &text)
{
    return QVariant::fromValue(decimal(text));
}

Step length(const QString &field, const DustLength &length)
{
    return [=](const DustChangeset &changeset) { return changeset.validateLength(field, length); };
}

Step number(const QString &field, const DustNumber &number)
{
    return [=](const DustChangeset &changeset) { return changeset.validateNumber(field, number); };
}

Step format(const QString &field, const QString &pattern, const QString &message = {})
{
    return [=](const DustChangeset &changeset) {
        return changeset.validateFormat(field, QRegularExpression(pattern), message);
    };
}

Step inclusion(const QString &field, const QVariantList &values, const QString &message = {})
{
    return [=](const DustChangeset &changeset) {
        return changeset.validateInclusion(field, values, message);
    };
}

Step exclusion(const QString &field, const QVariantList &values, const QString &message = {})
{
    return [=](const DustChangeset &changeset) {
        return changeset.validateExclusion(field, values, message);
    };
}

Step subset(const QString &field, const QVariantList &values, const QString &message = {})
{
    return [=](const DustChangeset &changeset) {
        return changeset.validateSubset(field, values, message);
    };
}

} // namespace

class tst_DustValidators : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onChange_data();
    void onChange();
    void metadata_data();
    void metadata();
    void runsOnlyOnChangesThatAreNotNull_data();
    void runsOnlyOnChangesThatAreNotNull();
    void fieldOfTheWrongType_data();
    void fieldOfTheWrongType();
    void valueOfTheWrongType_data();
    void valueOfTheWrongType();
    void badBound();
    void change();
    void formatThatIsNone();
    void redactedValuesStayOut();
};

void tst_DustValidators::onChange_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<Step>("step");
    QTest::addColumn<QString>("message"); // null: valid
    const QString title = u"title"_s;
    const QString valid;

    QTest::newRow("format") << title << QVariant(u"abc"_s) << format(title, u"^a"_s) << valid;
    QTest::newRow("format fails") << title << QVariant(u"abc"_s) << format(title, u"^b"_s)
                                  << u"has invalid format"_s;
    QTest::newRow("format message")
            << title << QVariant(u"abc"_s) << format(title, u"^b"_s, u"no b"_s) << u"no b"_s;
    QTest::newRow("format of empty")
            << title << QVariant(u""_s) << format(title, u"."_s) << u"has invalid format"_s;
    QTest::newRow("format of a URL") << u"url"_s << QVariant(QUrl(u"http://x"_s))
                                     << format(u"url"_s, u"^https:"_s) << u"has invalid format"_s;
    QTest::newRow("format of anything") << u"extra"_s << QVariant(u"x"_s)
                                        << format(u"extra"_s, u"y"_s) << u"has invalid format"_s;
    QTest::newRow("format of the slug")
            << u"slug"_s << QVariant(u"A"_s) << format(u"slug"_s, u"^[a-z]+$"_s)
            << u"has invalid format"_s;

    QTest::newRow("inclusion") << u"pages"_s << QVariant(2) << inclusion(u"pages"_s, { 1, 2 })
                               << valid;
    QTest::newRow("inclusion fails")
            << u"pages"_s << QVariant(3) << inclusion(u"pages"_s, { 1, 2 }) << u"is invalid"_s;
    QTest::newRow("inclusion message")
            << u"pages"_s << QVariant(3) << inclusion(u"pages"_s, { 1, 2 }, u"not of %{enum}"_s)
            << u"not of 1, 2"_s;
    QTest::newRow("inclusion of nothing")
            << u"pages"_s << QVariant(3) << inclusion(u"pages"_s, {}) << u"is invalid"_s;
    QTest::newRow("inclusion by key") << u"state"_s << QVariant(u"Printed"_s)
                                      << inclusion(u"state"_s, { u"Printed"_s }) << valid;
    QTest::newRow("inclusion of an optional")
            << u"rating"_s << QVariant(5) << inclusion(u"rating"_s, { 5 }) << valid;
    QTest::newRow("inclusion of a decimal")
            << u"price"_s << QVariant(u"2.0"_s) << inclusion(u"price"_s, { u"2"_s }) << valid;
    QTest::newRow("inclusion of a URL") << u"url"_s << QVariant(u"http://x"_s)
                                        << inclusion(u"url"_s, { u"http://x"_s }) << valid;
    QTest::newRow("inclusion of empty")
            << title << QVariant(u""_s) << inclusion(title, { u"a"_s }) << u"is invalid"_s;
    QTest::newRow("inclusion in the wrong type")
            << u"pages"_s << QVariant(3) << inclusion(u"pages"_s, { u"three"_s })
            << u"is invalid"_s;
    QTest::newRow("inclusion tells kinds apart")
            << u"extra"_s << QVariant(1.0) << inclusion(u"extra"_s, { 1 }) << u"is invalid"_s;

    QTest::newRow("exclusion") << title << QVariant(u"me"_s) << exclusion(title, { u"admin"_s })
                               << valid;
    QTest::newRow("exclusion fails") << title << QVariant(u"admin"_s)
                                     << exclusion(title, { u"admin"_s }) << u"is reserved"_s;
    QTest::newRow("exclusion message")
            << title << QVariant(u"admin"_s) << exclusion(title, { u"admin"_s }, u"is ours"_s)
            << u"is ours"_s;
    QTest::newRow("exclusion of empty")
            << title << QVariant(u""_s) << exclusion(title, { u""_s }) << u"is reserved"_s;
    QTest::newRow("exclusion of the slug")
            << u"slug"_s << QVariant(u"new"_s) << exclusion(u"slug"_s, { u"new"_s })
            << u"is reserved"_s;

    const QVariantList animals{ u"cat"_s, u"dog"_s };
    QTest::newRow("subset") << u"tags"_s << QVariant(QStringList{ u"cat"_s })
                            << subset(u"tags"_s, animals) << valid;
    QTest::newRow("subset fails") << u"tags"_s << QVariant(QStringList{ u"cat"_s, u"cow"_s })
                                  << subset(u"tags"_s, animals) << u"has an invalid entry"_s;
    QTest::newRow("subset message") << u"tags"_s << QVariant(QStringList{ u"cow"_s })
                                    << subset(u"tags"_s, animals, u"moo"_s) << u"moo"_s;
    QTest::newRow("subset of empty")
            << u"tags"_s << QVariant(QStringList()) << subset(u"tags"_s, animals) << valid;
    QTest::newRow("subset of anything") << u"extra"_s << QVariant(QVariantList{ u"cow"_s })
                                        << subset(u"extra"_s, animals) << u"has an invalid entry"_s;
    QTest::newRow("subset of JSON") << u"json"_s << QVariant(QVariantList{ u"cow"_s })
                                    << subset(u"json"_s, animals) << u"has an invalid entry"_s;

    QTest::newRow("length") << title << QVariant(u"abc"_s)
                            << length(title, DustLength().min(1).max(3)) << valid;
    QTest::newRow("length min") << title << QVariant(u"a"_s)
                                << length(title, DustLength().min(2).max(3))
                                << u"should be at least 2 character(s)"_s;
    QTest::newRow("length max") << title << QVariant(u"abcd"_s)
                                << length(title, DustLength().min(2).max(3))
                                << u"should be at most 3 character(s)"_s;
    QTest::newRow("length is") << title << QVariant(u"abcd"_s)
                               << length(title, DustLength().is(3).max(3))
                               << u"should be 3 character(s)"_s;
    QTest::newRow("length message")
            << title << QVariant(u"a"_s)
            << length(title, DustLength().min(2).message(u"below %{count}"_s)) << u"below 2"_s;
    QTest::newRow("length of empty")
            << title << QVariant(u""_s) << length(title, DustLength().min(1))
            << u"should be at least 1 character(s)"_s;
    QTest::newRow("length in graphemes") << title << QVariant(u"e\u0301🇩🇪👩‍🚀"_s)
                                         << length(title, DustLength().is(3)) << valid;
    QTest::newRow("length of a lone surrogate") << title << QVariant(QString(QChar(0xd800)))
                                                << length(title, DustLength().is(1)) << valid;
    QTest::newRow("length of a URL")
            << u"url"_s << QVariant(QUrl(u"http://x"_s)) << length(u"url"_s, DustLength().max(7))
            << u"should be at most 7 character(s)"_s;
    QTest::newRow("bytes min") << u"cover"_s << QVariant(QByteArray("é"))
                               << length(u"cover"_s, DustLength().min(3))
                               << u"should be at least 3 byte(s)"_s;
    QTest::newRow("bytes max") << u"cover"_s << QVariant(QByteArray("é"))
                               << length(u"cover"_s, DustLength().max(1))
                               << u"should be at most 1 byte(s)"_s;
    QTest::newRow("bytes is") << u"cover"_s << QVariant(QByteArray("é"))
                              << length(u"cover"_s, DustLength().is(1)) << u"should be 1 byte(s)"_s;
    QTest::newRow("items min") << u"tags"_s << QVariant(QStringList{ u"a"_s })
                               << length(u"tags"_s, DustLength().min(2))
                               << u"should have at least 2 item(s)"_s;
    QTest::newRow("items max") << u"tags"_s << QVariant(QStringList{ u"a"_s })
                               << length(u"tags"_s, DustLength().max(0))
                               << u"should have at most 0 item(s)"_s;
    QTest::newRow("items is") << u"tags"_s << QVariant(QStringList{ u"a"_s })
                              << length(u"tags"_s, DustLength().is(2))
                              << u"should have 2 item(s)"_s;
    QTest::newRow("length of anything")
            << u"extra"_s << QVariant(QVariantList{ 1 }) << length(u"extra"_s, DustLength().is(2))
            << u"should have 2 item(s)"_s;

    const auto addNumber = [&](const char *name, const QVariant &value, const DustNumber &bounds,
                               const QString &message) {
        const QString field = value.typeId() == QMetaType::Double        ? u"weight"_s
                : value.metaType() == QMetaType::fromType<DustDecimal>() ? u"price"_s
                                                                         : u"copies"_s;
        QTest::newRow(name) << field << value << number(field, bounds) << message;
    };
    addNumber("less", 4, DustNumber().lessThan(5), valid);
    addNumber("less fails", 5, DustNumber().lessThan(5), u"must be less than 5"_s);
    addNumber("greater", 6, DustNumber().greaterThan(5), valid);
    addNumber("greater fails", 5, DustNumber().greaterThan(5), u"must be greater than 5"_s);
    addNumber("less or equal", 5, DustNumber().lessThanOrEqualTo(5), valid);
    addNumber("less or equal fails", 6, DustNumber().lessThanOrEqualTo(5),
              u"must be less than or equal to 5"_s);
    addNumber("greater or equal", 5, DustNumber().greaterThanOrEqualTo(5), valid);
    addNumber("greater or equal fails", 4, DustNumber().greaterThanOrEqualTo(5),
              u"must be greater than or equal to 5"_s);
    addNumber("equal", 5, DustNumber().equalTo(5), valid);
    addNumber("equal fails", 4, DustNumber().equalTo(5), u"must be equal to 5"_s);
    addNumber("not equal", 4, DustNumber().notEqualTo(5), valid);
    addNumber("not equal fails", 5, DustNumber().notEqualTo(5), u"must be not equal to 5"_s);
    addNumber("first that fails", 5, DustNumber().greaterThan(1).lessThan(4).equalTo(9),
              u"must be less than 4"_s);
    addNumber("number message", 5, DustNumber().lessThan(5).message(u"under %{number}!"_s),
              u"under 5!"_s);
    addNumber("no bound", 5, DustNumber(), valid);
    addNumber("integer and double", 5, DustNumber().lessThan(5.5), valid);
    const qint64 large = (qint64(1) << 53) + 1;
    addNumber("exact 64-bit integers", large, DustNumber().greaterThan(large - 1), valid);
    addNumber("above qint64", 5, DustNumber().lessThan(std::numeric_limits<quint64>::max()), valid);
    addNumber("double", 1.5, DustNumber().lessThan(1), u"must be less than 1"_s);
    addNumber("double bound", 1.5, DustNumber().greaterThan(1.75), u"must be greater than 1.75"_s);
    addNumber("decimal", decimalVariant(u"2.50"_s), DustNumber().equalTo(decimalVariant(u"2.5"_s)),
              valid);
    addNumber("decimal fails", decimalVariant(u"2.50"_s),
              DustNumber().lessThan(decimalVariant(u"2.50"_s)), u"must be less than 2.50"_s);
    addNumber("decimal and integer", decimalVariant(u"2.50"_s), DustNumber().greaterThan(3),
              u"must be greater than 3"_s);
    addNumber("decimal and double", decimalVariant(u"0.1"_s), DustNumber().equalTo(0.1), valid);
    addNumber("decimal above qint64", decimalVariant(u"1"_s),
              DustNumber().lessThan(std::numeric_limits<quint64>::max()), valid);
    QTest::newRow("optional number")
            << u"rating"_s << QVariant(7) << number(u"rating"_s, DustNumber().lessThanOrEqualTo(5))
            << u"must be less than or equal to 5"_s;
    QTest::newRow("number of anything")
            << u"extra"_s << QVariant(7) << number(u"extra"_s, DustNumber().lessThan(5))
            << u"must be less than 5"_s;
    QTest::newRow("number of JSON")
            << u"json"_s << QVariant(7) << number(u"json"_s, DustNumber().lessThan(5))
            << u"must be less than 5"_s;
}

void tst_DustValidators::onChange()
{
    QFETCH(QString, field);
    QFETCH(QVariant, value);
    QFETCH(Step, step);
    QFETCH(QString, message);

    const auto changeset = DustChangeset::change(sampleBook()).putChange(field, value);
    QCOMPARE(changeset.changes().keys(), QStringList{ field });
    const auto validated = step(changeset);
    QVERIFY(changeset.isValid());
    QCOMPARE(validated.changes(), changeset.changes());
    QCOMPARE(validated.isValid(), message.isNull());
    if (!message.isNull())
        QCOMPARE(validated.errorMap(), (QVariantMap{ { field, QVariantList{ message } } }));
}

void tst_DustValidators::metadata_data()
{
    QTest::addColumn<QVariantMap>("changes");
    QTest::addColumn<Step>("step");
    QTest::addColumn<QVariantMap>("metadata");
    const QVariantMap title{ { u"title"_s, u"abc"_s } };
    const QVariantMap tags{ { u"tags"_s, QStringList{ u"x"_s } } };

    QTest::newRow("format") << title << format(u"title"_s, u"^b"_s)
                            << QVariantMap{ { u"validation"_s, u"format"_s } };
    QTest::newRow("inclusion") << title << inclusion(u"title"_s, { u"d"_s })
                               << QVariantMap{ { u"validation"_s, u"inclusion"_s },
                                               { u"enum"_s, QVariantList{ u"d"_s } } };
    QTest::newRow("exclusion") << title << exclusion(u"title"_s, { u"abc"_s })
                               << QVariantMap{ { u"validation"_s, u"exclusion"_s },
                                               { u"enum"_s, QVariantList{ u"abc"_s } } };
    QTest::newRow("subset") << tags << subset(u"tags"_s, { u"d"_s })
                            << QVariantMap{ { u"validation"_s, u"subset"_s },
                                            { u"enum"_s, QVariantList{ u"d"_s } } };
    const auto lengthMetadata = [](const QString &kind, int count, const QString &type) {
        return QVariantMap{ { u"validation"_s, u"length"_s },
                            { u"kind"_s, kind },
                            { u"count"_s, count },
                            { u"type"_s, type } };
    };
    QTest::newRow("min") << title << length(u"title"_s, DustLength().min(9))
                         << lengthMetadata(u"min"_s, 9, u"string"_s);
    QTest::newRow("max") << tags << length(u"tags"_s, DustLength().max(0))
                         << lengthMetadata(u"max"_s, 0, u"list"_s);
    QTest::newRow("is") << QVariantMap{ { u"cover"_s, QByteArray("x") } }
                        << length(u"cover"_s, DustLength().is(4))
                        << lengthMetadata(u"is"_s, 4, u"binary"_s);
    const auto addKind = [](const char *kind, int pages, const DustNumber &bounds) {
        QTest::newRow(kind) << QVariantMap{ { u"pages"_s, pages } } << number(u"pages"_s, bounds)
                            << QVariantMap{ { u"validation"_s, u"number"_s },
                                            { u"kind"_s, QString::fromLatin1(kind) },
                                            { u"number"_s, 5 } };
    };
    addKind("less_than", 9, DustNumber().lessThan(5));
    addKind("greater_than", 1, DustNumber().greaterThan(5));
    addKind("less_than_or_equal_to", 9, DustNumber().lessThanOrEqualTo(5));
    addKind("greater_than_or_equal_to", 1, DustNumber().greaterThanOrEqualTo(5));
    addKind("equal_to", 1, DustNumber().equalTo(5));
    addKind("not_equal_to", 5, DustNumber().notEqualTo(5));
}

void tst_DustValidators::metadata()
{
    QFETCH(QVariantMap, changes);
    QFETCH(Step, step);
    QFETCH(QVariantMap, metadata);

    const auto errors = step(DustChangeset::change(sampleBook(), changes)).errors();
    QCOMPARE(errors.size(), 1);
    QCOMPARE(errors.constFirst().metadata, metadata);
}

void tst_DustValidators::runsOnlyOnChangesThatAreNotNull_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<Step>("step"); // one that fails on every value

    QTest::newRow("format") << u"title"_s << format(u"title"_s, u"^(?!)"_s);
    QTest::newRow("inclusion") << u"rating"_s << inclusion(u"rating"_s, {});
    QTest::newRow("exclusion") << u"title"_s << exclusion(u"title"_s, { u"Qt"_s, QString() });
    QTest::newRow("subset") << u"extra"_s << subset(u"extra"_s, {});
    QTest::newRow("length") << u"title"_s << length(u"title"_s, DustLength().min(99));
    QTest::newRow("number") << u"rating"_s << number(u"rating"_s, DustNumber().lessThan(-9));
    QTest::newRow("decimal") << u"price"_s << number(u"price"_s, DustNumber().lessThan(-9));
    QTest::newRow("change") << u"title"_s << Step([](const DustChangeset &changeset) {
        return changeset.validateChange(u"title"_s, [](const QString &field, const QVariant &) {
            return QList<DustFieldError>{ { field, u"never"_s } };
        });
    });
}

void tst_DustValidators::runsOnlyOnChangesThatAreNotNull()
{
    QFETCH(QString, field);
    QFETCH(Step, step);

    Book book = sampleBook();
    book.extra = QVariantList{ 1 };
    QVERIFY(step(DustChangeset::change(book)).isValid());
    const auto cleared = DustChangeset::cast(book, { { field, QVariant() } }, { field });
    QCOMPARE(cleared.changes().size(), 1);
    QVERIFY(step(cleared).isValid());
}

void tst_DustValidators::fieldOfTheWrongType_data()
{
    QTest::addColumn<Step>("step");
    QTest::addColumn<QString>("message");

    QTest::newRow("format")
            << format(u"pages"_s, u"1"_s)
            << u"the format of pages of Book cannot be validated: a field of type integer has none"_s;
    QTest::newRow("length") << length(u"pages"_s, DustLength().min(1))
                            << u"the length of pages of Book cannot be validated"_s;
    QTest::newRow("number")
            << number(u"title"_s, DustNumber().lessThan(1))
            << u"the number of title of Book cannot be validated: a field of type string has none"_s;
    QTest::newRow("subset") << subset(u"title"_s, {})
                            << u"the subset of title of Book cannot be validated"_s;
    QTest::newRow("inclusion")
            << inclusion(u"author"_s, {})
            << u"the inclusion of author of Book cannot be validated: a field of type map has none"_s;
    QTest::newRow("exclusion") << exclusion(u"editors"_s, {})
                               << u"the exclusion of editors of Book cannot be validated"_s;
}

void tst_DustValidators::fieldOfTheWrongType()
{
    QFETCH(Step, step);
    QFETCH(QString, message);

    // Found without a change, so that it does not wait for a user's input.
    const auto changeset = step(step(DustChangeset::change(sampleBook())));
    const QStringList messages = changeset.errorMap().value(u"base"_s).toStringList();
    QCOMPARE(messages.size(), 1);
    QVERIFY2(messages.constFirst().startsWith(message), qPrintable(messages.constFirst()));
    QVERIFY(messages.constFirst().endsWith(u"use validateChange()"_s));
}

void tst_DustValidators::valueOfTheWrongType_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<Step>("step");
    QTest::addColumn<QString>("validation");

    QTest::newRow("format") << u"title"_s << QVariant(5) << format(u"title"_s, u"5"_s)
                            << u"format"_s;
    QTest::newRow("length") << u"title"_s << QVariant(5) << length(u"title"_s, DustLength().max(9))
                            << u"length"_s;
    QTest::newRow("number") << u"pages"_s << QVariant(u"x"_s) << number(u"pages"_s, DustNumber())
                            << u"number"_s;
    QTest::newRow("number of anything")
            << u"extra"_s << QVariant(u"x"_s) << number(u"extra"_s, DustNumber()) << u"number"_s;
    QTest::newRow("subset of anything")
            << u"extra"_s << QVariant(5) << subset(u"extra"_s, { 5 }) << u"subset"_s;
    QTest::newRow("subset of a list")
            << u"tags"_s << QVariant(5) << subset(u"tags"_s, { 5 }) << u"subset"_s;
    QTest::newRow("number of an empty text")
            << u"pages"_s << QVariant(u""_s) << number(u"pages"_s, DustNumber()) << u"number"_s;
    QTest::newRow("inclusion") << u"pages"_s << QVariant(u"x"_s) << inclusion(u"pages"_s, { 5 })
                               << u"inclusion"_s;
}

void tst_DustValidators::valueOfTheWrongType()
{
    QFETCH(QString, field);
    QFETCH(QVariant, value);
    QFETCH(Step, step);
    QFETCH(QString, validation);

    const auto changeset = step(DustChangeset::change(sampleBook(), { { field, value } }));
    QCOMPARE(changeset.errorMap(), (QVariantMap{ { field, QVariantList{ u"is invalid"_s } } }));
    QCOMPARE(changeset.errors().constFirst().metadata.value(u"validation"_s), QVariant(validation));
    QVERIFY(exclusion(field, { 77 })(DustChangeset::change(sampleBook(), { { field, value } }))
                    .isValid());
}

void tst_DustValidators::badBound()
{
    for (const QVariant &bound :
         { QVariant(u"5"_s), QVariant(), QVariant(true), QVariant::fromValue(DustDecimal()) }) {
        const auto changeset = DustChangeset::change(sampleBook())
                                       .validateNumber(u"pages"_s, DustNumber().lessThan(bound));
        const QString message = changeset.errorMap().value(u"base"_s).toStringList().value(0);
        QVERIFY2(
                message.startsWith(u"a bound of validateNumber() for pages of Book is no number"_s),
                qPrintable(message));
    }
}

void tst_DustValidators::change()
{
    const auto even = [](const QString &field, const QVariant &value) {
        QList<DustFieldError> errors;
        if (value.toInt() % 2)
            errors.append({ field, u"is odd: %{value}"_s, { { u"value"_s, value } } });
        return errors;
    };
    const auto changeset = DustChangeset::change(sampleBook());
    QCOMPARE(changeset.validateChange(u"rating"_s, {}).errorMap().value(u"base"_s).toStringList(),
             QStringList{ u"validateChange() for rating of Book got no function: give it one"_s });
    QVERIFY(changeset.putChange(u"rating"_s, 2).validateChange(u"rating"_s, even).isValid());
    // As in Ecto, it is not asked about a value that is taken away.
    const auto never = [](const QString &field, const QVariant &) {
        return QList<DustFieldError>{ { field, u"was asked"_s } };
    };
    QVERIFY(changeset.putChange(u"rating"_s, QVariant())
                    .validateChange(u"rating"_s, never)
                    .isValid());
    QVERIFY(changeset.validateChange(u"rating"_s, never).isValid());
    QCOMPARE(changeset.putChange(u"rating"_s, 3).validateChange(u"rating"_s, even).errorMap(),
             (QVariantMap{ { u"rating"_s, QVariantList{ u"is odd: 3"_s } } }));
}

void tst_DustValidators::formatThatIsNone()
{
    const auto book = DustChangeset::change(sampleBook());
    const auto changeset = format(u"title"_s, u"(["_s)(format(u"title"_s, u"(["_s)(book));
    QVERIFY(!changeset.isValid());
    const QStringList messages = changeset.errorMap().value(u"base"_s).toStringList();
    QCOMPARE(messages.size(), 1);
    QVERIFY2(messages.constFirst().startsWith(
                     u"the format of title of Book is no regular expression ("_s),
             qPrintable(messages.constFirst()));
}

class Account
{
    Q_GADGET
    DUST_SCHEMA("accounts")
    DUST_REDACTED("password pin")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString password MEMBER password)
    Q_PROPERTY(int pin MEMBER pin)

public:
    QString slug, password;
    int pin = 0;
};

void tst_DustValidators::redactedValuesStayOut()
{
    const QVariantMap params{ { u"slug"_s, u"me"_s },
                              { u"password"_s, u"hunter-4711"_s },
                              { u"pin"_s, 4711 } };
    const auto changeset = DustChangeset::cast(Account(), params, params.keys())
                                   .cast({ { u"pin"_s, u"x4711"_s }, { u"slug"_s, 5 } },
                                         { u"pin"_s, u"slug"_s })
                                   .validateLength(u"password"_s, DustLength().min(99))
                                   .validateFormat(u"password"_s, QRegularExpression(u"^x"_s))
                                   .validateInclusion(u"password"_s, { u"x"_s })
                                   .validateExclusion(u"password"_s, { u"hunter-4711"_s })
                                   .validateConfirmation(u"password"_s,
                                                         DustConfirmation().required())
                                   .validateNumber(u"pin"_s, DustNumber().notEqualTo(4711))
                                   .validateExclusion(u"pin"_s, { 4711 });
    QCOMPARE(changeset.errors().size(), 9);
    QString text;
    QDebug(&text) << changeset << changeset.errors()
                  << changeset.applyAction(DustChangeset::Insert).error();
    QVERIFY2(!text.contains(u"4711"_s), qPrintable(text));
    QCOMPARE(DustChangeset::change(Account(), { { u"pin"_s, 4711 } })
                     .validateNumber(u"pin"_s, DustNumber().notEqualTo(4711))
                     .errorMap(),
             (QVariantMap{ { u"pin"_s, QVariantList{ u"is invalid"_s } } }));
}

QTEST_APPLESS_MAIN(tst_DustValidators)
#include "tst_dustvalidators.moc"
