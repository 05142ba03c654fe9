// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Imports the QML module, writes a record to the file named on the command line, sees it come in a list, and reads it
// back.

#include <DustClient>
#include <DustListModel>
#include <DustRepo>
#include <DustStore>

#include <QtCore/QCoreApplication>
#include <QtCore/QDebug>
#include <QtCore/QTimer>
#include <QtQml/QQmlComponent>
#include <QtQml/QQmlEngine>

class Link
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_REQUIRED("slug title")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)

public:
    QString slug;
    QString title;
};

static bool importsModule()
{
    QQmlEngine engine;
    engine.addImportPath(QStringLiteral(DUSTECTO_QML_DIR));
    QQmlComponent component(&engine);
    component.setData("import DustEcto\nDustClient { url: 'memory:' }", QUrl());
    const std::unique_ptr<QObject> client(component.create());
    if (!client)
        qWarning() << component.errorString();
    bool isComplete = client != nullptr;
#ifdef HAS_TEST
    component.setData("import DustEcto.Test\nDustTestServer { }", QUrl());
    const std::unique_ptr<QObject> server(component.create());
    if (!server)
        qWarning() << component.errorString();
    isComplete = isComplete && server != nullptr;
#endif
    return isComplete;
}

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (!importsModule())
        return 2;

    DustClient client(QUrl::fromLocalFile(app.arguments().value(1)));
    DustRepo repo(client.store(QStringLiteral("local/links")));
    DustListModel model(&repo, *DustSchema::of<Link>());
    const auto readBack = [&] {
        if (model.slugAt(0) != QStringLiteral("qt"))
            return QCoreApplication::exit(3);
        repo.get<Link>(model.slugAt(0)).then(&app, [](const DustResult<Link> &read) {
            if (!read)
                qWarning() << read.error();
            QCoreApplication::exit(read && read->title == QStringLiteral("Qt") ? 0 : 1);
        });
    };
    QObject::connect(&model, &DustListModel::countChanged, &app, readBack);
    QTimer::singleShot(60'000, &app, [] { QCoreApplication::exit(4); });

    Link link;
    link.slug = QStringLiteral("qt");
    link.title = QStringLiteral("Qt");
    repo.insert(link).then(&app, [](const DustResult<Link> &inserted) {
        if (inserted)
            return;
        qWarning() << inserted.error();
        QCoreApplication::exit(1);
    });
    return app.exec();
}

#include "main.moc"
