// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "linkcelldelegate.h"

#include "linkcelleditor.h"

#include <DustListModel>

#include <QtGui/QKeyEvent>

QWidget *LinkCellDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &,
                                        const QModelIndex &index) const
{
    const auto *model = qobject_cast<const DustListModel *>(index.model());
    const Link link = index.data(DustListModel::RecordRole).value<Link>();
    return model ? new LinkCellEditor(link, model->columns().value(index.column()), parent)
                 : nullptr;
}

// Again when somebody else changes the cell: what was typed meanwhile stays.
void LinkCellDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    auto *line = qobject_cast<LinkCellEditor *>(editor);
    if (line && !line->isModified())
        line->setText(LinkCellEditor::textOf(index.data(Qt::EditRole)));
}

void LinkCellDelegate::setModelData(QWidget *editor, QAbstractItemModel *model,
                                    const QModelIndex &index) const
{
    const auto *line = qobject_cast<LinkCellEditor *>(editor);
    if (line && line->isModified() && line->problem().isEmpty())
        model->setData(index, line->value());
}

QString LinkCellDelegate::displayText(const QVariant &value, const QLocale &) const
{
    return LinkCellEditor::textOf(value);
}

void LinkCellDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->font.setItalic(index.data(DustListModel::PendingRole).toBool());
}

bool LinkCellDelegate::eventFilter(QObject *editor, QEvent *event)
{
    auto *line = qobject_cast<LinkCellEditor *>(editor);
    if (line && event->type() == QEvent::KeyPress && !line->problem().isEmpty()) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Tab) {
            line->showProblem();
            return true;
        }
    }
    return QStyledItemDelegate::eventFilter(editor, event);
}
