// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Replies, functions, and the engine they belong to.

#include <DustClient>
#include <DustListModel>
#include <DustRepo>

#include <QtQml/QQmlComponent>
#include <QtQml/QQmlEngine>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

class tst_QmlReply : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutTheModule(); // the others load it
    void engineDestroyed();
    void repoDeleted();
    void answeredAndDeleted();
    void streamWithoutAnEngine();
    void objectsThatNoEngineKnows();
    void modelBetweenEngines();

private:
    static std::unique_ptr<QObject> worldIn(QQmlEngine *engine);
    static DustSchema schemaOfLinks();
    static DustRepo *repoOf(const QObject *world, const char *name);
    static QPointer<QObject> write(QObject *world, DustRepo *repo);
};

std::unique_ptr<QObject> tst_QmlReply::worldIn(QQmlEngine *engine)
{
    QQmlComponent component(engine, QUrl::fromLocalFile(QStringLiteral(WORLD)));
    std::unique_ptr<QObject> world(component.create());
    if (!world)
        qWarning() << component.errors();
    return world;
}

DustSchema tst_QmlReply::schemaOfLinks()
{
    const auto schema = DustSchema::Builder(QStringLiteral("links"))
                                .field(QStringLiteral("title"), DustField::String)
                                .build();
    return schema.valueOr({});
}

DustRepo *tst_QmlReply::repoOf(const QObject *world, const char *name)
{
    return world->property(name).value<DustRepo *>();
}

QPointer<QObject> tst_QmlReply::write(QObject *world, DustRepo *repo)
{
    QVariant reply;
    QMetaObject::invokeMethod(world, "write", Q_RETURN_ARG(QVariant, reply),
                              Q_ARG(QVariant, QVariant::fromValue<QObject *>(repo)));
    return reply.value<QObject *>();
}

// The library is whole without it, and has no replies.
void tst_QmlReply::withoutTheModule()
{
    DustClient client(QUrl(QStringLiteral("memory:")));
    DustStore *store = client.store(QStringLiteral("local/main"));
    DustRepo repo(store);
    const auto schema = schemaOfLinks();
    DustListModel model;
    QVERIFY(model.setProperty("schema", QVariant::fromValue(schema)));
    QCOMPARE(model.schema(), schema);
    QCOMPARE(model.property("schema").value<DustSchema>(), schema);
    const QVariantMap filter{ { QStringLiteral("title"), QStringLiteral("A") } };
    QVERIFY(model.setProperty("filter", filter));
    QCOMPARE(model.filter(), filter);
    QCOMPARE(model.property("filter").toMap(), filter);
    model.setRepo(&repo);
    const auto written = repo.insert(
            DustRecord::fromMap(schema,
                                { { QStringLiteral("slug"), QStringLiteral("a") },
                                  { QStringLiteral("title"), QStringLiteral("A") } }));
    QTRY_COMPARE(model.count(), 1);
    QVariantMap row;
    QVERIFY(QMetaObject::invokeMethod(&model, "get", Q_RETURN_ARG(QVariantMap, row),
                                      Q_ARG(int, 0)));
    QCOMPARE(row, model.get(0));
    for (QObject *asked : { static_cast<QObject *>(store), static_cast<QObject *>(&model) }) {
        QObject *reply = &repo;
        QVERIFY(QMetaObject::invokeMethod(asked, "remove",
                                          QGenericReturnArgument("DustReply*", &reply),
                                          Q_ARG(QString, QStringLiteral("a"))));
        QVERIFY(!reply);
    }
    QCOMPARE(model.count(), 1);
}

// The reply goes with its engine; an answer that comes later finds nobody.
void tst_QmlReply::engineDestroyed()
{
    auto engine = std::make_unique<QQmlEngine>();
    const auto world = worldIn(engine.get());
    QVERIFY(world);
    const QPointer<QObject> slow = write(world.get(), repoOf(world.get(), "repo"));
    const QPointer<QObject> quick = write(world.get(), repoOf(world.get(), "localRepo"));
    QVERIFY(slow);
    QVERIFY(quick);
    engine.reset();
    QVERIFY(!slow);
    QVERIFY(!quick);
    QCoreApplication::processEvents();
}

// Not by QML, which waits for the next turn.
void tst_QmlReply::repoDeleted()
{
    QQmlEngine engine;
    const auto world = worldIn(&engine);
    QVERIFY(world);
    const QPointer<QObject> reply = write(world.get(), repoOf(world.get(), "repo"));
    QVERIFY(reply);
    delete repoOf(world.get(), "repo");
    QVERIFY(reply); // and settled later
    QVERIFY(!reply->property("settled").toBool());
    QTRY_COMPARE(world->property("told").toList(), QVariantList{ int(DustError::Closed) });
    QTRY_VERIFY(!reply);
}

