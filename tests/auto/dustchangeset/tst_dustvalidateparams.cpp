// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "book.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(DustConfirmation)

// The validators that look at more than a change: at the record or at the params.
class tst_DustValidateParams : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void required_data();
    void required();
    void requiredBySchema();
    void requiredOptions();
    void requiredOnceWithAnotherError();
    void confirmation_data();
    void confirmation();
    void acceptance_data();
    void acceptance();
    void slug_data();
    void slug();
};

void tst_DustValidateParams::required_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<bool>("valid");

    QTest::newRow("string") << u"title"_s << QVariant(u"x"_s) << true;
    QTest::newRow("null string") << u"title"_s << QVariant(QString()) << false;
    QTest::newRow("null") << u"title"_s << QVariant() << false;
    QTest::newRow("empty string") << u"title"_s << QVariant(u""_s) << false;
    QTest::newRow("blank string") << u"title"_s << QVariant(u" \n\u00a0"_s) << false;
    QTest::newRow("zero") << u"pages"_s << QVariant(0) << true;
    QTest::newRow("false") << u"lent"_s << QVariant(false) << true;
    QTest::newRow("empty optional") << u"rating"_s << QVariant() << false;
    QTest::newRow("optional zero") << u"rating"_s << QVariant(0) << true;
    QTest::newRow("null date") << u"published"_s << QVariant(QDate()) << false;
    QTest::newRow("null decimal") << u"price"_s << QVariant() << false;
    QTest::newRow("null URL") << u"url"_s << QVariant(QUrl()) << false;
    QTest::newRow("empty list") << u"tags"_s << QVariant(QStringList()) << true;
    QTest::newRow("null of anything") << u"extra"_s << QVariant() << false;
    QTest::newRow("anything blank") << u"extra"_s << QVariant(u" "_s) << false;
    QTest::newRow("slug") << u"slug"_s << QVariant(u"s"_s) << true;
    QTest::newRow("null slug") << u"slug"_s << QVariant() << false;
    QTest::newRow("empty slug") << u"slug"_s << QVariant(u""_s) << false;
    QTest::newRow("value of the wrong type") << u"pages"_s << QVariant(u"x"_s) << true;
}

void tst_DustValidateParams::required()
{
    QFETCH(QString, field);
    QFETCH(QVariant, value);
    QFETCH(bool, valid);

    const auto changeset = DustChangeset::change(sampleBook(), { { field, value } });
    const auto validated = changeset.validateRequired({ field });
    QCOMPARE(validated.isValid(), valid);
    QCOMPARE(validated.required(), QStringList{ field });
    if (valid) {
        QCOMPARE(validated.changes(), changeset.changes());
    } else {
        const QList<DustFieldError> expected{
            { field, u"can't be blank"_s, { { u"validation"_s, u"required"_s } } }
        };
        QCOMPARE(validated.errors(), expected);
        QVERIFY(validated.changes().isEmpty());
    }
}

void tst_DustValidateParams::requiredBySchema()
{
    const auto changeset = DustChangeset::change(Book()).validateRequired();
    QCOMPARE(changeset.required(), (QStringList{ u"slug"_s, u"title"_s }));
    QCOMPARE(changeset.errorMap().keys(), (QStringList{ u"slug"_s, u"title"_s }));
    QVERIFY(DustChangeset::change(sampleBook()).validateRequired().isValid());
}

void tst_DustValidateParams::requiredOptions()
{
    const auto changeset = DustChangeset::change(
            sampleBook(), { { u"title"_s, u" "_s }, { u"secret"_s, u""_s } });
    const auto exact = changeset.validateRequired({ u"title"_s, u"secret"_s, u"url"_s },
                                                  DustRequired().trim(false).message(u"missing"_s));
    QCOMPARE(exact.errorMap(),
             (QVariantMap{ { u"secret"_s, QVariantList{ u"missing"_s } },
                           { u"url"_s, QVariantList{ u"missing"_s } } }));
}

