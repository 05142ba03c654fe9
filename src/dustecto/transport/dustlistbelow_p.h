// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLISTBELOW_P_H
#define DUSTLISTBELOW_P_H

#include "dustquery.h"

// What is below a path, from the lists of a server. No pattern can be written for some paths (DustPattern::toString());
// there it is a range, and what sorts into it from beside the path is left out.
class DustListBelow
{
public:
    explicit DustListBelow(const DustPath &path);

    const DustQuery &query() const { return m_query; }
    QList<DustEntry> entriesOf(const DustPage &page) const;
    bool hasKeys(const DustPage &page) const;

private:
    DustPath m_path;
    DustQuery m_query;
};

#endif // DUSTLISTBELOW_P_H
