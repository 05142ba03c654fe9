// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTRECORDASSEMBLER_P_H
#define DUSTRECORDASSEMBLER_P_H

// Puts the leaves of many records, in store order and in any number of pages, together. Pure.

#include "dustrecordcodec_p.h"

#include <QtCore/QStringList>

#include <functional>
#include <map>
#include <vector>

class DustRecordSink;

class DustRecordAssembler
{
public:
    using Skipped = std::function<void(const DustError &error)>; // its detail has the slug

    // Complete records go to the sink; what is no record to skipped.
    DustRecordAssembler(const DustSchema &schema, DustRecordSink *sink, const Skipped &skipped);

    void add(QByteArrayView path, const DustResult<DustValue> &value, quint64 revision);
    // No leaf of the record that is open will come any more; of none at all.
    void endRecord();
    void finish();
    // Whether this leaf would be the first of another record.
    bool isOtherRecord(QByteArrayView path) const;
    // The order that makes the sink's records sorted by slug; empty when they are.
    std::vector<qsizetype> slugOrder() const;

private:
    struct Leaf
    {
        DustResult<DustValue> value;
        quint64 revision = 0;
    };

    void begin(QByteArrayView segment);
    void addLeaf(QByteArrayView relative, const DustResult<DustValue> &value, quint64 revision);
    void endLoneLeaves(QByteArrayView before);

    QByteArray m_base; // the prefix and its slash
    QByteArray m_segment; // of the open record
    QString m_slug;
    DustRecordDecoder m_decoder;
    DustRecordSink *m_sink;
    Skipped m_skipped;
    DustError m_damage; // of the open record
    // Leaves at records' own paths: "a b/title" comes between "a" and "a/title".
    std::map<QByteArray, Leaf> m_ownLeaves;
    QStringList m_slugs; // of the records taken
    bool m_open = false;
};

#endif // DUSTRECORDASSEMBLER_P_H
