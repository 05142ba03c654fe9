// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTWRITTENRECORD_P_H
#define DUSTWRITTENRECORD_P_H

#include "dustrecord.h"

#include <QtCore/QObject>

// What a write of this client made of a record, for those who get no news of it.
class DustWrittenRecord
{
public:
    enum State { Written, Removed, Unknown };

    DustPath path; // of the record; for Removed it may be one above many
    State state = Unknown;
    DustRecord record; // Written
};

// Tells them: one for each store, beside it so that applications do not see it.
class DustWrittenRecords : public QObject
{
    Q_OBJECT

Q_SIGNALS:
    void written(const QList<DustWrittenRecord> &records);
};

#endif // DUSTWRITTENRECORD_P_H
