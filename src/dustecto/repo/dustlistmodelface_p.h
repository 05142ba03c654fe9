// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLISTMODELFACE_P_H
#define DUSTLISTMODELFACE_P_H

#include "dustlistmodel.h"

// What a DustListModel has more in QML: dustface_p.h. Without the QML module it is the model's own, and there are no replies.
class DUSTECTO_EXPORT DustListModelFace
{
    Q_DISABLE_COPY_MOVE(DustListModelFace)

public:
    explicit DustListModelFace(DustListModel *model) : m_model(model) {}
    virtual ~DustListModelFace();

    virtual QVariant schema() const;
    virtual void setSchema(const QVariant &schema);
    virtual QVariantMap filter() const;
    virtual void setFilter(const QVariantMap &filter);
    virtual QVariant filterFunction() const { return {}; }
    virtual void setFilterFunction(const QVariant &) {}
    virtual QVariantMap get(int row) const;
    virtual DustReply *insert(const QVariantMap &) { return nullptr; }
    virtual DustReply *update(const QString &, const QVariantMap &) { return nullptr; }
    virtual DustReply *remove(const QString &) { return nullptr; }

protected:
    // What the application has set, or the default.
    DustListModel::ChangesetFunction changesetFunction() const;

    DustListModel *const m_model;
};

Q_DECLARE_INTERFACE(DustListModelFace, "dustecto.DustListModelFace")

#endif // DUSTLISTMODELFACE_P_H
