// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSKIPREPORTER_P_H
#define DUSTSKIPREPORTER_P_H

#include "dustschema.h"

#include <QtCore/QHash>

// Says once why a record is left out of a list, through the logging category dustecto.schema. Its owner is whoever
// makes the lists.
class DUSTECTO_EXPORT DustSkipReporter
{
public:
    static constexpr qsizetype MostRecords = 1000;

    // error: what DustRecordDecoder::finish() ended with.
    void report(const DustSchema &schema, const DustError &error);

private:
    using Record = std::pair<DustSchema, QString>;
    QHash<Record, size_t> m_reported; // -> hash of the message
    bool m_full = false;
};

#endif // DUSTSKIPREPORTER_P_H
