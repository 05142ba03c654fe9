// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTRECORDWATCHER_P_H
#define DUSTRECORDWATCHER_P_H

// Turns what a store did into changes of records (DESIGN §4). Pure. Exported for tests; not public API.

#include "dustcommit_p.h"
#include "dustrecordcodec_p.h"
#include "dustrecordevent.h"

#include <map>
#include <vector>

class DUSTECTO_EXPORT DustRecordWatcher
{
public:
    explicit DustRecordWatcher(const DustSchema &schema);
    ~DustRecordWatcher();

    // One event per operation and record it touched, in order of operations, then of paths. The view is the state
    // after the last of the commits.
    QList<DustRecordEvent> events(const QList<const DustCommit *> &commits,
                                  const DustReadView &view);

private:
    struct Leaf
    {
        DustValue value;
        quint64 revision = 0;
        bool damaged = false;
    };
    using Image = std::map<QByteArray, Leaf>; // by path below the record
    struct Touch
    {
        qsizetype commit = 0;
        std::vector<const DustLeafChange *> changes;
    };
    using Touches = std::vector<Touch>;
    struct Event
    {
        qsizetype commit = 0;
        DustRecordEvent event;
    };

    std::map<QByteArrayView, Touches> touchedRecords(
            const QList<const DustCommit *> &commits) const;
    Image imageOf(QByteArrayView segment, const DustReadView &view) const;
    void undo(const Touch &touch, qsizetype recordLength, Image *image) const;
    DustRecord decoded(const QString &slug, const Image &image);
    void appendEvents(QByteArrayView segment, const Touches &touches,
                      const QList<const DustCommit *> &commits, const DustReadView &view,
                      std::vector<Event> *events);

    QByteArray m_base; // the prefix and its slash
    DustRecordDecoder m_decoder;
};

#endif // DUSTRECORDWATCHER_P_H
