// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Replies and the engine they belong to.

#include <DustRepo>

#include <QtQml/QQmlComponent>
#include <QtQml/QQmlEngine>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

class tst_QmlReply : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void engineDestroyed();
    void repoDeleted();
    void answeredAndDeleted();
    void streamWithoutAnEngine();

private:
    static std::unique_ptr<QObject> worldIn(QQmlEngine *engine);
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

QTEST_GUILESS_MAIN(tst_QmlReply)
#include "tst_qmlreply.moc"
