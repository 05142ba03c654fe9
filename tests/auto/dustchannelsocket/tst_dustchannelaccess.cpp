// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustserver.h"
#include "rawsockethost.h"
#include "roughserver.h"
#include "socketwatch.h"
#include "testcertificates.h"

#include <QtCore/QUrlQuery>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslKey>

using namespace Qt::StringLiterals;

using State = DustChannelSocket::State;
using Verdict = DustChannelSocket::Verdict;

namespace {

// Whoever is asked, how often, and with what; answers come when the test gives them.
struct Answers
{
    DustChannelSocket::TokenSource source()
    {
        return [this](const QString &refused, const DustChannelSocket::TokenReceiver &receiver) {
            asked.append(refused);
            giveToken = receiver;
            if (!tokens.isEmpty())
                receiver(tokens.takeFirst());
        };
    }
    DustChannelSocket::Probe probe()
    {
        return [this](const DustChannelSocket::VerdictReceiver &receiver) {
            ++probes;
            giveVerdict = receiver;
            if (verdict)
                receiver(*verdict);
        };
    }

    QStringList tokens;
    QStringList asked;
    DustChannelSocket::TokenReceiver giveToken;
    int probes = 0;
    std::optional<Verdict> verdict;
    DustChannelSocket::VerdictReceiver giveVerdict;
};

QStringList logged;

void keepLog(QtMsgType, const QMessageLogContext &, const QString &message)
{
    logged.append(message);
}

const QByteArray Forbidden = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";

} // namespace

// Tokens, refusals, and certificates.
class tst_DustChannelAccess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksForAFreshToken();
    void stopsWithoutAFreshToken_data();
    void stopsWithoutAFreshToken();
    void asksOnceOnly();
    void goesOnWithATokenThatIsSet();
    void takesTheTokenThatIsSetForTheNextLink();
    void connectsAnewWithATokenThatIsSet_data();
    void connectsAnewWithATokenThatIsSet();
    void tellsWhatANewTokenCosts();
    void asksForAPermitBeforeEveryAttempt();
    void asksForAPermitBeforeANewToken();
    void takesTheTokenThatIsSetWhileItAsks();
    void asksAgainWhenTheApplicationInsists();
    void judgesAnswers_data();
    void judgesAnswers();
    void tellsOutagesFromRefusals_data();
    void tellsOutagesFromRefusals();
    void waitsAsLongAsTold();
    void probesOnlyRefusedHandshakes();
    void treatsSilentProbesAsOutages();
    void ignoresLateAnswers();
    void encodesTokens_data();
    void encodesTokens();
    void neverTellsTheToken();
    void checksCertificates_data();
    void checksCertificates();

private:
    static QUrl urlOf(const DustServer &server);
    static QUrlQuery queryOf(const RoughServer &server); // of the last link
};

QUrl tst_DustChannelAccess::urlOf(const DustServer &server)
{
    QUrl url = server.webSocketUrl();
    url.setPath(u"/ws/sync/websocket"_s);
    url.setQuery(u"device_id=dev&capver=3"_s);
    return url;
}

QUrlQuery tst_DustChannelAccess::queryOf(const RoughServer &server)
{
    return QUrlQuery(server.socket() ? server.socket()->requestUrl() : QUrl());
}

void tst_DustChannelAccess::asksForAFreshToken()
{
    DustServer server;
    QVERIFY(server.listen());
    Answers answers;
    answers.tokens = { u"expired"_s, server.token() };
    answers.verdict = Verdict{ Verdict::TokenRefused, {}, 0 };
    SocketWatch watch;
    watch->setProbe(answers.probe());
    QVERIFY(watch->open(urlOf(server), answers.source()));
    QVERIFY(watch.runUntilState(State::Connected));
    QCOMPARE(answers.asked, (QStringList{ QString(), u"expired"_s }));
    QCOMPARE(answers.probes, 1);
    QCOMPARE(watch.states,
             (QList<State>{ State::AwaitingToken, State::Connecting, State::Probing,
                            State::AwaitingToken, State::Connecting, State::Connected }));
    QCOMPARE(watch.problem(), QString());
}

