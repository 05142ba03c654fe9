// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustviewreads_p.h"

DustResult<QList<DustEntry>> DustViewReads::many(const DustReadView &view,
                                                 const QList<DustPath> &paths)
{
    QList<DustEntry> entries;
    for (const DustPath &path : paths) {
        const DustRow *row = view.find(path.rendered());
        if (!row)
            continue;
        auto entry = row->entry();
        if (!entry)
            return entry.error();
        entries.append(std::move(*entry));
    }
    return entries;
}

bool DustViewReads::exists(const DustReadView &view, const DustPath &path)
{
    return view.find(path.rendered()) || view.hasBelow(path.rendered());
}
