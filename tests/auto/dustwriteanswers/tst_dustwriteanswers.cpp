// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustwriteanswers_p.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace DustWriteAnswers;

namespace {

DustOperation write()
{
    return DustOperation::set(*DustPath::parse(u"links/qt"_s), 1);
}

DustError errorFor(const QString &reason, DustObject response = {})
{
    response.insert(u"reason"_s, reason);
    return errorOf(write(), response);
}

DustError local(DustError::Kind kind, const QString &reason = {})
{
    const DustError error(kind, u"text"_s);
    return reason.isEmpty() ? error : error.with(u"reason"_s, reason);
}

} // namespace

class tst_DustWriteAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsTheReasons_data();
    void knowsTheReasons();
    void isUndecidedOtherwise_data();
    void isUndecidedOtherwise();
    void tellsWhatTheResponseSays();
    void takesNothingOfAnotherType();
    void quotesTheServer();
    void keepsHostileTextShort();
    void namesTheFence();
    void knowsWhatLocalErrorsMean_data();
    void knowsWhatLocalErrorsMean();
    void tellsHowLongToPause_data();
    void tellsHowLongToPause();
};

void tst_DustWriteAnswers::knowsTheReasons_data()
{
    QTest::addColumn<DustError::Kind>("kind");
    QTest::addColumn<Meaning>("meaning");

    const auto row = [](const char *reason, DustError::Kind kind, Meaning meaning = Rejected) {
        QTest::newRow(reason) << kind << meaning;
    };
    row("conflict", DustError::Conflict);
    row("exists", DustError::Exists);
    row("held", DustError::Held);
    row("occupied", DustError::Occupied);
    row("not_held", DustError::NotHeld);
    row("fenced", DustError::Fenced);
    row("missing_scope", DustError::MissingScope, Paused);
    row("store_not_allowed", DustError::StoreNotAllowed, Paused);
    row("store_archived", DustError::StoreNotAllowed, Paused);
    row("unauthorized", DustError::Unauthorized, Paused);
    row("rate_limited", DustError::RateLimited, Paused);
    row("limit_exceeded", DustError::LimitExceeded, Paused);
    row("row_too_large", DustError::LimitExceeded);
    row("capver_mismatch", DustError::NotSupported, Paused);
    for (const char *reason : { "invalid_precondition",
                                "if_match_unsupported_op",
                                "if_match_multi_leaf",
                                "if_absent_unsupported_op",
                                "if_absent_multi_leaf",
                                "invalid op",
                                "empty_path",
                                "empty_segment",
                                "invalid_escape",
                                "wildcard_many_not_tail",
                                "missing_path",
                                "not_a_string",
                                "invalid_path",
                                "path_too_long",
                                "merge_requires_map_value",
                                "increment_requires_number_value",
                                "add_requires_value",
                                "remove_requires_value",
                                "invalid_base64",
                                ":invalid_lease_op",
                                "invalid_lease_op",
                                "invalid_value",
                                "invalid_unicode",
                                "not_a_number",
                                "not_a_list",
                                "number_out_of_range",
                                "depth",
                                "reserved_key",
                                "invalid_decimal",
                                "invalid_datetime",
                                "invalid_file_reference",
                                "invalid_params",
                                "missing_client_op_id",
                                "invalid_client_op_id",
                                "beyond_retention",
                                "no_ops" })
        row(reason, DustError::InvalidParams);
}

void tst_DustWriteAnswers::knowsTheReasons()
{
    QFETCH(DustError::Kind, kind);
    QFETCH(Meaning, meaning);

    const QString reason = QString::fromLatin1(QTest::currentDataTag());
    const DustError error = errorFor(reason);
    QCOMPARE(error.kind(), kind);
    QCOMPARE(error.reason(), QString(reason).remove(u':'));
    QCOMPARE(error.path(), u"links/qt"_s);
    QVERIFY2(error.message().startsWith(u"The set of \"links/qt\" "_s),
             qPrintable(error.message()));
    QCOMPARE(meaningOf(error), meaning);
}

void tst_DustWriteAnswers::isUndecidedOtherwise_data()
{
    QTest::addColumn<DustValue>("response");
    QTest::addColumn<QString>("reason");

    const auto row = [](const char *name, const char *json, const QString &reason) {
        QTest::newRow(name) << *DustValue::fromJson(json) << reason;
    };
    row("unmatched topic", R"({"reason":"unmatched topic"})", u"unmatched topic"_s);
    row("any text", R"({"reason":"Something new"})", u"Something new"_s);
    row("another case", R"({"reason":"Conflict"})", u"Conflict"_s);
    row("writer_unavailable", R"({"reason":"writer_unavailable"})", u"writer_unavailable"_s);
    row("a text about the writer", R"({"reason":"{:error, :writer_unavailable}"})",
        u"writer_unavailable"_s);
    row("details about the writer",
        R"({"reason":"invalid_params","detail":"write failed: writer_unavailable"})",
        u"writer_unavailable"_s);
    row("nothing", "{}", u"no_reason"_s);
    row("no text", R"({"reason":{"conflict":true}})", u"no_reason"_s);
    row("an empty text", R"({"reason":""})", u"no_reason"_s);
    row("null", R"({"reason":null})", u"no_reason"_s);
}

