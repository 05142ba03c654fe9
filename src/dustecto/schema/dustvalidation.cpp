// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustvalidation.h"

/*!
    \class DustRequired
    \inmodule DustEcto
    \brief The DustRequired class holds the options of DustChangeset::validateRequired().
*/

/*!
    Sets the \a message of the error; the default is "can't be blank".
*/
DustRequired &DustRequired::message(const QString &message)
{
    m_message = message;
    return *this;
}

/*!
    Sets whether a string of nothing but white space counts as blank to \a trim; the default is
    \c true.
*/
DustRequired &DustRequired::trim(bool trim)
{
    m_trim = trim;
    return *this;
}

/*!
    \class DustLength
    \inmodule DustEcto
    \brief The DustLength class holds the bounds of DustChangeset::validateLength().

    Strings are counted in graphemes (what a reader takes for one character), byte arrays in
    bytes, lists in items. When several bounds are set, \c is is checked first, then \c min, then
    \c max, and the first that fails gives the error.
*/

/*!
    Sets the smallest allowed \a count.
*/
DustLength &DustLength::min(qsizetype count)
{
    m_min = count;
    return *this;
}

/*!
    Sets the largest allowed \a count.
*/
DustLength &DustLength::max(qsizetype count)
{
    m_max = count;
    return *this;
}

/*!
    Sets the only allowed \a count.
*/
DustLength &DustLength::is(qsizetype count)
{
    m_is = count;
    return *this;
}

/*!
    Sets the \a message of the error in place of the one that fits the bound and the type;
    \c{%{count}} in it stands for the bound.
*/
DustLength &DustLength::message(const QString &message)
{
    m_message = message;
    return *this;
}

/*!
    \class DustNumber
    \inmodule DustEcto
    \brief The DustNumber class holds the bounds of DustChangeset::validateNumber().

    A bound is an integer, a double or a DustDecimal. Bounds are checked in the order in which
    they were set, and the first that fails gives the error.
*/

/*!
    Allows only what is less than \a number.
*/
DustNumber &DustNumber::lessThan(const QVariant &number)
{
    m_bounds.append({ Less, number });
    return *this;
}

/*!
    Allows only what is greater than \a number.
*/
DustNumber &DustNumber::greaterThan(const QVariant &number)
{
    m_bounds.append({ Greater, number });
    return *this;
}

/*!
    Allows only what is less than or equal to \a number.
*/
DustNumber &DustNumber::lessThanOrEqualTo(const QVariant &number)
{
    m_bounds.append({ LessOrEqual, number });
    return *this;
}

/*!
    Allows only what is greater than or equal to \a number.
*/
DustNumber &DustNumber::greaterThanOrEqualTo(const QVariant &number)
{
    m_bounds.append({ GreaterOrEqual, number });
    return *this;
}

/*!
    Allows only what is equal to \a number.
*/
DustNumber &DustNumber::equalTo(const QVariant &number)
{
    m_bounds.append({ Equal, number });
    return *this;
}

/*!
    Forbids what is equal to \a number.
*/
DustNumber &DustNumber::notEqualTo(const QVariant &number)
{
    m_bounds.append({ NotEqual, number });
    return *this;
}

/*!
    Sets the \a message of the error in place of the one that fits the bound; \c{%{number}} in it
    stands for the bound.
*/
DustNumber &DustNumber::message(const QString &message)
{
    m_message = message;
    return *this;
}

/*!
    \class DustConfirmation
    \inmodule DustEcto
    \brief The DustConfirmation class holds the options of DustChangeset::validateConfirmation().
*/

/*!
    Sets whether params without a confirmation are an error to \a required; the default is
    \c false.
*/
DustConfirmation &DustConfirmation::required(bool required)
{
    m_required = required;
    return *this;
}

/*!
    Sets the \a message of the error; the default is "does not match confirmation", or "can't be
    blank" where the confirmation is missing.
*/
DustConfirmation &DustConfirmation::message(const QString &message)
{
    m_message = message;
    return *this;
}
