// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrealtimefetch_p.h"

using namespace Qt::StringLiterals;

void DustRealtimeFetch::start(const Source &source, const Receiver &receiver)
{
    const std::shared_ptr<DustRealtimeFetch> fetch(new DustRealtimeFetch(source, receiver));
    source.currentSeq([fetch](const DustResult<quint64> &seq) {
        if (!seq)
            return fetch->m_receiver(seq.error());
        fetch->m_seq = *seq;
        fetch->readNext({});
    });
}

void DustRealtimeFetch::readNext(const QString &after)
{
    m_source.list(DustQuery::list(u"**"_s).setLimit(DustQuery::MaximumLimit).setAfter(after))
            .then([self = shared_from_this()](const DustResult<DustPage> &page) {
                self->take(page);
            });
}

void DustRealtimeFetch::take(const DustResult<DustPage> &page)
{
    if (!page)
        return m_receiver(page.error());
    m_entries += page->entries;
    if (!page->nextCursor.isEmpty())
        return readNext(page->nextCursor);
    m_source.currentSeq(
            [self = shared_from_this()](const DustResult<quint64> &seq) { self->compare(seq); });
}

void DustRealtimeFetch::compare(const DustResult<quint64> &seq)
{
    if (!seq)
        return m_receiver(seq.error());
    if (*seq == m_seq)
        return m_receiver(Rows{ m_entries, m_seq });
    m_receiver(DustError(
            DustError::Conflict,
            u"The store was written to while it was read as a whole. It is read again later."_s,
            { { u"reason"_s, u"changed_meanwhile"_s } }));
}
