// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "picture.h"

#include <DustClient>
#include <DustStore>

#include <QtCore/QCommandLineParser>
#include <QtCore/QDir>
#include <QtCore/QLibraryInfo>
#include <QtCore/QLocale>
#include <QtCore/QTranslator>
#include <QtGui/QGuiApplication>
#include <QtQml/QQmlApplicationEngine>
#include <QtQuickControls2/QQuickStyle>

#include <cstdio>
#include <optional>

using namespace Qt::StringLiterals;

namespace {

// Pictures are made with no display; the platform is chosen before the application exists.
bool wantsPicture(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i) {
        if (qstrncmp(argv[i], "--screenshot", 12) == 0)
            return true;
    }
    return false;
}

int fail(Exit code, const QString &message)
{
    std::fprintf(stderr, "dust-inspect: %s\n", qUtf8Printable(message));
    return int(code);
}

// What this program and the module say, in the user's language.
void translate(QTranslator *translator)
{
    const QString folder = QLibraryInfo::path(QLibraryInfo::TranslationsPath);
    if (translator->load(QLocale(), u"dustecto"_s, u"_"_s, folder))
        QCoreApplication::installTranslator(translator);
}

} // namespace

int main(int argc, char **argv)
{
    if (wantsPicture(argc, argv)) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        qputenv("QT_QUICK_BACKEND", "software");
    }
    QGuiApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"dust-inspect"_s);
    QTranslator translator;
    translate(&translator);

    QCommandLineParser parser;
    parser.setApplicationDescription(
            u"Looks into a Dust store. Where it is, DUST_URL, DUST_STORE and DUST_TOKEN say; dust inspect sets them from its options and its configuration."_s);
    const QCommandLineOption allowInsecure(
            u"allow-insecure"_s, u"Shows a token to a plain ws: or http: server elsewhere."_s);
    const QCommandLineOption pattern(u"pattern"_s, u"Shows what matches."_s, u"pattern"_s);
    const QCommandLineOption picture(
            u"screenshot"_s,
            u"Saves a picture of the window to this file, without a display, and exits."_s,
            u"file"_s);
    const QCommandLineOption dark(u"dark"_s, u"Uses dark colours."_s);
    parser.addOptions({ allowInsecure, pattern, picture, dark });
    const QCommandLineOption help = parser.addHelpOption();
    if (!parser.parse(QCoreApplication::arguments()))
        return fail(Exit::Usage, parser.errorText());
    if (parser.isSet(help))
        parser.showHelp();
    if (!parser.positionalArguments().isEmpty())
        return fail(Exit::Usage, u"It takes no arguments but options; see --help."_s);

    const auto client = DustClient::fromEnvironment();
    if (client->url().isEmpty())
        return fail(Exit::Usage,
                    u"Where is the store? Set DUST_URL, or start it as dust inspect."_s);
    if (client->defaultStore().isEmpty())
        client->setDefaultStore(u"local/main"_s);
    client->setAllowInsecure(parser.isSet(allowInsecure));

    if (QQuickStyle::name().isEmpty())
        QQuickStyle::setStyle(u"Fusion"_s);
    QQmlApplicationEngine engine;
    const QDir here(QCoreApplication::applicationDirPath());
    for (const QString &path : QStringLiteral(DUST_INSPECT_QML_PATHS).split(u':')) {
        if (here.exists(path))
            engine.addImportPath(QDir::cleanPath(here.filePath(path)));
    }
    engine.setInitialProperties({ { u"client"_s, QVariant::fromValue(client.get()) },
                                  { u"pattern"_s, parser.value(pattern) },
                                  { u"dark"_s, parser.isSet(dark) } });
    engine.load(QUrl(u"qrc:/qt/qml/DustInspect/InspectWindow.qml"_s));
    if (engine.rootObjects().isEmpty())
        return fail(Exit::Failed, u"The window could not be loaded; the messages above say why."_s);
    std::optional<Picture> toSave;
    if (parser.isSet(picture))
        toSave.emplace(engine.rootObjects().constFirst(), parser.value(picture));
    return QGuiApplication::exec();
}
