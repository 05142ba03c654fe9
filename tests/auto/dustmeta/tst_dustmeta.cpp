// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustmeta.h"

#include <QtTest/QTest>

class tst_DustMeta : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unread();
    void leaves();
    void anyOrder_data();
    void anyOrder();
    void equality();
};

void tst_DustMeta::unread()
{
    const DustMeta meta;
    QVERIFY(!meta.isLoaded());
    QCOMPARE(meta.revision(), 0u);
    QVERIFY(meta.leaves().isEmpty());
    QCOMPARE(meta.leafRevision("title"), std::nullopt);
}

void tst_DustMeta::leaves()
{
    DustMeta meta;
    meta.addLeaf("meta/lang", 7);
    meta.addLeaf("title", 12);
    meta.addLeaf("url", 0);
    QCOMPARE(meta.leafRevision("meta/lang"), std::optional<quint64>(7));
    QCOMPARE(meta.leafRevision("url"), std::optional<quint64>(0)); // there, at an unknown revision
    QCOMPARE(meta.leafRevision("meta"), std::nullopt);
    QCOMPARE(meta.leafRevision("zzz"), std::nullopt);
    QCOMPARE(meta.leafRevision(""), std::nullopt);
    QCOMPARE(meta.revision(), 12u);
    QCOMPARE(meta.leaves().size(), 3);
}

void tst_DustMeta::anyOrder_data()
{
    QTest::addColumn<QByteArrayList>("order");

    QTest::newRow("sorted") << QByteArrayList{ "a", "a b", "a/b", "b" };
    QTest::newRow("reversed") << QByteArrayList{ "b", "a/b", "a b", "a" };
    QTest::newRow("mixed") << QByteArrayList{ "a/b", "a", "b", "a b" };
    QTest::newRow("repeated") << QByteArrayList{ "b", "a", "a/b", "a b", "a", "b", "a b" };
}

void tst_DustMeta::anyOrder()
{
    QFETCH(QByteArrayList, order);

    DustMeta meta;
    for (qsizetype i = 0; i < order.size(); ++i)
        meta.addLeaf(order.at(i), quint64(i) + 1);
    QByteArrayList paths;
    for (const DustMeta::Leaf &leaf : meta.leaves())
        paths.append(leaf.path);
    QCOMPARE(paths, (QByteArrayList{ "a", "a b", "a/b", "b" }));
    for (const QByteArray &path : paths)
        QCOMPARE(meta.leafRevision(path), std::optional(quint64(order.lastIndexOf(path)) + 1));
}

void tst_DustMeta::equality()
{
    DustMeta a;
    DustMeta b;
    QCOMPARE(a, b);
    a.addLeaf("title", 3);
    QVERIFY(a != b);
    b.addLeaf("title", 3);
    QCOMPARE(a, b);
    b.setLoaded(true);
    QVERIFY(a != b);
    QCOMPARE(QVariant::fromValue(a), QVariant::fromValue(DustMeta(a)));
}

QTEST_APPLESS_MAIN(tst_DustMeta)
#include "tst_dustmeta.moc"
