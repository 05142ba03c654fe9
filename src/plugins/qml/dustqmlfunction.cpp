// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustqmlfunction.h"

#include "dustqmlvalues.h"

#include <QtQml/QJSEngine>
#include <QtQml/QJSManagedValue>
#include <QtQml/QQmlInfo>

using namespace Qt::StringLiterals;

DustQmlFunction::DustQmlFunction(const QString &call, const QJSValue &function)
    : m_call(call), m_function(function),
      m_engine(function.isCallable() ? DustQml::engineOf(function) : nullptr)
{}

std::optional<QVariant> DustQmlFunction::operator()(const QVariantList &arguments) const
{
    QJSEngine *engine = m_engine;
    if (!engine) {
        qWarning("%s cannot call its function: it is of no QML engine", qUtf8Printable(m_call));
        return std::nullopt;
    }
    QJSValueList values;
    for (const QVariant &argument : arguments)
        values.append(engine->toScriptValue(argument));
    const QJSManagedValue function(m_function, engine);
    const QJSValue returned = function.call(values);
    if (!engine->hasError())
        return DustQml::plain(returned.toVariant());
    const QJSValue thrown = engine->catchError();
    const QString place = u"%1:%2: "_s.arg(thrown.property(u"fileName"_s).toString(),
                                           thrown.property(u"lineNumber"_s).toString());
    qmlWarning(engine) << (thrown.isError() ? place : QString()) << m_call
                       << " failed: " << thrown.toString();
    return std::nullopt;
}
