// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTOUTBOX_P_H
#define DUSTOUTBOX_P_H

// The unconfirmed writes of a replica, in order, and which of them may travel together: those whose
// paths do not overlap (DESIGN §5). Pure bookkeeping: it decides nothing about links. Exported for
// tests; not public API.

#include "dustoutboxslots_p.h"

#include <QtCore/QHash>

#include <set>

class DUSTECTO_EXPORT DustOutbox
{
public:
    DustOutbox();
    ~DustOutbox();

    bool isEmpty() const { return m_entries.empty(); }
    qsizetype count() const { return qsizetype(m_entries.size()); }
    quint64 changes() const { return m_changes; } // grows when an entry comes, goes or changes
    quint64 nextNumber() const { return m_nextNumber; }
    void setNextNumber(quint64 number) { m_nextNumber = number; }

    // Takes the entry in at the end and names it, unless it has a number already (from a cache); one
    // that no entry here has.
    DustOutboxEntry &append(DustOutboxEntry entry);
    // Merges the operation into a waiting entry that was never sent, where nothing that overlaps
    // came in between: set into set, merge into merge, increment into increment. Null where that is
    // not possible; else the entry, which has `caller` as well. Not for what must keep its own id.
    DustOutboxEntry *mergeIn(const DustOperation &operation, const DustOutboxCaller &caller);
    void remove(quint64 number); // what it blocked is looked at again

    DustOutboxEntry *find(quint64 number);
    const DustOutboxEntry *find(quint64 number) const;
    DustOutboxEntry *findWire(const QString &clientOpId, qsizetype *index); // of onWire()
    DustOutboxEntry *findSend(quint64 send); // the first, of those that went together
    DustOutboxEntry *findCall(quint64 call);
    void forgetCall(quint64 call); // nobody waits any more; its caller has no call then

    // Changes of state go through here: they decide what may travel.
    void setWaiting(DustOutboxEntry &entry); // forgets what was sent, and the verdict; not attempts
    void setInFlight(DustOutboxEntry &entry, const QList<DustOperation> &wire, quint64 send);
    void setUnanswered(DustOutboxEntry &entry); // its send stays known: an answer may come late
    void setAccepted(DustOutboxEntry &entry, quint64 seq); // blocks nothing any more
    void forgetSend(DustOutboxEntry &entry); // no answer comes any more

    // The numbers of the waiting entries that nothing before them holds up, in order.
    const std::set<quint64> &ready() const { return m_ready; }
    // What holds a waiting entry up, 0 if nothing does.
    quint64 holderOf(const DustOutboxEntry &entry) const { return m_slots.holderOf(entry); }
    // Calls visit for every entry in order.
    template<typename Visitor> // void(DustOutboxEntry &)
    void forEach(Visitor &&visit)
    {
        for (auto &[number, entry] : m_entries)
            visit(entry);
    }
    template<typename Visitor> // void(const DustOutboxEntry &)
    void forEach(Visitor &&visit) const
    {
        for (const auto &[number, entry] : m_entries)
            visit(entry);
    }
    // Until it says false.
    template<typename Visitor> // bool(const DustOutboxEntry &)
    void visitWhile(Visitor &&visit) const
    {
        for (const auto &[number, entry] : m_entries) {
            if (!visit(entry))
                return;
        }
    }

    // Whether an entry writes to the path, above it or below it.
    bool touches(const DustPath &path) const;
    // The smallest number of those; 0 where there is none. Transient entries do not count.
    quint64 firstTouching(const DustPath &path) const;
    // All entries that may change what is at, above or below the path, or that overlap with such an
    // entry, in order; and in `root` the path that all of them are at or below: nothing outside of
    // it has to be looked at when one of them comes, goes or changes.
    QList<quint64> region(const DustPath &path, DustPath *root) const;

private:
    struct WireId
    {
        quint64 number = 0;
        qsizetype index = 0;
    };

    void setState(DustOutboxEntry &entry, DustOutboxEntry::State state);
    DustOutboxEntry *mergeTarget(const DustOperation &operation);
    void look(const DustOutboxEntry &entry); // whether it is ready, or else what it waits for
    void occupy(const DustOutboxEntry &entry);
    void vacate(const DustOutboxEntry &entry);
    void show(const DustOutboxEntry &entry);
    void hide(const DustOutboxEntry &entry);
    void fileWire(const DustOutboxEntry &entry);
    void unfileWire(const DustOutboxEntry &entry);

    std::map<quint64, DustOutboxEntry> m_entries;
    DustOutboxSlots m_slots; // of what holds up: entries that are not Accepted
    // By path: all entries that the view replays.
    DustOutboxPaths::Map<QList<quint64>> m_shown;
    std::set<quint64> m_ready;
    // By one that holds it up: who is to be looked at again when that one is out of the way.
    QHash<quint64, QList<quint64>> m_heldUpBy;
    QHash<QString, WireId> m_byWireId;
    std::set<std::pair<quint64, quint64>> m_bySend; // send and number
    QHash<quint64, quint64> m_byCall;
    quint64 m_nextNumber = 1;
    quint64 m_changes = 0;
};

#endif // DUSTOUTBOX_P_H