void tst_DustChannelAccess::stopsWithoutAFreshToken_data()
{
    QTest::addColumn<QString>("second");
    QTest::newRow("the same") << u"expired"_s;
    QTest::newRow("none") << QString();
}

void tst_DustChannelAccess::stopsWithoutAFreshToken()
{
    QFETCH(QString, second);
    RawSocketHost host(Forbidden);
    Answers answers;
    answers.tokens = { u"expired"_s, second };
    answers.verdict = Verdict{ Verdict::TokenRefused, {}, 0 };
    SocketWatch watch;
    watch->setProbe(answers.probe());
    QVERIFY(watch->open(host.url(), answers.source()));
    QVERIFY(watch.runUntilState(State::Refused));
    QCOMPARE(host.connections, 1);
    QCOMPARE(watch.reason(), u"token_refused"_s);
    QCOMPARE(watch->error().kind(), DustError::Unauthorized);
    QVERIFY(!watch->nextAttempt().isValid());
    QCOMPARE(watch.problem(), QString());
}

void tst_DustChannelAccess::asksOnceOnly()
{
    RawSocketHost host(Forbidden);
    Answers answers;
    answers.tokens = { u"expired"_s, u"wrong"_s, u"never asked for"_s };
    answers.verdict = Verdict{ Verdict::TokenRefused,
                               DustError(DustError::Unauthorized,
                                         u"GET was refused: get another token."_s,
                                         { { u"reason"_s, u"unauthorized"_s } }),
                               0 };
    SocketWatch watch;
    watch->setProbe(answers.probe());
    QVERIFY(watch->open(host.url(), answers.source()));
    QVERIFY(watch.runUntilState(State::Refused));
    QCOMPARE(host.connections, 2);
    QCOMPARE(answers.asked, (QStringList{ QString(), u"expired"_s }));
    QCOMPARE(watch.reason(), u"unauthorized"_s); // in the words of who was asked
}

void tst_DustChannelAccess::goesOnWithATokenThatIsSet()
{
    DustServer server;
    QVERIFY(server.listen());
    Answers answers;
    answers.tokens = { u"expired"_s, QString() };
    answers.verdict = Verdict{ Verdict::TokenRefused, {}, 0 };
    SocketWatch watch;
    watch->setProbe(answers.probe());
    QVERIFY(watch->open(urlOf(server), answers.source()));
    QVERIFY(watch.runUntilState(State::Refused));
    watch->setToken(server.token());
    QCOMPARE(watch->state(), State::Connecting);
    QVERIFY(watch.runUntilState(State::Connected));
    QCOMPARE(answers.asked.size(), 2);
}

void tst_DustChannelAccess::takesTheTokenThatIsSetForTheNextLink()
{
    RoughServer server;
    DustChannelSettings settings = quickSettings();
    settings.reconnect = { NeverInATest, NeverInATest, NeverInATest };
    SocketWatch watch(settings);
    QVERIFY(watch->open(server.url(), always(u"first"_s)));
    QVERIFY(watch.runUntilState(State::Connected));
    QVERIFY(SocketWatch::until([&] { return server.socket() != nullptr; }));
    server.socket()->abort();
    QVERIFY(watch.runUntilState(State::Waiting));
    watch->setToken(u"second"_s);
    QCOMPARE(watch->state(), State::Waiting);
    watch->reconnectNow();
    QVERIFY(SocketWatch::until([&] { return server.connections() == 2; }));
    const QUrlQuery query = queryOf(server);
    QCOMPARE(query.queryItemValue(u"token"_s), u"second"_s);
    QCOMPARE(query.queryItemValue(u"vsn"_s), u"2.0.0"_s);
    QCOMPARE(query.queryItemValue(u"device_id"_s), u"dev"_s);
}

void tst_DustChannelAccess::connectsAnewWithATokenThatIsSet_data()
{
    QTest::addColumn<bool>("isUp");
    QTest::addColumn<QString>("token");
    QTest::addColumn<bool>("isAnother");
    QTest::newRow("up") << true << u"second"_s << true;
    QTest::newRow("up with it") << true << u"first"_s << false;
    QTest::newRow("on its way") << false << u"second"_s << true;
    QTest::newRow("on its way with it") << false << u"first"_s << false;
}

