// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrecordwatcher_p.h"

#include "dustrecordimage_p.h"

#include <algorithm>

DustRecordWatcher::DustRecordWatcher(const DustSchema &schema)
    : m_base(schema.prefix().rendered() + '/'), m_decoder(schema)
{}

DustRecordWatcher::~DustRecordWatcher() = default;

QList<DustRecordEvent> DustRecordWatcher::events(const QList<const DustCommit *> &commits,
                                                 const DustReadView &view)
{
    std::vector<Event> found;
    const auto touched = touchedRecords(commits);
    for (const auto &[segment, touches] : touched)
        appendEvents(segment, touches, commits, view, &found);
    std::stable_sort(found.begin(), found.end(),
                     [](const Event &a, const Event &b) { return a.commit < b.commit; });
    QList<DustRecordEvent> events;
    events.reserve(qsizetype(found.size()));
    for (Event &event : found)
        events.append(std::move(event.event));
    return events;
}

std::map<QByteArrayView, DustRecordWatcher::Touches> DustRecordWatcher::touchedRecords(
        const QList<const DustCommit *> &commits) const
{
    std::map<QByteArrayView, Touches> touched;
    for (qsizetype i = 0; i < commits.size(); ++i) {
        for (const DustLeafChange &change : commits.at(i)->changes) {
            if (!change.path.startsWith(m_base))
                continue;
            const QByteArrayView relative = QByteArrayView(change.path).sliced(m_base.size());
            const qsizetype slash = relative.indexOf('/');
            Touches &touches = touched[slash < 0 ? relative : relative.first(slash)];
            if (touches.empty() || touches.back().commit != i)
                touches.push_back({ i, {} });
            touches.back().changes.push_back(&change);
        }
    }
    return touched;
}

// A record is read once, as it is now; what it was before each operation follows by undoing them backwards.
void DustRecordWatcher::appendEvents(QByteArrayView segment, const Touches &touches,
                                     const QList<const DustCommit *> &commits,
                                     const DustReadView &view, std::vector<Event> *events)
{
    const QString slug = DustPath::unescapeSegment(segment);
    Image image = imageOf(segment, view);
    DustRecord after = decoded(slug, image);
    for (auto touch = touches.rbegin(); touch != touches.rend(); ++touch) {
        undo(*touch, m_base.size() + segment.size(), &image);
        DustRecord before = decoded(slug, image);
        if (!after.isNull() || !before.isNull()) {
            const DustEvent &cause = commits.at(touch->commit)->event;
            DustRecordEvent event;
            event.kind = after.isNull() ? DustRecordEvent::Deleted : DustRecordEvent::Upserted;
            event.slug = slug;
            event.record = after;
            event.storeSeq = cause.storeSeq;
            event.own = cause.own;
            events->push_back({ touch->commit, std::move(event) });
        }
        after = std::move(before);
    }
}

DustRecordWatcher::Image DustRecordWatcher::imageOf(QByteArrayView segment,
                                                    const DustReadView &view) const
{
    QByteArray recordPath = m_base;
    recordPath.append(segment);
    Image image;
    dustVisitRecord(view, recordPath, [&](QByteArrayView relative, const DustRow &row) {
        const DustResult<DustValue> value = row.value();
        image.insert_or_assign(relative.toByteArray(),
                               Leaf{ value ? *value : DustValue(), row.revision(), !value });
    });
    return image;
}

void DustRecordWatcher::undo(const Touch &touch, qsizetype recordLength, Image *image) const
{
    for (const DustLeafChange *change : touch.changes) {
        const QByteArray relative = change->path.mid(recordLength + 1);
        if (!change->before) {
            image->erase(relative);
            continue;
        }
        const DustResult<DustValue> value = change->before->value();
        image->insert_or_assign(
                relative, Leaf{ value ? *value : DustValue(), change->before->revision, !value });
    }
}

// The null record for one that is not there, or does not pass its schema's guard.
DustRecord DustRecordWatcher::decoded(const QString &slug, const Image &image)
{
    if (image.empty())
        return {};
    m_decoder.begin(slug);
    for (const auto &[relative, leaf] : image) {
        if (leaf.damaged)
            return {};
        m_decoder.add(relative, leaf.value, leaf.revision);
    }
    return m_decoder.finish().valueOr({});
}
