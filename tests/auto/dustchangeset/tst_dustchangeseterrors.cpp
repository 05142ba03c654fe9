// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "book.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QTranslator>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

// German for a few messages, with the two plural forms of the language.
class GermanTranslator : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *source, const char *, int n) const override
    {
        if (QByteArrayView(context) != "DustChangeset")
            return {};
        const QByteArrayView text(source);
        if (text == "should be at least %{count} character(s)")
            return n == 1 ? u"braucht mindestens ein Zeichen"_s
                          : u"braucht mindestens %{count} Zeichen"_s;
        if (text == "can't be blank")
            return u"fehlt"_s;
        if (text == "%n field is invalid: %1")
            return u"%n Feld ist ungültig: %1"_s;
        if (text == "%n fields are invalid: %1")
            return u"%n Felder sind ungültig: %1"_s;
        return {};
    }
};

} // namespace

class tst_DustChangesetErrors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fieldError();
    void addError();
    void order();
    void interpolates_data();
    void interpolates();
    void traverses();
    void translates();
    void speaksGerman_data();
    void speaksGerman();
};

void tst_DustChangesetErrors::fieldError()
{
    const DustFieldError none;
    QVERIFY(none.field.isEmpty());
    const DustFieldError error(u"title"_s, u"is odd"_s, { { u"count"_s, 1 } });
    QCOMPARE(error.field, u"title"_s);
    QCOMPARE(error.message, u"is odd"_s);
    QCOMPARE(error.metadata, (QVariantMap{ { u"count"_s, 1 } }));
    QVERIFY(error == DustFieldError(error));
    QVERIFY(error != none);
    QVERIFY(error != DustFieldError(u"title"_s, u"is odd"_s));
    QString text;
    QDebug(&text) << error;
    QVERIFY2(text.startsWith(u"DustFieldError(\"title\", \"is odd\", "_s), qPrintable(text));
}

void tst_DustChangesetErrors::addError()
{
    const auto changeset = DustChangeset::change(sampleBook());
    const auto wrong = changeset.addError(u"title"_s, u"is odd"_s, { { u"x"_s, 1 } })
                               .addError(u"terms"_s, u"are dull"_s);
    QVERIFY(!wrong.isValid());
    QVERIFY(changeset.isValid());
    const QList<DustFieldError> expected{ { u"terms"_s, u"are dull"_s },
                                          { u"title"_s, u"is odd"_s, { { u"x"_s, 1 } } } };
    QCOMPARE(wrong.errors(), expected);
    QCOMPARE(wrong.errorMap(),
             (QVariantMap{ { u"title"_s, QVariantList{ u"is odd"_s } },
                           { u"terms"_s, QVariantList{ u"are dull"_s } } }));
}

void tst_DustChangesetErrors::order()
{
    const auto changeset = DustChangeset::cast(sampleBook(),
                                               { { u"pages"_s, u"x"_s },
                                                 { u"title"_s, u"T"_s },
                                                 { u"secret"_s, u""_s } },
                                               { u"pages"_s, u"title"_s, u"secret"_s })
                                   .validateLength(u"title"_s, DustLength().min(3))
                                   .validateRequired({ u"secret"_s, u"cover"_s })
                                   .validateChange(u"title"_s,
                                                   [](const QString &field, const QVariant &) {
                                                       return QList<DustFieldError>{
                                                           { field, u"one"_s }, { field, u"two"_s }
                                                       };
                                                   })
                                   .cast({ { u"rating"_s, u"x"_s } }, { u"rating"_s });
    QStringList seen;
    for (const DustFieldError &error : changeset.errors())
        seen << error.field + u' ' + DustChangeset::translated(error);
    QCOMPARE(seen,
             (QStringList{ u"title one"_s, u"title two"_s, u"secret can't be blank"_s,
                           u"cover can't be blank"_s, u"title should be at least 3 character(s)"_s,
                           u"pages is invalid"_s, u"rating is invalid"_s }));
    QCOMPARE(changeset.errorMap().value(u"title"_s).toStringList(),
             (QStringList{ u"one"_s, u"two"_s, u"should be at least 3 character(s)"_s }));
}

void tst_DustChangesetErrors::interpolates_data()
{
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("text");

    QTest::newRow("none") << u"is odd"_s << u"is odd"_s;
    QTest::newRow("number") << u"at most %{count}"_s << u"at most 3"_s;
    QTest::newRow("several") << u"%{count}%{name} %{count}"_s << u"3%{count} 3"_s;
    QTest::newRow("double") << u"%{half}!"_s << u"0.5!"_s;
    QTest::newRow("decimal") << u"%{price}"_s << u"1.50"_s;
    QTest::newRow("list") << u"one of %{enum}"_s << u"one of a, 2"_s;
    QTest::newRow("unknown stays") << u"%{what} %{count}"_s << u"%{what} 3"_s;
    QTest::newRow("unclosed stays") << u"%{count} %{count"_s << u"3 %{count"_s;
    QTest::newRow("percent") << u"100% %1"_s << u"100% %1"_s;
    QTest::newRow("beyond Latin-1") << u"größer als %{count} €"_s << u"größer als 3 €"_s;
    QTest::newRow("empty") << QString() << QString();
}