void tst_DustWriteAnswers::isUndecidedOtherwise()
{
    QFETCH(DustValue, response);
    QFETCH(QString, reason);

    const DustError error = errorOf(write(), response.toObject());
    QCOMPARE(error.kind(), DustError::Indeterminate);
    QCOMPARE(error.reason(), reason);
    QCOMPARE(error.path(), u"links/qt"_s);
    QVERIFY(!error.isRetryable());
    QVERIFY2(error.message().startsWith(
                     u"The set of \"links/qt\" may have been carried out, or not: "_s),
             qPrintable(error.message()));
    QCOMPARE(meaningOf(error), Unknown);
}

void tst_DustWriteAnswers::tellsWhatTheResponseSays()
{
    const DustError limited = errorFor(u"rate_limited"_s, { { u"retry_after_ms"_s, 1500 } });
    QCOMPARE(limited.retryAfter(), 2);
    QCOMPARE(pauseOf(limited), 1500);
    QVERIFY(limited.isRetryable());

    const DustError scope = errorFor(u"missing_scope"_s, { { u"scope"_s, u"entries:write"_s } });
    QCOMPARE(scope.scope(), u"entries:write"_s);
    QVERIFY(scope.message().contains(u"\"entries:write\""_s));

    const DustError exceeded = errorFor(
            u"limit_exceeded"_s,
            { { u"dimension"_s, u"entries"_s }, { u"current"_s, 100 }, { u"limit"_s, 99.5 } });
    QCOMPARE(exceeded.detail().value(u"dimension"_s), QVariant(u"entries"_s));
    QCOMPARE(exceeded.detail().value(u"current"_s).toInt(), 100);
    QCOMPARE(exceeded.detail().value(u"limit"_s).toDouble(), 99.5);
    QVERIFY(exceeded.message().contains(u"\"entries\""_s));

    const DustError conflict = errorFor(u"conflict"_s, { { u"current_revision"_s, 12 } });
    QCOMPARE(conflict.currentRevision(), std::optional<quint64>(12));
    QCOMPARE(errorFor(u"conflict"_s).currentRevision(), std::nullopt);

    const DustError unsupported = errorFor(u"if_match_unsupported_op"_s, { { u"op"_s, u"add"_s } });
    QCOMPARE(unsupported.detail().value(u"op"_s), QVariant(u"add"_s));
}

void tst_DustWriteAnswers::takesNothingOfAnotherType()
{
    const DustValue odd = DustArray{ 1 };
    DustObject response;
    for (const QString &key : { u"scope"_s, u"dimension"_s, u"op"_s, u"current"_s, u"limit"_s,
                                u"current_revision"_s, u"retry_after_ms"_s, u"message"_s })
        response.insert(key, odd);
    const DustError error = errorFor(u"conflict"_s, response);
    QCOMPARE(error.detail().keys(), QStringList({ u"path"_s, u"reason"_s }));
    QCOMPARE(errorFor(u"rate_limited"_s, { { u"retry_after_ms"_s, -5 } }).retryAfter(), 0);
}

void tst_DustWriteAnswers::quotesTheServer()
{
    const DustError error = errorFor(u"missing_scope"_s, { { u"message"_s, u"You may\nnot"_s } });
    QVERIFY(error.message().endsWith(u" The server says \"You may\uFFFDnot\"."_s));
    QCOMPARE(error.detail().value(u"detail"_s), QVariant(u"You may\nnot"_s));
}

void tst_DustWriteAnswers::keepsHostileTextShort()
{
    const QString flood(1'000'000, u'x');
    for (const QString &reason : { flood, u"conflict"_s }) {
        const DustError error = errorFor(reason, { { u"message"_s, flood }, { u"op"_s, flood } });
        QVERIFY(error.message().size() < 1000);
        for (const QVariant &said : error.detail())
            QVERIFY(said.toString().size() <= 1000);
    }
    const DustError secret = errorFor(u"wss://host/?token=SECRET&x"_s);
    QVERIFY(!secret.message().contains(u"SECRET"_s));
    const DustError patient = errorFor(u"rate_limited"_s, { { u"retry_after_ms"_s, 1e300 } });
    QCOMPARE(patient.retryAfter(), 24 * 60 * 60);
    QCOMPARE(pauseOf(patient), 24 * 60 * 60 * 1000);
}

