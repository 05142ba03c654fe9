// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustquery.h"

/*!
    \class DustQuery
    \inmodule DustEcto
    \brief The DustQuery class asks for one page of a store's entries.

    A query lists the entries whose paths match a pattern, or those of a range of paths, in the
    byte order of the rendered paths. Nothing is checked here: a query that is malformed ends the
    call it is given to with DustError::InvalidParams. PROTOCOL section 3 (\c{GET …/entries}).

    \sa DustStore::list(), DustPage
*/

/*!
    \enum DustQuery::Order
    \value Ascending The smallest path first. The default.
    \value Descending The largest path first.
*/

/*!
    \enum DustQuery::Select
    \value Entries Whole entries, in DustPage::entries. The default.
    \value Keys Only their paths, in DustPage::paths.
    \value Prefixes The paths one segment below a base, in DustPage::paths; only with a pattern
           that is a base and two stars, or two stars alone.
*/

/*!
    Makes a query for the entries whose paths match \a pattern. A pattern without a star matches
    nothing: use DustStore::entry() for one path.
*/
DustQuery DustQuery::list(const QString &pattern)
{
    DustQuery query;
    query.m_pattern = pattern;
    return query;
}

/*!
    Makes a query for the entries with paths not before \a from and before \a to, both rendered
    paths.
*/
DustQuery DustQuery::range(const QString &from, const QString &to)
{
    DustQuery query;
    query.m_from = from;
    query.m_to = to;
    query.m_isRange = true;
    return query;
}

/*!
    Sets how many rows a page has at most, from 1 to MaximumLimit, to \a limit. The default is
    DefaultLimit.
*/
DustQuery &DustQuery::setLimit(int limit)
{
    m_limit = limit;
    return *this;
}

/*!
    Starts behind \a path, in the query's order: the DustPage::nextCursor of the page before.
*/
DustQuery &DustQuery::setAfter(const QString &path)
{
    m_after = path;
    return *this;
}

/*!
    Sets the direction to \a order.
*/
DustQuery &DustQuery::setOrder(Order order)
{
    m_order = order;
    return *this;
}

/*!
    Sets what a page holds to \a select.
*/
DustQuery &DustQuery::setSelect(Select select)
{
    m_select = select;
    return *this;
}

/*!
    \class DustPage
    \inmodule DustEcto
    \brief The DustPage class is one page of the answer to a DustQuery.

    \c entries holds what Select::Entries asked for, \c paths what Keys and Prefixes did. \c
    nextCursor is empty on the last page, and what DustQuery::setAfter() takes to get the next
    one otherwise.
*/

#include "moc_dustquery.cpp"
