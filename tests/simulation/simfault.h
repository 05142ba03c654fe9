// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SIMFAULT_H
#define SIMFAULT_H

#include <QtCore/QStringList>

// What went wrong in a world, and what had happened until then.
class SimFault
{
public:
    explicit SimFault(bool isJournalKept) : m_isJournalKept(isJournalKept) {}

    bool isSet() const { return !m_text.isEmpty(); }
    QString text() const { return m_text; }
    void set(const QString &text) // the first one counts
    {
        if (m_text.isEmpty())
            m_text = text;
    }

    bool isJournalKept() const { return m_isJournalKept; }
    void note(const QString &line) { m_journal.append(line); }
    QStringList journal() const { return m_journal; }

private:
    const bool m_isJournalKept;
    QString m_text;
    QStringList m_journal;
};

#endif // SIMFAULT_H
