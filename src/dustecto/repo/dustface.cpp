// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Objects without a QML module, and where each of the classes finds its face.

#include "dustface_p.h"

#include "dustlistmodel_p.h"
#include "dustrepo_p.h"
#include "duststore_p.h"

DustStoreFace::~DustStoreFace() = default;

DustStoreFace *DustStore::face()
{
    if (!d->face)
        d->face = DustFace::of<DustStoreFace>(this, "DustQmlStore*");
    return d->face ? d->face : &d->faceless;
}

DustRepoFace::~DustRepoFace() = default;

DustRepoFace *DustRepo::face()
{
    if (!d->face)
        d->face = DustFace::of<DustRepoFace>(this, "DustQmlRepo*");
    return d->face ? d->face : &d->faceless;
}

DustListModelFace::~DustListModelFace() = default;

DustListModelFace *DustListModel::face()
{
    if (!d->face)
        d->face = DustFace::of<DustListModelFace>(this, "DustQmlListModel*");
    return d->face ? d->face : &d->faceless;
}

QVariant DustListModelFace::schema() const
{
    return QVariant::fromValue(m_model->schema());
}

void DustListModelFace::setSchema(const QVariant &schema)
{
    m_model->setSchema(schema.value<DustSchema>());
}

QVariantMap DustListModelFace::filter() const
{
    return m_model->filter();
}

void DustListModelFace::setFilter(const QVariantMap &filter)
{
    m_model->setFilter(filter);
}

QVariantMap DustListModelFace::get(int row) const
{
    return m_model->get(row);
}

DustListModel::ChangesetFunction DustListModelFace::changesetFunction() const
{
    if (m_model->d->changesetFunction)
        return m_model->d->changesetFunction;
    return [](const DustRecord &record, const QVariantMap &params) {
        return DustChangeset::standard(record, params);
    };
}
