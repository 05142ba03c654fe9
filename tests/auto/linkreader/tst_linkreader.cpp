// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "linkplan.h"
#include "linkreader.h"
#include "linkslugs.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;

class tst_LinkReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void packages();
    void onlyInstalledPackages();
    void notPackages();
    void bookmarks();
    void bookmarksOfOtherAddresses();
    void notBookmarks();
    void bookmarksOfBrowsers_data();
    void bookmarksOfBrowsers();
    void json();
    void wrongJson_data();
    void wrongJson();
    void fileByContent_data();
    void fileByContent();
    void unreadableFile();
    void slugsAreStable();
    void titles_data();
    void titles();
    void plans_data();
    void plans();
    void changesetRules_data();
    void changesetRules();
};

void tst_LinkReader::packages()
{
    const auto links = LinkReader::fromPackages(
            "Package: zlib1g\nStatus: install ok installed\nSection: libs\n"
            "Homepage: http://zlib.net/\nDescription: compression library\n"
            " The longer text: with a colon.\n\n"
            "Package: nohome\nStatus: install ok installed\nDescription: nothing\n\n"
            "Package: removed\nStatus: deinstall ok config-files\n"
            "Homepage: https://example.org\nDescription: gone\n\n"
            "Package: zlib1g\nArchitecture: i386\nHomepage: http://zlib.net/\n"
            "Description: the other architecture\n\n"
            "Package: script\nHomepage: javascript:alert(1)\nDescription: no address\n");
    QVERIFY2(links.isOk(), qPrintable(links.error().message()));
    QCOMPARE(links->size(), 1);
    const Link link = links->constFirst();
    QCOMPARE(link.slug, u"zlib1g"_s);
    QCOMPARE(link.title, u"compression library"_s);
    QCOMPARE(link.url, QUrl(u"http://zlib.net/"_s));
    QCOMPARE(link.tags, QStringList{ u"libs"_s });
}

void tst_LinkReader::onlyInstalledPackages()
{
    QByteArray catalogue;
    for (const char *status : { "install ok installed", "hold ok installed",
                                "deinstall ok not-installed", "install ok half-installed" })
        catalogue += QByteArray("Package: p") + QByteArray::number(catalogue.size())
                + "\nStatus: " + status + "\nHomepage: https://a.b\nDescription: d\n\n";
    const auto links = LinkReader::fromPackages(catalogue);
    QVERIFY2(links.isOk(), qPrintable(links.error().message()));
    QCOMPARE(links->size(), 2);
}

void tst_LinkReader::notPackages()
{
    const auto links = LinkReader::fromPackages("Some: text\n\nof: another kind\n");
    QVERIFY(!links);
    QVERIFY(links.error().message().contains(u"not a package catalogue"_s));
}

void tst_LinkReader::bookmarks()
{
    const auto links = LinkReader::fromBookmarks(
            "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<META HTTP-EQUIV=\"Content-Type\" "
            "CONTENT=\"text/html; charset=UTF-8\">\n"
            "<DL><p>\n  <DT><H3 ADD_DATE=\"1\">Reading &amp; more</H3>\n  <DL><p>\n"
            "    <DT><A HREF=\"https://example.org/a?b=1&amp;c=2\" ADD_DATE=\"2\">Caf&#233; "
            "&lt;1&gt;</A>\n"
            "    <DT><A HREF=\"https://example.org/tagged\" TAGS=\"x,y\">Tagged</A>\n"
            "    <DT><A HREF=\"javascript:void(0)\">A script</A>\n  </DL><p>\n"
            "  <DT><A HREF=\"https://example.org/a?b=1&amp;c=2\"></A>\n</DL><p>\n");
    QVERIFY2(links.isOk(), qPrintable(links.error().message()));
    QCOMPARE(links->size(), 3);
    QCOMPARE(links->at(0).title, u"Café <1>"_s);
    QCOMPARE(links->at(0).url, QUrl(u"https://example.org/a?b=1&c=2"_s));
    QCOMPARE(links->at(0).tags, QStringList{ u"Reading & more"_s });
    QCOMPARE(links->at(1).tags, QStringList({ u"x"_s, u"y"_s }));
    QCOMPARE(links->at(2).title, u"example.org"_s);
    QVERIFY(links->at(2).tags.isEmpty());
    QCOMPARE(links->at(2).slug, links->at(0).slug + u"-2"_s);
}

