// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include <DustChangeset>
#include <DustSchema>

#include <QtQml/QQmlEngine>
#include <QtQuickTest/quicktest.h>

using namespace Qt::StringLiterals;

// What an application declares in C++ and uses from QML by name.
class Book
{
    Q_GADGET
    DUST_SCHEMA("books")
    DUST_REQUIRED("slug title")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(int pages MEMBER pages)

public:
    QString slug;
    QString title;
    int pages = 0;

    Q_INVOKABLE static DustChangeset changeset(const Book &book, const QVariantMap &params)
    {
        return DustChangeset::cast(book, params, { u"slug"_s, u"title"_s, u"pages"_s })
                .validateRequired()
                .validateNumber(u"pages"_s, DustNumber().greaterThan(0));
    }
};

class Setup : public QObject
{
    Q_OBJECT

public Q_SLOTS:
    void applicationAvailable() { qRegisterMetaType<Book>(); }
    void qmlEngineAvailable(QQmlEngine *engine)
    {
        engine->addImportPath(QStringLiteral(QUICK_TEST_SOURCE_DIR)); // QmlLinks
    }
};

QUICK_TEST_MAIN_WITH_SETUP(dustecto, Setup)
#include "tst_qml.moc"
