// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustoperation.h"

#include <QtCore/QMetaEnum>
#include <QtTest/QTest>

#include <functional>

using namespace Qt::StringLiterals;

class tst_DustOperation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names();
    void builds_data();
    void builds();
    void setsPreconditions();
    void compares_data();
    void compares();
    void accepts_data();
    void accepts();
    void refuses_data();
    void refuses();
    void describesRefusals();
    void printsNoTokens();
};

static DustPath path(const QString &rendered)
{
    return DustPath::fromCanonical(rendered.toUtf8());
}

static const DustPath somewhere = path(u"a/b"_s);
static const DustObject object{ { u"x"_s, 1 } };
static const DustValue file = DustObject{ { u"_type"_s, u"file"_s }, { u"hash"_s, u"sha256:0"_s } };

void tst_DustOperation::names()
{
    const QStringList names =
            u"set delete merge increment add remove put_file lease renew release"_s.split(u' ');
    QCOMPARE(QMetaEnum::fromType<DustOperation::Kind>().keyCount(), names.size());
    for (int i = 0; i < names.size(); ++i) {
        QCOMPARE(DustOperation::kindName(DustOperation::Kind(i)), names.at(i));
        QCOMPARE(DustOperation::kindFromName(names.at(i)), std::optional(DustOperation::Kind(i)));
    }
    QCOMPARE(DustOperation::kindFromName(u"Set"_s), std::nullopt);
    QCOMPARE(DustOperation::kindFromName(u""_s), std::nullopt);
    QCOMPARE(DustOperation::kindName(DustOperation::Kind(99)), QString());
}

void tst_DustOperation::builds_data()
{
    QTest::addColumn<DustOperation>("operation");
    QTest::addColumn<DustOperation::Kind>("kind");
    QTest::addColumn<DustValue>("value");

    QTest::newRow("set") << DustOperation::set(somewhere, 1.0) << DustOperation::Set
                         << DustValue(1.0);
    QTest::newRow("delete") << DustOperation::remove(somewhere) << DustOperation::Delete
                            << DustValue();
    QTest::newRow("merge") << DustOperation::merge(somewhere, object) << DustOperation::Merge
                           << DustValue(object);
    QTest::newRow("increment") << DustOperation::increment(somewhere, -2)
                               << DustOperation::Increment << DustValue(-2);
    QTest::newRow("add") << DustOperation::addMember(somewhere, u"m"_s) << DustOperation::Add
                         << DustValue(u"m"_s);
    QTest::newRow("remove") << DustOperation::removeMember(somewhere, 1) << DustOperation::Remove
                            << DustValue(1);
    QTest::newRow("put_file") << DustOperation::putFile(somewhere, file) << DustOperation::PutFile
                              << file;
    QTest::newRow("lease") << DustOperation::lease(somewhere, u"me"_s) << DustOperation::Lease
                           << DustValue();
    QTest::newRow("renew") << DustOperation::renew(somewhere, 5) << DustOperation::Renew
                           << DustValue();
    QTest::newRow("release") << DustOperation::release(somewhere, 5) << DustOperation::Release
                             << DustValue();
}

void tst_DustOperation::builds()
{
    QFETCH(DustOperation, operation);
    QTEST(operation.kind(), "kind");
    QTEST(operation.value(), "value");
    QCOMPARE(operation.path(), somewhere);
    QCOMPARE(operation.holder(), operation.kind() == DustOperation::Lease ? u"me"_s : QString());
    const bool hasToken = operation.kind() == DustOperation::Renew
            || operation.kind() == DustOperation::Release;
    QCOMPARE(operation.token(), hasToken ? 5u : 0u);
    const bool hasTtl = operation.kind() == DustOperation::Lease
            || operation.kind() == DustOperation::Renew;
    QCOMPARE(operation.ttl(), hasTtl ? 30000 : 0);
    QVERIFY(!operation.ifMatch() && !operation.ifAbsent() && !operation.fence());
    QVERIFY(operation.clientOpId().isEmpty());
    QVERIFY(operation.validate());
}