void tst_LinkReader::bookmarksOfOtherAddresses()
{
    const auto links = LinkReader::fromBookmarks(
            "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DT><A HREF=\"httpx://a.b\">x</A>\n"
            "<DT><A HREF=\"http://\">x</A>\n<DT><A HREF=\"HTTPS://A.b\">"
            + QByteArray(300, 'x') + "</A>\n");
    QVERIFY2(links.isOk(), qPrintable(links.error().message()));
    QCOMPARE(links->size(), 1);
    QCOMPARE(links->constFirst().url, QUrl(u"https://a.b"_s));
    QVERIFY(Link::changeset(Link(), DustRecord::from(links->constFirst()).toMap()).isValid());
}

void tst_LinkReader::notBookmarks()
{
    const auto links = LinkReader::fromBookmarks(
            "<html><a href=\"https://example.org\">x</a></html>");
    QVERIFY(!links);
    QVERIFY(links.error().message().contains(u"Export bookmarks"_s));
}

// In the form in which Firefox and Chromium write them, attributes and all.
void tst_LinkReader::bookmarksOfBrowsers_data()
{
    QTest::addColumn<QByteArray>("html");
    const QByteArray head =
            "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<!-- This is an automatically generated file.\n"
            "     It will be read and overwritten.\n     DO NOT EDIT! -->\n"
            "<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">\n";
    QTest::newRow("Firefox") << head
                    + "<meta http-equiv=\"Content-Security-Policy\"\n"
                      "      content=\"default-src 'self'; script-src 'none'; img-src data: *; "
                      "object-src 'none'\"></meta>\n"
                      "<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks Menu</H1>\n\n<DL><p>\n"
                      "    <DT><H3 ADD_DATE=\"1700000000\" LAST_MODIFIED=\"1700000001\" "
                      "PERSONAL_TOOLBAR_FOLDER=\"true\">Bookmarks Toolbar</H3>\n    <DL><p>\n"
                      "        <DT><A HREF=\"https://www.qt.io/\" ADD_DATE=\"1700000002\" "
                      "LAST_MODIFIED=\"1700000003\" "
                      "ICON_URI=\"https://www.qt.io/favicon.ico\" "
                      "ICON=\"data:image/png;base64,iVBORw0KGgo=\" "
                      "LAST_CHARSET=\"UTF-8\" TAGS=\"gui,c++\">Qt &#39;6&#39;</A>\n"
                      "        <DD>A description &amp; more\n"
                      "        <HR>\n"
                      "        <DT><A HREF=\"place:sort=8&maxResults=10\" "
                      "ADD_DATE=\"1700000004\">Most Visited</A>\n"
                      "    </DL><p>\n</DL>\n";
    QTest::newRow("Chromium") << head
                    + "<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n"
                      "    <DT><H3 ADD_DATE=\"1700000000\" LAST_MODIFIED=\"0\" "
                      "PERSONAL_TOOLBAR_FOLDER=\"true\">"
                      "Bookmarks bar</H3>\n    <DL><p>\n"
                      "        <DT><A HREF=\"https://www.qt.io/\" ADD_DATE=\"1700000002\" "
                      "ICON=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABAAAAAQ==\">Qt "
                      "'6'</A>\n"
                      "        <DT><A HREF=\"chrome://settings/\" "
                      "ADD_DATE=\"1700000003\">Settings</A>\n"
                      "    </DL><p>\n</DL><p>\n";
}

void tst_LinkReader::bookmarksOfBrowsers()
{
    QFETCH(QByteArray, html);
    const auto links = LinkReader::fromBookmarks(html);
    QVERIFY2(links.isOk(), qPrintable(links.error().message()));
    QList<Link> web;
    for (const Link &link : *links) {
        if (Link::isWebAddress(link.url))
            web.append(link);
    }
    QCOMPARE(web.size(), 1);
    QCOMPARE(web.constFirst().title, u"Qt '6'"_s);
    QCOMPARE(web.constFirst().url, QUrl(u"https://www.qt.io/"_s));
}

