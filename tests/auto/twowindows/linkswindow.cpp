// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The window of examples/qml-links, driven from outside: linkswindow URL TOKEN CACHEFOLDER. Each line
// that comes in is an expression of JavaScript within LinksInProcess.qml; its value goes out as a line.

#include <link.h>

#include <QtCore/QSocketNotifier>
#include <QtGui/QGuiApplication>
#include <QtQml/QQmlApplicationEngine>
#include <QtQml/QQmlExpression>

#include <cstdio>
#include <iostream>
#include <string>

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    QGuiApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    qRegisterMetaType<Link>();
    QQmlApplicationEngine engine;
    engine.addImportPath(QStringLiteral(QML_LINKS_FOLDER));
    engine.setInitialProperties({ { u"url"_s, QUrl(arguments.value(1)) },
                                  { u"token"_s, arguments.value(2) },
                                  { u"cacheFolder"_s, arguments.value(3) } });
    engine.load(QUrl::fromLocalFile(QStringLiteral(LINKS_WINDOW)));
    QObject *window = engine.rootObjects().value(0);
    if (!window)
        return 1;

    QSocketNotifier input(fileno(stdin), QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, window, [window] {
        std::string line;
        if (!std::getline(std::cin, line)) // who started it is gone
            return QCoreApplication::quit();
        QQmlExpression expression(qmlContext(window), window, QString::fromStdString(line));
        const QVariant value = expression.evaluate();
        const QString text = expression.hasError() ? expression.error().toString()
                                                   : value.toString();
        std::printf("%s\n", qPrintable(text));
        std::fflush(stdout);
    });
    return application.exec();
}
