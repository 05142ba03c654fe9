// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTOVERLAY_P_H
#define DUSTOVERLAY_P_H

// Rows laid over others: what a replica shows is its confirmed rows under what its unconfirmed writes
// make of them. Exported for tests; not public API.

#include "dustcommit_p.h"

#include <map>

class DUSTECTO_EXPORT DustOverlay final : public DustReadView
{
public:
    explicit DustOverlay(const DustReadView *base);
    ~DustOverlay() override;

    // The rows below; they may change under it at any time.
    const DustReadView &base() const { return *m_base; }
    void setBase(const DustReadView *base) { m_base = base; }

    const DustRow *find(QByteArrayView path) const override;
    void scan(QByteArrayView from, QByteArrayView to, Visitor visitor) const override;
    void scanDescending(QByteArrayView from, QByteArrayView to, Visitor visitor) const override;
    qsizetype count() const override; // as long as the overlay has rows

    bool isEmpty() const { return m_rows.empty(); }
    // Lays the changes over: rows, and where there is no `after`, the absence of one. `owner` is the
    // write that did it.
    void lay(const QList<DustLeafChange> &changes, quint64 owner);
    bool covers(const QByteArray &path) const;
    // Lifts everything at the path and below it, or only what is the owner's. Gives back what was
    // visible there, of the lifted rows only: path and value, or none where a row was hidden.
    using Lifted = std::map<QByteArray, std::optional<DustStoredValue>>;
    Lifted liftBelow(const DustPath &path, std::optional<quint64> owner = std::nullopt);

private:
    struct Less
    {
        using is_transparent = void;
        bool operator()(QByteArrayView a, QByteArrayView b) const { return a < b; }
    };
    struct Cover
    {
        DustRow::Pointer row; // null: hides what is below
        quint64 owner = 0;
    };
    using Covers = std::map<QByteArray, Cover, Less>;
    using Range = std::pair<Covers::const_iterator, Covers::const_iterator>;
    Range range(QByteArrayView from, QByteArrayView to) const;

    Covers m_rows;
    const DustReadView *m_base;
};

#endif // DUSTOVERLAY_P_H
