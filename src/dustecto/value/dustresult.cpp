// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustresult.h"

/*!
    \class DustResult
    \inmodule DustEcto
    \brief The DustResult class holds either the value of a successful call or the DustError of a failed one.

    A result is a copyable value. Every synchronous call that can fail returns one, and every asynchronous call
    returns a DustFuture of one. No exception crosses the API; value(), \c * and \c -> are only for a result that
    isOk().

    \snippet value.cpp result

    A DustResult<void> tells success or failure alone.

    \sa DustError
*/

/*!
    \fn template <typename T> DustResult<T>::DustResult()

    Makes a success with a default-constructed value, where \c T has one.
*/

/*!
    \fn template <typename T> DustResult<T>::DustResult(const T &value)

    Constructs a success with \a value.
*/

/*!
    \fn template <typename T> DustResult<T>::DustResult(T &&value)

    Constructs a success with \a value, moved in.
*/

/*!
    \fn template <typename T> DustResult<T>::DustResult(const DustError &error)

    Constructs a failure with \a error.
*/

/*!
    \fn template <typename T> bool DustResult<T>::isOk() const

    Returns whether there is a value.
*/

/*!
    \fn template <typename T> DustResult<T>::operator bool() const

    Returns isOk().
*/

/*!
    \fn template <typename T> const T &DustResult<T>::value() const &

    Returns the value of a result that isOk().
*/

/*!
    \fn template <typename T> T &DustResult<T>::value() &
    \overload

    Returns the value of a result that isOk(), to be changed in place.
*/

/*!
    \fn template <typename T> T DustResult<T>::value() &&
    \overload

    Returns the value of a temporary result that isOk(), moved out: it outlives the result.
*/

/*!
    \fn template <typename T> T DustResult<T>::valueOr(const T &other) const

    Returns the value, or \a other if there is none.
*/

/*!
    \fn template <typename T> DustError DustResult<T>::error() const

    Returns why there is no value; no error if there is one.
*/

/*!
    \fn template <typename T> const T &DustResult<T>::operator*() const &

    Returns value().
*/

/*!
    \fn template <typename T> T &DustResult<T>::operator*() &
    \overload

    Returns value().
*/

/*!
    \fn template <typename T> T DustResult<T>::operator*() &&
    \overload

    Returns value(), moved out.
*/

/*!
    \fn template <typename T> const T *DustResult<T>::operator->() const

    Returns the address of value(), for access to its members.
*/

/*!
    \fn template <typename T> T *DustResult<T>::operator->()
    \overload

    Returns the address of value(), for access to its members.
*/

/*!
    \fn template <typename T> bool DustResult<T>::operator==(const DustResult &a, const DustResult &b)

    Returns whether \a a and \a b hold equal values or equal errors.
*/

/*!
    \fn template <typename T> bool DustResult<T>::operator!=(const DustResult &a, const DustResult &b)

    Returns whether \a a and \a b differ.
*/

/*!
    \typealias DustFuture
    \relates DustResult

    A QFuture of a DustResult. It finishes exactly once, never inside the call that returned it, and works with
    \c{then(context, function)}.
*/
