// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What those are told who watch a client's traffic: all of it, and never the token. And which stores a client has.

#include "answers.h"

#include "dustclient.h"
#include "dustclientwire_p.h"
#include "dustserver.h"
#include "duststore.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QUrl>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

const QString Secret = u"dust_tok_a/b\"c\\d+hunter2"_s;

class Tap : public DustWireTap
{
public:
    void noted(const Note &note) override { notes.append(note); }

    QList<Note> of(Direction direction, Channel channel) const
    {
        QList<Note> found;
        for (const Note &note : notes) {
            if (note.direction == direction && note.channel == channel)
                found.append(note);
        }
        return found;
    }
    QString text() const
    {
        QString all;
        for (const Note &note : notes)
            all += note.text + u'\n';
        return all;
    }

    QList<Note> notes;
};

// In all the ways in which a server could repeat it, JSON in JSON included.
DustObject planted()
{
    QString unicode;
    for (const QChar c : Secret)
        unicode += u"\\u%1"_s.arg(c.unicode(), 4, 16, QLatin1Char('0'));
    const QByteArray json = DustValue(DustObject{ { u"token"_s, Secret } }).toJson();
    return { { u"plain"_s, Secret },
             { u"url"_s,
               u"wss://x/?token="_s + QString::fromLatin1(QUrl::toPercentEncoding(Secret)) },
             { u"inside"_s, QString::fromUtf8(json) },
             { u"deeper"_s, QString::fromUtf8(DustValue(QString::fromUtf8(json)).toJson()) },
             { u"escaped"_s, unicode } };
}

bool isClean(const QString &text)
{
    // All its pieces have one of these; the last one begins a token.
    return !text.contains(u"hunter2"_s, Qt::CaseInsensitive) && !text.contains(u"tok_a"_s);
}

} // namespace

class tst_DustClientWire : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void tellsFrames_data();
    void tellsFrames();
    void tellsRequests();
    void tellsWhatWasNotAnswered();
    void hidesTheTokenOfFrames_data();
    void hidesTheTokenOfFrames();
    void hidesTheTokenOfAnswers();
    void hidesATokenThatIsCut();
    void hidesALongToken();
    void cutsLongTexts();
    void tellsNobodyElse();
    void knowsItsStores();

private:
    std::unique_ptr<DustClient> client(const QUrl &url) const;

    std::unique_ptr<DustServer> m_server;
};

void tst_DustClientWire::init()
{
    m_server = std::make_unique<DustServer>();
    QVERIFY(m_server->addStore(u"acme/main"_s));
    m_server->addToken(DustServerToken::readWrite(Secret));
    QVERIFY(m_server->listen());
}

std::unique_ptr<DustClient> tst_DustClientWire::client(const QUrl &url) const
{
    auto client = std::make_unique<DustClient>(url);
    client->setToken(Secret);
    return client;
}

void tst_DustClientWire::tellsFrames_data()
{
    QTest::addColumn<DustClient::Serializer>("serializer");
    QTest::newRow("json") << DustClient::Json;
    QTest::newRow("messagepack") << DustClient::MessagePack;
}

