// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustqmlformfield.h"

#include "dustqmlform.h"
#include "dustqmlvalues.h"

#include <QtQml/QJSEngine>

/*!
    \qmltype DustFormField
    \inqmlmodule DustEcto
    \brief One field of a DustForm. It comes from DustForm::field().
*/

/*!
    \qmlproperty string DustFormField::name
    Its name.
*/

/*!
    \qmlproperty string DustFormField::text
    The field as a text. It can be bound both ways: it is what was typed, letter for letter, until the form is submitted or
    reset, so that no cursor moves; the \l value is what that means. A list of strings is typed with commas. Nested records have no text.
*/

/*!
    \qmlproperty var DustFormField::value
    The field as a value, for a check box or a list. While what was typed is none of the field's type, the one that is stored.
*/

/*!
    \qmlproperty string DustFormField::error
    What is wrong with it, its messages joined by commas. Empty until it was \l touched, or submit() was called.
*/

/*!
    \qmlproperty bool DustFormField::touched
    Whether it was edited since the form shows this record, or reset() was called. Set it where leaving a field is enough for its
    error to show.
*/

/*!
    \qmlproperty bool DustFormField::required
    Whether the changeset requires it: what a label marks with a star.
*/

/*!
    \qmlproperty bool DustFormField::dirty
    Whether it is edited to something else than what is stored.
*/

DustQmlFormField::DustQmlFormField(const QString &name, DustQmlForm *form)
    : QObject(form), m_form(form), m_name(name)
{
    // Returned by an invokable: the form owns it, never the engine.
    QJSEngine::setObjectOwnership(this, QJSEngine::CppOwnership);
}

void DustQmlFormField::setText(const QString &text)
{
    if (text != m_state.text)
        m_form->edit(m_name, text);
}

void DustQmlFormField::setValue(const QVariant &value)
{
    m_form->editValue(m_name, DustQml::plain(value));
}

void DustQmlFormField::setTouched(bool touched)
{
    if (touched != m_state.touched)
        m_form->touch(m_name, touched);
}

void DustQmlFormField::show(const State &state)
{
    const State before = std::exchange(m_state, state);
    if (before.text != state.text)
        Q_EMIT textChanged();
    if (before.value != state.value)
        Q_EMIT valueChanged();
    if (before.error != state.error)
        Q_EMIT errorChanged();
    if (before.touched != state.touched)
        Q_EMIT touchedChanged();
    if (before.required != state.required)
        Q_EMIT requiredChanged();
    if (before.dirty != state.dirty)
        Q_EMIT dirtyChanged();
}

#include "moc_dustqmlformfield.cpp"