void tst_DustChangesetErrors::interpolates()
{
    QFETCH(QString, message);
    QFETCH(QString, text);

    const QVariantMap metadata{ { u"count"_s, 3 },
                                { u"name"_s, u"%{count}"_s },
                                { u"half"_s, 0.5 },
                                { u"price"_s,
                                  QVariant::fromValue(DustDecimal::fromString(u"1.50"_s).value()) },
                                { u"enum"_s, QVariantList{ u"a"_s, 2 } } };
    QCOMPARE(DustChangeset::translated({ u"title"_s, message, metadata }), text);
}

void tst_DustChangesetErrors::traverses()
{
    const QVariantMap params{
        { u"title"_s, u""_s },
        { u"author"_s, QVariantMap{ { u"name"_s, u"X"_s } } },
        { u"editors"_s, QVariantList{ QVariantMap{ { u"name"_s, u"Ann"_s } }, QVariantMap() } }
    };
    const auto changeset = DustChangeset::cast(sampleBook(), params, { u"title"_s })
                                   .castEmbed<Author>(u"author"_s)
                                   .castEmbed<Author>(u"editors"_s)
                                   .validateRequired();
    const QVariantMap tree = changeset.traverseErrors([](const DustFieldError &error) {
        return QVariant(error.field + u':' + error.metadata.value(u"validation"_s).toString());
    });
    const QVariantMap expected{
        { u"title"_s, QVariantList{ u"title:required"_s } },
        { u"author"_s, QVariantMap{ { u"name"_s, QVariantList{ u"name:length"_s } } } },
        { u"editors"_s,
          QVariantList{ QVariantMap(),
                        QVariantMap{ { u"name"_s, QVariantList{ u"name:required"_s } } } } }
    };
    QCOMPARE(tree, expected);
    QVERIFY(DustChangeset::change(sampleBook())
                    .traverseErrors([](const DustFieldError &) { return QVariant(); })
                    .isEmpty());
}

void tst_DustChangesetErrors::speaksGerman_data()
{
    QTest::addColumn<QString>("message");
    QTest::addColumn<QVariantMap>("metadata");
    QTest::addColumn<QString>("german");
    const auto count = [](int n) { return QVariantMap{ { u"count"_s, n } }; };
    QTest::newRow("blank") << u"can't be blank"_s << QVariantMap() << u"darf nicht leer sein"_s;
    QTest::newRow("number") << u"must be less than %{number}"_s << QVariantMap{ { u"number"_s, 7 } }
                            << u"muss kleiner als 7 sein"_s;
    QTest::newRow("one") << u"should have at least %{count} item(s)"_s << count(1)
                         << u"sollte mindestens 1 Eintrag haben"_s;
    QTest::newRow("several") << u"should have at least %{count} item(s)"_s << count(2)
                             << u"sollte mindestens 2 Einträge haben"_s;
    QTest::newRow("the application's own") << u"is too odd"_s << QVariantMap() << u"is too odd"_s;
}

// With the catalogue that is installed.
void tst_DustChangesetErrors::speaksGerman()
{
    QFETCH(QString, message);
    QFETCH(QVariantMap, metadata);
    QTranslator translator;
    QVERIFY2(translator.load(QLocale(u"de_AT"_s), u"dustecto"_s, u"_"_s, DUST_TRANSLATIONS ""_L1),
             "No catalogue was built: install Qt's Linguist tools (qt6-l10n-tools)");
    QVERIFY(QCoreApplication::installTranslator(&translator));
    const QString text = DustChangeset::translated({ u"title"_s, message, metadata });
    QCoreApplication::removeTranslator(&translator);
    QTEST(text, "german");
}

void tst_DustChangesetErrors::translates()
{
    const auto min = [](int count) {
        return DustChangeset::cast(sampleBook(),
                                   { { u"cover"_s, QByteArray() }, { u"secret"_s, u"é"_s } },
                                   { u"secret"_s })
                .validateLength(u"secret"_s, DustLength().min(count))
                .validateRequired({ u"url"_s });
    };
    const auto text = [](const DustChangeset &changeset, const QString &field) {
        return changeset.errorMap().value(field).toStringList().value(0);
    };
    QCOMPARE(text(min(5), u"secret"_s), u"should be at least 5 character(s)"_s);

    GermanTranslator german;
    QVERIFY(QCoreApplication::installTranslator(&german));
    QCOMPARE(text(min(5), u"secret"_s), u"braucht mindestens 5 Zeichen"_s);
    QCOMPARE(text(DustChangeset::change(sampleBook())
                          .addError(u"a"_s, u"should be at least %{count} character(s)"_s,
                                    { { u"count"_s, 1 } }),
                  u"a"_s),
             u"braucht mindestens ein Zeichen"_s);
    QCOMPARE(text(min(5), u"url"_s), u"fehlt"_s);
    QCOMPARE(min(5).applyAction(DustChangeset::Insert).error().message(),
             u"2 Felder sind ungültig: secret braucht mindestens 5 Zeichen, url fehlt"_s);
    QCOMPARE(min(1).applyAction(DustChangeset::Insert).error().message(),
             u"1 Feld ist ungültig: url fehlt"_s);
    // What the errors hold is not translated.
    QCOMPARE(min(5).errors().constFirst().message, u"can't be blank"_s);
    QCoreApplication::removeTranslator(&german);
    QCOMPARE(text(min(5), u"url"_s), u"can't be blank"_s);
}

QTEST_GUILESS_MAIN(tst_DustChangesetErrors)
#include "tst_dustchangeseterrors.moc"