void tst_DustClientWire::tellsFrames()
{
    QFETCH(DustClient::Serializer, serializer);
    const auto client = this->client(m_server->webSocketUrl());
    client->setSerializer(serializer);
    Tap tap;
    const auto taps = DustClientWire::tapsOf(*client); // before there is a connection
    taps->add(&tap);
    DustStore *store = client->store(u"acme/main"_s);
    QVERIFY(runUntil([&] { return store->state() == DustStore::Live; }, 30'000));
    const auto joins = tap.of(DustWireTap::Sent, DustWireTap::WebSocket);
    QVERIFY(!joins.isEmpty());
    QVERIFY2(joins.constFirst().text.contains(u"\"phx_join\""_s),
             qPrintable(joins.constFirst().text));
    tap.notes.clear();
    QVERIFY(answerOf(store->put(u"x"_s, u"of the wire"_s)).isOk());
    const auto sent = tap.of(DustWireTap::Sent, DustWireTap::WebSocket);
    QCOMPARE(sent.size(), 1);
    QVERIFY2(sent.constFirst().text.contains(u"\"of the wire\""_s),
             qPrintable(sent.constFirst().text));
    QVERIFY(sent.constFirst().bytes > 20);
    if (serializer == DustClient::Json)
        QCOMPARE(sent.constFirst().bytes, qint64(sent.constFirst().text.size()));
    QVERIFY(!tap.of(DustWireTap::Received, DustWireTap::WebSocket).isEmpty());
    QVERIFY(tap.of(DustWireTap::Sent, DustWireTap::Http).isEmpty());
    taps->remove(&tap);
}

void tst_DustClientWire::tellsRequests()
{
    const auto client = this->client(m_server->url());
    DustStore *store = client->store(u"acme/main"_s);
    Tap tap;
    DustClientWire::tapsOf(*client)->add(&tap);
    QVERIFY(answerOf(store->put(u"x"_s, 1)).isOk());
    QCOMPARE(answerOf(store->get(u"none"_s)).error().kind(), DustError::NotFound);
    QCOMPARE(tap.notes.size(), 4);
    QVERIFY(tap.notes.at(0).text.startsWith(u"PUT /api/stores/acme/main/entries/x "_s));
    QVERIFY(tap.notes.at(1).text.startsWith(u"200 PUT /api/stores/acme/main/entries/x {"_s));
    QCOMPARE(tap.notes.at(2).text, u"GET /api/stores/acme/main/entries/none"_s);
    QCOMPARE(tap.notes.at(2).bytes, qint64(0));
    QVERIFY(tap.notes.at(3).text.startsWith(u"404 GET /api/stores/acme/main/entries/none"_s));
    QVERIFY(!tap.text().contains(u"Bearer"_s));
    DustClientWire::tapsOf(*client)->remove(&tap);
}

void tst_DustClientWire::tellsWhatWasNotAnswered()
{
    const auto client = this->client(m_server->url());
    DustStore *store = client->store(u"acme/main"_s);
    m_server->setAnswerHook([](const DustServerRequest &) { return DustServerAnswer::hangUp(); });
    Tap tap;
    DustClientWire::tapsOf(*client)->add(&tap);
    QVERIFY(!answerOf(store->put(u"x"_s, 1)).isOk());
    QCOMPARE(tap.notes.size(), 2);
    QVERIFY2(tap.notes.at(1).text.startsWith(u"— PUT "_s), qPrintable(tap.notes.at(1).text));
    DustClientWire::tapsOf(*client)->remove(&tap);
}

void tst_DustClientWire::hidesTheTokenOfFrames_data()
{
    tellsFrames_data();
}

void tst_DustClientWire::hidesTheTokenOfFrames()
{
    QFETCH(DustClient::Serializer, serializer);
    m_server->setPushHook([](const QString &event, const DustObject &) {
        DustObject repeated = planted();
        repeated.insert(u"reason"_s, u"invalid_value"_s);
        return event == u"write"_s ? std::optional(repeated) : std::nullopt;
    });
    const auto client = this->client(m_server->webSocketUrl());
    client->setSerializer(serializer);
    Tap tap;
    DustClientWire::tapsOf(*client)->add(&tap);
    DustStore *store = client->store(u"acme/main"_s);
    QVERIFY(runUntil([&] { return store->state() == DustStore::Live; }, 30'000));
    QVERIFY(!answerOf(store->put(u"x"_s, Secret)).isOk()); // a value is no reason to show it
    QVERIFY2(tap.text().count(u"***"_s) >= 6, qPrintable(tap.text()));
    QVERIFY2(isClean(tap.text()), qPrintable(tap.text()));
    DustClientWire::tapsOf(*client)->remove(&tap);
}

void tst_DustClientWire::hidesTheTokenOfAnswers()
{
    m_server->setAnswerHook([](const DustServerRequest &) {
        return DustServerAnswer::json(400, DustValue(planted()).toJson());
    });
    const auto client = this->client(m_server->url());
    Tap tap;
    DustClientWire::tapsOf(*client)->add(&tap);
    DustStore *store = client->store(u"acme/main"_s);
    QVERIFY(!answerOf(store->put(Secret.section(u'/', 0, 0), Secret)).isOk());
    QVERIFY(!answerOf(store->get(u"x"_s)).isOk());
    QCOMPARE(tap.notes.size(), 4);
    QCOMPARE(tap.notes.at(3).text.count(u"***"_s), 5);
    for (const int note : { 1, 2, 3 })
        QVERIFY2(isClean(tap.notes.at(note).text.section(u'{', 1)), qPrintable(tap.text()));
    DustClientWire::tapsOf(*client)->remove(&tap);
}

// Wherever the text ends: no piece of it is left.
void tst_DustClientWire::hidesATokenThatIsCut()
{
    DustWireTaps taps;
    Tap tap;
    taps.add(&tap);
    const QString token = u"hunter2-0123456789"_s;
    // Hidden, they leave room for what is behind.
    const QByteArray many = token.toLatin1().repeated(20);
    for (qsizetype before = DustWireTaps::LongestText - 250;
         before < DustWireTaps::LongestText + 250; ++before) {
        const QByteArray padding(before, ' ');
        taps.frame(DustWireTap::Sent, true, many + padding + token.toLatin1() + padding, token);
        const QString text = tap.notes.takeLast().text;
        QVERIFY2(!text.contains(u'h') && !text.contains(u'0'), qPrintable(text.trimmed()));
    }
}

// Some are large, with all that they say of their bearer.
void tst_DustClientWire::hidesALongToken()
{
    QTest::failOnWarning(QRegularExpression(u"."_s));
    DustWireTaps taps;
    Tap tap;
    taps.add(&tap);
    const QString token = u"hunter2"_s.repeated(600);
    taps.frame(DustWireTap::Sent, true, (u"a "_s + token + u" b"_s).toUtf8(), token);
    QCOMPARE(tap.notes.takeLast().text.left(7), u"a *** b"_s);
    taps.frame(DustWireTap::Sent, true, (u"a \\"_s + token + u" b"_s).toUtf8(), token);
    QCOMPARE(tap.notes.takeLast().text.left(7), u"a *** b"_s);
    taps.frame(DustWireTap::Sent, true, "\\u0041 100% \\\\", u"x"_s);
    QCOMPARE(tap.notes.takeLast().text, u"\\u0041 100% \\\\"_s);
}

void tst_DustClientWire::cutsLongTexts()
{
    DustWireTaps taps;
    Tap tap;
    taps.add(&tap);
    const QByteArray longest(DustWireTaps::LongestText, 'x');
    taps.frame(DustWireTap::Sent, true, longest, u"token"_s);
    QCOMPARE(tap.notes.takeLast().text, QString::fromLatin1(longest));
    for (const int more : { 1, 10'000 }) {
        taps.frame(DustWireTap::Sent, true, longest + QByteArray(more, 'x'), u"token"_s);
        const DustWireTap::Note note = tap.notes.takeLast();
        QVERIFY(note.text.endsWith(u'…'));
        QVERIFY(note.text.size() <= DustWireTaps::LongestText + 1);
        QVERIFY(note.text.size() > DustWireTaps::LongestText - 100);
        QCOMPARE(note.bytes, qint64(longest.size() + more));
    }
    taps.frame(DustWireTap::Sent, false, QByteArray(1'000'000, 'x'), u"token"_s);
    QCOMPARE(tap.notes.constLast().text, u"MessagePack"_s);
}

void tst_DustClientWire::tellsNobodyElse()
{
    const auto client = this->client(m_server->url());
    const auto other = this->client(m_server->url());
    Tap first;
    Tap second;
    DustClientWire::tapsOf(*client)->add(&first);
    DustClientWire::tapsOf(*client)->add(&second);
    QVERIFY(answerOf(other->store(u"acme/main"_s)->put(u"x"_s, 1)).isOk());
    QVERIFY(first.notes.isEmpty());
    QVERIFY(answerOf(client->store(u"acme/main"_s)->put(u"x"_s, 1)).isOk());
    QCOMPARE(first.notes.size(), 2);
    QCOMPARE(second.notes.size(), 2);
    DustClientWire::tapsOf(*client)->remove(&first);
    QVERIFY(answerOf(client->store(u"acme/main"_s)->put(u"x"_s, 2)).isOk());
    QCOMPARE(first.notes.size(), 2);
    QCOMPARE(second.notes.size(), 4);
}

void tst_DustClientWire::knowsItsStores()
{
    DustClient client(QUrl(u"memory:"_s));
    QSignalSpy changes(&client, &DustClient::storesChanged);
    QVERIFY(client.stores().isEmpty());
    DustStore *nameless = client.store();
    DustStore *second = client.store(u"b/second"_s);
    DustStore *first = client.store(u"a/first"_s);
    QCOMPARE(client.stores(), (QList<DustStore *>{ nameless, first, second }));
    QCOMPARE(changes.size(), 0); // whoever opens a store does not expect it in there
    QTRY_COMPARE(changes.size(), 1);
    client.store(u"a/first"_s); // is there
    client.setDefaultStore(u"z/last"_s);
    QCOMPARE(client.stores(), (QList<DustStore *>{ first, second, nameless }));
    QTRY_COMPARE(changes.size(), 2);
    delete first;
    QCOMPARE(client.stores(), (QList<DustStore *>{ second, nameless }));
    QTRY_COMPARE(changes.size(), 3);
}

QTEST_GUILESS_MAIN(tst_DustClientWire)
#include "tst_dustclientwire.moc"
