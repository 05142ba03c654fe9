// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// get, list, range, status.

#include "dustcommand.h"

#include <QtCore/QSet>

using namespace Qt::StringLiterals;

namespace {

// One after another, in the order they were given.
void getNext(DustSession *session, const QStringList &paths, qsizetype index, bool isAlone)
{
    if (index == paths.size())
        return session->end();
    session->then(session->store()->entry(paths.at(index)), [=](const DustEntry &entry) {
        if (isAlone)
            session->output().value(entry);
        else
            session->output().entry(entry);
        getNext(session, paths, index + 1, isAlone);
    });
}

void get(DustSession *session, const DustArguments &arguments)
{
    getNext(session, arguments.all(), 0, arguments.count() == 1);
}

// left: how many more are wanted. Each page repeats the prefixes that go on in it.
void listNext(DustSession *session, const DustQuery &query, qint64 left,
              const std::shared_ptr<QSet<QString>> &prefixes)
{
    const bool ofPrefixes = query.select() == DustQuery::Prefixes; // whose limit counts rows
    const qint64 most = ofPrefixes ? DustQuery::MaximumLimit : left;
    DustQuery page = query;
    page.setLimit(int(std::min<qint64>(most, DustQuery::MaximumLimit)));
    session->then(session->store()->list(page), [=](const DustPage &found) {
        qint64 rest = left - found.entries.size();
        for (const DustEntry &entry : found.entries)
            session->output().entry(entry);
        for (const QString &path : found.paths) {
            if (rest == 0 || (ofPrefixes && prefixes->contains(path)))
                continue;
            if (ofPrefixes)
                prefixes->insert(path);
            session->output().path(path);
            --rest;
        }
        if (found.nextCursor.isEmpty() || rest <= 0)
            return session->end();
        listNext(session, DustQuery(query).setAfter(found.nextCursor), rest, prefixes);
    });
}

void run(DustSession *session, DustQuery query, const DustArguments &arguments)
{
    const auto limit = arguments.number(u"limit"_s, std::numeric_limits<qint64>::max());
    if (!limit)
        return session->fail(limit.error());
    if (*limit < 1)
        return session->fail(DustError::invalidParams(u"limit"_s, u"--limit is at least 1."_s));
    if (arguments.has(u"keys"_s))
        query.setSelect(DustQuery::Keys);
    if (arguments.has(u"prefixes"_s))
        query.setSelect(DustQuery::Prefixes);
    if (arguments.has(u"descending"_s))
        query.setOrder(DustQuery::Descending);
    listNext(session, query, *limit, std::make_shared<QSet<QString>>());
}

void list(DustSession *session, const DustArguments &arguments)
{
    run(session, DustQuery::list(arguments.count() == 0 ? u"**"_s : arguments.at(0)), arguments);
}

void range(DustSession *session, const DustArguments &arguments)
{
    run(session, DustQuery::range(arguments.at(0), arguments.at(1)), arguments);
}

void status(DustSession *session, const DustArguments &)
{
    session->then(session->store()->status(), [session](const DustStatus &status) {
        DustObject told{ { u"can_read"_s, status.canRead },
                         { u"can_write"_s, status.canWrite },
                         { u"seq"_s, status.seq },
                         { u"pending"_s, status.pendingCount } };
        if (!status.scopes.isEmpty())
            told.insert(u"scopes"_s, status.scopes.join(u' '));
        if (status.storeSeq)
            told.insert(u"store_seq"_s, *status.storeSeq);
        if (status.entryCount)
            told.insert(u"entries"_s, *status.entryCount);
        if (status.opCount)
            told.insert(u"operations"_s, *status.opCount);
        session->output().object(told);
        session->end();
    });
}

QList<QCommandLineOption> pageOptions()
{
    return { { u"keys"_s, u"Prints paths only."_s },
             { u"prefixes"_s, u"Prints what the paths begin with, at the level of the pattern."_s },
             { u"descending"_s, u"Begins at the end."_s },
             { u"limit"_s, u"Prints so many at most (default: all)."_s, u"N"_s } };
}

} // namespace

QList<DustCommand> DustCommands::reading()
{
    return { { u"get"_s, u"PATH…"_s, u"Prints the value at each path."_s, 1, 1000, {}, get },
             { u"list"_s, u"[PATTERN]"_s, u"Prints the entries that match: a/* or a/**."_s, 0, 1,
               pageOptions(), list },
             { u"range"_s, u"FROM TO"_s, u"Prints the entries from one path to before another."_s,
               2, 2, pageOptions(), range },
             { u"status"_s,
               {},
               u"Prints what the token may do, and how large the store is."_s,
               0,
               0,
               {},
               status } };
}
