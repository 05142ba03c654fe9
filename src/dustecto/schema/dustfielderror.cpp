// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustfielderror.h"

/*!
    \class DustFieldError
    \inmodule DustEcto
    \brief The DustFieldError class is one error of a changeset: a field, a message and its
    metadata.

    The message is kept as it was written, with its placeholders; DustChangeset::translated()
    fills them in. Mirrors the entries of \c errors in Ecto's changeset.

    \sa DustChangeset::errors(), DustChangeset::addError()
*/

/*!
    \property DustFieldError::field
    \brief the name of the field, or \c base for what concerns the whole record.
*/

/*!
    \property DustFieldError::message
    \brief the untranslated message; \c{%{name}} stands for the metadata \c name.
*/

/*!
    \property DustFieldError::metadata
    \brief what is known about the failure: \c validation names the check; \c count, \c kind,
    \c type, \c number or \c enum tell its bounds. Never the value that failed.
*/

/*!
    \fn DustFieldError::DustFieldError()

    Constructs an error without field and message.
*/

/*!
    \fn DustFieldError::DustFieldError(const QString &fieldName, const QString &text, const QVariantMap &details)

    Constructs an error of the field \a fieldName with the message \a text and the metadata
    \a details.
*/

/*!
    \fn bool DustFieldError::operator==(const DustFieldError &a, const DustFieldError &b)

    Returns whether \a a and \a b have the same field, message and metadata.
*/
bool operator==(const DustFieldError &a, const DustFieldError &b)
{
    return a.field == b.field && a.message == b.message && a.metadata == b.metadata;
}

/*!
    \fn QDebug DustFieldError::operator<<(QDebug debug, const DustFieldError &error)

    Writes \a error to \a debug.
*/
QDebug operator<<(QDebug debug, const DustFieldError &error)
{
    const QDebugStateSaver saver(debug);
    return debug.nospace() << "DustFieldError(" << error.field << ", " << error.message << ", "
                           << error.metadata << ')';
}

#include "moc_dustfielderror.cpp"
