// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLSTORE_H
#define DUSTQMLSTORE_H

#include "dustreply.h"
#include "duststoreface_p.h"

#include <DustStore>

// What DustStore has more in QML: its functions for JavaScript values, and replies.
class DustQmlStore : public QObject, public DustStoreFace
{
    Q_OBJECT
    QML_ANONYMOUS
    Q_INTERFACES(DustStoreFace)

public:
    Q_INVOKABLE explicit DustQmlStore(QObject *store);

    DustReply *entry(const QString &path) override;
    DustReply *get(const QString &path) override;
    DustReply *getMany(const QVariant &paths) override;
    DustReply *exists(const QString &path) override;
    DustReply *list(const QString &pattern, const QVariant &options) override;
    DustReply *range(const QString &from, const QString &to, const QVariant &options) override;
    DustReply *put(const QString &path, const QVariant &value, const QVariant &options) override;
    DustReply *merge(const QString &path, const QVariant &children,
                     const QVariant &options) override;
    DustReply *increment(const QString &path, const QVariant &delta,
                         const QVariant &options) override;
    DustReply *addMember(const QString &path, const QVariant &member,
                         const QVariant &options) override;
    DustReply *removeMember(const QString &path, const QVariant &member,
                            const QVariant &options) override;
    DustReply *remove(const QString &path, const QVariant &options) override;
    DustReply *lease(const QString &path, const QString &holder, const QVariant &options) override;
    DustReply *renew(const QString &path, const QVariant &token, const QVariant &options) override;
    DustReply *release(const QString &path, const QVariant &token) override;
    DustReply *rollback(const QString &path, const QVariant &toSeq) override;
    DustReply *rollback(const QVariant &toSeq) override;
    DustReply *status() override;
    DustReply *putFile(const QString &path, const QUrl &source, const QVariant &options) override;
    DustReply *getFile(const QString &pathOrHash, const QUrl &target) override;

private:
    DustReply *failing(const DustError &error) { return DustReply::failing(m_store, error); }
    DustReply *receipt(const DustFuture<DustReceipt> &future);
    DustReply *page(const QString &call, DustQuery query, const QVariant &given);
    template<typename Write>
    DustReply *write(const QString &call, const QVariant &given, const QVariant &options,
                     Write write);

    DustStore *m_store;
};

#endif // DUSTQMLSTORE_H
