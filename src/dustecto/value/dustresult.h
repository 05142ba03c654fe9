// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTRESULT_H
#define DUSTRESULT_H

#include "dusterror.h"

#include <QtCore/QFuture>

#include <utility>
#include <variant>

template<typename T>
class DustResult
{
public:
    using ValueType = T;

    DustResult() = default; // a value T(), as std::expected has
    DustResult(const T &value) : m_state(std::in_place_index<0>, value) {}
    DustResult(T &&value) : m_state(std::in_place_index<0>, std::move(value)) {}
    DustResult(const DustError &error) : m_state(std::in_place_index<1>, error) {}

    bool isOk() const { return m_state.index() == 0; }
    explicit operator bool() const { return isOk(); }

    const T &value() const & { return std::get<0>(m_state); }
    T &value() & { return std::get<0>(m_state); }
    // By value: for (const auto &link : *future.result()) keeps what it walks over.
    T value() && { return std::get<0>(std::move(m_state)); }
    T valueOr(const T &other) const { return isOk() ? value() : other; }
    DustError error() const { return isOk() ? DustError() : std::get<1>(m_state); }

    const T &operator*() const & { return value(); }
    T &operator*() & { return value(); }
    T operator*() && { return std::move(*this).value(); }
    const T *operator->() const { return &value(); }
    T *operator->() { return &value(); }

    friend bool operator==(const DustResult &a, const DustResult &b)
    {
        return a.m_state == b.m_state;
    }
    friend bool operator!=(const DustResult &a, const DustResult &b) { return !(a == b); }

private:
    std::variant<T, DustError> m_state;
};

template<>
class DustResult<void>
{
public:
    using ValueType = void;

    DustResult() = default;
    DustResult(const DustError &error) : m_error(error) {}

    bool isOk() const { return m_error.kind() == DustError::NoError; }
    explicit operator bool() const { return isOk(); }
    DustError error() const { return m_error; }

    friend bool operator==(const DustResult &a, const DustResult &b)
    {
        return a.m_error == b.m_error;
    }
    friend bool operator!=(const DustResult &a, const DustResult &b) { return !(a == b); }

private:
    DustError m_error;
};

template<typename T>
using DustFuture = QFuture<DustResult<T>>;

#endif // DUSTRESULT_H
