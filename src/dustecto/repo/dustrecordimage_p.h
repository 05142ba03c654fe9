// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTRECORDIMAGE_P_H
#define DUSTRECORDIMAGE_P_H

#include "dustrow_p.h"

// Visits the rows of one record, in path order: the leaf at the record's own path, then those below it. Both the
// fast path of a get and the eyes of a subscription, so it searches once where nothing odd is stored.
template<typename Visitor> // void(QByteArrayView relative, const DustRow &row)
void dustVisitRecord(const DustReadView &view, const QByteArray &recordPath, Visitor &&visitor)
{
    const qsizetype length = recordPath.size();
    QByteArray end = recordPath;
    end.append('/' + 1);
    // Records like "a b" and "a-b" sort between the leaf "a" and what is below "a/".
    bool strangersFirst = false;
    view.scan(recordPath, end, [&](const DustRow &row) {
        const QByteArrayView path = row.path();
        if (path.size() == length) {
            visitor(QByteArrayView(), row);
            return true;
        }
        if (path[length] != '/') {
            strangersFirst = true;
            return false;
        }
        visitor(path.sliced(length + 1), row);
        return true;
    });
    if (!strangersFirst)
        return;
    view.scanBelow(recordPath, [&](const DustRow &row) {
        visitor(row.path().sliced(length + 1), row);
        return true;
    });
}

#endif // DUSTRECORDIMAGE_P_H
