// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "simworld.h"

using namespace Qt::StringLiterals;

SimWorldCounts SimWorld::counts() const
{
    SimWorldCounts counts;
    counts.operations = qint64(m_history.calls().size());
    counts.snapshots = m_server.counts.snapshots;
    counts.stragglers = m_server.counts.stragglers;
    counts.silent = m_server.counts.silent;
    counts.limited = m_server.counts.limited;
    for (const auto &client : m_clients) {
        const SimClientCounts &its = client->counts();
        counts.commits += client->mirror().commits();
        counts.repairs += client->mirror().repairs();
        counts.inputs += its.inputs;
        counts.cuts += its.cuts;
        counts.kills += its.kills;
        counts.rejoins += its.rejoins;
        counts.batches += its.batches;
        counts.fetches += its.fetches;
        counts.rejections += its.rejections;
        counts.indeterminate += its.indeterminate;
    }
    return counts;
}

void SimWorldCounts::add(const SimWorldCounts &other)
{
    operations += other.operations;
    commits += other.commits;
    inputs += other.inputs;
    cuts += other.cuts;
    kills += other.kills;
    rejoins += other.rejoins;
    snapshots += other.snapshots;
    repairs += other.repairs;
    batches += other.batches;
    fetches += other.fetches;
    stragglers += other.stragglers;
    silent += other.silent;
    limited += other.limited;
    rejections += other.rejections;
    indeterminate += other.indeterminate;
}

QString SimWorldCounts::toString() const
{
    const std::pair<qint64, const char *> all[] = {
        { operations, "operations" },
        { commits, "commits heard of" },
        { inputs, "inputs" },
        { cuts, "cuts" },
        { kills, "kills" },
        { rejoins, "rejoins" },
        { snapshots, "snapshots" },
        { repairs, "leaves repaired" },
        { batches, "batches" },
        { fetches, "fetches" },
        { stragglers, "stragglers" },
        { silent, "silent commits" },
        { limited, "over a limit" },
        { rejections, "rejected" },
        { indeterminate, "indeterminate" },
    };
    QStringList texts;
    for (const auto &[count, name] : all)
        texts.append(u"%1 %2"_s.arg(QString::number(count), QLatin1StringView(name)));
    return texts.join(u", "_s);
}
