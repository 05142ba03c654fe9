// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Records and changesets: doc/guides/schemas.qdoc, doc/guides/modes.qdoc, doc/reference/records.qdoc.

#include "link.h"
#include "snippets.h"

#include <DustClient>
#include <DustDecimal>
#include <DustRepo>

#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>

#include <optional>

//! [changeset]
DustChangeset Link::changeset(const Link &link, const QVariantMap &params)
{
    return DustChangeset::cast(link, params, { "slug", "title", "url", "note" })
            .validateRequired()
            .validateLength("title", DustLength().max(80))
            .validateFormat("url", QRegularExpression("^https?://"))
            .validateSlug();
}
//! [changeset]

//! [fields]
class Author // nested: a gadget without DUST_SCHEMA
{
    Q_GADGET
    Q_PROPERTY(QString name MEMBER name)
    Q_PROPERTY(QString email MEMBER email)
public:
    QString name, email;

    bool operator==(const Author &other) const
    {
        return name == other.name && email == other.email;
    }
    bool operator!=(const Author &other) const { return !(*this == other); }

    static DustChangeset changeset(const Author &author, const QVariantMap &params)
    {
        return DustChangeset::cast(author, params, { "name", "email" })
                .validateRequired({ "name" });
    }
};

class Article
{
    Q_GADGET
    DUST_SCHEMA("reading/articles")
    DUST_REQUIRED("slug title")
    DUST_WIRE_NAME(addedAt, "added_at")
    DUST_REDACTED("password")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(QString password MEMBER password)
    Q_PROPERTY(QDateTime addedAt MEMBER addedAt)
    Q_PROPERTY(std::optional<int> pages MEMBER pages)
    Q_PROPERTY(DustDecimal price MEMBER price)
    Q_PROPERTY(State state MEMBER state)
    Q_PROPERTY(Author author MEMBER author)
    Q_PROPERTY(QStringList tags MEMBER tags)
public:
    enum State { Unread, Reading, Read };
    Q_ENUM(State)

    QString slug, title, password;
    QDateTime addedAt;
    std::optional<int> pages; // null and 0 apart
    DustDecimal price;
    State state = Unread;
    Author author;
    QStringList tags;
};
//! [fields]

//! [map]
class Address
{
    Q_GADGET
    DUST_SCHEMA("addresses")
    DUST_MODE(Map)
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString street MEMBER street)
    Q_PROPERTY(QString town MEMBER town)
public:
    QString slug, street, town;
};
//! [map]

//! [wrong]
class Unfinished
{
    Q_GADGET
    DUST_SCHEMA("unfinished//notes")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString text MEMBER text)
public:
    QString slug, text;
};
//! [wrong]

SNIPPET(schemas)
{
    //! [of]
    const DustResult<DustSchema> &schema = DustSchema::of<Article>();
    if (!schema)
        qWarning() << schema.error().message();
    else
        qDebug() << schema->prefixString() << schema->fieldNames();
    //! [of]
    QVERIFY2(schema, qPrintable(schema.error().message()));
    QCOMPARE(schema->recordPath("dune")->toString(), QString("reading/articles/dune"));

    QString message;
    //! [declaration]
    if (const auto &unfinished = DustSchema::of<Unfinished>(); !unfinished)
        message = unfinished.error().message();
    //! [declaration]
    QCOMPARE(message,
             QString("Unfinished: the prefix \"unfinished//notes\" has an empty segment: write "
                     "DUST_SCHEMA(\"unfinished/notes\")."));

    //! [builder]
    const DustResult<DustSchema> links = DustSchema::Builder("links")
                                                 .field("title", DustField::String)
                                                 .field("addedAt", DustField::DateTime, "added_at")
                                                 .enumField("state", { "unread", "read" })
                                                 .required({ "slug", "title" })
                                                 .build();
    DustRecord link(*links, "qt");
    link.setValue("title", "Qt");
    //! [builder]
    QCOMPARE(link.toMap().value("title").toString(), QString("Qt"));
}

