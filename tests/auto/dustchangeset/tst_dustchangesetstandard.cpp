// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The changeset that models and QML make without being told how.

#include "book.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

// Says itself how it is edited.
class Ticket
{
    Q_GADGET
    DUST_SCHEMA("tickets")
    DUST_REQUIRED("slug")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(QString state MEMBER state)

public:
    QString slug, title, state;

    Q_INVOKABLE static DustChangeset changeset(const Ticket &ticket, const QVariantMap &params)
    {
        return DustChangeset::cast(ticket, params, { u"slug"_s, u"title"_s })
                .putChange(u"state"_s, ticket.title + u" was the title"_s);
    }
};

// In a namespace moc writes its type as the class does: without the namespace.
namespace app {

class Link
{
    Q_GADGET
    DUST_SCHEMA("links")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)

public:
    QString slug, title;

    Q_INVOKABLE static QString changeset(const QString &title) { return title; }
    Q_INVOKABLE static DustChangeset changeset(const Link &link, const QVariantMap &params)
    {
        return DustChangeset::cast(link, params, { u"title"_s })
                .addError(u"title"_s, u"is never good enough"_s);
    }
};

// Writes all of its types out.
class Page
{
    Q_GADGET
    DUST_SCHEMA("pages")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)

public:
    QString slug, title;

    Q_INVOKABLE static ::DustChangeset changeset(const app::Page &page,
                                                 const QMap<QString, QVariant> &params)
    {
        return DustChangeset::cast(page, params, { u"slug"_s })
                .addError(u"slug"_s, u"is never good enough"_s);
    }
};

} // namespace app

// Its function is of another type.
class Stranger
{
    Q_GADGET
    DUST_SCHEMA("strangers")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)

public:
    QString slug, title;

    Q_INVOKABLE static DustChangeset changeset(const Ticket &ticket, const QVariantMap &params)
    {
        return Ticket::changeset(ticket, params);
    }
};

class tst_DustChangesetStandard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesTheClassesOwn();
    void takesTheOneOfAClassInANamespace();
    void leavesFunctionsOfOtherTypes();
    void castsEveryField();
    void castsNestedRecords();
    void validatesRequiredFieldsAndSlug();
    void runTimeSchema();
};

void tst_DustChangesetStandard::takesTheClassesOwn()
{
    Ticket ticket;
    ticket.slug = u"t1"_s;
    ticket.title = u"Old"_s;
    const DustChangeset changeset = DustChangeset::standard(
            DustRecord::from(ticket), { { u"title"_s, u"New"_s }, { u"state"_s, u"ignored"_s } });
    QVERIFY(changeset.isValid());
    QCOMPARE(changeset.getField(u"title"_s), u"New"_s);
    QCOMPARE(changeset.getField(u"state"_s), u"Old was the title"_s);
}

void tst_DustChangesetStandard::takesTheOneOfAClassInANamespace()
{
    app::Link link;
    link.slug = u"qt"_s;
    auto changeset = DustChangeset::standard(DustRecord::from(link), { { u"title"_s, u"Qt"_s } });
    QCOMPARE(changeset.getChange(u"title"_s), u"Qt"_s);
    QCOMPARE(changeset.errorMap(),
             (QVariantMap{ { u"title"_s, QVariantList{ u"is never good enough"_s } } }));

    changeset = DustChangeset::standard(DustRecord::from(app::Page()), { { u"slug"_s, u"p"_s } });
    QCOMPARE(changeset.getChange(u"slug"_s), u"p"_s);
    QCOMPARE(changeset.errorMap(),
             (QVariantMap{ { u"slug"_s, QVariantList{ u"is never good enough"_s } } }));
}

void tst_DustChangesetStandard::leavesFunctionsOfOtherTypes()
{
    const auto changeset = DustChangeset::standard(DustRecord::from(Stranger()),
                                                   { { u"slug"_s, u"s"_s } });
    QVERIFY(changeset.isValid());
    QCOMPARE(changeset.schema(), *DustSchema::of<Stranger>());
}

void tst_DustChangesetStandard::castsEveryField()
{
    const DustChangeset changeset = DustChangeset::standard(
            DustRecord::from(sampleBook()),
            { { u"title"_s, u"Qt 6"_s }, { u"pages"_s, u"12"_s }, { u"nothing"_s, 1 } });
    QVERIFY(changeset.isValid());
    QCOMPARE(changeset.changes().keys(), QStringList({ u"pages"_s, u"title"_s }));
    QCOMPARE(changeset.getField(u"pages"_s), 12);
}

void tst_DustChangesetStandard::castsNestedRecords()
{
    const DustChangeset changeset = DustChangeset::standard(
            DustRecord::from(sampleBook()),
            { { u"author"_s, QVariantMap{ { u"name"_s, u"Grace"_s }, { u"age"_s, u"old"_s } } } });
    QVERIFY(!changeset.isValid());
    const QVariantMap errors = changeset.errorMap();
    QCOMPARE(errors.value(u"author"_s).toMap().value(u"age"_s).toStringList(),
             QStringList(u"is invalid"_s));
}

void tst_DustChangesetStandard::validatesRequiredFieldsAndSlug()
{
    const DustChangeset changeset = DustChangeset::standard(DustRecord(*DustSchema::of<Book>()),
                                                            { { u"pages"_s, 3 } });
    QVERIFY(!changeset.isValid());
    const QVariantMap errors = changeset.errorMap();
    QCOMPARE(errors.keys(), QStringList({ u"slug"_s, u"title"_s }));
    QCOMPARE(errors.value(u"title"_s).toStringList(), QStringList(u"can't be blank"_s));
}

void tst_DustChangesetStandard::runTimeSchema()
{
    const DustSchema notes = *DustSchema::Builder(u"notes"_s)
                                      .field(u"text"_s, DustField::String)
                                      .required({ u"text"_s })
                                      .build();
    const QVariantMap params{ { u"slug"_s, u"n1"_s }, { u"text"_s, u"hello"_s } };
    const DustChangeset changeset = DustChangeset::standard(DustRecord(notes), params);
    QVERIFY(changeset.isValid());
    QCOMPARE(changeset.getField(u"slug"_s), u"n1"_s);
    QVERIFY(!DustChangeset::standard(DustRecord(notes), { { u"slug"_s, u"n1"_s } }).isValid());
}

QTEST_GUILESS_MAIN(tst_DustChangesetStandard)
#include "tst_dustchangesetstandard.moc"
