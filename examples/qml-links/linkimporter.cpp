// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "linkimporter.h"

#include "linkreader.h"

#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QFile>
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

void LinkImporter::setRepo(DustRepo *repo)
{
    if (repo == m_repo)
        return;
    m_repo = repo;
    Q_EMIT repoChanged();
}

void LinkImporter::importPackages()
{
    read(readCatalogue);
}

void LinkImporter::importPackagesOnce()
{
    if (!m_repo || m_running)
        return;
    m_repo->all<Link>().then(this, [this](const DustResult<QList<Link>> &links) {
        if (!links)
            end(links.error().message(), true);
        else if (links->isEmpty())
            importPackages();
        else
            end(tr("%n link(s) here already; nothing was imported.", nullptr, int(links->size())));
    });
}

void LinkImporter::importFile(const QUrl &file)
{
    read([fileName = file.isLocalFile() ? file.toLocalFile() : file.toString()] {
        return LinkReader::fromFile(fileName);
    });
}

void LinkImporter::read(const std::function<DustResult<QList<Link>>()> &reader)
{
    if (!m_repo || m_running)
        return;
    m_running = true;
    m_written = 0;
    Q_EMIT runningChanged();
    setProgress(0);
    QtConcurrent::run(reader).then(this, [this](const DustResult<QList<Link>> &links) {
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
    m_repo->all<Link>().then(this, [this, links](const DustResult<QList<Link>> &existing) {
        if (!existing)
            return end(existing.error().message(), true);
        QSet<QString> slugs;
        for (const Link &link : *existing)
            slugs.insert(link.slug);
        m_missing.clear();
        for (const Link &link : links) {
            if (!slugs.contains(link.slug))
                m_missing.append(link);
        }
        m_present = links.size() - m_missing.size();
        writeNext();
    });
}

void LinkImporter::writeNext()
{
    if (!m_repo)
        return end(tr("The store was closed."), true);
    if (m_written == m_missing.size()) {
        if (m_missing.isEmpty())
            return end(
                    tr("Nothing new: all %n link(s) are here already.", nullptr, int(m_present)));
        return end(tr("%n link(s) imported.", nullptr, int(m_written)));
    }
    DustRepoBatch batch;
    const QList<Link> some = m_missing.mid(m_written, LinksPerTurn);
    for (const Link &link : some)
        batch.insert(Link::changeset(Link(), DustRecord::from(link).toMap()));
    m_repo->batchWrite(batch).then(
            this, [this, count = some.size()](const DustResult<DustBatchReceipt> &written) {
                if (!written)
                    return end(
                            tr("The import stopped after %n link(s): %1", nullptr, int(m_written))
                                    .arg(written.error().message()),
                            true);
                m_written += count;
                setProgress(double(m_written) / double(m_missing.size()));
                writeNext();
            });
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
    m_missing.clear();
    Q_EMIT messageChanged();
    Q_EMIT runningChanged();
}
