// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLISTREADER_P_H
#define DUSTLISTREADER_P_H

#include "dustcommit_p.h"
#include "dustlistrows_p.h"
#include "dustrecordcodec_p.h"
#include "dustskipreporter_p.h"

// Reads the records of one schema as a list shows them: what is no record is not there, and
// reported once.
class DustListReader
{
public:
    DustListReader(const DustSchema &schema, const std::shared_ptr<DustSkipReporter> &reporter);

    QList<DustListChange> all(const DustReadView &view);
    // The records whose leaves the commits touched, as they are in the view.
    QList<DustListChange> touched(const QList<const DustCommit *> &commits,
                                  const DustReadView &view);

private:
    QByteArrayView segmentOf(QByteArrayView path) const;
    DustListChange read(QByteArrayView segment, const DustReadView &view);

    DustSchema m_schema;
    QByteArray m_base; // the prefix and its slash
    DustRecordDecoder m_decoder;
    std::shared_ptr<DustSkipReporter> m_reporter;
};

#endif // DUSTLISTREADER_P_H