// The answer and the end of the repo are told in one turn.
void tst_QmlReply::answeredAndDeleted()
{
    QQmlEngine engine;
    const auto world = worldIn(&engine);
    QVERIFY(world);
    const QPointer<QObject> reply = write(world.get(), repoOf(world.get(), "localRepo"));
    QVERIFY(reply);
    QSignalSpy finished(reply, SIGNAL(finished()));
    delete repoOf(world.get(), "localRepo");
    QTRY_VERIFY(!reply);
    QCOMPARE(finished.size(), 1);
}

// Whoever would have been given the pages is gone: that is no whole stream.
void tst_QmlReply::streamWithoutAnEngine()
{
    auto engine = std::make_unique<QQmlEngine>();
    const auto world = worldIn(engine.get());
    QVERIFY(world);
    DustRepo *repo = repoOf(world.get(), "localRepo");
    const QPointer<QObject> written = write(world.get(), repo);
    QTRY_VERIFY(!written);
    const QVariant schema = world->property("schema");
    engine.reset();
    QJSEngine other;
    const QJSValue receiver = other.evaluate(QStringLiteral("page => true"));
    QObject *reply = nullptr;
    QVERIFY(QMetaObject::invokeMethod(repo, "stream", QGenericReturnArgument("DustReply*", &reply),
                                      Q_ARG(QVariant, schema), Q_ARG(QJSValue, receiver)));
    QSignalSpy failed(reply, SIGNAL(failed(DustError)));
    QSignalSpy finished(reply, SIGNAL(finished()));
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<DustError>().kind(), DustError::Closed);
}

// C++ asks by name, once the module is loaded.
void tst_QmlReply::objectsThatNoEngineKnows()
{
    QQmlEngine engine;
    QVERIFY(worldIn(&engine));
    DustClient client(QUrl(QStringLiteral("memory:")));
    DustStore *store = client.store(QStringLiteral("local/main"));
    QObject *reply = nullptr;
    QVERIFY(QMetaObject::invokeMethod(store, "increment",
                                      QGenericReturnArgument("DustReply*", &reply),
                                      Q_ARG(QString, QStringLiteral("a"))));
    QVERIFY(reply);
    const QPointer<QObject> first = reply;
    QSignalSpy succeeded(reply, SIGNAL(succeeded(QVariant)));
    QTRY_COMPARE(succeeded.size(), 1);
    QTRY_VERIFY(!first);
    QVERIFY(QMetaObject::invokeMethod(store, "get", QGenericReturnArgument("DustReply*", &reply),
                                      Q_ARG(QString, QStringLiteral("a"))));
    const QPointer<QObject> last = reply;
    delete store; // what it was asked goes with it
    QVERIFY(!last);
}

// A function is of one engine, a model of none.
void tst_QmlReply::modelBetweenEngines()
{
    DustClient client(QUrl(QStringLiteral("memory:")));
    DustRepo repo(client.store(QStringLiteral("local/main")));
    DustListModel model(&repo, schemaOfLinks());
    const auto tell = [&](QQmlEngine *engine, const QString &code) {
        engine->globalObject().setProperty(QStringLiteral("model"), engine->newQObject(&model));
        QJSEngine::setObjectOwnership(&model, QJSEngine::CppOwnership);
        return engine->evaluate(code);
    };
    const QString filter = QStringLiteral("model.setFilterFunction(link => link.title === '%1')");
    auto engine = std::make_unique<QQmlEngine>();
    auto other = std::make_unique<QQmlEngine>();
    QVERIFY(worldIn(engine.get()));
    for (const QString &title : { QStringLiteral("A"), QStringLiteral("B") }) {
        const auto made = tell(
                engine.get(),
                QStringLiteral("model.insert({ slug: '%1', title: '%1' })").arg(title));
        QVERIFY2(!made.isError(), qPrintable(made.toString()));
    }
    QTRY_COMPARE(model.count(), 2);
    QVERIFY(!tell(engine.get(), filter.arg(QStringLiteral("A"))).isError());
    QCOMPARE(model.slugAt(0), QStringLiteral("A"));
    QVERIFY(!tell(other.get(), filter.arg(QStringLiteral("B"))).isError());
    other->collectGarbage();
    QCOMPARE(model.slugAt(0), QStringLiteral("B"));
    engine.reset();
    model.invalidateFilter();
    QCOMPARE(model.slugAt(0), QStringLiteral("B"));
    other.reset();
    model.invalidateFilter();
    QCOMPARE(model.count(), 2); // the function is gone
}

QTEST_GUILESS_MAIN(tst_QmlReply)
#include "tst_qmlreply.moc"
