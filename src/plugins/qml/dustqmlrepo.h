// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLREPO_H
#define DUSTQMLREPO_H

#include "dustreply.h"
#include "dustrepoface_p.h"

#include <DustRepo>

// What DustRepo has more in QML: its functions for a DustSchema element, JavaScript objects and replies.
class DustQmlRepo : public QObject, public DustRepoFace
{
    Q_OBJECT
    QML_ANONYMOUS
    Q_INTERFACES(DustRepoFace)

public:
    Q_INVOKABLE explicit DustQmlRepo(QObject *repo);

    DustReply *all(const QVariant &schema) override;
    DustReply *get(const QVariant &schema, const QString &slug) override;
    DustReply *exists(const QVariant &schema, const QString &slug) override;
    DustReply *insert(const QVariant &changeset, const QVariant &options) override;
    DustReply *update(const QVariant &changeset, const QVariant &options) override;
    DustReply *remove(const QVariant &schema, const QVariant &slugOrRecord,
                      const QVariant &options) override;
    DustReply *take(const QVariant &schema, const QString &slug) override;
    DustReply *restore(const QVariant &schema, const QVariant &record) override;
    DustReply *removeAll(const QVariant &schema) override;
    DustReply *batchWrite(const QVariantList &operations) override;
    DustReply *stream(const QVariant &schema, const QJSValue &receiver) override;

private:
    DustRepo *m_repo;
};

#endif // DUSTQMLREPO_H
