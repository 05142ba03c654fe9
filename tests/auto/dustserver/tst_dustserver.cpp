// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What tests of clients do to a DustServer: hold, drop, delay and cut what it sends, answer in its
// place, and watch. Here over HTTP; tst_dustserverhooks has the channels.

#include "dustserver.h"
#include "rawhttpclient.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;

namespace {

QByteArray request(const QByteArray &method, const QByteArray &path, const QString &token,
                   const QByteArray &body = {})
{
    return method + " /api/stores/acme/main/entries/" + path
            + " HTTP/1.1\r\nHost: x\r\nX-Mine: yes\r\nAuthorization: Bearer " + token.toUtf8()
            + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

const QByteArray Health = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";

} // namespace

class tst_DustServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<DustServer>();
        QVERIFY(m_server->addStore(u"acme/main"_s));
        QVERIFY(m_server->listen());
    }
    void cleanup() { m_server.reset(); }

    void holds();
    void drops();
    void delays();
    void cuts();
    void cutsWithinAnAnswer_data();
    void cutsWithinAnAnswer();
    void takesHooksBeforeTheFirstAnswer();
    void combinesHooks();
    void cutsWhoLetsMuchPileUp();
    void answersInstead_data();
    void answersInstead();
    void answersSome();
    void showsRequests();
    void tellsOfAnswers();
    void tellsOfRefusals();
    void tellsOfConnections();
    void decidesAboutWrites();
    void forgetsUndecidedWrites();
    void writesItself();

private:
    QByteArray put(const QByteArray &path, const QByteArray &value)
    {
        return request("PUT", path, m_server->token(), value);
    }
    QByteArray get(const QByteArray &path) { return request("GET", path, m_server->token()); }
    bool hasEntry(const QByteArray &path)
    {
        return RawHttpClient(m_server->port()).ask(get(path)).status == 200;
    }
    // Of a client that has just been answered.
    DustServerConnection *connection() const { return m_server->connections().last(); }

    std::unique_ptr<DustServer> m_server;
};

void tst_DustServer::holds()
{
    RawHttpClient client(m_server->port());
    QCOMPARE(client.ask(Health).status, 200);
    DustServerConnection *held = connection();
    QCOMPARE(held->kind(), DustServerConnection::Http);
    QCOMPARE(held->deviceId(), QString());
    held->hold();
    QSignalSpy answered(m_server.get(), &DustServer::requestAnswered);
    client.send(put("a", "1") + get("a"));
    QTRY_COMPARE(answered.size(), 2);
    QVERIFY(held->backlog() > 0);
    QVERIFY(hasEntry("a")); // it was written; only this client does not hear of it
    QCOMPARE(client.received(), QByteArray());
    held->release();
    QCOMPARE(client.next().body, R"({"revision":1,"store_seq":1})");
    QCOMPARE(client.next().status, 200);
    QCOMPARE(client.ask(Health).status, 200);
    QTRY_COMPARE(held->backlog(), 0);
}

void tst_DustServer::drops()
{
    RawHttpClient client(m_server->port());
    QCOMPARE(client.ask(Health).status, 200);
    connection()->dropNext();
    connection()->dropNext();
    client.send(put("a", "1") + put("a", "2") + get("a"));
    const DustObject entry = client.next().json().toObject();
    QCOMPARE(entry.value(u"value"_s), DustValue(2));
    QCOMPARE(entry.value(u"revision"_s), DustValue(2));
    QCOMPARE(client.ask(Health).status, 200);
    QCOMPARE(client.received(), QByteArray());
}

void tst_DustServer::delays()
{
    constexpr int Delay = 150; // ms
    RawHttpClient client(m_server->port());
    QCOMPARE(client.ask(Health).status, 200);
    connection()->setDelay(Delay);
    QElapsedTimer clock;
    clock.start();
    client.send(put("a", "1") + get("a"));
    QCOMPARE(client.next().body, R"({"revision":1,"store_seq":1})");
    QVERIFY(clock.elapsed() >= Delay / 2); // timers are coarse
    QCOMPARE(client.next().status, 200);
    // Nothing overtakes what is still delayed.
    client.send(get("missing"));
    QTRY_VERIFY(connection()->backlog() > 0);
    connection()->setDelay(0);
    client.send(get("a"));
    QCOMPARE(client.next().status, 404);
    QCOMPARE(client.next().status, 200);
}

