// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "screenshot.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QMetaProperty>
#include <QtCore/QTimer>
#include <QtGui/QImage>
#include <QtQuick/QQuickWindow>

#include <cstdio>

Screenshot::Screenshot(QObject *window, const QString &fileName)
    : m_window(qobject_cast<QQuickWindow *>(window)), m_fileName(fileName)
{}

void Screenshot::takeWhenReady()
{
    const QMetaObject *meta = m_window->metaObject();
    const QMetaMethod changed = meta->property(meta->indexOfProperty("ready")).notifySignal();
    connect(m_window, changed, this, metaObject()->method(metaObject()->indexOfSlot("check()")));
    check();
}

void Screenshot::check()
{
    // What has just become ready is laid out, and what moves has come to rest.
    constexpr std::chrono::milliseconds rest(300);
    if (m_window->property("ready").toBool())
        QTimer::singleShot(rest, this, &Screenshot::take);
}

void Screenshot::take()
{
    const QImage picture = m_window->grabWindow();
    const QString file = QDir::current().absoluteFilePath(m_fileName);
    QDir().mkpath(QFileInfo(file).path());
    if (!picture.save(file)) {
        std::fprintf(stderr, "qml-links: the picture could not be saved as %s\n", qPrintable(file));
        QCoreApplication::exit(1);
        return;
    }
    const QString failure = m_window->property("failure").toString();
    if (!failure.isEmpty()) {
        std::fprintf(stderr, "qml-links: %s\n", qPrintable(failure));
        QCoreApplication::exit(1);
        return;
    }
    std::printf("%s\n%s\n%s\n", qPrintable(m_window->property("countText").toString()),
                qPrintable(m_window->property("importText").toString()), qPrintable(file));
    QCoreApplication::exit(0);
}
