// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLLISTMODEL_H
#define DUSTQMLLISTMODEL_H

#include "dustlistmodelface_p.h"
#include "dustreply.h"

#include <DustListModel>

class DustQmlSchema;

// What DustListModel has more in QML: a DustSchema element as schema, JavaScript values and functions as filters, records
// that know what they were read as, and replies.
class DustQmlListModel : public QObject, public DustListModelFace
{
    Q_OBJECT
    QML_ANONYMOUS
    Q_INTERFACES(DustListModelFace)

public:
    Q_INVOKABLE explicit DustQmlListModel(QObject *model);

    QVariant schema() const override;
    void setSchema(const QVariant &schema) override;
    QVariantMap filter() const override;
    void setFilter(const QVariantMap &filter) override;
    QVariant filterFunction() const override { return QVariant::fromValue(m_filterFunction); }
    void setFilterFunction(const QVariant &function) override;

    QVariantMap get(int row) const override;
    DustReply *insert(const QVariantMap &params) override;
    DustReply *update(const QString &slug, const QVariantMap &params) override;
    DustReply *remove(const QString &slug) override;

Q_SIGNALS:
    void filterFunctionChanged();

private:
    DustChangeset changesetOf(const DustRecord &record, const QVariantMap &params) const;
    template<typename Apply>
    void tellOnce(void (DustListModel::*changed)(), Apply apply);
    void applySchema();
    void applyFilter();
    bool isFilterMine() const;
    bool isShown(const DustRecord &record);

    QVariant m_schema; // as it was set; invalid: that of the model
    DustSchema m_appliedSchema; // and as the model has it, unless C++ has given it another
    QPointer<DustQmlSchema> m_element;
    QJSValue m_filterFunction;
    QJSValue m_callFilter;
    QPointer<QJSEngine> m_engine; // of the function
    QVariantMap m_filter; // as it was set
    QVariantMap m_heldFilter; // and as the fields hold it, which the model has
    bool m_hasFilter = false;
    bool m_filterFailed = false;
    bool m_validates = false; // what the element does, or did until it was destroyed
};

// The property as only this module can have it: the engine gives a function to none that is of another type. It lays this over the
// models that it makes; the others have setFilterFunction().
class DustQmlFilterFunction : public QObject
{
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(QJSValue filterFunction READ filterFunction WRITE setFilterFunction NOTIFY
                       filterFunctionChanged FINAL)

public:
    explicit DustQmlFilterFunction(QObject *model);

    QJSValue filterFunction() const { return m_face->filterFunction().value<QJSValue>(); }
    void setFilterFunction(const QJSValue &function);

Q_SIGNALS:
    void filterFunctionChanged();

private:
    DustQmlListModel *m_face;
};

#endif // DUSTQMLLISTMODEL_H
