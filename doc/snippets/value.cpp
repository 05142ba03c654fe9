// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The vocabulary: doc/reference/values.qdoc, doc/guides/troubleshooting.qdoc.

#include "snippets.h"

#include <DustClient>
#include <DustDecimal>
#include <DustEntry>
#include <DustOperation>
#include <DustPattern>
#include <DustStore>
#include <DustValue>

SNIPPET(paths)
{
    QTest::ignoreMessage(
            QtWarningMsg,
            "The path \"/users\" has an empty segment: remove the slash that begins, ends "
            "or is doubled in it.");
    //! [path]
    const DustResult<DustPath> path = DustPath::parse("reading/links/qt");
    if (path)
        qDebug() << path->lastSegment(); // "qt"

    const DustResult<DustPath> wrong = DustPath::parse("/users");
    if (!wrong)
        qWarning().noquote() << wrong.error().message(); // reason(): "empty_segment"
    //! [path]
    QCOMPARE(path->lastSegment(), QString("qt"));
    QCOMPARE(wrong.error().reason(), QString("empty_segment"));

    //! [segments]
    // Segments are written as they are; the slash inside of one is escaped where the path is rendered.
    const auto release = DustPath::fromSegments({ "releases", "6.4/beta" });
    qDebug() << release->toString(); // "releases/6.4~1beta"
    //! [segments]
    QCOMPARE(release->toString(), QString("releases/6.4~1beta"));
}

SNIPPET(patterns)
{
    //! [pattern]
    const auto titles = DustPattern::compile("links/*/title");
    const auto everything = DustPattern::compile("links/**");
    const auto path = DustPath::parse("links/qt/title");

    const bool isTitle = titles->matches(*path); // true: a star is one segment
    const bool isBelow = everything->matches(*path); // true: two stars are one or more
    const bool isItself = everything->matches(*DustPath::parse("links")); // false: none is too few
    //! [pattern]
    QVERIFY(isTitle);
    QVERIFY(isBelow);
    QVERIFY(!isItself);
}

SNIPPET(values)
{
    //! [value]
    const DustValue link = DustObject{
        { "title", "Qt" },
        { "visits", 3 },
        { "rating", 1.0 }, // another value than 1, here and in a store
        { "tags", DustArray{ "c++", "gui" } },
    };
    qDebug() << link.toObject().value("visits").toInteger(); // 3
    qDebug() << link.toJson(); // {"rating":1.0,"tags":["c++","gui"],"title":"Qt","visits":3}
    //! [value]
    QCOMPARE(link.toJson(),
             QByteArray(R"({"rating":1.0,"tags":["c++","gui"],"title":"Qt","visits":3})"));

    //! [flatten]
    // What a store keeps of it: a leaf for each scalar, and one for the list.
    const auto leaves = link.flatten(*DustPath::parse("links/qt"));
    for (const DustValue::Leaf &leaf : *leaves)
        qDebug() << leaf.first.toString() << leaf.second; // links/qt/rating, links/qt/tags, …
    const auto same = DustValue::assemble(*DustPath::parse("links/qt"), *leaves);
    //! [flatten]
    QCOMPARE(leaves->size(), 4);
    QVERIFY(*same == link);

    //! [variant]
    const auto value = DustValue::fromVariant(QVariantMap{ { "added", QDate(2026, 3, 31) } });
    qDebug() << value->toJson(); // {"added":"2026-03-31"}

    const auto none = DustValue::fromVariant(QVariant::fromValue(QSize(2, 3)));
    qDebug() << none.error().message(); // A QSize cannot be stored: convert it to …
    //! [variant]
    QCOMPARE(value->toJson(), QByteArray(R"({"added":"2026-03-31"})"));
    QCOMPARE(none.error().reason(), QString("unsupported_type"));

    //! [validate]
    const DustValue unfit = DustObject{ { "", 1 } };
    const DustResult<void> valid = unfit.validate(); // reason(): "empty_segment"
    //! [validate]
    QCOMPARE(valid.error().reason(), QString("empty_segment"));
}

SNIPPET(decimals)
{
    //! [decimal]
    const auto price = DustDecimal::fromString("19.90");
    if (price && *price < DustDecimal(20))
        qDebug() << price->toString(); // "19.90": every digit is kept
    //! [decimal]
    QCOMPARE(price->toString(), QString("19.90"));
    QVERIFY(*price < DustDecimal(20));
}

SNIPPET(operations)
{
    const DustPath path = *DustPath::parse("names/qt");
    //! [operation]
    DustOperation take = DustOperation::set(path, "mine");
    take.setIfAbsent(true).setClientOpId("take-1");
    const DustResult<void> valid = take.validate(); // what can be told without asking the store
    //! [operation]
    QVERIFY(valid);

    DustClient client(QUrl("memory:"));
    DustStore *store = client.store("acme/main");
    //! [write]
    const auto written = store->write(take);
    const auto again = store->write(take);
    //! [write]
    QTRY_VERIFY(again.isFinished());
    QVERIFY(written.result());
    QCOMPARE(again.result().error().kind(), DustError::Exists);
}

SNIPPET(entries)
{
    DustClient client(QUrl("memory:"));
    DustStore *store = client.store("acme/main");
    QStringList lines;
    QObject context;
    store->put("links/qt/title", "Qt");
    //! [entry]
    store->entry("links/qt/title").then(&context, [&lines](const DustResult<DustEntry> &entry) {
        if (entry)
            lines << entry->typeName() << QString::number(entry->revision()); // string, 1
    });
    //! [entry]
    QTRY_COMPARE(lines, QStringList({ "string", "1" }));
}

SNIPPET(errors)
{
    DustClient client(QUrl("memory:"));
    DustStore *store = client.store("acme/main");
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines << line; };
    const auto retryIn = [&lines](int seconds) { lines << QString::number(seconds); };
    QObject context;
    //! [decide]
    store->get("links/qt/title").then(&context, [=](const DustResult<DustValue> &title) {
        if (title)
            return show(title->toString());
        const DustError error = title.error();
        switch (error.kind()) {
        case DustError::NotFound:
            return show("there is none");
        case DustError::RateLimited:
            return retryIn(error.retryAfter());
        default:
            return show(error.message()); // says what is wrong, and the remedy
        }
    });
    //! [decide]
    QTRY_COMPARE(lines, QStringList{ "there is none" });
}

SNIPPET(results)
{
    QString text = "links";
    //! [result]
    const DustResult<DustPath> path = DustPath::parse(text);
    if (!path)
        qWarning() << path.error().message();
    //! [result]
    QVERIFY(path);
}
