// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The code blocks of README.md, in the order in which a reader meets them.

#include "record.h"

#include <DustServer>

#include <QtQml/QQmlComponent>
#include <QtQml/QQmlEngine>
#include <QtTest/QTest>

class tst_Readme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<Link>(); }
    void writesARecord();
    void showsAList();
    void opensAServersStore();
    void startsAServer();
};

void tst_Readme::writesARecord()
{
    QTest::ignoreMessage(QtDebugMsg, "written as \"qt\"");
#include "use.inc"
    const auto written = repo.get<Link>("qt");
    QTRY_VERIFY(written.isFinished());
    const DustResult<Link> link = written.result();
    QVERIFY2(link, qPrintable(link.error().message()));
    QCOMPARE(link->title, "Qt");
}

void tst_Readme::showsAList()
{
    QQmlEngine engine;
    QQmlComponent component(&engine, QUrl::fromLocalFile(README_QML));
    const std::unique_ptr<QObject> list(component.create());
    QVERIFY2(list, qPrintable(component.errorString()));
    QTRY_COMPARE(list->property("count").toInt(), 1);
}

void tst_Readme::opensAServersStore()
{
    const QString token = "secret";
#include "client.inc"
    QCOMPARE(repo.store()->error().kind(), DustError::NoError);
    QVERIFY(client.hasToken());
}

void tst_Readme::startsAServer()
{
#include "server.inc"
    DustRepo repo(client.store("acme/main"));
    Link link;
    link.slug = "qt";
    link.title = "Qt";
    link.url = QUrl("https://www.qt.io");
    const auto written = repo.insert(link);
    QTRY_VERIFY(written.isFinished());
    QVERIFY2(written.result(), qPrintable(written.result().error().message()));
}

QTEST_MAIN(tst_Readme)
#include "tst_readme.moc"
