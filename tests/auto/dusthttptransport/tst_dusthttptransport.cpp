// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "endslater.h"
#include "httpcalls.h"

using namespace Qt::StringLiterals;

class tst_DustHttpTransport : public QObject
{
    Q_OBJECT

    std::unique_ptr<HttpHost> m_host;
    std::unique_ptr<HttpEnd> m_end;

    DustTransport &transport() { return *m_end->transport; }
    quint64 put(const QString &path, const DustValue &value)
    {
        const auto receipt = answerOf(transport().write(DustOperation::set(at(path), value)));
        m_host->requests.clear();
        return receipt ? receipt->storeSeq : 0;
    }
    // An old server.
    void refuseHead()
    {
        m_host->setAnswerHook([](const DustServerRequest &request) {
            return request.method == "HEAD" ? std::optional(DustServerAnswer::json(405, "{}"))
                                            : std::nullopt;
        });
    }

private Q_SLOTS:
    void init()
    {
        m_host = std::make_unique<HttpHost>();
        m_end = std::make_unique<HttpEnd>(*m_host);
    }
    void cleanup()
    {
        m_end.reset();
        m_host.reset();
    }

    void promisesNothing();
    void everyFutureFinishesLaterAndOnce_data();
    void everyFutureFinishesLaterAndOnce();
    void reads();
    void headers();
    void operationIds();
    void manyPaths();
    void existsByHead();
    void existsWithoutHead_data();
    void existsWithoutHead();
    void existsWhereNothingCanBeAssembled();
    void connectionsThatEndUnsaid();
    void entriesAtDots();
    void merges();
    void emptyObjects();
    void batches();
    void tooManyOperations();
    void tooLarge();
    void notOverHttp_data();
    void notOverHttp();
    void notInABatch_data();
    void notInABatch();
    void neverIfMatchWithAnObject_data();
    void neverIfMatchWithAnObject();
    void values_data();
    void values();
};

void tst_DustHttpTransport::promisesNothing()
{
    QCOMPARE(transport().capabilities(), DustTransport::Capabilities());
    QVERIFY(!transport().view());
    QCOMPARE(transport().currentSeq(), 0u);
    QCOMPARE(answerOf(transport().rollback(0)).error().kind(), DustError::NotSupported);
    QCOMPARE(answerOf(transport().rollback(at(u"a"_s), 0)).error().kind(), DustError::NotSupported);
    QCOMPARE(answerOf(transport().compact()).error().kind(), DustError::NotSupported);
    QVERIFY(m_host->requests.isEmpty());
}

void tst_DustHttpTransport::everyFutureFinishesLaterAndOnce_data()
{
    QTest::addColumn<HttpCall>("call");
    for (const HttpCall &call : HttpCall::all())
        QTest::newRow(call.name) << call;
    QTest::newRow("list nonsense") << HttpCall::make(
            "", false, [](DustTransport &t) { return t.list(DustQuery::list(u"a//b"_s)); });
    QTest::newRow("write refused") << HttpCall::make("", true, [](DustTransport &t) {
        return t.write(DustOperation::increment(at(u"a"_s), 1));
    });
    QTest::newRow("empty batch") << HttpCall::make(
            "", true, [](DustTransport &t) { return t.batchWrite({}); });
    QTest::newRow("no paths") << HttpCall::make("", false,
                                                [](DustTransport &t) { return t.getMany({}); });
    QTest::newRow("rollback") << HttpCall::make("", true,
                                                [](DustTransport &t) { return t.rollback(0); });
}

void tst_DustHttpTransport::everyFutureFinishesLaterAndOnce()
{
    QFETCH(HttpCall, call);
    DustError error;
    verifyEndsLaterAndOnce(call.ask(transport(), &error));
    m_end->delivery->close();
    const QFuture<void> late = call.ask(transport(), &error);
    QVERIFY(!late.isFinished());
    QTRY_VERIFY(late.isFinished());
    QCOMPARE(error.kind(), DustError::Closed);
}

