// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "link.h"
#include "linkimporter.h"
#include "screenshot.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QDir>
#include <QtCore/QStandardPaths>
#include <QtGui/QGuiApplication>
#include <QtQml/QQmlApplicationEngine>
#include <QtQuickControls2/QQuickStyle>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

QUrl fileUrl()
{
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
    folder.mkpath(u"."_s);
    return QUrl::fromLocalFile(folder.filePath(u"links.dust"_s));
}

// What stores on servers were like, and what was not sent yet.
QString defaultCache()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/servers"_s;
}

QString optionOr(const QCommandLineParser &parser, const QCommandLineOption &option,
                 const char *variable, const QString &otherwise)
{
    if (parser.isSet(option))
        return parser.value(option);
    const QString value = qEnvironmentVariable(variable);
    return value.isEmpty() ? otherwise : value;
}

// Screenshots are made with no display; the platform is chosen before the application exists.
bool wantsScreenshot(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i) {
        if (qstrncmp(argv[i], "--screenshot", 12) == 0)
            return true;
    }
    return false;
}

} // namespace

int main(int argc, char **argv)
{
    if (wantsScreenshot(argc, argv)) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        qputenv("QT_QUICK_BACKEND", "software");
    }
    QGuiApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"qml-links"_s);
    QCoreApplication::setOrganizationName(u"DustEcto"_s);

    QCommandLineParser parser;
    parser.setApplicationDescription(u"A bookmark manager over DustEcto for Qt."_s);
    const QCommandLineOption url(
            u"url"_s,
            u"Open memory:, file:///path/links.dust or a server, in realtime as "
            u"ws://127.0.0.1:7755 or "
            "request by request as http://127.0.0.1:7755 (default: the environment variable "
            "DUST_URL, else %1)."_s.arg(fileUrl().toString()),
            u"url"_s);
    const QCommandLineOption token(u"token"_s,
                                   u"Show the server this token (default: the environment variable "
                                   u"DUST_TOKEN, which, unlike "
                                   "this option, other users of the machine cannot read)."_s,
                                   u"token"_s);
    const QCommandLineOption cache(
            u"cache"_s,
            u"Keep what is known of a ws: server, and what was not sent yet, in this folder; a second window at the same time needs one of its own (default: %1)."_s
                    .arg(defaultCache()),
            u"folder"_s);
    const QCommandLineOption store(
            u"store"_s,
            u"Use this store of it (default: the environment variable DUST_STORE, else local/links)."_s,
            u"org/name"_s);
    const QCommandLineOption import(
            u"import"_s,
            u"Add the links of a browser's bookmark export (HTML), a JSON list or a package catalogue."_s,
            u"file"_s);
    const QCommandLineOption link(u"link"_s, u"Open the link with this key in the form."_s,
                                  u"key"_s);
    const QCommandLineOption screenshot(
            u"screenshot"_s,
            u"Save a picture of the window to this file, without a display, and exit."_s,
            u"file"_s);
    const QCommandLineOption dark(u"dark"_s, u"Use the dark colours."_s);
    parser.addOptions({ url, token, store, cache, import, link, screenshot, dark });
    parser.addHelpOption();
    parser.process(app);

    qRegisterMetaType<Link>(); // DustSchema { typeName: "Link" }
    QQuickStyle::setStyle(u"Basic"_s);
    QQmlApplicationEngine engine;
    engine.addImportPath(QStringLiteral(QML_LINKS_IMPORT_PATH));
    engine.addImportPath(u"qrc:/qt/qml"_s); // Qt 6.5 and later look there anyway
    QVariantMap properties{
        { u"url"_s, QUrl(optionOr(parser, url, "DUST_URL", fileUrl().toString())) },
        { u"storeName"_s, optionOr(parser, store, "DUST_STORE", u"local/links"_s) },
        { u"token"_s, optionOr(parser, token, "DUST_TOKEN", {}) },
        { u"cacheFolder"_s, parser.isSet(cache) ? parser.value(cache) : defaultCache() },
    };
    if (parser.isSet(dark))
        properties.insert(u"dark"_s, true);
    if (parser.isSet(link))
        properties.insert(u"link"_s, parser.value(link));
    if (parser.isSet(import))
        properties.insert(
                u"importFile"_s,
                QUrl::fromLocalFile(QDir::current().absoluteFilePath(parser.value(import))));
    engine.setInitialProperties(properties);
    engine.load(QUrl(u"qrc:/qt/qml/QmlLinks/Main.qml"_s));
    if (engine.rootObjects().isEmpty()) {
        std::fputs("qml-links: the window could not be loaded; the messages above say why\n",
                   stderr);
        return 1;
    }
    Screenshot picture(engine.rootObjects().constFirst(), parser.value(screenshot));
    if (parser.isSet(screenshot))
        picture.takeWhenReady();
    return app.exec();
}