void tst_DustServer::cuts()
{
    RawHttpClient client(m_server->port());
    QCOMPARE(client.ask(Health).status, 200);
    DustServerConnection *cut = connection();
    RawHttpClient other(m_server->port());
    QCOMPARE(other.ask(Health).status, 200);
    QSignalSpy closed(cut, &DustServerConnection::closed);
    cut->hold();
    client.send(put("a", "1"));
    QTRY_VERIFY(cut->backlog() > 0);
    cut->cut();
    QVERIFY(client.waitForEnd());
    QCOMPARE(client.received(), QByteArray());
    QTRY_COMPARE(m_server->connections().size(), 1);
    QCOMPARE(closed.size(), 1);
    QVERIFY(hasEntry("a"));
    QCOMPARE(other.ask(Health).status, 200);
}

void tst_DustServer::cutsWithinAnAnswer_data()
{
    QTest::addColumn<int>("bytes");
    QTest::newRow("nothing of it") << 0;
    QTest::newRow("status line") << 9;
    QTest::newRow("head") << 60;
    QTest::newRow("more than there is") << 100'000;
}

void tst_DustServer::cutsWithinAnAnswer()
{
    QFETCH(int, bytes);
    RawHttpClient whole(m_server->port());
    whole.send(put("a", "1"));
    QTRY_VERIFY(whole.received().endsWith('}'));
    RawHttpClient client(m_server->port());
    QCOMPARE(client.ask(Health).status, 200);
    connection()->cutNextAfter(bytes);
    client.send(put("a", "1") + get("a"));
    QVERIFY(client.waitForEnd());
    QCOMPARE(client.received().size(), qMin<qsizetype>(bytes, whole.received().size()));
}

// There is no answer yet that could slip through.
void tst_DustServer::takesHooksBeforeTheFirstAnswer()
{
    connect(m_server.get(), &DustServer::connectionOpened, m_server.get(),
            [](DustServerConnection *opened) { opened->dropNext(); });
    RawHttpClient client(m_server->port());
    client.send(put("a", "1") + get("a"));
    QCOMPARE(client.next().json().toObject().value(u"value"_s), DustValue(1));
}

void tst_DustServer::combinesHooks()
{
    RawHttpClient client(m_server->port());
    QCOMPARE(client.ask(Health).status, 200);
    DustServerConnection *hooked = connection();
    hooked->hold();
    hooked->setDelay(20);
    hooked->dropNext();
    hooked->cutNextAfter(12);
    client.send(put("a", "1") + get("a") + get("a"));
    QTRY_VERIFY(hooked->backlog() > 0);
    hooked->release();
    QVERIFY(client.waitForEnd());
    QCOMPARE(client.received(), "HTTP/1.1 200");
}

void tst_DustServer::cutsWhoLetsMuchPileUp()
{
    m_server->setMaximumBacklog(1000);
    RawHttpClient client(m_server->port());
    QCOMPARE(client.ask(Health).status, 200);
    connection()->hold();
    client.send(Health.repeated(100));
    QVERIFY(client.waitForEnd());
    QCOMPARE(RawHttpClient(m_server->port()).ask(Health).status, 200);
}

