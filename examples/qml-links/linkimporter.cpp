// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "linkimporter.h"

#include "linkreader.h"

#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QFile>
#include <QtCore/QFutureWatcher>
#include <QtCore/QSet>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LinksPerTurn = 100;
const QString catalogue = u"/var/lib/dpkg/status"_s;

DustResult<QList<Link>> readCatalogue()
{
    if (!QFile::exists(catalogue))
        return DustError(DustError::NotFound,
                         LinkImporter::tr("This system has no package catalogue (%1). Import a "
                                          "bookmark file instead.")
                                 .arg(catalogue));
    return LinkReader::fromFile(catalogue);
}

} // namespace

LinkImporter::LinkImporter(QObject *parent) : QObject(parent) {}

// QFuture::then() with a context asserts in Qt 6.4 when the context is gone before the answer: the window may be closed
// during an import.
template<typename T, typename Function>
void LinkImporter::whenDone(const DustFuture<T> &future, Function function)
{
    auto *watcher = new QFutureWatcher<DustResult<T>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [watcher, function] {
        watcher->deleteLater();
        function(watcher->result());
    });
    watcher->setFuture(future);
}

void LinkImporter::setRepo(DustRepo *repo)
{
    if (repo == m_repo)
        return;
    m_repo = repo;
    Q_EMIT repoChanged();
}

void LinkImporter::importPackages()
{
    if (begin())
        read(readCatalogue);
}

void LinkImporter::importPackagesOnce()
{
    if (!begin())
        return;
    whenDone(m_repo->all<Link>(), [this](const DustResult<QList<Link>> &links) {
        if (!links)
            end(links.error().message(), true);
        else if (links->isEmpty())
            read(readCatalogue);
        else
            end(tr("%1 here already; nothing was imported.")
                        .arg(LinkPlan::countText(links->size())));
    });
}

void LinkImporter::importFile(const QUrl &file)
{
    if (!begin())
        return;
    read([fileName = file.isLocalFile() ? file.toLocalFile() : file.toString()] {
        return LinkReader::fromFile(fileName);
    });
}

// From here to end() no other import does.
bool LinkImporter::begin()
{
    if (!m_repo || m_running)
        return false;
    m_running = true;
    m_written = 0;
    Q_EMIT runningChanged();
    setProgress(0);
    return true;
}

void LinkImporter::read(const std::function<DustResult<QList<Link>>()> &reader)
{
    whenDone(QtConcurrent::run(reader), [this](const DustResult<QList<Link>> &links) {
        if (links)
            addMissing(*links);
        else
            end(links.error().message(), true);
    });
}

void LinkImporter::addMissing(const QList<Link> &links)
{
    if (!m_repo)
        return end(tr("The store was closed."), true);
    whenDone(m_repo->all<Link>(), [this, links](const DustResult<QList<Link>> &existing) {
        if (!existing)
            return end(existing.error().message(), true);
        QSet<QString> slugs;
        for (const Link &link : *existing)
            slugs.insert(link.slug);
        m_plan = LinkPlan(links, slugs);
        writeNext();
    });
}

void LinkImporter::writeNext()
{
    if (!m_repo)
        return end(tr("The store was closed."), true);
    if (m_written == m_plan.missing().size())
        return end(m_plan.summary(), m_plan.isFailure());
    DustRepoBatch batch;
    const QList<DustChangeset> some = m_plan.missing().mid(m_written, LinksPerTurn);
    for (const DustChangeset &link : some)
        batch.insert(link);
    const auto written = [this, count = some.size()](const DustResult<DustBatchReceipt> &receipt) {
        if (!receipt)
            return end(tr("The import stopped after %1: %2")
                               .arg(LinkPlan::countText(m_written), receipt.error().message()),
                       true);
        m_written += count;
        setProgress(double(m_written) / double(m_plan.missing().size()));
        writeNext();
    };
    whenDone(m_repo->batchWrite(batch), written);
}

void LinkImporter::setProgress(double progress)
{
    m_progress = progress;
    Q_EMIT progressChanged();
}

void LinkImporter::end(const QString &message, bool failed)
{
    m_message = message;
    m_failed = failed;
    m_running = false;
    m_plan = {};
    Q_EMIT messageChanged();
    Q_EMIT runningChanged();
}
