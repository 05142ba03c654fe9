// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// GET …/entries.

#include "rawhttpclient.h"
#include "rawhttphost.h"

using namespace Qt::StringLiterals;

namespace {

QByteArray list(const QByteArray &query)
{
    return "GET /api/stores/acme/main/entries" + query
            + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ro\r\n\r\n";
}

} // namespace

class tst_DustRestList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lists_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("json");
        const auto row = [](const char *query, const QByteArray &items,
                            const QByteArray &cursor = "null") {
            QTest::newRow(query) << QByteArray(query)
                                 << R"({"items":[)" + items + R"(],"next_cursor":)" + cursor + '}';
        };
        const QByteArray c = R"({"path":"b/c","value":"x","type":"string","revision":2})";
        const QByteArray d = R"({"path":"b/d","value":1.0,"type":"float","revision":3})";
        row("?pattern=b/*", c + ',' + d);
        row("/?pattern=b/*", c + ',' + d);
        row("?pattern=b%2F*&order=desc", d + ',' + c);
        row("?pattern=b/*&limit=1", c, R"("b/c")");
        row("?pattern=b/*&limit=1&after=b/c", d);
        row("?pattern=b/*&limit=2", c + ',' + d);
        row("?pattern=b/*&after=b/d", "");
        row("?pattern=b/*&after=b/d&order=desc", c);
        row("?pattern=b/*&limit=1000&order=asc&select=entries&after=", c + ',' + d);
        row("?pattern=b", ""); // no star: nothing
        row("?pattern=b/c", "");
        row("?pattern=x&pattern=b/*&other=1&&=", c + ',' + d);
        row("?pattern=price/**",
            R"({"path":"price/net","value":"1.50","type":"map","revision":6})");
        row("?pattern=sp+ace/**&select=keys", R"("sp ace/ü+%/~1x~0")");
        row("?pattern=sp%20ace/%C3%BC%2B%25/*&select=keys", R"("sp ace/ü+%/~1x~0")");
        row("?pattern=*&select=keys&limit=3", R"("a","broken","doc")", R"("doc")");
        row("?select=keys&limit=2&order=desc", R"("sp ace/ü+%/~1x~0","price/net")",
            R"("price/net")");
        row("?pattern=**&select=prefixes&limit=4", R"("a","b","broken")", R"("broken")");
        row("?pattern=links/**&select=prefixes", R"("links/qt")");
        row("?pattern=links/**&select=prefixes&limit=1", R"("links/qt")", R"("links/qt/n")");
        row("?from=b/&to=b0", c + ',' + d);
        row("?from=b&to=b/d", c);
        row("?from=b/&to=b0&order=desc&limit=1", d, R"("b/d")");
        row("?from=sp&select=keys", R"("sp ace/ü+%/~1x~0")");
        row("?to=b&select=keys", R"("a")");
        row("?to=b/d&select=keys&after=a", R"("b/c")");
        row("?from=z", "");
        row("?from=b&to=a", "");
    }
    void lists()
    {
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, json);
        RawHttpHost host;
        RawHttpClient client(host.port());
        const RawHttpAnswer answer = client.ask(list(query));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("content-type"), "application/json; charset=utf-8");
        QCOMPARE(answer.json(), DustValue::fromJson(json).value());
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("error");
        for (const char *query : { "?limit=0",
                                   "?limit=1001",
                                   "?limit=-1",
                                   "?limit=",
                                   "?limit=x",
                                   "?limit=+5",
                                   "?limit=%2B5",
                                   "?limit=1.0",
                                   "?limit=99999999999",
                                   "?order=up",
                                   "?order=",
                                   "?order=ASC",
                                   "?select=values",
                                   "?select=",
                                   "?pattern=b/*&from=a",
                                   "?pattern=b/*&to=b",
                                   "?pattern=&to=",
                                   "?from=a&to=b&select=prefixes",
                                   "?pattern=b/*&select=prefixes",
                                   "?pattern=*/**&select=prefixes",
                                   "?pattern=a%FF/*",
                                   "?pattern=b/*&after=%FF",
                                   "?from=%C3",
                                   "?to=%ED%A0%80",
                                   "?pattern=%",
                                   "?pattern=%0g",
                                   "?a%2=1" })
            QTest::newRow(query) << "invalid_params"_ba;
        QTest::newRow("?pattern=") << "empty_path"_ba;
        QTest::newRow("?pattern=a//b") << "empty_segment"_ba;
        QTest::newRow("?pattern=/a") << "empty_segment"_ba;
        QTest::newRow("?pattern=a~2") << "invalid_escape"_ba;
        QTest::newRow("?pattern=**/a") << "wildcard_many_not_tail"_ba;
    }
    void refuses()
    {
        RawHttpHost host;
        RawHttpClient client(host.port());
        const RawHttpAnswer answer = client.ask(list(QTest::currentDataTag()));
        QCOMPARE(answer.status, 400);
        QTEST(answer.json().toObject().value(u"error"_s).toString().toLatin1(), "error");
        QVERIFY(!answer.json().toObject().value(u"detail"_s).toString().isEmpty());
        QCOMPARE(client.ask(list("?limit=1")).status, 200); // on the same connection
    }

    void pages()
    {
        RawHttpHost host;
        DustServerWrite write;
        write.deviceId = u"dev"_s;
        for (int i = 0; i < 2345; ++i)
            write.operations.append(DustOperation::set(
                    *DustPath::parse(u"many/%1"_s.arg(i, 5, 10, QChar(u'0'))), i));
        host.store()->write(write);
        host.store()->flush();
        RawHttpClient client(host.port());
        QCOMPARE(client.ask(list("?pattern=many/*"))
                         .json()
                         .toObject()
                         .value(u"items"_s)
                         .toArray()
                         .size(),
                 50);
        QString after;
        QList<qsizetype> sizes;
        int next = 0;
        do {
            const RawHttpAnswer answer = client.ask(
                    list("?pattern=many/**&limit=1000&after=" + after.toUtf8()));
            const DustObject page = answer.json().toObject();
            const DustArray items = page.value(u"items"_s).toArray();
            for (const DustValue &item : items)
                QCOMPARE(item.toObject().value(u"value"_s), DustValue(next++));
            sizes.append(items.size());
            after = page.value(u"next_cursor"_s).toString();
        } while (!after.isEmpty());
        QCOMPARE(sizes, (QList<qsizetype>{ 1000, 1000, 345 }));
    }
};

QTEST_GUILESS_MAIN(tst_DustRestList)

#include "tst_dustrestlist.moc"
