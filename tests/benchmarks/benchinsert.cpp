// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "benchlink.h"
#include "rounds.h"

#include <DustClient>
#include <DustStore>

#include <QtCore/QCoreApplication>
#include <QtCore/QTemporaryDir>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>

using namespace Qt::StringLiterals;

namespace {

constexpr int Records = 10000;
constexpr int PerBatch = 500;

void viaRepo(const QString &file)
{
    DustClient client(QUrl::fromLocalFile(file));
    DustRepo repo(client.store(u"bench/main"_s));
    for (int first = 0; first < Records; first += PerBatch) {
        DustRepoBatch batch;
        for (int i = first; i < first + PerBatch; ++i)
            batch.insert(DustRecord::from(BenchLink::numbered(i)));
        auto done = repo.batchWrite(batch);
        turn();
        if (!done.isFinished() || !done.result())
            qFatal("a batch was not written");
    }
}

void must(bool ok, const QSqlQuery &query)
{
    if (!ok)
        qFatal("bare SQL failed: %s", qPrintable(query.lastError().text()));
}

void insertBare(QSqlQuery &insert, const QByteArray &path, const QByteArray &value, int revision)
{
    insert.bindValue(0, path);
    insert.bindValue(1, value);
    insert.bindValue(2, 0);
    insert.bindValue(3, revision);
    insert.bindValue(4, 1700000000000LL);
    must(insert.exec(), insert);
}

void viaSql(const QString &file)
{
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"bare"_s);
        database.setDatabaseName(file);
        if (!database.open())
            qFatal("bare SQLite did not open");
        QSqlQuery query(database);
        must(query.exec(u"PRAGMA journal_mode=WAL"_s), query);
        must(query.exec(u"PRAGMA synchronous=NORMAL"_s), query);
        must(query.exec(u"CREATE TABLE rows (path BLOB PRIMARY KEY, value BLOB, type INT, revision "
                        u"INT, synced_at INT) "
                        "WITHOUT ROWID"_s),
             query);
        QSqlQuery insert(database);
        must(insert.prepare(u"INSERT INTO rows VALUES (?, ?, ?, ?, ?)"_s), insert);
        for (int first = 0; first < Records; first += PerBatch) {
            database.transaction();
            for (int i = first; i < first + PerBatch; ++i) {
                const BenchLink link = BenchLink::numbered(i);
                const QByteArray base = "links/" + link.slug.toUtf8();
                insertBare(insert, base + "/title", link.title.toUtf8(), i);
                insertBare(insert, base + "/url", link.url.toUtf8(), i);
                insertBare(insert, base + "/note", link.note.toUtf8(), i);
                insertBare(insert, base + "/visits", QByteArray::number(link.visits), i);
            }
            database.commit();
        }
    }
    QSqlDatabase::removeDatabase(u"bare"_s);
}

} // namespace

void benchInsert()
{
    QTemporaryDir directory;
    int round = 0;
    const auto file = [&](const char *name) {
        return directory.filePath(QLatin1String(name) + QString::number(++round));
    };
    print(measure(u"insert of 10,000 records in batches of 500, SQLite file"_s,
                  u"the same rows through bare QtSql in the same transactions"_s, 2.5, 1.5,
                  { [&] { viaRepo(file("repo")); }, Records },
                  { [&] { viaSql(file("bare")); }, Records }, 7));
}