void tst_DustHttpTransport::reads()
{
    put(u"a"_s, DustObject{ { u"x"_s, 1 }, { u"y"_s, u"two"_s } });
    put(u"b"_s, 2.0);
    const auto leaf = answerOf(transport().get(at(u"a/y"_s)));
    QCOMPARE(leaf->value(), DustValue(u"two"_s));
    QCOMPARE(leaf->revision(), 1u);
    QCOMPARE(leaf->type(), DustEntry::String);
    const auto subtree = answerOf(transport().get(at(u"a"_s)));
    QCOMPARE(subtree->value(), DustValue(DustObject{ { u"x"_s, 1 }, { u"y"_s, u"two"_s } }));
    QCOMPARE(subtree->type(), DustEntry::Map);
    const auto many = answerOf(
            transport().getMany({ at(u"b"_s), at(u"a"_s), at(u"no"_s), at(u"a/x"_s) }));
    QCOMPARE(many->size(), 2);
    QCOMPARE(many->at(0).pathString(), u"b"_s);
    QCOMPARE(many->at(1).pathString(), u"a/x"_s);
    const auto page = answerOf(transport().list(DustQuery::list(u"a/*"_s).setLimit(1)));
    QCOMPARE(page->entries.size(), 1);
    QCOMPARE(page->nextCursor, u"a/x"_s);
    const auto prefixes = DustQuery::list(u"**"_s).setSelect(DustQuery::Prefixes);
    QCOMPARE(answerOf(transport().list(prefixes))->paths, QStringList({ u"a"_s, u"b"_s }));
}

void tst_DustHttpTransport::headers()
{
    const auto put = DustOperation::set(at(u"a"_s), 1).setClientOpId(u"mine"_s);
    answerOf(transport().write(DustOperation(put).setIfMatch(18446744073709551615u)));
    answerOf(transport().write(DustOperation(put).setIfAbsent(true)));
    answerOf(transport().write(DustOperation::remove(at(u"a"_s)).setIfMatch(3)));
    answerOf(transport().get(at(u"a"_s)));
    const QList<DustServerRequest> &requests = m_host->requests;
    QCOMPARE(requests.size(), 4);
    for (const DustServerRequest &request : requests) {
        QCOMPARE(request.header("accept"), "application/json"_ba);
        QCOMPARE(request.header("authorization"), "Bearer " + m_host->token().toLatin1());
        QVERIFY(request.header("cookie").isNull());
    }
    QCOMPARE(requests.at(0).header("if-match"), "18446744073709551615"_ba);
    QCOMPARE(requests.at(0).header("x-request-id"), "mine"_ba);
    QCOMPARE(requests.at(0).header("content-type"), "application/json"_ba);
    QVERIFY(requests.at(0).header("if-none-match").isNull());
    QCOMPARE(requests.at(1).header("if-none-match"), "*"_ba);
    QVERIFY(requests.at(1).header("if-match").isNull());
    QCOMPARE(requests.at(2).header("if-match"), "3"_ba);
    QVERIFY(requests.at(2).header("content-type").isNull());
    QVERIFY(requests.at(3).header("x-request-id").isNull());
}

void tst_DustHttpTransport::operationIds()
{
    const auto made = answerOf(transport().write(DustOperation::set(at(u"a"_s), 1)));
    QVERIFY(made->clientOpId.startsWith(u"op_"_s));
    QCOMPARE(m_host->requests.constLast().header("x-request-id"), made->clientOpId.toLatin1());
    const auto batch = answerOf(
            transport().batchWrite({ DustOperation::set(at(u"a"_s), 1).setClientOpId(u"mine"_s),
                                     DustOperation::remove(at(u"b"_s)) }));
    QCOMPARE(m_host->requests.constLast().header("x-request-id"), "mine"_ba);
    QCOMPARE(batch->operations.at(0).clientOpId, u"mine:0"_s);
    QCOMPARE(batch->operations.at(1).clientOpId, u"mine:1"_s);
    QCOMPARE(batch->operations.at(1).pathString(), u"b"_s);
    QCOMPARE(batch->storeSeq, 3u);
}

void tst_DustHttpTransport::manyPaths()
{
    put(u"a"_s, DustObject{ { u"0"_s, 0 }, { u"1000"_s, 1000 }, { u"2499"_s, 2499 } });
    QList<DustPath> paths;
    for (int i = 0; i < 2500; ++i)
        paths.append(at(u"a/%1"_s.arg(i)));
    const auto entries = answerOf(transport().getMany(paths));
    QCOMPARE(entries->size(), 3);
    QCOMPARE(entries->at(2).value(), DustValue(2499));
    QCOMPARE(m_host->asked(),
             QStringList({ u"POST /batch"_s, u"POST /batch"_s, u"POST /batch"_s }));
    // What JSON makes of them is six times as long.
    m_host->requests.clear();
    paths.clear();
    for (int i = 0; i < 400; ++i)
        paths.append(
                DustPath::fromSegments({ QString::number(i) + QString(5000, QChar(1)) }).value());
    const auto none = answerOf(transport().getMany(paths));
    QVERIFY2(none, qPrintable(none.error().message()));
    QVERIFY(m_host->requests.size() > 1);
}