void tst_DustServer::answersInstead_data()
{
    QTest::addColumn<DustServerAnswer>("answer");
    QTest::addColumn<QByteArray>("received"); // without Date
    QTest::addColumn<int>("said"); // by requestAnswered()
    QTest::addColumn<bool>("closes");
    DustServerAnswer busy = DustServerAnswer::json(503, R"({"error":"busy"})");
    QTest::newRow("json") << busy
                          << "HTTP/1.1 503 Service Unavailable\r\nConnection: keep-alive\r\n"
                             "Content-Length: 16\r\nContent-Type: application/json; "
                             "charset=utf-8\r\n\r\n{\"error\":\"busy\"}"_ba
                          << 503 << false;
    busy.headers = { { "Retry-After", "7" } };
    busy.closes = true;
    QTest::newRow("header, and closes")
            << busy
            << "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n"
               "Content-Length: 16\r\nRetry-After: 7\r\n\r\n{\"error\":\"busy\"}"_ba
            << 503 << true;
    QTest::newRow("500") << DustServerAnswer::json(500, "{}")
                         << "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 2\r\n"
                            "Content-Type: application/json; charset=utf-8\r\n\r\n{}"_ba
                         << 500 << true;
    QTest::newRow("nothing but a status")
            << DustServerAnswer()
            << "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n"_ba << 200
            << false;
    QTest::newRow("lies about its length")
            << DustServerAnswer::raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort")
            << "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"_ba << 0 << true;
    QTest::newRow("no HTTP") << DustServerAnswer::raw("hello") << "hello"_ba << 0 << true;
    QTest::newRow("hangs up") << DustServerAnswer::hangUp() << ""_ba << 0 << true;
}

void tst_DustServer::answersInstead()
{
    QFETCH(DustServerAnswer, answer);
    QFETCH(QByteArray, received);
    QFETCH(bool, closes);
    m_server->setAnswerHook([answer](const DustServerRequest &) { return std::optional(answer); });
    QSignalSpy answered(m_server.get(), &DustServer::requestAnswered);
    RawHttpClient client(m_server->port());
    client.send(put("a", "1"));
    QTRY_COMPARE(answered.size(), 1);
    QTEST(answered.first().at(1).toInt(), "said");
    const auto withoutDate = [&client] {
        QByteArray bytes = client.received();
        const qsizetype date = bytes.indexOf("Date: ");
        return date < 0 ? bytes : bytes.remove(date, bytes.indexOf('\n', date) + 1 - date);
    };
    QTRY_COMPARE(withoutDate(), received);
    if (closes)
        QVERIFY(client.waitForEnd());
    m_server->setAnswerHook({});
    QVERIFY(!hasEntry("a")); // it has happened nowhere
    QCOMPARE(client.socket().state() == QAbstractSocket::UnconnectedState, closes);
}

void tst_DustServer::answersSome()
{
    m_server->setAnswerHook([n = 0](const DustServerRequest &asked) mutable {
        if (asked.method != "PUT")
            return std::optional<DustServerAnswer>();
        return ++n == 1 ? std::optional(DustServerAnswer::json(429, "{}")) : std::nullopt;
    });
    RawHttpClient client(m_server->port());
    client.send(get("a") + put("a", "1") + put("a", "2") + get("a"));
    for (const int status : { 404, 429, 200, 200 })
        QCOMPARE(client.next().status, status);
}

void tst_DustServer::showsRequests()
{
    QList<DustServerRequest> seen;
    connect(m_server.get(), &DustServer::requestReceived, m_server.get(),
            [&seen](const DustServerRequest &asked) { seen.append(asked); });
    RawHttpClient client(m_server->port());
    QCOMPARE(client.ask(put("a%20b?x=1", R"({"y":2})")).status, 200);
    QCOMPARE(client.ask("GET /healthz HTTP/1.0\r\nA: 1\r\nB: 2\r\na: 3\r\n\r\n").status, 200);
    QCOMPARE(seen.size(), 2);
    QCOMPARE(seen.at(0).method, "PUT");
    QCOMPARE(seen.at(0).target, "/api/stores/acme/main/entries/a%20b?x=1");
    QCOMPARE(seen.at(0).body, R"({"y":2})");
    QCOMPARE(seen.at(0).header("x-mine"), "yes");
    QCOMPARE(seen.at(0).header("authorization"), "Bearer " + m_server->token().toUtf8());
    QCOMPARE(seen.at(0).minorVersion, 1);
    QVERIFY(seen.at(0).keepsAlive);
    QCOMPARE(seen.at(1).minorVersion, 0);
    QVERIFY(!seen.at(1).keepsAlive);
    QCOMPARE(seen.at(1).header("a"), "1");
    QVERIFY(seen.at(1).header("c").isNull());
    QCOMPARE(seen.at(1).headers, (DustServerHeaders{ { "a", "1" }, { "a", "3" }, { "b", "2" } }));
}

