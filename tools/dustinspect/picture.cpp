// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "picture.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QMetaProperty>
#include <QtGui/QImage>
#include <QtQuick/QQuickWindow>

#include <chrono>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Picture::Picture(QObject *window, const QString &fileName)
    : m_window(qobject_cast<QQuickWindow *>(window)), m_fileName(fileName)
{
    const QMetaObject *meta = window->metaObject();
    const QMetaMethod look = metaObject()->method(metaObject()->indexOfSlot("check()"));
    for (const char *property : { "ready", "failure" })
        connect(window, meta->property(meta->indexOfProperty(property)).notifySignal(), this, look);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &Picture::giveUp);
    m_patience.start(15s);
    check();
}

void Picture::check()
{
    const QString failure = m_window->property("failure").toString();
    if (!failure.isEmpty())
        return end(Exit::Failed, failure);
    // What has just become ready is laid out, and what moves has come to rest.
    if (m_window->property("ready").toBool() && m_patience.isActive()) {
        m_patience.stop();
        QTimer::singleShot(300ms, this, &Picture::take);
    }
}

void Picture::take()
{
    const QString file = QDir::current().absoluteFilePath(m_fileName);
    if (!m_window->grabWindow().save(file))
        return end(Exit::Failed, u"The picture could not be saved as %1."_s.arg(file));
    std::printf("%s\n", qUtf8Printable(file));
    end(Exit::Ok, {});
}

void Picture::giveUp()
{
    end(Exit::Unreachable, u"The server did not answer in time: is it the right URL?"_s);
}

void Picture::end(Exit code, const QString &message)
{
    if (!message.isEmpty())
        std::fprintf(stderr, "dust-inspect: %s\n", qUtf8Printable(message));
    QMetaObject::invokeMethod(
            this, [code] { QCoreApplication::exit(int(code)); }, Qt::QueuedConnection);
}

#include "moc_picture.cpp"