void tst_DustValidateParams::requiredOnceWithAnotherError()
{
    const auto changeset = DustChangeset::cast(sampleBook(), { { u"published"_s, u"soon"_s } },
                                               { u"published"_s })
                                   .validateRequired({ u"published"_s })
                                   .validateRequired({ u"url"_s })
                                   .validateRequired({ u"url"_s });
    QCOMPARE(changeset.errorMap(),
             (QVariantMap{ { u"published"_s, QVariantList{ u"is invalid"_s } },
                           { u"url"_s, QVariantList{ u"can't be blank"_s } } }));
    QCOMPARE(changeset.required(), (QStringList{ u"published"_s, u"url"_s }));
}

void tst_DustValidateParams::confirmation_data()
{
    QTest::addColumn<QVariantMap>("params");
    QTest::addColumn<DustConfirmation>("options");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("message");
    const QVariant a = u"a"_s;
    const QString snake = u"title_confirmation"_s;
    const QString camel = u"titleConfirmation"_s;

    QTest::newRow("same") << QVariantMap{ { u"title"_s, a }, { camel, a } } << DustConfirmation()
                          << QString() << QString();
    QTest::newRow("same, snake") << QVariantMap{ { u"title"_s, a }, { snake, a } }
                                 << DustConfirmation() << QString() << QString();
    QTest::newRow("differs") << QVariantMap{ { u"title"_s, a }, { camel, u"b"_s } }
                             << DustConfirmation() << camel << u"does not match confirmation"_s;
    QTest::newRow("differs, snake")
            << QVariantMap{ { u"title"_s, a }, { snake, u"b"_s } } << DustConfirmation() << snake
            << u"does not match confirmation"_s;
    QTest::newRow("message") << QVariantMap{ { u"title"_s, a }, { camel, u"b"_s } }
                             << DustConfirmation().message(u"no"_s) << camel << u"no"_s;
    QTest::newRow("empty") << QVariantMap{ { u"title"_s, a }, { camel, u""_s } }
                           << DustConfirmation() << camel << u"does not match confirmation"_s;
    QTest::newRow("null") << QVariantMap{ { u"title"_s, a }, { camel, QVariant() } }
                          << DustConfirmation() << camel << u"does not match confirmation"_s;
    QTest::newRow("other type") << QVariantMap{ { u"title"_s, a }, { camel, 1 } }
                                << DustConfirmation() << camel << u"does not match confirmation"_s;
    QTest::newRow("missing") << QVariantMap{ { u"title"_s, a } } << DustConfirmation() << QString()
                             << QString();
    QTest::newRow("required") << QVariantMap{ { u"title"_s, a } } << DustConfirmation().required()
                              << camel << u"can't be blank"_s;
    QTest::newRow("required, message")
            << QVariantMap{ { u"title"_s, a } }
            << DustConfirmation().required(true).message(u"twice!"_s) << camel << u"twice!"_s;
    QTest::newRow("no value") << QVariantMap{ { camel, a } } << DustConfirmation() << camel
                              << u"does not match confirmation"_s;
}

void tst_DustValidateParams::confirmation()
{
    QFETCH(QVariantMap, params);
    QFETCH(DustConfirmation, options);
    QFETCH(QString, field);
    QFETCH(QString, message);

    const auto changeset = DustChangeset::cast(sampleBook(), params, { u"title"_s })
                                   .validateConfirmation(u"title"_s, options);
    QCOMPARE(changeset.isValid(), field.isEmpty());
    if (!field.isEmpty()) {
        QCOMPARE(changeset.errorMap(), (QVariantMap{ { field, QVariantList{ message } } }));
        const QString validation = message == u"can't be blank"_s || message == u"twice!"_s
                ? u"required"_s
                : u"confirmation"_s;
        QCOMPARE(changeset.errors().constFirst().metadata.value(u"validation"_s),
                 QVariant(validation));
    }
    // Without a cast there is nothing to confirm.
    QVERIFY(DustChangeset::change(sampleBook())
                    .validateConfirmation(u"title"_s, DustConfirmation().required())
                    .isValid());
}

