// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef LINKCELLEDITOR_H
#define LINKCELLEDITOR_H

#include <link.h>

#include <QtWidgets/QLineEdit>

// Edits one field of a link, and shows what the changeset says of it while somebody types.
class LinkCellEditor : public QLineEdit
{
    Q_OBJECT

public:
    LinkCellEditor(const Link &link, const QString &field, QWidget *parent);

    // Lists are texts with commas here.
    static QString textOf(const QVariant &value);
    QVariant value() const;
    QString problem() const { return m_problem; } // empty: there is none
    void showProblem();

private:
    void check();

    const Link m_link;
    const QString m_field;
    QString m_problem;
};

#endif // LINKCELLEDITOR_H
