// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef MODELWORLD_H
#define MODELWORLD_H

#include "../shared/shadowlist.h"
#include "dustclient.h"
#include "dustlistmodel.h"
#include "dustrepo.h"
#include "duststore.h"

#include <QtTest/QTest>

#include <memory>

// A store in memory, the notes in it, and the model of them.
class ModelWorld
{
public:
    enum Field { Title, Rank, Done, Tags };

    ModelWorld()
        : client(std::make_unique<DustClient>(QUrl(QStringLiteral("memory:")))),
          store(client->store(QStringLiteral("acme/main"))), repo(std::make_unique<DustRepo>(store))
    {}

    std::unique_ptr<DustClient> client;
    DustStore *store;
    std::unique_ptr<DustRepo> repo;

    static DustSchema schema()
    {
        using namespace Qt::StringLiterals;
        static const DustSchema schema = *DustSchema::Builder(u"notes"_s)
                                                  .name(u"Note"_s)
                                                  .field(u"title"_s, DustField::String)
                                                  .field(u"rank"_s, DustField::Integer)
                                                  .field(u"done"_s, DustField::Boolean)
                                                  .field(u"tags"_s, DustField::StringList)
                                                  .required({ u"done"_s })
                                                  .build();
        return schema;
    }

    static DustRecord note(const QString &slug, const QVariant &title, const QVariant &rank = {},
                           bool done = false)
    {
        DustRecord record(schema(), slug);
        record.setValue(Title, title);
        if (rank.isValid())
            record.setValue(Rank, qint64(rank.toInt()));
        record.setValue(Done, done);
        return record;
    }

    // "abc": notes a, b and c with the ranks 0, 1 and 2.
    void fill(const QString &slugs)
    {
        DustRepoBatch batch;
        for (const QChar slug : slugs)
            batch.insert(note(QString(slug), QString(slug), slug.unicode() - u'a'));
        QVERIFY(done(repo->batchWrite(batch)));
    }

    std::unique_ptr<DustListModel> model(const QStringList &sort = {}) const
    {
        auto result = std::make_unique<DustListModel>(repo.get(), schema());
        result->setSort(sort);
        [&] { QTRY_VERIFY(!result->isLoading()); }();
        return result;
    }

    static QStringList slugs(const DustListModel &model)
    {
        QStringList result;
        for (int i = 0; i < model.count(); ++i)
            result.append(model.slugAt(i));
        return result;
    }
    static QString joined(const DustListModel &model) { return slugs(model).join(QString()); }

    // The error of a call, once it ended.
    template<typename T>
    static DustError errorOf(const DustFuture<T> &future)
    {
        [&] { QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 60'000); }();
        return future.isFinished() ? future.result().error() : DustError();
    }
    template<typename T>
    static bool done(const DustFuture<T> &future)
    {
        const DustError error = errorOf(future);
        if (error.kind() != DustError::NoError)
            qWarning() << error;
        return future.isFinished() && error.kind() == DustError::NoError;
    }

    static int roleOf(int field) { return DustListModel::FirstFieldRole + field; }
    // The roles that a change of one field names, which is also a column.
    static QList<int> rolesOf(const QList<int> &fields)
    {
        QList<int> roles;
        for (const int field : fields)
            roles.append(roleOf(field));
        return roles << DustListModel::RecordRole << Qt::DisplayRole << Qt::EditRole;
    }
};

#endif // MODELWORLD_H
