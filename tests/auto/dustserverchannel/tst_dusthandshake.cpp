// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchannelconnection_p.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class tst_DustHandshake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void target_data();
    void target();
    void origin_data();
    void origin();
};

namespace {

bool isAllowed(const QByteArray &target, const DustServerHeaders &headers,
               const QByteArray &method = "GET")
{
    DustServerContext context;
    context.tokens.add(DustServerToken::readWrite(u"s3cret"_s));
    context.tokens.add(DustServerToken::readWrite(u"a b&c=d+e"_s));
    DustServerRequest request;
    request.method = method;
    request.target = target;
    request.headers = headers;
    return DustHandshake::isAllowed(request, context);
}

} // namespace

void tst_DustHandshake::target_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<bool>("allowed");

    const auto query = [](const char *name, const QByteArray &text, bool allowed) {
        QTest::newRow(name) << "/ws/sync/websocket?" + text << allowed;
    };
    const auto path = [](const char *name, const QByteArray &text) {
        QTest::newRow(name) << text + "?token=s3cret&device_id=d&capver=3&vsn=2.0.0" << false;
    };
    query("json", "token=s3cret&device_id=d&capver=3&vsn=2.0.0", true);
    query("messagepack", "token=s3cret&device_id=d&capver=3&vsn=3.0.0", true);
    query("any order", "vsn=2.0.0&capver=3&device_id=d&token=s3cret", true);
    query("more parameters", "token=s3cret&device_id=d&capver=3&vsn=2.0.0&x=1&&y", true);
    query("newer capver", "token=s3cret&device_id=d&capver=4&vsn=2.0.0", true);
    query("escaped", "%74oken=%733cret&device_id=%C3%A4&capver=%33&vsn=2%2e0%2E0", true);
    query("escaped delimiters", "token=a%20b%26c%3Dd%2Be&device_id=d&capver=3&vsn=2.0.0", true);
    query("plus is a space", "token=a+b%26c=d%2Be&device_id=d&capver=3&vsn=2.0.0", true);
    query("twice, the last is good", "token=x&token=s3cret&device_id=d&capver=3&vsn=2.0.0", true);
    query("twice, the last is bad", "token=s3cret&token=x&device_id=d&capver=3&vsn=2.0.0", false);
    query("nothing", "", false);
    query("no token", "device_id=d&capver=3&vsn=2.0.0", false);
    query("empty token", "token=&device_id=d&capver=3&vsn=2.0.0", false);
    query("another token", "token=other&device_id=d&capver=3&vsn=2.0.0", false);
    query("token of another case", "token=S3cret&device_id=d&capver=3&vsn=2.0.0", false);
    query("no device_id", "token=s3cret&capver=3&vsn=2.0.0", false);
    query("empty device_id", "token=s3cret&device_id=&capver=3&vsn=2.0.0", false);
    query("no capver", "token=s3cret&device_id=d&vsn=2.0.0", false);
    query("old capver", "token=s3cret&device_id=d&capver=2&vsn=2.0.0", false);
    query("negative capver", "token=s3cret&device_id=d&capver=-3&vsn=2.0.0", false);
    query("capver that is no integer", "token=s3cret&device_id=d&capver=3.0&vsn=2.0.0", false);
    query("huge capver", "token=s3cret&device_id=d&capver=99999999999999999999&vsn=2.0.0", false);
    query("no vsn", "token=s3cret&device_id=d&capver=3", false);
    query("old vsn", "token=s3cret&device_id=d&capver=3&vsn=1.0.0", false);
    query("broken escape", "token=s3cret&device_id=d%&capver=3&vsn=2.0.0", false);
    query("broken escape inside", "token=s3cret&device_id=%zz&capver=3&vsn=2.0.0", false);
    query("escapes that are no UTF-8", "token=s3cret&device_id=%ff&capver=3&vsn=2.0.0", false);
    query("fragment", "token=s3cret&device_id=d&capver=3&vsn=2.0.0#x", false);
    query("raw bytes", "token=s3cret&device_id=\xC3\xA4&capver=3&vsn=2.0.0", false);
    path("without /websocket", "/ws/sync");
    path("longer path", "/ws/sync/websocket/x");
    path("other path", "/api/stores");
    path("path of another case", "/WS/sync/websocket");
    path("absolute", "http://host/ws/sync/websocket");
    path("empty path", "");
    QTest::newRow("no query") << QByteArray("/ws/sync/websocket") << false;
}

void tst_DustHandshake::target()
{
    QFETCH(QByteArray, target);
    QFETCH(bool, allowed);
    QCOMPARE(isAllowed(target, { { "host", "localhost:7755" } }), allowed);
    QVERIFY(!isAllowed(target, { { "host", "localhost:7755" } }, "POST"));
}

void tst_DustHandshake::origin_data()
{
    QTest::addColumn<DustServerHeaders>("headers");
    QTest::addColumn<bool>("allowed");

    const auto row = [](const char *name, const DustServerHeaders &headers, bool allowed) {
        QTest::newRow(name) << headers << allowed;
    };
    row("none", { { "host", "a.example" } }, true);
    row("the same", { { "host", "a.example" }, { "origin", "https://a.example" } }, true);
    row("another port", { { "host", "a.example:1" }, { "origin", "http://a.example:2" } }, true);
    row("another case", { { "host", "A.example" }, { "origin", "http://a.EXAMPLE" } }, true);
    row("IPv6", { { "host", "[::1]:7755" }, { "origin", "http://[::1]:80" } }, true);
    row("empty", { { "host", "a.example" }, { "origin", "" } }, false);
    row("null", { { "host", "a.example" }, { "origin", "null" } }, false);
    row("foreign", { { "host", "a.example" }, { "origin", "https://b.example" } }, false);
    row("below it", { { "host", "a.example" }, { "origin", "https://x.a.example" } }, false);
    row("user name", { { "host", "a.example" }, { "origin", "https://a.example@b.example" } },
        false);
    row("twice, one foreign",
        { { "host", "a.example" },
          { "origin", "https://a.example" },
          { "origin", "https://b.example" } },
        false);
    row("no host", { { "origin", "https://a.example" } }, false);
    row("no hosts", { { "host", "" }, { "origin", "https://" } }, false);
}

void tst_DustHandshake::origin()
{
    QFETCH(DustServerHeaders, headers);
    QFETCH(bool, allowed);
    QCOMPARE(isAllowed("/ws/sync/websocket?token=s3cret&device_id=d&capver=3&vsn=2.0.0", headers),
             allowed);
}

QTEST_GUILESS_MAIN(tst_DustHandshake)
#include "tst_dusthandshake.moc"
