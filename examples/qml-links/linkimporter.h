// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef LINKIMPORTER_H
#define LINKIMPORTER_H

#include "linkplan.h"

#include <DustRepo>

#include <QtCore/QPointer>
#include <QtQml/qqmlregistration.h>

// Adds the links of a file to a repo, some per turn of the event loop so that the window stays alive. Links that are
// there when it begins are left as they are: importing again never overwrites what somebody edited.
class LinkImporter : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(DustRepo *repo READ repo WRITE setRepo NOTIFY repoChanged FINAL)
    Q_PROPERTY(bool running READ isRunning NOTIFY runningChanged FINAL)
    Q_PROPERTY(double progress READ progress NOTIFY progressChanged FINAL) // 0 to 1
    Q_PROPERTY(
            QString message READ message NOTIFY messageChanged FINAL) // how the last import ended
    Q_PROPERTY(bool failed READ hasFailed NOTIFY messageChanged FINAL)

public:
    explicit LinkImporter(QObject *parent = nullptr);

    DustRepo *repo() const { return m_repo; }
    void setRepo(DustRepo *repo);
    bool isRunning() const { return m_running; }
    double progress() const { return m_progress; }
    QString message() const { return m_message; }
    bool hasFailed() const { return m_failed; }

    // The packages of this machine.
    Q_INVOKABLE void importPackages();
    // The same, unless there are links already.
    Q_INVOKABLE void importPackagesOnce();
    // A browser's bookmark export, JSON or a package catalogue.
    Q_INVOKABLE void importFile(const QUrl &file);

Q_SIGNALS:
    void repoChanged();
    void runningChanged();
    void progressChanged();
    void messageChanged();

private:
    template<typename T, typename Function>
    void whenDone(const DustFuture<T> &future, Function function);
    bool begin();
    void read(const std::function<DustResult<QList<Link>>()> &reader);
    void addMissing(const QList<Link> &links);
    void writeNext();
    void setProgress(double progress);
    void end(const QString &message, bool failed = false);

    QPointer<DustRepo> m_repo;
    LinkPlan m_plan;
    qsizetype m_written = 0;
    QString m_message;
    double m_progress = 0;
    bool m_running = false;
    bool m_failed = false;
};

#endif // LINKIMPORTER_H
