// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef PICTURE_H
#define PICTURE_H

#include <QtCore/QObject>
#include <QtCore/QTimer>

class QQuickWindow;

enum class Exit { Ok = 0, Failed = 1, Usage = 2, Unreachable = 6 }; // as dust

// Saves the window once its `ready` property is true, and ends the application; or says why it never was.
class Picture : public QObject
{
    Q_OBJECT

public:
    Picture(QObject *window, const QString &fileName);

private:
    Q_SLOT void check();
    void take();
    void giveUp();
    void end(Exit code, const QString &message);

    QQuickWindow *const m_window;
    const QString m_fileName;
    QTimer m_patience;
};

#endif // PICTURE_H
