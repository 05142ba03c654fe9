// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef FAULTWRITER_H
#define FAULTWRITER_H

#include <DustStore>

#include <QtCore/QBasicTimer>
#include <QtCore/QRandomGenerator>

// Writes numbered values to a store, some each moment, and says every step in a line of its own
// (faultaccount.h reads them), before the next is taken: what was said has happened.
class FaultWriter : public QObject
{
    Q_OBJECT

public:
    FaultWriter(DustStore *store, quint64 first, quint32 seed);

    void finish(); // writes no more, and ends the program when everything is confirmed

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void writeOne();
    void writeLeaf(quint64 number);
    void writeTree(quint64 number);
    void writeBatch(quint64 number);
    void count(quint64 number);
    template<typename Receipt, typename Call>
    void write(quint64 number, const QByteArray &what, Call call);
    DustWriteOptions options(quint64 number);
    void endWhenDrained();

    DustStore *const m_store;
    QRandomGenerator m_dice;
    QBasicTimer m_pace;
    quint64 m_next;
    int m_left;
    int m_open = 0; // calls that have not ended
    bool m_isFinishing = false;
    bool m_isOver = false;
};

#endif // FAULTWRITER_H
