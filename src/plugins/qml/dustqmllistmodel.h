// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLLISTMODEL_H
#define DUSTQMLLISTMODEL_H

#include "dustreply.h"

#include <DustListModel>

class DustQmlSchema;

// What DustListModel has more in QML: a DustSchema element as schema, JavaScript values and functions as filters, records
// that know what they were read as, and replies.
class DustQmlListModel : public QObject
{
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(QVariant schema READ schema WRITE setSchema NOTIFY schemaChanged FINAL)
    Q_PROPERTY(QVariantMap filter READ filter WRITE setFilter NOTIFY filterChanged FINAL)
    Q_PROPERTY(QJSValue filterFunction READ filterFunction WRITE setFilterFunction NOTIFY
                       filterFunctionChanged FINAL)

public:
    explicit DustQmlListModel(QObject *model);

    QVariant schema() const;
    void setSchema(const QVariant &schema);
    QVariantMap filter() const;
    void setFilter(const QVariantMap &filter);
    QJSValue filterFunction() const { return m_filterFunction; }
    void setFilterFunction(const QJSValue &function);

    Q_INVOKABLE QVariantMap get(int row) const;
    Q_INVOKABLE DustReply *insert(const QVariantMap &params);
    Q_INVOKABLE DustReply *update(const QString &slug, const QVariantMap &params);
    Q_INVOKABLE DustReply *remove(const QString &slug);

Q_SIGNALS:
    void schemaChanged();
    void filterChanged();
    void filterFunctionChanged();

private:
    DustChangeset changesetOf(const DustRecord &record, const QVariantMap &params) const;
    void applySchema();
    void applyFilter();
    bool isShown(const DustRecord &record);

    DustListModel *m_model;
    QVariant m_schema; // as it was set; invalid: that of the model
    QPointer<DustQmlSchema> m_element;
    QJSValue m_filterFunction;
    QJSValue m_callFilter;
    QVariantMap m_filter; // as it was set
    bool m_hasFilter = false;
    bool m_filterFailed = false;
    bool m_validates = false; // what the element does, or did until it was destroyed
};

#endif // DUSTQMLLISTMODEL_H
