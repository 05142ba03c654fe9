// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTPAGEDREAD_P_H
#define DUSTPAGEDREAD_P_H

// Reads records page by page: everything over a transport without local reads, and streams. An error, wherever, ends it
// with that error. It lives for as long as a page is on its way.

#include "dustdelivery_p.h"
#include "dustlistbelow_p.h"
#include "dustrecordassembler_p.h"
#include "dustrecordsink.h"
#include "dusttransport.h"

#include <QtCore/QPointer>

class DustPagedRead final : public std::enable_shared_from_this<DustPagedRead>
{
public:
    struct Source
    {
        QPointer<DustTransport> transport;
        std::shared_ptr<DustDelivery> delivery;
    };
    using Skipped = DustRecordAssembler::Skipped;

    static void all(const Source &source, const DustSchema &schema, const Skipped &skipped,
                    std::unique_ptr<DustRecordSink> sink);
    static void one(const Source &source, const DustSchema &schema, const DustPath &path,
                    std::unique_ptr<DustRecordSink> sink);
    // Ends with Closed when one of the owners is destroyed.
    static void stream(const Source &source, const DustSchema &schema, const Skipped &skipped,
                       std::unique_ptr<DustRecordSink> sink,
                       const QList<QPointer<QObject>> &owners);

private:
    DustPagedRead(const Source &source, const DustSchema &schema, const DustPath &base,
                  const Skipped &skipped, std::unique_ptr<DustRecordSink> sink);

    void next();
    void takeLocalPage();
    void takePage(const DustResult<DustPage> &page);
    qsizetype countToKeep(const QList<DustEntry> &entries) const;
    void endPage(bool isLast);
    bool isAbandoned() const;
    void finish(const DustError &error);

    Source m_source;
    std::unique_ptr<DustRecordSink> m_sink;
    DustRecordAssembler m_assembler;
    const DustPath m_base; // all rows are below
    const DustListBelow m_below;
    QByteArray m_after; // the last path that was read
    QList<QPointer<QObject>> m_owners;
    bool m_readsOne = false;
    bool m_readsAll = false; // nobody can end it between two pages
};

#endif // DUSTPAGEDREAD_P_H