void tst_DustChannelAccess::connectsAnewWithATokenThatIsSet()
{
    QFETCH(bool, isUp);
    QFETCH(QString, token);
    QFETCH(bool, isAnother);
    RoughServer server;
    RawSocketHost silent({});
    SocketWatch watch;
    QVERIFY(watch->open(isUp ? server.url() : silent.url(), always(u"first"_s)));
    const State state = isUp ? State::Connected : State::Connecting;
    const auto connections = [&] { return isUp ? int(server.connections()) : silent.connections; };
    QVERIFY(SocketWatch::until([&] { return watch.is(state) && connections() == 1; }));
    watch.states.clear();
    watch->setToken(token);
    QCOMPARE(watch.states, isAnother ? QList<State>{ State::Connecting } : QList<State>());
    QVERIFY(SocketWatch::until(
            [&] { return watch.is(state) && connections() == (isAnother ? 2 : 1); }));
    if (isUp)
        QCOMPARE(queryOf(server).queryItemValue(u"token"_s), token);
    QVERIFY(!watch.said.contains(u"Waiting"_s));
    QCOMPARE(watch.problem(), QString());
}

void tst_DustChannelAccess::tellsWhatANewTokenCosts()
{
    RoughServer server;
    server.onFrame = [](const DustChannelFrame &frame) { return frame.event == u"slow"_s; };
    SocketWatch watch;
    watch->join(u"t"_s, {});
    QVERIFY(watch->open(server.url(), always(u"first"_s)));
    QVERIFY(watch.runUntilSaid(u"joined t"_s));
    const auto ref = watch->push(u"t"_s, u"slow"_s, DustObject());
    DustError why;
    connect(watch.socket, &DustChannelSocket::pushLost, this,
            [&](const QString &, const QString &, const DustError &error) { why = error; });
    watch->setToken(u"second"_s);
    QCOMPARE(watch.said.last(3),
             (QStringList{ u"Connecting"_s, u"ended t token_changed"_s,
                           u"lost %1 token_changed"_s.arg(*ref) }));
    QCOMPARE(why.kind(), DustError::Network);
    QVERIFY(why.isRetryable());
    QVERIFY2(!why.message().contains(u"second"_s), qPrintable(why.message()));
    QVERIFY(watch.runUntilSaid(u"joined t"_s, 2));
    QCOMPARE(watch->error(), DustError());
    QCOMPARE(watch.problem(), QString());
}

void tst_DustChannelAccess::asksForAPermitBeforeEveryAttempt()
{
    RoughServer server;
    DustResult<void> permitted;
    SocketWatch watch;
    watch->setPermit([&] { return permitted; });
    QVERIFY(watch->open(server.url(), always(u"t"_s)));
    QVERIFY(watch.runUntilState(State::Connected));
    QVERIFY(SocketWatch::until([&] { return server.socket() != nullptr; }));
    permitted = DustError::invalidParams(u"insecure_url"_s,
                                         u"The token would travel unencrypted."_s);
    server.socket()->abort();
    QVERIFY(watch.runUntilState(State::AwaitingToken));
    QCOMPARE(watch.reason(), u"insecure_url"_s);
    QVERIFY(!watch->nextAttempt().isValid());
    watch->reconnectNow();
    watch->setToken(u"t"_s);
    QCOMPARE(watch->state(), State::AwaitingToken);
    QCOMPARE(watch.reason(), u"insecure_url"_s);
    permitted = DustResult<void>();
    watch->setToken(u"t"_s);
    QVERIFY(watch.runUntilState(State::Connected));
    QVERIFY(SocketWatch::until([&] { return server.connections() == 2; }));
    QCOMPARE(watch.problem(), QString());
}