void tst_DustWriteAnswers::namesTheFence()
{
    DustOperation fenced = write();
    fenced.setFence({ *DustPath::parse(u"leases/one"_s), 7 });
    const DustError error = errorOf(fenced, { { u"reason"_s, u"fenced"_s } });
    QCOMPARE(error.detail().value(u"fence_key"_s), QVariant(u"leases/one"_s));
}

void tst_DustWriteAnswers::knowsWhatLocalErrorsMean_data()
{
    QTest::addColumn<DustError>("error");
    QTest::addColumn<Meaning>("expected");

    const auto row = [](const char *name, const DustError &error, Meaning expected) {
        QTest::newRow(name) << error << expected;
    };
    row("not found", local(DustError::NotFound), Rejected);
    row("invalid", local(DustError::Invalid), Rejected);
    row("nothing to write", local(DustError::NothingToWrite), Rejected);
    row("not supported", local(DustError::NotSupported), Rejected);
    row("a body that is refused as too large",
        local(DustError::InvalidParams).with(u"http_status"_s, 413), Rejected);
    row("a request that a proxy gave up",
        local(DustError::InvalidParams).with(u"http_status"_s, 408), Unknown);
    row("a request of which only half was understood",
        local(DustError::InvalidParams, u"bad_request"_s).with(u"http_status"_s, 400), Unknown);
    row("a status without a reason", local(DustError::InvalidParams).with(u"http_status"_s, 400),
        Unknown);
    row("a server's verdict",
        local(DustError::InvalidParams, u"invalid_params"_s).with(u"http_status"_s, 400), Rejected);
    row("too many operations", local(DustError::LimitExceeded, u"too_many_operations"_s), Rejected);
    row("a long URL", local(DustError::LimitExceeded, u"url_too_long"_s), Rejected);
    row("a large body", local(DustError::LimitExceeded, u"body_too_large"_s), Rejected);
    row("a large message", local(DustError::LimitExceeded, u"message_too_large"_s), Rejected);
    row("a limit", local(DustError::LimitExceeded), Paused);
    row("not implemented", local(DustError::NotImplemented), Paused);
    for (const QString &reason : { u"not_sent"_s, u"certificate"_s, u"connect_timeout"_s,
                                   u"not_joined"_s, u"unreachable"_s, u"handshake_refused"_s }) {
        const DustError error = local(DustError::Network, reason);
        row(qPrintable(reason), error, Paused);
        row(qPrintable(reason + u" for good"_s), error.withRetryable(false), Unknown);
    }
    for (const QString &reason : { QString(), u"channel_crashed"_s, u"connection_lost"_s,
                                   u"closed_by_server"_s, u"rejoining"_s })
        row(qPrintable(u"network: "_s + reason), local(DustError::Network, reason), Unknown);
    row("redirected", local(DustError::Http, u"redirected"_s), Paused);
    row("http", local(DustError::Http, u"http_status"_s), Unknown);
    for (const DustError::Kind kind : { DustError::NoError, DustError::Indeterminate,
                                        DustError::Timeout, DustError::Closed, DustError::Storage })
        row(qPrintable(u"kind %1"_s.arg(kind)), local(kind), Unknown);
}

void tst_DustWriteAnswers::knowsWhatLocalErrorsMean()
{
    QFETCH(DustError, error);
    QFETCH(Meaning, expected);

    QCOMPARE(meaningOf(error), expected);
}

void tst_DustWriteAnswers::tellsHowLongToPause_data()
{
    QTest::addColumn<QVariantMap>("detail");
    QTest::addColumn<qint64>("expected");

    QTest::newRow("nothing told") << QVariantMap() << qint64(0);
    QTest::newRow("seconds") << QVariantMap{ { u"retry_after"_s, 7 } } << qint64(7000);
    QTest::newRow("milliseconds") << QVariantMap{ { u"retry_after"_s, 7 },
                                                  { u"retry_after_ms"_s, 6500 } }
                                  << qint64(6500);
    QTest::newRow("negative") << QVariantMap{ { u"retry_after"_s, -7 } } << qint64(0);
    QTest::newRow("years") << QVariantMap{ { u"retry_after"_s, std::numeric_limits<int>::max() } }
                           << qint64(24 * 60 * 60 * 1000);
}

void tst_DustWriteAnswers::tellsHowLongToPause()
{
    QFETCH(QVariantMap, detail);
    QFETCH(qint64, expected);

    QCOMPARE(pauseOf(DustError(DustError::RateLimited, u"text"_s, detail)), expected);
}

QTEST_APPLESS_MAIN(tst_DustWriteAnswers)
#include "tst_dustwriteanswers.moc"
