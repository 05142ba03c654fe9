// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Runs what is shown in doc/: the functions of doc/snippets/*.cpp, and its *.qml.

#include "link.h"
#include "snippets.h"

#include <QtCore/QDirIterator>
#include <QtCore/QRegularExpression>
#include <QtQml/QQmlComponent>
#include <QtQml/QQmlEngine>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include <memory>

QList<Snippet> &Snippet::all()
{
    static QList<Snippet> snippets;
    return snippets;
}

class tst_Documentation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qRegisterMetaType<Link>(); }
    void runs_data();
    void runs();
    void loads_data();
    void loads();
};

void tst_Documentation::runs_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < Snippet::all().size(); ++i)
        QTest::newRow(Snippet::all().at(i).name) << i;
}

void tst_Documentation::runs()
{
    QFETCH(const int, index);
    Snippet::all().at(index).function();
}

void tst_Documentation::loads_data()
{
    QTest::addColumn<QString>("file");
    const QDir folder(DUST_SNIPPETS);
    for (QDirIterator files(DUST_SNIPPETS, { "*.qml" }, QDir::Files, QDirIterator::Subdirectories);
         files.hasNext();) {
        const QString file = files.next();
        QTest::newRow(qPrintable(folder.relativeFilePath(file))) << file;
    }
}

void tst_Documentation::loads()
{
    QFETCH(const QString, file);
    QTest::failOnWarning(QRegularExpression(".*"));
    QQmlEngine engine;
    QQmlComponent component(&engine, QUrl::fromLocalFile(file));
    const std::unique_ptr<QObject> root(component.create());
    QVERIFY2(root, qPrintable(component.errorString()));
    if (root->property("passed").isValid())
        QTRY_VERIFY_WITH_TIMEOUT(root->property("passed").toBool(),
                                 30000); // the first file loads Qt Quick
}

QTEST_MAIN(tst_Documentation)
#include "tst_documentation.moc"
