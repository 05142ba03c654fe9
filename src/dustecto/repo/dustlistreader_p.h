// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLISTREADER_P_H
#define DUSTLISTREADER_P_H

#include "dustcommit_p.h"
#include "dustlistrows_p.h"
#include "dustrecordcodec_p.h"
#include "dustskipreporter_p.h"
#include "dusttransport.h"

#include <QtCore/QSet>

#include <vector>

// Reads the records of one schema as a list shows them: what is no record is not there, and
// reported once.
class DustListReader
{
public:
    DustListReader(const DustSchema &schema, const std::shared_ptr<DustSkipReporter> &reporter);

    // The transport has a view, of which all of this is read.
    QList<DustListChange> all(const DustTransport &transport);
    // The record of a key as it was before the commits; null, where that is not known.
    using Known = DustFunctionRef<const DustRecord *(const QByteArray &)>;
    // The records whose leaves the commits touched, or whose writes they are. Nothing, where that
    // may be all.
    std::optional<QList<DustListChange>> touched(const QList<const DustCommit *> &commits,
                                                 const DustTransport &transport, Known known);

    // A mirror hears of a record piece by piece: what is none yet is told later, if it still is none.
    bool hasSkipped() const { return !m_skipped.isEmpty(); }
    void reportSkipped(const DustTransport &transport);

private:
    struct Touch
    {
        QByteArrayView segment;
        QByteArrayView leaf; // the path of one that changed; empty: all of the record may have
    };
    using Touches = std::vector<Touch>;

    static bool mayEndPending(const DustCommit &commit);
    QByteArrayView segmentOf(QByteArrayView path) const;
    // All touches are of one record.
    DustListChange read(Touches::const_iterator begin, Touches::const_iterator end,
                        const DustTransport &transport, Known known);
    QList<DustRecordAmendment> amendments(Touches::const_iterator begin,
                                          Touches::const_iterator end, const DustRecord &before,
                                          const DustReadView &view) const;
    std::optional<DustRecord> decoded(QByteArrayView segment, const DustTransport &transport);
    static bool isMirror(const DustTransport &transport);
    bool isPending(QByteArrayView segment, const DustTransport &transport) const;
    void skip(const DustError &error, const DustTransport &transport);

    DustSchema m_schema;
    QByteArray m_base; // the prefix and its slash
    DustRecordDecoder m_decoder;
    std::shared_ptr<DustSkipReporter> m_reporter;
    QSet<QString> m_skipped; // slugs, to be told later
    bool m_tellsAtOnce = false;
};

#endif // DUSTLISTREADER_P_H
