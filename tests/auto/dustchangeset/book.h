// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef BOOK_H
#define BOOK_H

#include "dustchangeset.h"
#include "dustdecimal.h"

#include <QtCore/QDate>
#include <QtCore/QJsonValue>
#include <QtCore/QUrl>
#include <QtCore/QUuid>

// A record with a field of every kind that changesets treat differently, and nested ones.

class Author
{
    Q_GADGET
    Q_PROPERTY(QString name MEMBER name)
    Q_PROPERTY(int age MEMBER age)

public:
    QString name;
    int age = 0;

    friend bool operator==(const Author &a, const Author &b)
    {
        return a.name == b.name && a.age == b.age;
    }
    friend bool operator!=(const Author &a, const Author &b) { return !(a == b); }

    static DustChangeset changeset(const Author &author, const QVariantMap &params)
    {
        using namespace Qt::StringLiterals;
        return DustChangeset::cast(author, params, { u"name"_s, u"age"_s })
                .validateRequired({ u"name"_s })
                .validateLength(u"name"_s, DustLength().min(3))
                .validateNumber(u"age"_s, DustNumber().greaterThanOrEqualTo(0));
    }
};

class Book
{
    Q_GADGET
    DUST_SCHEMA("books")
    DUST_REQUIRED("slug title")
    DUST_REDACTED("secret")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(QString secret MEMBER secret)
    Q_PROPERTY(QUrl url MEMBER url)
    Q_PROPERTY(bool lent MEMBER lent)
    Q_PROPERTY(int pages MEMBER pages)
    Q_PROPERTY(qint64 copies MEMBER copies)
    Q_PROPERTY(std::optional<int> rating MEMBER rating)
    Q_PROPERTY(double weight MEMBER weight)
    Q_PROPERTY(DustDecimal price MEMBER price)
    Q_PROPERTY(QByteArray cover MEMBER cover)
    Q_PROPERTY(QStringList tags MEMBER tags)
    Q_PROPERTY(QVariant extra MEMBER extra)
    Q_PROPERTY(QJsonValue json MEMBER json)
    Q_PROPERTY(State state MEMBER state)
    Q_PROPERTY(QDate published MEMBER published)
    Q_PROPERTY(Author author MEMBER author)
    Q_PROPERTY(QList<Author> editors MEMBER editors)

public:
    enum State { Draft, Printed };
    Q_ENUM(State)

    QString slug, title, secret;
    QUrl url;
    bool lent = false;
    int pages = 0;
    qint64 copies = 0;
    std::optional<int> rating;
    double weight = 0;
    DustDecimal price;
    QByteArray cover;
    QStringList tags;
    QVariant extra;
    QJsonValue json;
    State state = Draft;
    QDate published;
    Author author;
    QList<Author> editors;

    static DustChangeset changeset(const Book &book, const QVariantMap &params)
    {
        using namespace Qt::StringLiterals;
        return DustChangeset::cast(book, params, { u"slug"_s, u"title"_s, u"pages"_s })
                .validateRequired()
                .validateLength(u"title"_s, DustLength().max(80))
                .validateSlug();
    }
    // Everything by name, as it stands.
    static DustChangeset castAll(const Book &book, const QVariantMap &params)
    {
        return DustChangeset::cast(book, params, params.keys());
    }
};

inline Book sampleBook()
{
    using namespace Qt::StringLiterals;
    Book book;
    book.slug = u"qt"_s;
    book.title = u"Qt"_s;
    book.pages = 300;
    book.rating = 4;
    book.price = DustDecimal::fromString(u"1.50"_s).value();
    book.tags = { u"c++"_s, u"gui"_s };
    book.author.name = u"Ada"_s;
    book.author.age = 36;
    return book;
}

#endif // BOOK_H
