// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef BENCHVIEW_H
#define BENCHVIEW_H

#include <QtQuick/QQuickView>

#include <memory>

QT_BEGIN_NAMESPACE
class QAbstractItemModel;
QT_END_NAMESPACE

// A window with a ListView that shows titles of the model.
std::unique_ptr<QQuickView> viewOf(QAbstractItemModel *model);

#endif // BENCHVIEW_H
