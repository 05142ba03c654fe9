// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef WRITTENSTORE_H
#define WRITTENSTORE_H

#include "answers.h"
#include "records.h"

#include "dustclient.h"
#include "dustrepo.h"

// A repo on a store in memory, what is in the store, and the operations that came to it.
class WrittenStore : public QObject
{
public:
    WrittenStore()
        : client(QUrl(QStringLiteral("memory:"))), store(client.store(QStringLiteral("acme/main"))),
          repo(store)
    {
        store->subscribe(QStringLiteral("**"), this, [this](const DustEvent &event) {
            m_operations.append(event.opName() + QLatin1Char(' ') + event.pathString()
                                + QLatin1Char(' ') + QString::fromUtf8(event.value.toJson()));
        });
    }

    // "path json" of every leaf, in path order.
    QStringList leaves(const QString &below = QStringLiteral("**"))
    {
        QStringList leaves;
        const auto page = answerOf(
                store->list(DustQuery::list(below).setLimit(DustQuery::MaximumLimit)));
        for (const DustEntry &entry : page->entries)
            leaves.append(entry.pathString() + QLatin1Char(' ')
                          + QString::fromUtf8(entry.value().toJson()));
        return leaves;
    }
    // "merge links/a {…}" of every operation since the last time.
    QStringList takeOperations()
    {
        QCoreApplication::processEvents();
        return std::exchange(m_operations, {});
    }
    void put(const QString &path, const char *json)
    {
        const auto receipt = answerOf(store->put(path, *DustValue::fromJson(json)));
        if (!receipt)
            qFatal("%s", qPrintable(receipt.error().message()));
        takeOperations();
    }

    DustClient client;
    DustStore *store;
    DustRepo repo;

private:
    QStringList m_operations;
};

inline DustRepoOptions ifUnchanged()
{
    return DustRepoOptions().setIfUnchanged(true);
}

#endif // WRITTENSTORE_H
