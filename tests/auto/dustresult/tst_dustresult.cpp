// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustresult.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

static_assert(std::is_copy_constructible_v<
                      DustResult<QString>> && std::is_copy_assignable_v<DustResult<QString>>);
static_assert(std::is_copy_constructible_v<DustResult<void>>);
static_assert(!std::is_convertible_v<DustResult<QString>, bool>);
static_assert(std::is_same_v<DustResult<int>::ValueType, int>);

class tst_DustResult : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsAValue();
    void holdsAnError();
    void holdsNothing();
    void movesOut();
    void compares();
    void travelsInAFuture();
};

static const DustError failed(DustError::NotFound, u"Nothing there."_s);

void tst_DustResult::holdsAValue()
{
    DustResult<QString> result(u"a"_s);
    QVERIFY(result);
    QVERIFY(result.isOk());
    QCOMPARE(*result, u"a"_s);
    QCOMPARE(result->size(), 1);
    QCOMPARE(result.valueOr(u"b"_s), u"a"_s);
    QCOMPARE(result.error(), DustError());
    *result += u'c';
    QCOMPARE(result.value(), u"ac"_s);
    QCOMPARE(DustResult<QString>(), DustResult<QString>(QString()));
}

void tst_DustResult::holdsAnError()
{
    const DustResult<QString> result(failed);
    QVERIFY(!result);
    QVERIFY(!result.isOk());
    QCOMPARE(result.error(), failed);
    QCOMPARE(result.valueOr(u"b"_s), u"b"_s);
}

void tst_DustResult::holdsNothing()
{
    QVERIFY(DustResult<void>());
    QCOMPARE(DustResult<void>().error(), DustError());
    QVERIFY(!DustResult<void>(failed));
    QCOMPARE(DustResult<void>(failed).error(), failed);
}

void tst_DustResult::movesOut()
{
    DustResult<std::shared_ptr<int>> result(std::make_shared<int>(5));
    const std::shared_ptr<int> taken = *std::move(result);
    QCOMPARE(*taken, 5);
    QCOMPARE(taken.use_count(), 1L);
}

void tst_DustResult::compares()
{
    QVERIFY(DustResult<int>(1) == DustResult<int>(1));
    QVERIFY(DustResult<int>(1) != DustResult<int>(2));
    QVERIFY(DustResult<int>(1) != DustResult<int>(failed));
    QVERIFY(DustResult<int>(failed) == DustResult<int>(failed));
    QVERIFY(DustResult<void>() != DustResult<void>(failed));
    QVERIFY(DustResult<void>() == DustResult<void>());
}

void tst_DustResult::travelsInAFuture()
{
    const DustFuture<QString> future = QtFuture::makeReadyFuture(DustResult<QString>(u"a"_s));
    QCOMPARE(*future.result(), u"a"_s);
    const DustFuture<void> none = QtFuture::makeReadyFuture(DustResult<void>(failed));
    QCOMPARE(none.result().error(), failed);
}

QTEST_APPLESS_MAIN(tst_DustResult)
#include "tst_dustresult.moc"