// The link that is up has the old one, which is not wanted any more.
void tst_DustChannelAccess::asksForAPermitBeforeANewToken()
{
    RoughServer server;
    SocketWatch watch;
    bool isPermitted = true;
    watch->setPermit([&] {
        return isPermitted ? DustResult<void>()
                           : DustResult<void>(DustError::invalidParams(
                                   u"invalid_token"_s, u"No token has such characters."_s));
    });
    watch->join(u"t"_s, {});
    QVERIFY(watch->open(server.url(), always(u"first"_s)));
    QVERIFY(watch.runUntilSaid(u"joined t"_s));
    isPermitted = false;
    watch->setToken(u"second"_s);
    QCOMPARE(watch.said.last(2), (QStringList{ u"AwaitingToken"_s, u"ended t token_changed"_s }));
    QCOMPARE(watch.reason(), u"invalid_token"_s);
    isPermitted = true;
    watch->setToken(u"third"_s);
    QVERIFY(watch.runUntilSaid(u"joined t"_s, 2));
    QCOMPARE(queryOf(server).queryItemValue(u"token"_s), u"third"_s);
    QCOMPARE(server.connections(), 2);
    QCOMPARE(watch.problem(), QString());
}

void tst_DustChannelAccess::takesTheTokenThatIsSetWhileItAsks()
{
    DustServer server;
    QVERIFY(server.listen());
    Answers answers;
    answers.tokens = { u"expired"_s, u"never asked for"_s };
    SocketWatch watch;
    watch->setProbe(answers.probe());
    QVERIFY(watch->open(urlOf(server), answers.source()));
    QVERIFY(watch.runUntilState(State::Probing));
    watch->setToken(server.token());
    answers.giveVerdict({ Verdict::TokenRefused, {}, 0 });
    QVERIFY(watch.runUntilState(State::Connected));
    QCOMPARE(answers.asked, QStringList{ QString() });
}

void tst_DustChannelAccess::judgesAnswers_data()
{
    QTest::addColumn<DustError>("answer");
    QTest::addColumn<Verdict::Kind>("kind");
    QTest::addColumn<qint64>("retryAfter");

    const auto row = [](const char *name, DustError::Kind kind, const QVariantMap &detail,
                        Verdict::Kind verdict, qint64 retryAfter = 0) {
        QTest::newRow(name) << DustError(kind, u"It went wrong."_s, detail) << verdict
                            << retryAfter;
    };
    const auto status = [](int code) { return QVariantMap{ { u"http_status"_s, code } }; };
    QTest::newRow("no error") << DustError() << Verdict::TokenAccepted << Q_INT64_C(0);
    row("not found", DustError::NotFound, status(404), Verdict::TokenAccepted);
    row("401", DustError::Unauthorized, status(401), Verdict::TokenRefused);
    row("403", DustError::Unauthorized, status(403), Verdict::TokenAccepted);
    row("400", DustError::InvalidParams, status(400), Verdict::TokenAccepted);
    row("no token at all", DustError::InvalidParams, {}, Verdict::TokenRefused);
    row("not reached", DustError::Network, {}, Verdict::Outage);
    row("late", DustError::Timeout, {}, Verdict::Outage);
    row("502", DustError::Http, status(502), Verdict::Outage);
    row("another server", DustError::NotImplemented, status(404), Verdict::Outage);
    row("429", DustError::RateLimited, { { u"retry_after"_s, 7 } }, Verdict::Outage, 7000);
}

void tst_DustChannelAccess::judgesAnswers()
{
    QFETCH(DustError, answer);
    QFETCH(Verdict::Kind, kind);
    QFETCH(qint64, retryAfter);
    const Verdict verdict = Verdict::of(answer);
    QCOMPARE(verdict.kind, kind);
    QCOMPARE(verdict.retryAfter, retryAfter);
    // The socket has better words where the token was taken.
    QCOMPARE(verdict.error, kind == Verdict::TokenAccepted ? DustError() : answer);
}

void tst_DustChannelAccess::asksAgainWhenTheApplicationInsists()
{
    RawSocketHost host(Forbidden);
    Answers answers;
    answers.tokens = { u"expired"_s, QString() };
    answers.verdict = Verdict{ Verdict::TokenRefused, {}, 0 };
    SocketWatch watch;
    watch->setProbe(answers.probe());
    QVERIFY(watch->open(host.url(), answers.source()));
    QVERIFY(watch.runUntilState(State::Refused));
    answers.tokens = { u"expired"_s, QString() }; // it may be good again
    watch->reconnectNow();
    QVERIFY(watch.runUntilSaid(u"Refused"_s, 2));
    QCOMPARE(host.connections, 2);
    QCOMPARE(answers.asked, (QStringList{ QString(), u"expired"_s, u"expired"_s, u"expired"_s }));
}

