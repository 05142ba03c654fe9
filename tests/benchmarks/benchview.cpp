// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "benchview.h"

#include <QtCore/QAbstractItemModel>
#include <QtCore/QCoreApplication>
#include <QtQml/QQmlComponent>
#include <QtQml/QQmlEngine>
#include <QtQuick/QQuickItem>

using namespace Qt::StringLiterals;

std::unique_ptr<QQuickView> viewOf(QAbstractItemModel *model)
{
    auto view = std::make_unique<QQuickView>();
    view->setInitialProperties({ { u"model"_s, QVariant::fromValue(model) } });
    const QUrl here(u"qrc:/bench"_s);
    auto *component = new QQmlComponent(view->engine(), view.get());
    component->setData(
            "import QtQuick\n"
            "ListView { width: 400; height: 400\n"
            "  delegate: Text { required property string title; required property string note\n"
            "    text: title; height: 20 } }",
            here);
    QObject *root = component->createWithInitialProperties(
            { { u"model"_s, QVariant::fromValue(model) } });
    if (!root)
        qFatal("%s", qPrintable(component->errorString()));
    view->setContent(here, component, root);
    view->show();
    QCoreApplication::processEvents();
    return view;
}