void tst_DustOperation::setsPreconditions()
{
    const DustFence fence{ path(u"lock"_s), 9 };
    const DustOperation operation = DustOperation::set(somewhere, 1)
                                            .setIfMatch(7)
                                            .setIfAbsent(true)
                                            .setFence(fence)
                                            .setClientOpId(u"op_1"_s);
    QCOMPARE(operation.ifMatch(), std::optional(quint64(7)));
    QVERIFY(operation.ifAbsent());
    QVERIFY(operation.fence() == fence);
    QCOMPARE(operation.clientOpId(), u"op_1"_s);
}

void tst_DustOperation::compares_data()
{
    QTest::addColumn<DustOperation>("other");
    QTest::newRow("kind") << DustOperation::putFile(somewhere, 1);
    QTest::newRow("path") << DustOperation::set(somewhere.parent(), 1);
    QTest::newRow("value") << DustOperation::set(somewhere, 1.0);
    QTest::newRow("ifMatch") << DustOperation::set(somewhere, 1).setIfMatch(1);
    QTest::newRow("ifAbsent") << DustOperation::set(somewhere, 1).setIfAbsent(true);
    QTest::newRow("fence") << DustOperation::set(somewhere, 1).setFence({ somewhere, 1 });
    QTest::newRow("clientOpId") << DustOperation::set(somewhere, 1).setClientOpId(u"x"_s);
}

void tst_DustOperation::compares()
{
    QFETCH(DustOperation, other);
    const DustOperation operation = DustOperation::set(somewhere, 1);
    QVERIFY(operation == DustOperation::set(somewhere, 1));
    QVERIFY(other == other);
    QVERIFY(operation != other);
    QVERIFY(DustOperation::lease(somewhere, u"a"_s) != DustOperation::lease(somewhere, u"b"_s));
    QVERIFY(DustOperation::lease(somewhere, u"a"_s, 1)
            != DustOperation::lease(somewhere, u"a"_s, 2));
    QVERIFY(DustOperation::renew(somewhere, 1) != DustOperation::renew(somewhere, 2));
}

void tst_DustOperation::accepts_data()
{
    QTest::addColumn<DustOperation>("operation");

    QTest::newRow("if_match on a leaf") << DustOperation::set(somewhere, 1).setIfMatch(1);
    QTest::newRow("if_match on null") << DustOperation::set(somewhere, nullptr).setIfMatch(1);
    QTest::newRow("if_match on an array")
            << DustOperation::set(somewhere, DustArray{}).setIfMatch(1);
    QTest::newRow("if_match on an envelope")
            << DustOperation::set(somewhere, DustValue::decimal(u"1"_s)).setIfMatch(1);
    QTest::newRow("if_match on a delete") << DustOperation::remove(somewhere).setIfMatch(1);
    QTest::newRow("if_absent on a leaf") << DustOperation::set(somewhere, 1).setIfAbsent(true);
    QTest::newRow("if_absent on an envelope")
            << DustOperation::set(somewhere, file).setIfAbsent(true);
    QTest::newRow("if_absent false anywhere")
            << DustOperation::merge(somewhere, object).setIfAbsent(false);
    QTest::newRow("fence")
            << DustOperation::merge(somewhere, object).setFence({ path(u"lock"_s), 1 });
    QTest::newRow("fence and if_match")
            << DustOperation::remove(somewhere).setIfMatch(2).setFence({ path(u"l"_s), 1 });
    QTest::newRow("empty object") << DustOperation::set(somewhere, DustObject{});
    QTest::newRow("empty merge") << DustOperation::merge(somewhere, {});
    QTest::newRow("increment by a double") << DustOperation::increment(somewhere, 0.5);
    QTest::newRow("increment by 2^64-1") << DustOperation::increment(somewhere, ~quint64(0));
    QTest::newRow("add false") << DustOperation::addMember(somewhere, false);
    QTest::newRow("add an object") << DustOperation::addMember(somewhere, object);
    QTest::newRow("longest path") << DustOperation::set(path(QString(50000, u'a')), 1);
    QTest::newRow("longest path of a member")
            << DustOperation::set(path(QString(49998, u'a')), DustObject{ { u"b"_s, 1 } });
    QTest::newRow("1,000 segments") << DustOperation::set(path(u"s"_s + u"/s"_s.repeated(999)), 1);
    QTest::newRow("long keys inside an envelope") << DustOperation::set(
            somewhere, DustObject{ { u"_type"_s, u"file"_s }, { QString(60000, u'k'), 1 } });
    QTest::newRow("long keys inside an envelope of a merge") << DustOperation::merge(
            somewhere,
            { { u"k"_s, DustObject{ { u"_type"_s, u"file"_s }, { QString(60000, u'k'), 1 } } } });
    QTest::newRow("pairs of surrogates")
            << DustOperation::lease(somewhere, u"😀"_s).setClientOpId(u"😀"_s);
    QTest::newRow("long keys inside an array") << DustOperation::set(
            somewhere, DustArray{ DustObject{ { QString(60000, u'k'), 1 } } });
}