void tst_LinkReader::json()
{
    const auto links = LinkReader::fromJson(
            R"([{"title":"Qt","url":"https://www.qt.io/","tags":["gui"],"note":"n"},{"slug":"own","title":"T","url":"http://a.b"}])");
    QVERIFY2(links.isOk(), qPrintable(links.error().message()));
    QCOMPARE(links->size(), 2);
    QCOMPARE(links->at(0).slug, u"www.qt.io"_s);
    QCOMPARE(links->at(0).tags, QStringList{ u"gui"_s });
    QCOMPARE(links->at(0).note, u"n"_s);
    QCOMPARE(links->at(1).slug, u"own"_s);
}

void tst_LinkReader::wrongJson_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("says");
    QTest::newRow("no JSON") << QByteArray("[{") << u"not JSON"_s;
    QTest::newRow("an object") << QByteArray("{}") << u"a JSON list"_s;
    QTest::newRow("an item that is a text") << QByteArray("[\"x\"]") << u"item 1"_s;
    QTest::newRow("no title") << QByteArray(R"([{"url":"https://a.b"}])") << u"\"title\""_s;
    QTest::newRow("no address") << QByteArray(R"([{"title":"x"}])") << u"no \"url\""_s;
    QTest::newRow("an address that is a number") << QByteArray(R"([{"title":"x","url":7}])")
                                                 << u"item 1 has a \"url\" that is not a text"_s;
    QTest::newRow("a title that is a list")
            << QByteArray(R"([{"title":["x"],"url":"https://a.b"}])") << u"\"title\""_s;
    QTest::newRow("a note that is a number")
            << QByteArray(R"([{"title":"x","url":"https://a.b","note":1}])") << u"\"note\""_s;
    QTest::newRow("a slug that is a number")
            << QByteArray(R"([{"title":"x","url":"https://a.b","slug":1}])") << u"\"slug\""_s;
    QTest::newRow("tags that are one text")
            << QByteArray(R"([{"title":"x","url":"https://a.b","tags":"c"}])") << u"\"tags\""_s;
    QTest::newRow("a tag that is a number")
            << QByteArray(R"([{"title":"x","url":"https://a.b","tags":["c",1]}])") << u"\"tags\""_s;
    QTest::newRow("a slug twice") << QByteArray(R"([{"slug":"s","title":"x","url":"https://a.b"},)"
                                                R"({"slug":"s","title":"y","url":"https://a.c"}])")
                                  << u"repeats the slug"_s;
}

void tst_LinkReader::wrongJson()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, says);
    const auto links = LinkReader::fromJson(json);
    QVERIFY(!links);
    QVERIFY2(links.error().message().contains(says), qPrintable(links.error().message()));
}

void tst_LinkReader::fileByContent_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("count"); // -1: refused
    QTest::newRow("json") << QByteArray(" \n[{\"title\":\"x\",\"url\":\"https://a.b\"}]") << 1;
    QTest::newRow("json after a byte order mark")
            << QByteArray("\xEF\xBB\xBF[{\"title\":\"x\",\"url\":\"https://a.b\"}]") << 1;
    QTest::newRow("bookmarks after a byte order mark") << QByteArray(
            "\xEF\xBB\xBF<!DOCTYPE NETSCAPE-Bookmark-file-1><DT><A HREF=\"https://a.b\">x</A>")
                                                       << 1;
    QTest::newRow("packages after a byte order mark")
            << QByteArray("\xEF\xBB\xBFPackage: x\nHomepage: https://a.b\nDescription: y\n") << 1;
    QTest::newRow("bookmarks") << QByteArray(
            "<!DOCTYPE NETSCAPE-Bookmark-file-1><DT><A HREF=\"https://a.b\">x</A>")
                               << 1;
    QTest::newRow("packages") << QByteArray("Package: x\nHomepage: https://a.b\nDescription: y\n")
                              << 1;
    QTest::newRow("a picture") << QByteArray("\x89PNG\r\n\x1a\n\0\0", 10) << -1;
    QTest::newRow("empty") << QByteArray() << -1;
}

void tst_LinkReader::fileByContent()
{
    QFETCH(QByteArray, content);
    QFETCH(int, count);
    QTemporaryDir directory;
    QFile file(directory.filePath(u"links"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();

    const auto links = LinkReader::fromFile(file.fileName());
    QCOMPARE(links ? int(links->size()) : -1, count);
    if (!links)
        QVERIFY(links.error().message().contains(file.fileName()));
}

void tst_LinkReader::unreadableFile()
{
    const auto links = LinkReader::fromFile(u"/nowhere/links.html"_s);
    QVERIFY(!links);
    QVERIFY(links.error().message().contains(u"/nowhere/links.html"_s));
}

void tst_LinkReader::slugsAreStable()
{
    const QUrl url(u"https://Example.org/A/b%20c/?q=1"_s);
    LinkSlugs once;
    LinkSlugs again;
    const QString slug = once.claimFor(url);
    QCOMPARE(slug, u"example.org-a-b-c-q-1"_s);
    QCOMPARE(again.claimFor(url), slug);
    QCOMPARE(once.claimFor(url), slug + u"-2"_s);
    QVERIFY(!once.claim(slug));
}

void tst_LinkReader::titles_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("title");
    const QString flag = u"🇩🇪"_s; // four units, one character
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("spaces") << u" a \n b "_s << u"a b"_s;
    QTest::newRow("just right") << QString(200, u'x') << QString(200, u'x');
    QTest::newRow("too long") << QString(201, u'x') << QString(199, u'x') + u'…';
    QTest::newRow("long characters") << flag.repeated(200) << flag.repeated(200);
    QTest::newRow("too many long characters") << flag.repeated(201) << flag.repeated(199) + u'…';
}

void tst_LinkReader::titles()
{
    QFETCH(QString, text);
    QFETCH(QString, title);
    QCOMPARE(Link::titleOf(text), title);
}

void tst_LinkReader::plans_data()
{
    QTest::addColumn<QStringList>("urls"); // of links a, b, c, …
    QTest::addColumn<QStringList>("existing");
    QTest::addColumn<int>("missing");
    QTest::addColumn<QString>("summary");
    QTest::addColumn<bool>("failed");
    const QString web = u"https://a.b"_s;
    const QString ftp = u"ftp://a.b"_s;
    const QString why = u"“title”, url must start with http:// or https://."_s;
    QTest::newRow("nothing") << QStringList() << QStringList() << 0
                             << u"There are no links in it."_s << false;
    QTest::newRow("one") << QStringList{ web } << QStringList() << 1 << u"1 link imported."_s
                         << false;
    QTest::newRow("two") << QStringList{ web, web } << QStringList() << 2 << u"2 links imported."_s
                         << false;
    QTest::newRow("one of two is new") << QStringList{ web, web } << QStringList{ u"a"_s } << 1
                                       << u"1 link imported."_s << false;
    QTest::newRow("one is here") << QStringList{ web } << QStringList{ u"a"_s } << 0
                                 << u"Nothing new: the link is here already."_s << false;
    QTest::newRow("all are here") << QStringList{ web, ftp } << QStringList{ u"b"_s, u"a"_s } << 0
                                  << u"Nothing new: all 2 links are here already."_s << false;
    QTest::newRow("one is here, another is skipped")
            << QStringList{ web, ftp } << QStringList{ u"a"_s } << 0
            << u"Nothing new: 1 link here already, 1 skipped: "_s + why << false;
    QTest::newRow("one skipped") << QStringList{ web, ftp, web } << QStringList() << 2
                                 << u"2 links imported, 1 skipped: "_s + why << false;
    QTest::newRow("some skipped") << QStringList{ ftp, ftp, web } << QStringList() << 1
                                  << u"1 link imported, 2 skipped, first "_s + why << false;
    QTest::newRow("all skipped") << QStringList{ ftp } << QStringList() << 0
                                 << u"0 links imported, 1 skipped: "_s + why << true;
}

void tst_LinkReader::plans()
{
    QFETCH(QStringList, urls);
    QFETCH(QStringList, existing);
    QFETCH(int, missing);
    QFETCH(QString, summary);
    QFETCH(bool, failed);
    QList<Link> links;
    for (const QString &url : urls) {
        Link link;
        link.slug = QString(QChar(ushort(u'a' + links.size())));
        link.title = u"title"_s;
        link.url = QUrl(url);
        links.append(link);
    }
    const LinkPlan plan(links, QSet<QString>(existing.cbegin(), existing.cend()));
    QCOMPARE(plan.missing().size(), missing);
    QCOMPARE(plan.summary(), summary);
    QCOMPARE(plan.isFailure(), failed);
}

void tst_LinkReader::changesetRules_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<QString>("error");
    QTest::newRow("no title") << u"title"_s << QVariant(u" "_s) << u"can't be blank"_s;
    QTest::newRow("no slug") << u"slug"_s << QVariant(QString()) << u"can't be blank"_s;
    QTest::newRow("no scheme") << u"url"_s << QVariant(u"www.qt.io"_s)
                               << u"must start with http:// or https://"_s;
    QTest::newRow("long title") << u"title"_s << QVariant(QString(201, u'x'))
                                << u"should be at most 200 character(s)"_s;
    QTest::newRow("right") << u"title"_s << QVariant(u"Qt"_s) << QString();
}

void tst_LinkReader::changesetRules()
{
    QFETCH(QString, field);
    QFETCH(QVariant, value);
    QFETCH(QString, error);
    QVariantMap params{ { u"slug"_s, u"qt"_s },
                        { u"title"_s, u"Qt"_s },
                        { u"url"_s, u"https://www.qt.io"_s } };
    params.insert(field, value);
    const DustChangeset changeset = Link::changeset(Link(), params);
    QCOMPARE(changeset.isValid(), error.isEmpty());
    QCOMPARE(changeset.errorMap().value(field).toStringList().join(u' '), error);
}

QTEST_APPLESS_MAIN(tst_LinkReader)
#include "tst_linkreader.moc"