void tst_DustChannelAccess::tellsOutagesFromRefusals_data()
{
    QTest::addColumn<bool>("hasProbe");
    QTest::addColumn<Verdict::Kind>("kind");
    QTest::newRow("nobody to ask") << false << Verdict::Outage;
    QTest::newRow("an outage") << true << Verdict::Outage;
    QTest::newRow("a good token") << true << Verdict::TokenAccepted;
}

void tst_DustChannelAccess::tellsOutagesFromRefusals()
{
    QFETCH(bool, hasProbe);
    QFETCH(Verdict::Kind, kind);
    RawSocketHost host(Forbidden);
    Answers answers;
    answers.tokens = { u"good"_s };
    answers.verdict = Verdict{ kind, {}, 0 };
    SocketWatch watch;
    if (hasProbe)
        watch->setProbe(answers.probe());
    QVERIFY(watch->open(host.url(), answers.source()));
    QVERIFY(watch.runUntilSaid(u"Waiting"_s, 3));
    QVERIFY(host.connections >= 3);
    QCOMPARE(answers.probes > 0, hasProbe);
    QCOMPARE(answers.asked, QStringList{ QString() });
    QVERIFY(!watch.said.contains(u"Refused"_s));
    QCOMPARE(watch.problem(), QString());
}

void tst_DustChannelAccess::waitsAsLongAsTold()
{
    RawSocketHost host(Forbidden);
    Answers answers;
    answers.verdict = Verdict{ Verdict::Outage,
                               DustError(DustError::RateLimited, u"Too many: wait for an hour."_s,
                                         { { u"reason"_s, u"rate_limited"_s } }),
                               NeverInATest };
    SocketWatch watch;
    watch->setProbe(answers.probe());
    QVERIFY(watch->open(host.url(), {}));
    QVERIFY(watch.runUntilState(State::Waiting));
    QVERIFY(watch.delay() > NeverInATest - 100'000);
    QCOMPARE(watch.reason(), u"rate_limited"_s);
}

void tst_DustChannelAccess::probesOnlyRefusedHandshakes()
{
    RawSocketHost host("HANG UP");
    Answers answers;
    SocketWatch watch;
    watch->setProbe(answers.probe());
    QVERIFY(watch->open(host.url(), {}));
    QVERIFY(watch.runUntilSaid(u"Waiting"_s, 2));
    QCOMPARE(answers.probes, 0);
}

void tst_DustChannelAccess::treatsSilentProbesAsOutages()
{
    RawSocketHost host(Forbidden);
    Answers answers;
    DustChannelSettings settings = quickSettings();
    settings.probePatience = 20;
    SocketWatch watch(settings);
    watch->setProbe(answers.probe());
    QVERIFY(watch->open(host.url(), {}));
    QVERIFY(watch.runUntilSaid(u"Waiting"_s));
    QCOMPARE(answers.probes, 1);
    QVERIFY(watch.said.contains(u"Probing"_s));
    QVERIFY(watch.runUntilSaid(u"Waiting"_s, 2));
}

void tst_DustChannelAccess::ignoresLateAnswers()
{
    RawSocketHost host(Forbidden);
    Answers answers;
    SocketWatch watch;
    watch->setProbe(answers.probe());
    QVERIFY(watch->open(host.url(), answers.source()));
    const auto giveToken = answers.giveToken;
    giveToken(u"first"_s);
    QCOMPARE(watch->state(), State::Connecting);
    giveToken(u"again"_s); // an answer counts once
    QVERIFY(watch.runUntilState(State::Probing));
    const auto giveVerdict = answers.giveVerdict;
    watch->close();
    giveVerdict({ Verdict::Outage, {}, 0 });
    giveToken(u"late"_s);
    QCOMPARE(watch->state(), State::Disconnected);
    QVERIFY(watch->open(host.url(), answers.source()));
    giveToken(u"late"_s);
    giveVerdict({ Verdict::TokenRefused, {}, 0 });
    QCOMPARE(watch->state(), State::AwaitingToken);
    delete watch.socket.data();
    giveVerdict({ Verdict::Outage, {}, 0 });
    answers.giveToken(u"too late"_s);
    QCOMPARE(host.connections, 1);
}

void tst_DustChannelAccess::encodesTokens_data()
{
    QTest::addColumn<QString>("token");
    for (const QString &token : { u"dust_tok_AZaz09-_"_s, u"a+b"_s, u"a b"_s, u"a%2Bb"_s,
                                  u"a&vsn=1"_s, u"a#b"_s, u"ü"_s, u"a=b==?/;"_s })
        QTest::newRow(qPrintable(token)) << token;
}

void tst_DustChannelAccess::encodesTokens()
{
    QFETCH(QString, token);
    DustServer server;
    server.addToken(DustServerToken::readOnly(token));
    QVERIFY(server.listen());
    SocketWatch watch;
    QVERIFY(watch->open(urlOf(server), always(token)));
    QVERIFY(watch.runUntilState(State::Connected));
    QVERIFY(!watch.said.contains(u"Waiting"_s));
}

void tst_DustChannelAccess::neverTellsTheToken()
{
    const QString token = u"s+cret/t0ken"_s;
    const QByteArray encoded = QUrl::toPercentEncoding(token);
    QStringList told;
    const auto listen = [&](SocketWatch &watch) {
        connect(watch.socket, &DustChannelSocket::stateChanged, this, [&] {
            QString text;
            QDebug(&text) << watch->error();
            told += { watch->error().message(), text };
        });
    };
    logged.clear();
    const auto before = qInstallMessageHandler(keepLog);
    RawSocketHost host("HTTP/1.1 403 No " + encoded + " or " + token.toUtf8()
                       + "\r\nContent-Length: 0\r\n\r\n");
    SocketWatch refused;
    listen(refused);
    refused->open(host.url(), always(token));
    const bool isRefused = refused.runUntilSaid(u"Waiting"_s);
    RoughServer rough;
    SocketWatch closed;
    listen(closed);
    closed->open(rough.url(), always(token));
    const bool isClosed = closed.runUntilState(State::Connected)
            && SocketWatch::until([&] { return rough.socket() != nullptr; });
    if (isClosed)
        rough.socket()->close(QWebSocketProtocol::CloseCodeBadOperation, u"no "_s + token);
    const bool isOver = closed.runUntilSaid(u"Waiting"_s);
    qInstallMessageHandler(before);
    QVERIFY(isRefused && isClosed && isOver);
    QVERIFY(told.join(u' ').contains(u"***"_s));
    for (const QString &text : told + logged) {
        QVERIFY2(!text.contains(token), qPrintable(text));
        QVERIFY2(!text.contains(QString::fromLatin1(encoded)), qPrintable(text));
    }
}

void tst_DustChannelAccess::checksCertificates_data()
{
    QTest::addColumn<bool>("isKnown");
    QTest::newRow("known") << true;
    QTest::newRow("unknown") << false;
}

void tst_DustChannelAccess::checksCertificates()
{
    QFETCH(bool, isKnown);
    const TestCertificate files = TestCertificate::forLoopback();
    const QSslCertificate certificate(files.certificate);
    DustServer server;
    QSslConfiguration own;
    own.setLocalCertificate(certificate);
    own.setPrivateKey(QSslKey(files.key, QSsl::Ec));
    server.setSslConfiguration(own);
    QVERIFY(server.listen());
    DustChannelSettings settings = quickSettings();
    settings.sslConfiguration = QSslConfiguration::defaultConfiguration();
    settings.sslConfiguration->setPeerVerifyMode(QSslSocket::VerifyNone); // does not count
    if (isKnown)
        settings.sslConfiguration->addCaCertificate(certificate);
    SocketWatch watch(settings);
    Answers answers;
    watch->setProbe(answers.probe());
    QUrl url = urlOf(server);
    url.setScheme(u"wss"_s);
    QVERIFY(watch->open(url, always(server.token())));
    QVERIFY(watch.runUntilState(isKnown ? State::Connected : State::Waiting));
    if (!isKnown)
        QCOMPARE(watch.reason(), u"certificate"_s);
    QCOMPARE(answers.probes, 0);
}

QTEST_GUILESS_MAIN(tst_DustChannelAccess)
#include "tst_dustchannelaccess.moc"
