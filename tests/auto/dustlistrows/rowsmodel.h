// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef ROWSMODEL_H
#define ROWSMODEL_H

#include "dustlistrows_p.h"

#include <QtCore/QAbstractListModel>

// The smallest model that lets DustListRows be seen.
class RowsModel : public QAbstractListModel, public DustListSignals
{
public:
    explicit RowsModel(const DustSchema &schema) : m_schema(schema) {}

    DustListRows rows;

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : rows.count();
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!index.isValid() || role < Qt::UserRole)
            return {};
        const DustRecord &record = rows.at(index.row()).record;
        return role == Qt::UserRole ? QVariant(record.slug())
                                    : record.value(role - Qt::UserRole - 1);
    }
    QHash<int, QByteArray> roleNames() const override
    {
        QHash<int, QByteArray> names{ { Qt::UserRole, "slug" } };
        for (const DustField &field : m_schema.fields())
            names.insert(Qt::UserRole + int(names.size()), field.name().toUtf8());
        return names;
    }

    QStringList slugs() const
    {
        QStringList result;
        for (int i = 0; i < rows.count(); ++i)
            result.append(rows.at(i).record.slug());
        return result;
    }
    bool apply(const QList<DustListChange> &changes) { return rows.apply(changes, this); }
    bool put(const QList<DustRecord> &records)
    {
        QList<DustListChange> changes;
        for (const DustRecord &record : records)
            changes.append({ record.slug().toUtf8(), record });
        return apply(changes);
    }
    bool remove(const QStringList &slugs)
    {
        QList<DustListChange> changes;
        for (const QString &slug : slugs)
            changes.append({ slug.toUtf8(), {} });
        return apply(changes);
    }

    void beginInsert(int first, int last) override { beginInsertRows({}, first, last); }
    bool endInsert() override
    {
        endInsertRows();
        return goOn();
    }
    void beginRemove(int first, int last) override { beginRemoveRows({}, first, last); }
    bool endRemove() override
    {
        endRemoveRows();
        return goOn();
    }
    void beginMove(int first, int last, int to) override
    {
        if (!beginMoveRows({}, first, last, {}, to))
            qFatal("a move that moves nothing");
    }
    bool endMove() override
    {
        endMoveRows();
        return goOn();
    }
    bool changed(int first, int last, const QList<int> &fields) override
    {
        QList<int> roles;
        for (const int field : fields)
            roles.append(Qt::UserRole + 1 + field);
        Q_EMIT dataChanged(index(first), index(last), roles);
        return goOn();
    }
    bool beginLayout() override
    {
        Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
        return goOn();
    }
    bool endLayout(const std::vector<int> &newRows) override
    {
        const QModelIndexList before = persistentIndexList();
        QModelIndexList after;
        for (const QModelIndex &old : before)
            after.append(index(newRows[std::size_t(old.row())]));
        changePersistentIndexList(before, after);
        Q_EMIT layoutChanged({}, VerticalSortHint);
        return goOn();
    }

    int signalsLeft = -1; // after so many it says that it was destroyed

private:
    bool goOn() { return signalsLeft < 0 || signalsLeft-- > 0; }

    DustSchema m_schema;
};

#endif // ROWSMODEL_H
