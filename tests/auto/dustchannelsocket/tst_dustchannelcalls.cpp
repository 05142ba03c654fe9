// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchannelcalls_p.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

QList<quint64> refsOf(const QList<DustChannelCall> &calls)
{
    QList<quint64> refs;
    for (const DustChannelCall &call : calls)
        refs.append(call.ref);
    return refs;
}

} // namespace

class tst_DustChannelCalls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void takesByRef();
    void takesByTime();
    void takesAll();
    void knowsTheOldest();
    void countsFromWhenTheyHadLeft();

private:
    DustChannelCalls m_calls;
};

// With holes, since joins and heartbeats take refs as well.
void tst_DustChannelCalls::init()
{
    m_calls = {};
    m_calls.add({ 2, 1, 10, u"a"_s });
    m_calls.add({ 3, 1, 10, u"a"_s });
    m_calls.add({ 6, 5, 20, u"b"_s });
    m_calls.add({ 7, 5, 30, u"b"_s });
}

void tst_DustChannelCalls::takesByRef()
{
    const auto call = m_calls.take(6, u"b"_s);
    QVERIFY(call);
    QCOMPARE(call->ref, 6u);
    QCOMPARE(call->joinRef, 5u);
    QCOMPARE(call->topic, u"b"_s);
    QVERIFY(!m_calls.take(6, u"b"_s) && !m_calls.take(6, QString())); // once
    QVERIFY(!m_calls.take(7, u"a"_s)); // of another topic
    for (const quint64 stranger : { 0, 1, 4, 5, 8 })
        QVERIFY(!m_calls.take(stranger, u"a"_s));
    QVERIFY(m_calls.take(2, u"a"_s) && m_calls.take(7, u"b"_s) && !m_calls.isEmpty());
    QVERIFY(m_calls.take(3, u"a"_s) && m_calls.isEmpty());
}

void tst_DustChannelCalls::takesByTime()
{
    QVERIFY(m_calls.takeSentUntil(9).isEmpty());
    QVERIFY(m_calls.take(3, u"a"_s));
    QCOMPARE(refsOf(m_calls.takeSentUntil(20)), (QList<quint64>{ 2, 6 }));
    QVERIFY(m_calls.takeSentUntil(29).isEmpty());
    QCOMPARE(refsOf(m_calls.takeSentUntil(30)), QList<quint64>{ 7 });
    QVERIFY(m_calls.isEmpty());
}

void tst_DustChannelCalls::takesAll()
{
    QVERIFY(m_calls.take(2, u"a"_s));
    QCOMPARE(refsOf(m_calls.takeAll()), (QList<quint64>{ 3, 6, 7 }));
    QVERIFY(m_calls.isEmpty() && m_calls.takeAll().isEmpty());
}

void tst_DustChannelCalls::knowsTheOldest()
{
    QCOMPARE(m_calls.oldest(), 10);
    QVERIFY(m_calls.take(2, u"a"_s));
    QCOMPARE(m_calls.oldest(), 10);
    QVERIFY(m_calls.take(3, u"a"_s));
    QCOMPARE(m_calls.oldest(), 20);
    m_calls.takeAll();
    QCOMPARE(m_calls.oldest(), 0);
}

void tst_DustChannelCalls::countsFromWhenTheyHadLeft()
{
    DustChannelCalls calls;
    calls.add({ 1, 1, 10, u"a"_s, 100 });
    calls.add({ 2, 1, 10, u"a"_s, 5'000 });
    calls.add({ 3, 1, 20, u"a"_s, 5'100 });
    calls.noteLeaving(100, 50); // all of the first had left before
    QCOMPARE(refsOf(calls.takeSentUntil(49)), QList<quint64>{ 1 });
    calls.noteLeaving(4'900, 60); // all of the second has now
    calls.noteLeaving(5'000, 70);
    QCOMPARE(calls.oldest(), 60);
    QCOMPARE(refsOf(calls.takeSentUntil(69)), QList<quint64>{ 2 });
    QCOMPARE(refsOf(calls.takeSentUntil(70)), QList<quint64>{ 3 });
}

QTEST_GUILESS_MAIN(tst_DustChannelCalls)
#include "tst_dustchannelcalls.moc"