void tst_DustServer::tellsOfAnswers()
{
    QStringList story;
    connect(m_server.get(), &DustServer::requestReceived, m_server.get(),
            [&story](const DustServerRequest &asked) {
                story.append(QString::fromLatin1(asked.method));
            });
    connect(m_server.get(), &DustServer::requestAnswered, m_server.get(),
            [&story](const DustServerRequest &asked, int status) {
                story.append(u"%1 %2 %3"_s
                                     .arg(QString::fromLatin1(asked.method),
                                          QString::fromLatin1(asked.body))
                                     .arg(status));
            });
    RawHttpClient client(m_server->port());
    client.send(put("a", "1") + get("z") + put("a", "{"));
    QVERIFY(client.waitForEnd());
    QCOMPARE(story,
             QStringList({ u"PUT"_s, u"PUT 1 200"_s, u"GET"_s, u"GET  404"_s, u"PUT"_s,
                           u"PUT { 400"_s }));
}

// With what was understood of them.
void tst_DustServer::tellsOfRefusals()
{
    QSignalSpy received(m_server.get(), &DustServer::requestReceived);
    QSignalSpy answered(m_server.get(), &DustServer::requestAnswered);
    QCOMPARE(RawHttpClient(m_server->port()).ask("nonsense\r\n\r\n").status, 400);
    m_server->setMaximumBody(10);
    QCOMPARE(RawHttpClient(m_server->port()).ask(put("a", "12345678901")).status, 413);
    QCOMPARE(received.size(), 0);
    QCOMPARE(answered.size(), 2);
    QCOMPARE(answered.at(0).at(0).value<DustServerRequest>().method, QByteArray());
    QCOMPARE(answered.at(0).at(1).toInt(), 400);
    QCOMPARE(answered.at(1).at(0).value<DustServerRequest>().method, "PUT");
    QCOMPARE(answered.at(1).at(1).toInt(), 413);
}

void tst_DustServer::tellsOfConnections()
{
    QSignalSpy opened(m_server.get(), &DustServer::connectionOpened);
    QVERIFY(m_server->connections().isEmpty());
    RawHttpClient client(m_server->port());
    QTRY_COMPARE(opened.size(), 1);
    QCOMPARE(m_server->connections(),
             QList{ opened.first().first().value<DustServerConnection *>() });
    QSignalSpy closed(connection(), &DustServerConnection::closed);
    client.socket().disconnectFromHost();
    QTRY_COMPARE(closed.size(), 1);
    QVERIFY(m_server->connections().isEmpty());
    QCOMPARE(opened.size(), 1);
}

void tst_DustServer::decidesAboutWrites()
{
    QStringList asked;
    QList<DustServer::Decide> undecided;
    m_server->setWriteHook([&asked, &undecided](const QString &storeName,
                                                const QList<DustOperation> &operations,
                                                const DustServer::Decide &decide) {
        const QString path = operations.constFirst().path().toString();
        asked.append(storeName + u' ' + path);
        if (path != u"mine"_s)
            undecided.append(decide);
        return path != u"mine"_s;
    });
    RawHttpClient first(m_server->port());
    RawHttpClient second(m_server->port());
    first.send(put("a", "1"));
    second.send(put("b", "1"));
    QTRY_COMPARE(undecided.size(), 2);
    RawHttpClient third(m_server->port());
    QCOMPARE(third.ask(put("mine", "1")).status, 200); // the server's own decision
    QVERIFY(!hasEntry("a"));
    QCOMPARE(first.received(), QByteArray());
    // In another order, the second one with a refusal; a second call is none.
    undecided.at(1)(DustError(DustError::Exists, u"x"_s));
    undecided.at(1)({});
    QCOMPARE(second.next().status, 412);
    QCOMPARE(first.received(), QByteArray());
    undecided.at(0)({});
    QCOMPARE(first.next().status, 200);
    QVERIFY(hasEntry("a"));
    QVERIFY(!hasEntry("b"));
    QCOMPARE(asked.size(), 3);
    QVERIFY(asked.contains(u"acme/main mine"_s));

    m_server->setWriteHook({});
    QCOMPARE(third.ask(put("b", "1")).status, 200);
    QCOMPARE(asked.size(), 3);
}