SNIPPET(fields)
{
    //! [field]
    const DustSchema schema = *DustSchema::of<Article>();
    const DustField addedAt = schema.fields().at(schema.indexOf("addedAt"));
    const auto wire = addedAt.toWire(QDateTime(QDate(2026, 3, 31), QTime(12, 0), Qt::UTC));
    qDebug() << addedAt.wireName() << wire->toString(); // "added_at" "2026-03-31T12:00:00Z"
    //! [field]
    QCOMPARE(wire->toString(), QString("2026-03-31T12:00:00Z"));
    QCOMPARE(addedAt.wireName(), QString("added_at"));
}

SNIPPET(records)
{
    Link link;
    link.slug = "qt";
    link.title = "Qt";
    //! [gadget]
    const DustRecord record = DustRecord::from(link); // values by field name
    const Link same = record.to<Link>(); // and back
    //! [gadget]
    QCOMPARE(record.value("title").toString(), QString("Qt"));
    QCOMPARE(same.slug, QString("qt"));
}

SNIPPET(casting)
{
    QStringList problems;
    //! [cast]
    const QVariantMap params{
        { "slug", "qt" }, { "title", "" }, { "url", "qt.io" }, { "colour", "green" }
    };
    const DustChangeset changeset = Link::changeset({}, params); // colour is no field, and ignored

    if (!changeset.isValid()) {
        const QVariantMap errors = changeset.errorMap();
        for (auto field = errors.cbegin(); field != errors.cend(); ++field)
            problems << field.key() + ' ' + field->toStringList().join(", ");
    }
    // "title can't be blank", "url has invalid format"
    //! [cast]
    QCOMPARE(problems, QStringList({ "title can't be blank", "url has invalid format" }));
}

SNIPPET(changing)
{
    Link link;
    link.slug = "qt";
    link.title = "Qt";
    link.url = QUrl("https://qt.io");
    //! [change]
    const DustChangeset edited = DustChangeset::change(link)
                                         .putChange("note", "the toolkit")
                                         .putChange("title", "Qt"); // as it is already: no change
    qDebug() << edited.changes(); // note alone
    const Link after = edited.applyChanges<Link>();
    //! [change]
    QCOMPARE(edited.changes().keys(), QStringList{ "note" });
    QCOMPARE(after.note, QString("the toolkit"));

    //! [apply]
    const DustResult<Link> applied = edited.applyAction<Link>(DustChangeset::Update);
    if (!applied)
        qWarning() << applied.error().fieldErrors();
    //! [apply]
    QVERIFY(applied);
}

SNIPPET(validators)
{
    const QVariantMap params{ { "slug", "dune" },
                              { "title", "Dune" },
                              { "pages", "-1" },
                              { "tags", QStringList{ "sand", "spam" } } };
    //! [validators]
    const DustChangeset changeset =
            DustChangeset::cast(Article(), params, { "slug", "title", "pages", "state", "tags" })
                    .validateRequired()
                    .validateNumber("pages", DustNumber().greaterThan(0).message("needs pages"))
                    .validateSubset("tags", { "sand", "space" })
                    .validateChange("title", [](const QString &field, const QVariant &title) {
                        QList<DustFieldError> errors;
                        if (title.toString().contains('\n'))
                            errors << DustFieldError(field, "is one line");
                        return errors;
                    });
    //! [validators]
    QCOMPARE(changeset.errorMap().value("pages").toStringList(), QStringList{ "needs pages" });
    QCOMPARE(changeset.errorMap().value("tags").toStringList(),
             QStringList{ "has an invalid entry" });
}

