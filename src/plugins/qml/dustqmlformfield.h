// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLFORMFIELD_H
#define DUSTQMLFORMFIELD_H

#include <QtCore/QObject>
#include <QtCore/QVariant>
#include <QtQml/qqmlregistration.h>

class DustQmlForm;

// One field of a DustForm: shows what the form has of it, and hands on what is edited.
class DustQmlFormField : public QObject
{
    Q_OBJECT
    QML_NAMED_ELEMENT(DustFormField)
    QML_UNCREATABLE("A DustFormField comes from DustForm.field(\"title\")")
    Q_PROPERTY(QString name READ name CONSTANT FINAL)
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged FINAL)
    Q_PROPERTY(QVariant value READ value WRITE setValue NOTIFY valueChanged FINAL)
    Q_PROPERTY(QString error READ error NOTIFY errorChanged FINAL)
    Q_PROPERTY(bool touched READ isTouched WRITE setTouched NOTIFY touchedChanged FINAL)
    Q_PROPERTY(bool required READ isRequired NOTIFY requiredChanged FINAL)
    Q_PROPERTY(bool dirty READ isDirty NOTIFY dirtyChanged FINAL)

public:
    struct State
    {
        QString text;
        QVariant value;
        QString error;
        bool touched = false;
        bool required = false;
        bool dirty = false;
    };

    DustQmlFormField(const QString &name, DustQmlForm *form);

    QString name() const { return m_name; }
    QString text() const { return m_state.text; }
    void setText(const QString &text);
    QVariant value() const { return m_state.value; }
    void setValue(const QVariant &value);
    QString error() const { return m_state.error; }
    bool isTouched() const { return m_state.touched; }
    void setTouched(bool touched);
    bool isRequired() const { return m_state.required; }
    bool isDirty() const { return m_state.dirty; }

    void show(const State &state);

Q_SIGNALS:
    void textChanged();
    void valueChanged();
    void errorChanged();
    void touchedChanged();
    void requiredChanged();
    void dirtyChanged();

private:
    DustQmlForm *const m_form;
    const QString m_name;
    State m_state;
};

#endif // DUSTQMLFORMFIELD_H