void tst_DustHttpTransport::existsByHead()
{
    put(u"a/b"_s, 1);
    QCOMPARE(answerOf(transport().exists(at(u"a/b"_s))), DustResult<bool>(true));
    QCOMPARE(answerOf(transport().exists(at(u"a"_s))), DustResult<bool>(true));
    QCOMPARE(answerOf(transport().exists(at(u"a/b/c"_s))), DustResult<bool>(false));
    QCOMPARE(m_host->asked(), QStringList({ u"HEAD /a/b"_s, u"HEAD /a"_s, u"HEAD /a/b/c"_s }));
}

void tst_DustHttpTransport::existsWithoutHead_data()
{
    QTest::addColumn<QStringList>("paths");
    QTest::addColumn<bool>("isThere");
    QTest::addColumn<int>("lists");
    QTest::newRow("nothing") << QStringList() << false << 1;
    QTest::newRow("the leaf") << QStringList{ u"a"_s } << true << 1;
    QTest::newRow("below") << QStringList{ u"a/b"_s } << true << 1;
    QTest::newRow("neighbours around") << QStringList{ u"Z"_s, u"b"_s, u"a0"_s } << false << 1;
    QTest::newRow("a neighbour before what is below")
            << QStringList{ u"a!"_s, u"a.b"_s, u"a/b"_s } << true << 2;
    QTest::newRow("a neighbour and nothing below")
            << QStringList{ u"a!"_s, u"a b/c"_s } << false << 2;
    QTest::newRow("the leaf and a neighbour") << QStringList{ u"a"_s, u"a!"_s } << true << 1;
}

void tst_DustHttpTransport::existsWithoutHead()
{
    QFETCH(QStringList, paths);
    QFETCH(bool, isThere);
    QFETCH(int, lists);
    for (const QString &path : paths)
        QVERIFY(put(path, 1) > 0);
    refuseHead();
    for (const int requests : { 1 + lists, lists }) { // it is asked for once
        m_host->requests.clear();
        QCOMPARE(answerOf(transport().exists(at(u"a"_s))), DustResult<bool>(isThere));
        QCOMPARE(m_host->requests.size(), requests);
    }
    QVERIFY(m_host->requests.constFirst().target.contains("limit=1&select=keys"));
}

void tst_DustHttpTransport::existsWhereNothingCanBeAssembled()
{
    put(u"top/a"_s, 1);
    put(u"top/a/b"_s, 2);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"also has descendants"_s));
    QCOMPARE(answerOf(transport().exists(at(u"top"_s))), DustResult<bool>(true));
    QCOMPARE(m_host->requests.size(), 2);
}

// A server closes the connection after a 500. What is sent next must not be lost on it.
void tst_DustHttpTransport::connectionsThatEndUnsaid()
{
    m_host->setAnswerHook([](const DustServerRequest &request) {
        return request.method == "GET" ? std::optional(DustServerAnswer::json(500, "{}"))
                                       : std::nullopt;
    });
    for (int i = 0; i < 20; ++i) {
        QCOMPARE(answerOf(transport().get(at(u"a"_s))).error().kind(), DustError::Http);
        const auto receipt = answerOf(transport().write(DustOperation::set(at(u"a"_s), i)));
        QVERIFY2(receipt.isOk(), qPrintable(receipt.error().message()));
    }
}

void tst_DustHttpTransport::entriesAtDots()
{
    DustObject children;
    for (int i = 0; i < 2500; ++i)
        children.insert(QString::number(i), i);
    put(u".."_s, children);
    const auto subtree = answerOf(transport().get(at(u".."_s)));
    QVERIFY2(subtree, qPrintable(subtree.error().message()));
    QCOMPARE(subtree->value(), DustValue(children));
    QCOMPARE(subtree->type(), DustEntry::Map);
    QCOMPARE(subtree->revision(), 1u);
    QCOMPARE(m_host->requests.size(), 4); // one to find out, and three pages
    put(u"..!"_s, 1);
    QCOMPARE(answerOf(transport().get(at(u"../7"_s)))->value(), DustValue(7));
    QCOMPARE(answerOf(transport().exists(at(u".."_s))), DustResult<bool>(true));
    QCOMPARE(answerOf(transport().get(at(u"."_s))).error().kind(), DustError::NotFound);
}