SNIPPET(embeds)
{
    const QVariantMap params{ { "slug", "dune" },
                              { "title", "Dune" },
                              { "author", QVariantMap{ { "email", "frank@example.org" } } } };
    //! [embed]
    const DustChangeset changeset = DustChangeset::cast(Article(), params, { "slug", "title" })
                                            .castEmbed<Author>(
                                                    "author", DustEmbedOptions().setRequired(true));
    const QVariantMap author = changeset.errorMap().value("author").toMap();
    qDebug() << author; // name: "can't be blank"
    //! [embed]
    QCOMPARE(author.value("name").toStringList(), QStringList{ "can't be blank" });
    QVERIFY(!changeset.isValid());
}

SNIPPET(messages)
{
    const DustChangeset changeset = DustChangeset::cast(Link(), { { "title", "Qt" } }, { "title" })
                                            .validateLength("title", DustLength().min(3));
    //! [translated]
    for (const DustFieldError &error : changeset.errors()) {
        qDebug() << error.message; // "should be at least %{count} character(s)"
        qDebug() << error.metadata; // validation, kind, count, type
        qDebug() << DustChangeset::translated(error); // "should be at least 3 character(s)"
    }
    //! [translated]
    QCOMPARE(DustChangeset::translated(changeset.errors().constFirst()),
             QString("should be at least 3 character(s)"));

    //! [traverse]
    const QVariantMap kinds = changeset.traverseErrors(
            [](const DustFieldError &error) { return error.metadata.value("validation"); });
    //! [traverse]
    QCOMPARE(kinds.value("title").toStringList(), QStringList{ "length" });
}

SNIPPET(standardChangeset)
{
    //! [standard]
    // The record's own changeset() where it is Q_INVOKABLE, and else every field with what is required.
    const DustRecord record(*DustSchema::of<Link>());
    const DustChangeset changeset = DustChangeset::standard(record, { { "slug", "qt" } });
    //! [standard]
    QCOMPARE(changeset.errorMap().keys(), QStringList({ "title", "url" }));
}

SNIPPET(modes)
{
    DustClient client(QUrl("memory:"));
    DustStore *store = client.store("acme/main");
    DustRepo repo(store);
    QObject context;
    QStringList paths;
    const auto note = [&paths](const DustEvent &event) {
        paths << event.opName() + ' ' + event.pathString();
    };
    const auto subscribed = store->subscribe("**", &context, note);
    QTRY_VERIFY(subscribed.isFinished());

    Address home;
    home.slug = "home";
    home.street = "Main Street 1";
    const auto insertedAddress = repo.insert(home);
    Link link;
    link.slug = "qt";
    link.title = "Qt";
    const auto insertedLink = repo.insert(link);
    QTRY_VERIFY(insertedLink.isFinished() && insertedAddress.isFinished());
    link = *insertedLink.result();
    home = *insertedAddress.result();
    QTRY_COMPARE(paths.size(), 2);
    QCOMPARE(paths, QStringList({ "set addresses/home", "merge links/qt" }));
    paths.clear();

    //! [update]
    // Flat: one merge of the field that changes. Another client's change of the title stays.
    repo.update<Link>(DustChangeset::change(link, { { "note", "the toolkit" } }));
    // Map: one set of the whole record, with what else this copy of it holds.
    repo.update<Address>(DustChangeset::change(home, { { "town", "Springfield" } }));
    //! [update]
    QTRY_COMPARE(paths.size(), 2);
    QCOMPARE(paths, QStringList({ "merge links/qt", "set addresses/home" }));

    const auto theirs = store->put("links/qt/note", "theirs");
    QTRY_VERIFY(theirs.isFinished());
    QString loser;
    //! [compare]
    const DustChangeset mine = DustChangeset::change(link,
                                                     { { "title", "Qt 6" }, { "note", "mine" } });
    repo.update(mine, DustRepoOptions().setIfUnchanged(true))
            .then(&context, [&](const DustResult<DustRecord> &written) {
                if (written.error().kind() == DustError::Conflict)
                    loser = written.error()
                                    .path(); // "links/qt/note": read it again, and decide anew
            });
    //! [compare]
    QTRY_COMPARE(loser, QString("links/qt/note"));
}

#include "schema.moc"
