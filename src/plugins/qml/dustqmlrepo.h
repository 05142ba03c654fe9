// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLREPO_H
#define DUSTQMLREPO_H

#include "dustreply.h"

#include <DustRepo>

// What DustRepo has more in QML: its functions for a DustSchema element, JavaScript objects and replies.
class DustQmlRepo : public QObject
{
    Q_OBJECT
    QML_ANONYMOUS

public:
    explicit DustQmlRepo(QObject *repo);

    Q_INVOKABLE DustReply *all(const QVariant &schema);
    Q_INVOKABLE DustReply *get(const QVariant &schema, const QString &slug);
    Q_INVOKABLE DustReply *exists(const QVariant &schema, const QString &slug);
    Q_INVOKABLE DustReply *insert(const QVariant &changeset, const QVariant &options = {});
    Q_INVOKABLE DustReply *update(const QVariant &changeset, const QVariant &options = {});
    Q_INVOKABLE DustReply *remove(const QVariant &schema, const QVariant &slugOrRecord,
                                  const QVariant &options = {});
    Q_INVOKABLE DustReply *take(const QVariant &schema, const QString &slug);
    Q_INVOKABLE DustReply *restore(const QVariant &schema, const QVariant &record);
    Q_INVOKABLE DustReply *removeAll(const QVariant &schema);
    Q_INVOKABLE DustReply *batchWrite(const QVariantList &operations);
    Q_INVOKABLE DustReply *stream(const QVariant &schema, const QJSValue &receiver);

private:
    DustRepo *m_repo;
};

#endif // DUSTQMLREPO_H