void tst_DustHttpTransport::merges()
{
    put(u"a"_s,
        DustObject{ { u"x"_s, 1 }, { u"y"_s, DustObject{ { u"z"_s, 1 } } }, { u"k"_s, 1 } });
    const auto receipt = answerOf(transport().write(DustOperation::merge(
            at(u"a"_s), { { u"x"_s, 2 }, { u"y"_s, 3 }, { u"n/m"_s, DustValue() } })));
    QVERIFY2(receipt, qPrintable(receipt.error().message()));
    QCOMPARE(receipt->pathString(), u"a"_s);
    QCOMPARE(receipt->storeSeq, 4u);
    QCOMPARE(m_host->asked(), QStringList{ u"POST /batch_write"_s });
    QCOMPARE(answerOf(transport().get(at(u"a"_s)))->value(),
             DustValue(DustObject{
                     { u"k"_s, 1 }, { u"n/m"_s, DustValue() }, { u"x"_s, 2 }, { u"y"_s, 3 } }));
    QCOMPARE(answerOf(transport().write(DustOperation::merge(at(u"a"_s), {}))).error().kind(),
             DustError::NothingToWrite);
}

void tst_DustHttpTransport::emptyObjects()
{
    put(u"a/b"_s, 1);
    QVERIFY(answerOf(transport().write(DustOperation::set(at(u"a"_s), DustObject()))));
    QCOMPARE(m_host->asked(), QStringList{ u"POST /batch_write"_s });
    QCOMPARE(answerOf(transport().exists(at(u"a"_s))), DustResult<bool>(false));
}

void tst_DustHttpTransport::batches()
{
    const quint64 revision = put(u"a"_s, 1);
    const auto receipt = answerOf(
            transport().batchWrite({ DustOperation::set(at(u"a"_s), 2).setIfMatch(revision),
                                     DustOperation::set(at(u"b"_s), DustObject{ { u"c"_s, 1.0 } }),
                                     DustOperation::remove(at(u"no"_s)) }));
    QVERIFY2(receipt, qPrintable(receipt.error().message()));
    QCOMPARE(receipt->operations.size(), 3);
    QCOMPARE(receipt->operations.constFirst().storeSeq, revision + 1);
    QCOMPARE(receipt->storeSeq, revision + 3);
    QCOMPARE(m_host->requests.constLast().body,
             R"({"ops":[{"op":"set","path":"a","value":2,"if_match":1},)"
             R"({"op":"set","path":"b","value":{"c":1.0}},{"op":"delete","path":"no"}]})"_ba);
    QCOMPARE(answerOf(transport().get(at(u"b/c"_s)))->value(), DustValue(1.0));
    QCOMPARE(answerOf(transport().batchWrite({})).error().kind(), DustError::NothingToWrite);
}

void tst_DustHttpTransport::tooManyOperations()
{
    QList<DustOperation> operations;
    DustObject children;
    for (int i = 0; i < 1000; ++i) {
        operations.append(DustOperation::set(at(u"a/%1"_s.arg(i)), i));
        children.insert(QString::number(i), i);
    }
    QVERIFY(answerOf(transport().batchWrite(operations)));
    QVERIFY(answerOf(transport().write(DustOperation::merge(at(u"b"_s), children))));
    m_host->requests.clear();
    operations.append(DustOperation::remove(at(u"a"_s)));
    children.insert(u"last"_s, 1);
    for (const DustError &error :
         { answerOf(transport().batchWrite(operations)).error(),
           answerOf(transport().write(DustOperation::merge(at(u"b"_s), children))).error() }) {
        QCOMPARE(error.kind(), DustError::LimitExceeded);
        QCOMPARE(error.reason(), u"too_many_operations"_s);
        QVERIFY2(error.message().contains(u"1001"_s), qPrintable(error.message()));
    }
    QVERIFY(m_host->requests.isEmpty());
}

void tst_DustHttpTransport::tooLarge()
{
    const QString most(8'000'000 - 2, u'x');
    QVERIFY(answerOf(transport().write(DustOperation::set(at(u"a"_s), most))));
    m_host->requests.clear();
    const DustError error = answerOf(transport().write(DustOperation::set(at(u"a"_s), most + u'x')))
                                    .error();
    QCOMPARE(error.kind(), DustError::LimitExceeded);
    QCOMPARE(error.reason(), u"body_too_large"_s);
    QVERIFY(m_host->requests.isEmpty());
}

void tst_DustHttpTransport::notOverHttp_data()
{
    QTest::addColumn<DustOperation>("operation");
    const DustPath path = at(u"a/b"_s);
    const auto row = [](const char *name, const DustOperation &operation) {
        QTest::newRow(name) << operation;
    };
    row("increment", DustOperation::increment(path, 1));
    row("add", DustOperation::addMember(path, 1));
    row("remove", DustOperation::removeMember(path, 1));
    row("lease", DustOperation::lease(path, u"me"_s));
    row("renew", DustOperation::renew(path, 1));
    row("release", DustOperation::release(path, 1));
    row("fence", DustOperation::set(path, 1).setFence({ at(u"lease"_s), 1 }));
}

