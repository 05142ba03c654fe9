// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustcastoptions.h"

/*!
    \class DustCastOptions
    \inmodule DustEcto
    \brief The DustCastOptions class holds the options of DustChangeset::cast().
*/

/*!
    \fn std::optional<QVariantList> DustCastOptions::emptyValues() const

    Returns the params that count as empty, or \c nullopt for the default.

    \sa setEmptyValues()
*/

/*!
    Sets the params that count as empty, and so become null, to \a values.

    By default these are the strings of nothing but white space, and the empty byte string where
    the field holds bytes. An empty list lets every string through. Items of a list that are empty
    are left out of it.

    A changeset keeps the values for its next cast.
*/
DustCastOptions &DustCastOptions::setEmptyValues(const QVariantList &values)
{
    m_emptyValues = values;
    return *this;
}

/*!
    \fn QString DustCastOptions::message() const

    Returns the message of the error, or an empty string for the default.

    \sa setMessage()
*/

/*!
    Sets the \a message of the error for a param that cannot be cast; the default is "is invalid".
*/
DustCastOptions &DustCastOptions::setMessage(const QString &message)
{
    m_message = message;
    return *this;
}

/*!
    \class DustEmbedOptions
    \inmodule DustEcto
    \brief The DustEmbedOptions class holds the options of DustChangeset::castEmbed().
*/

/*!
    \fn bool DustEmbedOptions::isRequired() const

    Returns whether the nested record, or list, must be there; the default is \c false.

    \sa setRequired()
*/

/*!
    Sets whether the nested record, or at least one item of the list, must be there to
    \a required.
*/
DustEmbedOptions &DustEmbedOptions::setRequired(bool required)
{
    m_required = required;
    return *this;
}

/*!
    \fn QString DustEmbedOptions::requiredMessage() const

    Returns the message for what is missing, or an empty string for the default.

    \sa setRequiredMessage()
*/

/*!
    Sets the \a message of the error when nothing is there; the default is "can't be blank".
*/
DustEmbedOptions &DustEmbedOptions::setRequiredMessage(const QString &message)
{
    m_requiredMessage = message;
    return *this;
}

/*!
    \fn QString DustEmbedOptions::invalidMessage() const

    Returns the message for a param of the wrong shape, or an empty string for the default.

    \sa setInvalidMessage()
*/

/*!
    Sets the \a message of the error when the param is not a map, or not a list of maps; the
    default is "is invalid".
*/
DustEmbedOptions &DustEmbedOptions::setInvalidMessage(const QString &message)
{
    m_invalidMessage = message;
    return *this;
}
