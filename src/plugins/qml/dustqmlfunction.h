// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLFUNCTION_H
#define DUSTQMLFUNCTION_H

#include <QtCore/QPointer>
#include <QtCore/QVariant>
#include <QtQml/QJSEngine>
#include <QtQml/QJSValue>

#include <optional>

// A JavaScript function that a changeset was given. A value knows no engine: this finds the one the function is of.
class DustQmlFunction
{
public:
    // The call that was given the function is named where it throws.
    DustQmlFunction(const QString &call, const QJSValue &function);

    bool isCallable() const { return m_function.isCallable(); }
    // What it returns; nothing when it threw, which is then a warning.
    std::optional<QVariant> operator()(const QVariantList &arguments) const;

private:
    QString m_call;
    QJSValue m_function;
    QPointer<QJSEngine> m_engine;
};

#endif // DUSTQMLFUNCTION_H
