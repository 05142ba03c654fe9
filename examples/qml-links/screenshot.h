// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SCREENSHOT_H
#define SCREENSHOT_H

#include <QtCore/QObject>
#include <QtCore/QString>

class QQuickWindow;

// Saves the window once its `ready` property is true, says what it shows, or its `failure`, and ends the application.
class Screenshot : public QObject
{
    Q_OBJECT

public:
    Screenshot(QObject *window, const QString &fileName);
    void takeWhenReady();

private:
    Q_SLOT void check();
    void take();

    QQuickWindow *m_window;
    QString m_fileName;
};

#endif // SCREENSHOT_H
