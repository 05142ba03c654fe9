// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef SCRIPTEDLEDGER_H
#define SCRIPTEDLEDGER_H

#include "dustmemorystorage.h"
#include "ledgerscript.h"

#include <QtTest/QTest>

// A ledger in memory that is told what to do in words, at a time that stands still.
class ScriptedLedger
{
protected:
    void begin()
    {
        m_now = { 5'000, 1'700'000'000'000 };
        m_storage = std::make_shared<DustMemoryStorage>();
        reopen();
    }
    DustResult<DustCommit> apply(const QString &line)
    {
        return m_ledger->apply(LedgerScript::operation(line), QStringLiteral("dev"), m_now);
    }
    void reopen()
    {
        m_ledger.reset();
        auto opened = DustLedger::open(m_storage, m_now);
        QVERIFY2(opened.isOk(), qPrintable(opened.error().message()));
        m_ledger = std::move(opened).value();
    }

    std::shared_ptr<DustStorage> m_storage;
    std::unique_ptr<DustLedger> m_ledger;
    DustNow m_now;
};

#endif // SCRIPTEDLEDGER_H