void tst_DustHttpTransport::notOverHttp()
{
    QFETCH(DustOperation, operation);
    for (const DustError &error : { answerOf(transport().write(operation)).error(),
                                    answerOf(transport().batchWrite({ operation })).error() }) {
        QVERIFY2(error.kind() == DustError::NotSupported, qPrintable(error.message()));
        QCOMPARE(error.path(), u"a/b"_s);
    }
    QVERIFY(m_host->requests.isEmpty());
}

void tst_DustHttpTransport::notInABatch_data()
{
    QTest::addColumn<DustOperation>("operation");
    QTest::addColumn<DustError::Kind>("kind");
    const DustPath path = at(u"a/b"_s);
    QTest::newRow("merge") << DustOperation::merge(path, { { u"x"_s, 1 } })
                           << DustError::NotSupported;
    QTest::newRow("if absent") << DustOperation::set(path, 1).setIfAbsent(true)
                               << DustError::NotSupported;
    QTest::newRow("no path") << DustOperation::set({}, 1) << DustError::InvalidParams;
}

void tst_DustHttpTransport::notInABatch()
{
    QFETCH(DustOperation, operation);
    QFETCH(DustError::Kind, kind);
    const DustError error = answerOf(transport().batchWrite(
                                             { DustOperation::set(at(u"a"_s), 1), operation }))
                                    .error();
    QCOMPARE(error.kind(), kind);
    QCOMPARE(error.opIndex(), 1);
    QCOMPARE(error.path(), operation.path().toString());
    QVERIFY(m_host->requests.isEmpty());
}

void tst_DustHttpTransport::neverIfMatchWithAnObject_data()
{
    QTest::addColumn<DustOperation>("operation");
    QTest::addColumn<QString>("reason");
    const DustObject object{ { u"x"_s, 1 } };
    const DustPath path = at(u"a"_s);
    QTest::newRow("object") << DustOperation::set(path, object).setIfMatch(1)
                            << u"if_match_multi_leaf"_s;
    QTest::newRow("empty object") << DustOperation::set(path, DustObject()).setIfMatch(1)
                                  << u"if_match_multi_leaf"_s;
    QTest::newRow("absent object")
            << DustOperation::set(path, object).setIfAbsent(true) << u"if_absent_multi_leaf"_s;
    QTest::newRow("merge") << DustOperation::merge(path, object).setIfMatch(1)
                           << u"if_match_unsupported_op"_s;
    QTest::newRow("0") << DustOperation::set(path, 1).setIfMatch(0) << u"invalid_precondition"_s;
}

void tst_DustHttpTransport::neverIfMatchWithAnObject()
{
    QFETCH(DustOperation, operation);
    QFETCH(QString, reason);
    for (const DustError &error : { answerOf(transport().write(operation)).error(),
                                    answerOf(transport().batchWrite({ operation })).error() }) {
        QCOMPARE(error.kind(), DustError::InvalidParams);
        QCOMPARE(error.reason(), reason);
    }
    QVERIFY(m_host->requests.isEmpty());
}

void tst_DustHttpTransport::values_data()
{
    QTest::addColumn<DustValue>("value");
    QTest::newRow("null") << DustValue();
    QTest::newRow("bool") << DustValue(false);
    QTest::newRow("integer") << DustValue(std::numeric_limits<qint64>::min());
    QTest::newRow("large") << DustValue(std::numeric_limits<quint64>::max());
    QTest::newRow("float") << DustValue(1.0);
    QTest::newRow("small") << DustValue(5e-324);
    QTest::newRow("string") << DustValue(u"\u0000\"\\\n\u2028😀"_s);
    QTest::newRow("list") << DustValue(DustArray{ 1, 1.0, DustArray(), DustObject() });
}

void tst_DustHttpTransport::values()
{
    QFETCH(DustValue, value);
    QVERIFY(put(u"a"_s, value) > 0);
    const auto entry = answerOf(transport().get(at(u"a"_s)));
    QVERIFY2(entry, qPrintable(entry.error().message()));
    QCOMPARE(entry->value(), value);
    QCOMPARE(entry->value().kind(), value.kind());
}

QTEST_GUILESS_MAIN(tst_DustHttpTransport)

#include "tst_dusthttptransport.moc"
