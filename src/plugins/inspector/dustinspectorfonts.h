// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTINSPECTORFONTS_H
#define DUSTINSPECTORFONTS_H

#include <QtCore/QObject>
#include <QtGui/QFontDatabase>
#include <QtQml/qqmlregistration.h>

// What QML cannot ask Qt GUI for. No singleton: Qt 6.4 finds none in a module whose version begins with 0.
class DustInspectorFonts : public QObject
{
    Q_OBJECT
    QML_NAMED_ELEMENT(InspectorFonts)
    Q_PROPERTY(QString fixedFamily READ fixedFamily CONSTANT FINAL)

public:
    QString fixedFamily() const
    {
        return QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
    }
};

#endif // DUSTINSPECTORFONTS_H