void tst_DustOperation::accepts()
{
    QFETCH(DustOperation, operation);
    const auto valid = operation.validate();
    QVERIFY2(valid, qPrintable(valid.error().message()));
}

void tst_DustOperation::refuses_data()
{
    QTest::addColumn<DustOperation>("operation");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("at");

    const auto row = [](const char *name, const DustOperation &operation, const char16_t *reason,
                        const QString &at = u"a/b"_s) {
        QTest::newRow(name) << operation << QString::fromUtf16(reason) << at;
    };
    row("default", DustOperation(), u"empty_path", {});
    row("no path", DustOperation::set(DustPath(), 1), u"empty_path", {});
    row("no path for a lease", DustOperation::lease(DustPath(), u"me"_s), u"empty_path", {});
    const DustPath tooLong = path(QString(30000, u'a')).joined(path(QString(30000, u'b')));
    row("path too long", DustOperation::remove(tooLong), u"path_too_long", tooLong.toString());
    const QString key(49997, u'k');
    row("path of a member too long", DustOperation::set(somewhere, DustObject{ { key, 1 } }),
        u"path_too_long", u"a/b/"_s + key);
    row("bad bytes taken for canonical", DustOperation::remove(DustPath::fromCanonical("a//b")),
        u"empty_segment", u"a//b"_s);

    row("value", DustOperation::set(somewhere, DustObject{ { u"c/d"_s, DustArray{ qQNaN() } } }),
        u"number_out_of_range", u"a/b/c~1d/0"_s);
    row("value at the top", DustOperation::set(somewhere, QString(QChar(0xD800))),
        u"invalid_unicode");
    row("empty key in a merge", DustOperation::merge(somewhere, { { u""_s, 1 } }),
        u"empty_segment");
    row("reserved key in a merge", DustOperation::merge(somewhere, { { u"_scalar"_s, 1 } }),
        u"reserved_key");
    row("member", DustOperation::addMember(somewhere, qInf()), u"number_out_of_range");
    row("increment by infinity", DustOperation::increment(somewhere, qInf()),
        u"number_out_of_range");

    row("increment by text", DustOperation::increment(somewhere, u"1"_s),
        u"increment_requires_number_value");
    row("increment by null", DustOperation::increment(somewhere, {}),
        u"increment_requires_number_value");
    row("add null", DustOperation::addMember(somewhere, {}), u"add_requires_value");
    row("remove null", DustOperation::removeMember(somewhere, {}), u"remove_requires_value");
    row("put_file without a reference", DustOperation::putFile(somewhere, u"sha256:0"_s),
        u"invalid_file_reference");

    row("both preconditions", DustOperation::set(somewhere, 1).setIfMatch(1).setIfAbsent(true),
        u"invalid_precondition");
    row("if_match 0", DustOperation::set(somewhere, 1).setIfMatch(0), u"invalid_precondition");
    row("if_match on a merge", DustOperation::merge(somewhere, object).setIfMatch(1),
        u"if_match_unsupported_op");
    row("if_match on an increment", DustOperation::increment(somewhere, 1).setIfMatch(1),
        u"if_match_unsupported_op");
    row("if_match on an add", DustOperation::addMember(somewhere, 1).setIfMatch(1),
        u"if_match_unsupported_op");
    row("if_match on a lease", DustOperation::lease(somewhere, u"me"_s).setIfMatch(1),
        u"if_match_unsupported_op");
    row("if_match on an object", DustOperation::set(somewhere, object).setIfMatch(1),
        u"if_match_multi_leaf");
    row("if_match on an empty object", DustOperation::set(somewhere, DustObject{}).setIfMatch(1),
        u"if_match_multi_leaf");
    row("if_absent on a delete", DustOperation::remove(somewhere).setIfAbsent(true),
        u"if_absent_unsupported_op");
    row("if_absent on a merge", DustOperation::merge(somewhere, object).setIfAbsent(true),
        u"if_absent_unsupported_op");
    row("if_absent on an object", DustOperation::set(somewhere, object).setIfAbsent(true),
        u"if_absent_multi_leaf");

    row("fence on a lease", DustOperation::renew(somewhere, 1).setFence({ somewhere, 1 }),
        u"invalid_precondition");
    row("fence without a token", DustOperation::set(somewhere, 1).setFence({ somewhere, 0 }),
        u"invalid_precondition");
    row("fence without a key", DustOperation::set(somewhere, 1).setFence({ {}, 1 }), u"empty_path",
        {});
    row("lease without a holder", DustOperation::lease(somewhere, {}), u"invalid_lease_op");
    row("lease for no time", DustOperation::lease(somewhere, u"me"_s, 0), u"invalid_lease_op");
    row("renewal for negative time", DustOperation::renew(somewhere, 1, -1), u"invalid_lease_op");
    row("renewal without a token", DustOperation::renew(somewhere, 0), u"invalid_lease_op");
    row("release without a token", DustOperation::release(somewhere, 0), u"invalid_lease_op");

    const QString lone = u"me"_s + QChar(0xDC00);
    row("lone surrogate in a holder", DustOperation::lease(somewhere, lone), u"invalid_unicode");
    row("lone surrogate in a client op id", DustOperation::remove(somewhere).setClientOpId(lone),
        u"invalid_unicode");
    // A merge writes the members of what looks like an envelope.
    row("path of a member of an envelope too long",
        DustOperation::merge(somewhere, { { u"_type"_s, u"file"_s }, { key, 1 } }),
        u"path_too_long", u"a/b/"_s + key);
}

void tst_DustOperation::refuses()
{
    QFETCH(DustOperation, operation);
    QFETCH(QString, at);
    const auto valid = operation.validate();
    QVERIFY(!valid);
    QCOMPARE(valid.error().kind(), DustError::InvalidParams);
    QTEST(valid.error().reason(), "reason");
    QCOMPARE(valid.error().path(), at);
}

void tst_DustOperation::describesRefusals()
{
    const QString message =
            DustOperation::set(somewhere, object).setIfMatch(1).validate().error().message();
    QVERIFY2(message.startsWith(u"The set of \"a/b\""), qPrintable(message));
    QVERIFY2(message.contains(u"each leaf"), qPrintable(message));
}

void tst_DustOperation::printsNoTokens()
{
    QString text;
    QDebug(&text) << DustOperation::renew(somewhere, 987654)
                             .setFence({ somewhere, 987654 })
                             .setClientOpId(u"op_1"_s);
    QVERIFY2(!text.contains(u"987654"), qPrintable(text));
    for (const QStringView part : { u"renew", u"a/b", u"fence", u"op_1" })
        QVERIFY2(text.contains(part), qPrintable(text));
}

QTEST_APPLESS_MAIN(tst_DustOperation)
#include "tst_dustoperation.moc"
