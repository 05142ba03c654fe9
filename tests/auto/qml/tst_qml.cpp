// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include <DustChangeset>
#include <DustListModel>
#include <DustSchema>
#include <link.h>

#include <QtCore/QCryptographicHash>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtGui/QAccessible>
#include <QtQml/QQmlContext>
#include <QtQml/QQmlEngine>
#include <QtQuickTest/quicktest.h>

#ifdef HAS_SERVER
#    include <DustServer>
#endif

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

class Desk
{
    Q_GADGET
    Q_PROPERTY(qint64 number MEMBER number)
    Q_PROPERTY(QString name MEMBER name)
    Q_PROPERTY(QDate since MEMBER since)

public:
    qint64 number = 0;
    QString name;
    QDate since;

    friend bool operator==(const Desk &a, const Desk &b) = default;
};

class Office
{
    Q_GADGET
    DUST_SCHEMA("offices")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(std::optional<qint64> number MEMBER number)
    Q_PROPERTY(QDate opened MEMBER opened)
    Q_PROPERTY(Desk desk MEMBER desk)
    Q_PROPERTY(QList<Desk> desks MEMBER desks)

public:
    QString slug;
    std::optional<qint64> number;
    QDate opened;
    Desk desk;
    QList<Desk> desks;
};

// A server for those tests that need one: { url, token }, or nothing where none was built.
class TestServer
{
public:
    QVariantMap address()
    {
#ifdef HAS_SERVER
        if (!m_server.isListening()) {
            m_server.addStore(u"local/main"_s);
            if (!m_server.listen())
                return {};
        }
        QUrl url = m_server.url();
        url.setScheme(u"ws"_s);
        return { { u"url"_s, url }, { u"token"_s, m_server.token() } };
#else
        return {};
#endif
    }

private:
#ifdef HAS_SERVER
    DustServer m_server;
#endif
};

// What the application does in C++: it takes a record from QML, and makes repos and models.
class CppSide : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    Q_INVOKABLE static int revisionOf(const QVariantMap &record)
    {
        return int(record.value(u"dustMeta"_s).value<DustMeta>().revision());
    }
    Q_INVOKABLE DustRepo *makeRepo(DustStore *store) { return new DustRepo(store, this); }
    Q_INVOKABLE DustListModel *makeModel() { return new DustListModel(this); }
    Q_INVOKABLE DustListModel *makeModelOf(DustRepo *repo, const QString &type)
    {
        const auto schema = DustSchema::fromMetaType(QMetaType::fromName(type.toLatin1()));
        return new DustListModel(repo, schema.valueOr({}), this);
    }
    Q_INVOKABLE static void setUp(DustListModel *model, const QVariantMap &filter)
    {
        model->setSchema(DustSchema::of<Book>());
        model->setFilter(filter);
    }
    Q_INVOKABLE QUrl temporaryFile(const QString &name)
    {
        return QUrl::fromLocalFile(m_folder.filePath(name));
    }
    Q_INVOKABLE static QString hashOf(const QUrl &url)
    {
        QFile file(url.toLocalFile());
        QCryptographicHash hash(QCryptographicHash::Sha256);
        if (file.open(QIODevice::ReadOnly))
            hash.addData(&file);
        return u"sha256:"_s + QString::fromLatin1(hash.result().toHex());
    }

private:
    QTemporaryDir m_folder;
};

// What a screen reader is told of an item.
class ScreenReader : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    Q_INVOKABLE static QString name(QObject *item)
    {
        QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(item);
        return interface ? interface->text(QAccessible::Name) : QString();
    }
    Q_INVOKABLE static int role(QObject *item)
    {
        QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(item);
        return interface ? interface->role() : -1;
    }
};

class Setup : public QObject
{
    Q_OBJECT

public Q_SLOTS:
    void applicationAvailable()
    {
        qRegisterMetaType<Book>();
        qRegisterMetaType<Link>();
        qRegisterMetaType<Office>();
        m_server = std::make_unique<TestServer>();
    }
    void qmlEngineAvailable(QQmlEngine *engine)
    {
        engine->addImportPath(QStringLiteral(QUICK_TEST_SOURCE_DIR)); // QmlLinks
        engine->rootContext()->setContextProperty(u"testServer"_s, m_server->address());
        engine->rootContext()->setContextProperty(u"screenReader"_s, new ScreenReader(engine));
        engine->rootContext()->setContextProperty(u"cppSide"_s, new CppSide(engine));
    }
    void cleanupTestCase() { m_server.reset(); }

private:
    std::unique_ptr<TestServer> m_server;
};

QUICK_TEST_MAIN_WITH_SETUP(dustecto, Setup)
#include "tst_qml.moc"
