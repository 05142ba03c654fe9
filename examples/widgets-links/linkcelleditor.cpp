// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "linkcelleditor.h"

#include <QtWidgets/QToolTip>

using namespace Qt::StringLiterals;

LinkCellEditor::LinkCellEditor(const Link &link, const QString &field, QWidget *parent)
    : QLineEdit(parent), m_link(link), m_field(field)
{
    setFrame(false);
    setAutoFillBackground(true);
    connect(this, &QLineEdit::textEdited, this, &LinkCellEditor::check);
}

QString LinkCellEditor::textOf(const QVariant &value)
{
    return value.typeId() == QMetaType::QStringList ? value.toStringList().join(u", "_s)
                                                    : value.toString();
}

QVariant LinkCellEditor::value() const
{
    if (m_field != u"tags")
        return text();
    QStringList tags;
    for (const QString &tag : text().split(u',')) {
        if (const QString trimmed = tag.trimmed(); !trimmed.isEmpty())
            tags.append(trimmed);
    }
    return tags;
}

void LinkCellEditor::check()
{
    const DustChangeset changeset = Link::changeset(m_link, { { m_field, value() } });
    m_problem = changeset.errorMap().value(m_field).toStringList().join(u", "_s);
    setToolTip(m_problem);
    setAccessibleDescription(m_problem);
    QPalette colours;
    if (!m_problem.isEmpty())
        colours.setColor(QPalette::Text, Qt::red);
    setPalette(colours);
    showProblem();
}

void LinkCellEditor::showProblem()
{
    QToolTip::showText(mapToGlobal(rect().bottomLeft()), m_problem, this);
}
