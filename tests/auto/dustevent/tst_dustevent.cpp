// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustevent.h"

#include <QtCore/QMetaProperty>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class tst_DustEvent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasDefaults();
    void compares_data();
    void compares();
    void isAGadget();
    void prints();
};

static DustEvent sample()
{
    DustEvent event;
    event.op = DustOperation::PutFile;
    event.path = *DustPath::parse(u"a/b"_s);
    event.value = 1.0;
    event.storeSeq = 7;
    event.deviceId = u"dev"_s;
    event.clientOpId = u"op_1"_s;
    return event;
}

void tst_DustEvent::hasDefaults()
{
    const DustEvent event;
    QCOMPARE(event.op, DustOperation::Set);
    QCOMPARE(event.storeSeq, 0u);
    QVERIFY(event.committed && !event.own && event.value.isNull() && event.path.isEmpty());
}

void tst_DustEvent::compares_data()
{
    QTest::addColumn<DustEvent>("other");
    const auto row = [](const char *name, const std::function<void(DustEvent &)> &change) {
        DustEvent event = sample();
        change(event);
        QTest::newRow(name) << event;
    };
    row("op", [](DustEvent &event) { event.op = DustOperation::Set; });
    row("path", [](DustEvent &event) { event.path = event.path.parent(); });
    row("value", [](DustEvent &event) { event.value = 1; });
    row("storeSeq", [](DustEvent &event) { event.storeSeq = 8; });
    row("deviceId", [](DustEvent &event) { event.deviceId.clear(); });
    row("clientOpId", [](DustEvent &event) { event.clientOpId.clear(); });
    row("committed", [](DustEvent &event) { event.committed = false; });
    row("own", [](DustEvent &event) { event.own = true; });
}

void tst_DustEvent::compares()
{
    QFETCH(DustEvent, other);
    QVERIFY(sample() == sample());
    QVERIFY(other == other);
    QVERIFY(sample() != other);
}

void tst_DustEvent::isAGadget()
{
    const DustEvent event = sample();
    const QMetaObject &meta = DustEvent::staticMetaObject;
    const auto read = [&](const char *name) {
        return meta.property(meta.indexOfProperty(name)).readOnGadget(&event);
    };
    QCOMPARE(read("op").toString(), u"put_file"_s);
    QCOMPARE(read("path").toString(), u"a/b"_s);
    QCOMPARE(read("value"), QVariant(1.0));
    QCOMPARE(read("storeSeq").toULongLong(), 7u);
    QCOMPARE(read("deviceId").toString(), u"dev"_s);
    QCOMPARE(read("clientOpId").toString(), u"op_1"_s);
    QCOMPARE(read("committed").toBool(), true);
    QCOMPARE(read("own").toBool(), false);
}

void tst_DustEvent::prints()
{
    QString text;
    QDebug(&text) << sample();
    for (const QStringView part : { u"7", u"put_file", u"a/b", u"1.0", u"dev", u"op_1" })
        QVERIFY2(text.contains(part), qPrintable(text));
}

QTEST_APPLESS_MAIN(tst_DustEvent)
#include "tst_dustevent.moc"
