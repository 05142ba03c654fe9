// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

//! [main]
#include <QGuiApplication>
#include <QQmlApplicationEngine>

int main(int argc, char **argv)
{
    QGuiApplication app(argc, argv);
    QQmlApplicationEngine engine;
    engine.addImportPath(
            DUSTECTO_QML_DIR); // not needed where DustEcto is installed into Qt's own prefix
    engine.load(QUrl::fromLocalFile(MAIN_QML));
    return engine.rootObjects().isEmpty() ? 1 : app.exec();
}
//! [main]
