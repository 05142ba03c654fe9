// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "linkswindow.h"

#include <linkimporter.h>

#include <DustClient>

#include <QtCore/QCommandLineParser>
#include <QtCore/QDir>
#include <QtCore/QStandardPaths>
#include <QtCore/QTimer>
#include <QtWidgets/QApplication>
#include <QtWidgets/QStatusBar>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

QDir dataFolder()
{
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
    folder.mkpath(u"."_s);
    return folder;
}

QString optionOr(const QCommandLineParser &parser, const QString &option, const char *variable,
                 const QString &otherwise)
{
    if (parser.isSet(option))
        return parser.value(option);
    const QString value = qEnvironmentVariable(variable);
    return value.isEmpty() ? otherwise : value;
}

bool wantsScreenshot(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i) {
        if (qstrncmp(argv[i], "--screenshot", 12) == 0)
            return true;
    }
    return false;
}

void saveScreenshot(LinksWindow *window, const QString &fileName)
{
    const bool isSaved = window->grab().save(fileName);
    std::printf("%d links\n%s\n", window->model()->totalCount(), qPrintable(fileName));
    QCoreApplication::exit(isSaved ? 0 : 1);
}

} // namespace

int main(int argc, char **argv)
{
    if (wantsScreenshot(argc, argv))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QCoreApplication::setApplicationName(u"widgets-links"_s);
    QCoreApplication::setOrganizationName(u"DustEcto"_s);
    const QString file = QUrl::fromLocalFile(dataFolder().filePath(u"links.dust"_s)).toString();

    QCommandLineParser parser;
    parser.setApplicationDescription(u"A bookmark manager over DustEcto for Qt, with widgets."_s);
    parser.addOptions({
            { u"url"_s,
              u"Open memory:, file:///path/links.dust or a server (default: DUST_URL, else %1)."_s
                      .arg(file),
              u"url"_s },
            { u"token"_s,
              u"Show the server this token (default: DUST_TOKEN, which others cannot read)."_s,
              u"token"_s },
            { u"store"_s, u"Use this store (default: DUST_STORE, else local/links)."_s,
              u"org/name"_s },
            { u"screenshot"_s, u"Save a picture of the window, without a display, and exit."_s,
              u"file"_s },
    });
    parser.addHelpOption();
    parser.process(app);

    DustClient client(QUrl(optionOr(parser, u"url"_s, "DUST_URL", file)));
    client.setToken(optionOr(parser, u"token"_s, "DUST_TOKEN", {}));
    if (client.url().scheme().startsWith(u"ws"))
        client.setCacheFolder(dataFolder().filePath(u"servers"_s));
    DustStore *store = client.store(optionOr(parser, u"store"_s, "DUST_STORE", u"local/links"_s));
    LinksWindow window(store);
    window.show();

    LinkImporter importer;
    importer.setRepo(window.repo());
    QObject::connect(&importer, &LinkImporter::messageChanged, &window, [&] {
        window.statusBar()->showMessage(importer.message());
        if (parser.isSet(u"screenshot"_s))
            QTimer::singleShot(0, &window,
                               [&] { saveScreenshot(&window, parser.value(u"screenshot"_s)); });
    });
    // A store that is mirrored is empty until the server has told what is in it.
    const auto begin = [&, begun = false]() mutable {
        const bool isKnown = !client.url().scheme().startsWith(u"ws")
                || store->state() == DustStore::Live;
        if (isKnown && !std::exchange(begun, true))
            importer.importPackagesOnce();
    };
    QObject::connect(store, &DustStore::stateChanged, &importer, begin);
    QTimer::singleShot(0, &importer, begin);
    return app.exec();
}