// A hook that is gone, and a server that is.
void tst_DustServer::forgetsUndecidedWrites()
{
    DustServer::Decide undecided;
    m_server->setWriteHook([this, &undecided](const QString &, const QList<DustOperation> &,
                                              const DustServer::Decide &decide) {
        undecided = decide;
        m_server->setWriteHook({});
        return true;
    });
    RawHttpClient client(m_server->port());
    client.send(put("a", "1"));
    QTRY_VERIFY(undecided);
    QVERIFY(!hasEntry("a"));
    m_server.reset();
    undecided({});
}

void tst_DustServer::writesItself()
{
    const DustPath path = *DustPath::parse(u"a/b"_s);
    const QString name = u"acme/main"_s;
    m_server->setWriteHook(
            [](const QString &, const QList<DustOperation> &, const DustServer::Decide &decide) {
                decide(DustError(DustError::Conflict, u"x"_s)); // of others
                return true;
            });
    const auto written = m_server->write(
            name, { DustOperation::set(path, 1), DustOperation::increment(path, 2) });
    QCOMPARE(written, DustResult<quint64>(2));
    QVERIFY(hasEntry("a/b"));
    QCOMPARE(m_server->entry(name, u"a/b"_s)->value(), DustValue(3));
    QCOMPARE(m_server->entry(name, u"a"_s)->value(), DustValue(DustObject{ { u"b"_s, 3 } }));
    QCOMPARE(m_server->entry(name, {})->value().toObject().size(), 1);
    // All or nothing.
    DustOperation guarded = DustOperation::set(path, 5);
    guarded.setIfMatch(1);
    const auto refused = m_server->write(name, { DustOperation::remove(path), guarded });
    QCOMPARE(refused.error().kind(), DustError::Conflict);
    QCOMPARE(m_server->entry(name, u"a/b"_s)->value(), DustValue(3));

    const DustOperation good = DustOperation::set(path, 1);
    QCOMPARE(m_server->write(name, { good, DustOperation::set({}, 1) }).error().kind(),
             DustError::InvalidParams);
    QCOMPARE(m_server->write(u"acme/none"_s, { good }).error().kind(), DustError::NotFound);
    QCOMPARE(m_server->entry(u"acme/none"_s, u"a"_s).error().kind(), DustError::NotFound);
    QCOMPARE(m_server->entry(name, u"z"_s).error().kind(), DustError::NotFound);
    QCOMPARE(m_server->entry(name, u"a//b"_s).error().kind(), DustError::InvalidParams);

    // What is beside others is only told leaf by leaf.
    QVERIFY(m_server->write(name, { DustOperation::set(path.child(u"c"_s).value(), 4) }));
    QCOMPARE(m_server->entry(name, {}).error().kind(), DustError::Invalid);
    const auto entries = m_server->entries(name);
    QCOMPARE(entries->size(), 2);
    QCOMPARE(entries->constFirst().pathString(), u"a/b"_s);
    QCOMPARE(entries->constLast().value(), DustValue(4));
    QCOMPARE(m_server->entries(u"acme/none"_s).error().kind(), DustError::NotFound);
}

QTEST_GUILESS_MAIN(tst_DustServer)
#include "tst_dustserver.moc"