void tst_DustValidateParams::acceptance_data()
{
    QTest::addColumn<QVariant>("param");
    QTest::addColumn<bool>("valid");

    QTest::newRow("true") << QVariant(true) << true;
    QTest::newRow("text") << QVariant(u"true"_s) << true;
    QTest::newRow("form") << QVariant(u"1"_s) << true;
    QTest::newRow("false") << QVariant(false) << false;
    QTest::newRow("other text") << QVariant(u"on"_s) << false;
    QTest::newRow("empty") << QVariant(u""_s) << false;
    QTest::newRow("number") << QVariant(1) << false;
    QTest::newRow("null") << QVariant() << false;
}

void tst_DustValidateParams::acceptance()
{
    QFETCH(QVariant, param);
    QFETCH(bool, valid);

    const auto changeset = DustChangeset::cast(sampleBook(), { { u"terms"_s, param } }, {});
    QCOMPARE(changeset.validateAcceptance(u"terms"_s).isValid(), valid);
    if (!valid) {
        const QList<DustFieldError> expected{
            { u"terms"_s, u"must be accepted"_s, { { u"validation"_s, u"acceptance"_s } } }
        };
        QCOMPARE(changeset.validateAcceptance(u"terms"_s).errors(), expected);
        QCOMPARE(changeset.validateAcceptance(u"terms"_s, u"do!"_s).errors().constFirst().message,
                 u"do!"_s);
    }
    QVERIFY(!changeset.validateAcceptance(u"others"_s).isValid());
    QVERIFY(DustChangeset::change(sampleBook()).validateAcceptance(u"terms"_s).isValid());
}

void tst_DustValidateParams::slug_data()
{
    QTest::addColumn<QVariant>("slug");
    QTest::addColumn<QString>("message");

    QTest::newRow("plain") << QVariant(u"qt-6"_s) << QString();
    QTest::newRow("dots and slashes") << QVariant(u"a.b/c~d*"_s) << QString();
    QTest::newRow("space") << QVariant(u" "_s) << QString();
    QTest::newRow("unicode") << QVariant(u"größe🚀"_s) << QString();
    QTest::newRow("null") << QVariant() << u"can't be blank"_s;
    QTest::newRow("empty") << QVariant(u""_s) << u"can't be blank"_s;
    QTest::newRow("lone surrogate") << QVariant(QString(QChar(0xd800))) << u"is invalid"_s;
    QTest::newRow("wrong type") << QVariant(5) << u"is invalid"_s;
}

void tst_DustValidateParams::slug()
{
    QFETCH(QVariant, slug);
    QFETCH(QString, message);

    const auto changeset = DustChangeset::change(sampleBook(), { { u"slug"_s, slug } });
    const auto validated = changeset.validateSlug();
    QCOMPARE(validated.isValid(), message.isEmpty());
    if (message.isEmpty())
        return;
    QCOMPARE(validated.errorMap(), (QVariantMap{ { u"slug"_s, QVariantList{ message } } }));
    QCOMPARE(validated.errors().constFirst().metadata.value(u"validation"_s).toString(),
             message == u"is invalid"_s ? u"slug"_s : u"required"_s);
    QCOMPARE(changeset.validateSlug(u"no"_s).errorMap(),
             (QVariantMap{ { u"slug"_s, QVariantList{ u"no"_s } } }));
    if (slug.typeId() == QMetaType::Int) {
        QVERIFY(changeset.slug().isEmpty());
        QVERIFY(changeset.applyChanges().slug().isEmpty());
    }
    // Not a second error on top of another.
    QCOMPARE(validated.validateSlug().errors().size(), 1);
    QCOMPARE(changeset.validateRequired().validateSlug().errors().size(), 1);
}

QTEST_APPLESS_MAIN(tst_DustValidateParams)
#include "tst_dustvalidateparams.moc"
