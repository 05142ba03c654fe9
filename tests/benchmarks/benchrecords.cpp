// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "benchlink.h"
#include "rounds.h"

#include <DustClient>
#include <DustStore>

#include <QtCore/QCoreApplication>
#include <QtCore/QMetaProperty>

#include <map>

using namespace Qt::StringLiterals;

namespace {

constexpr int Records = 10000;

using Rows = std::map<QByteArray, QVariant>;

struct Fields
{
    QMetaProperty title, url, note, visits;

    Fields()
        : title(property("title")), url(property("url")), note(property("note")),
          visits(property("visits"))
    {}
    static QMetaProperty property(const char *name)
    {
        const QMetaObject &meta = BenchLink::staticMetaObject;
        return meta.property(meta.indexOfProperty(name));
    }
};

Rows bareRows()
{
    Rows rows;
    for (int i = 0; i < Records; ++i) {
        const BenchLink link = BenchLink::numbered(i);
        const QByteArray base = "links/" + link.slug.toUtf8();
        rows[base + "/title"] = link.title;
        rows[base + "/url"] = link.url;
        rows[base + "/note"] = link.note;
        rows[base + "/visits"] = link.visits;
    }
    return rows;
}

void fill(DustRepo &repo)
{
    DustRepoBatch batch;
    for (int i = 0; i < Records; ++i)
        batch.insert(DustRecord::from(BenchLink::numbered(i)));
    DustFuture<DustBatchReceipt> done = repo.batchWrite(batch);
    while (!done.isFinished())
        QCoreApplication::processEvents();
    if (!done.result())
        qFatal("the benchmark's records were not written: %s",
               qPrintable(done.result().error().message()));
}

void bareGet(const Rows &rows, const Fields &fields, int number)
{
    const QByteArray base = "links/" + BenchLink::numbered(number).slug.toUtf8();
    BenchLink link;
    fields.title.writeOnGadget(&link, rows.find(base + "/title")->second);
    fields.url.writeOnGadget(&link, rows.find(base + "/url")->second);
    fields.note.writeOnGadget(&link, rows.find(base + "/note")->second);
    fields.visits.writeOnGadget(&link, rows.find(base + "/visits")->second);
    auto future = QtFuture::makeReadyFuture(DustResult<BenchLink>(link));
    if (future.result()->title.isEmpty())
        qFatal("empty record");
}

QList<BenchLink> bareScan(const Rows &rows, const Fields &fields)
{
    QList<BenchLink> links;
    links.reserve(Records);
    for (auto row = rows.begin(); row != rows.end();) {
        BenchLink link;
        link.slug = QString::fromUtf8(row->first.mid(6, row->first.size() - 11));
        fields.note.writeOnGadget(&link, (row++)->second);
        fields.title.writeOnGadget(&link, (row++)->second);
        fields.url.writeOnGadget(&link, (row++)->second);
        fields.visits.writeOnGadget(&link, (row++)->second);
        links.append(link);
    }
    return links;
}

} // namespace

void benchRecords()
{
    constexpr int Gets = 2000;
    DustClient client(QUrl(u"memory:"_s));
    DustRepo repo(client.store(u"bench/main"_s));
    fill(repo);
    const Rows rows = bareRows();
    const Fields fields;
    const auto number = [](int i) { return (i * 7919) % Records; };

    const Contender bare{ [&] {
                             for (int i = 0; i < Gets; ++i)
                                 bareGet(rows, fields, number(i));
                         },
                          Gets };
    print(measure(u"get of one record of 4 fields, memory store, 100 a turn"_s,
                  u"4 std::map lookups + 4 writeOnGadget + a finished QFuture"_s, 2, 1.3,
                  { [&] {
                       QList<DustFuture<BenchLink>> futures;
                       for (int i = 0; i < Gets; ++i) {
                           futures.append(repo.get<BenchLink>(BenchLink::numbered(number(i)).slug));
                           if (i % 100 == 99) {
                               turn();
                               for (const auto &future : futures) {
                                   if (future.result()->title.isEmpty())
                                       qFatal("empty record");
                               }
                               futures.clear();
                           }
                       }
                   },
                    Gets },
                  bare));
    print(measure(u"get of one record of 4 fields, memory store, one a turn"_s, u"the same"_s, 2,
                  1.3,
                  { [&] {
                       for (int i = 0; i < Gets; ++i) {
                           auto future = repo.get<BenchLink>(BenchLink::numbered(number(i)).slug);
                           turn();
                           if (future.result()->title.isEmpty())
                               qFatal("empty record");
                       }
                   },
                    Gets },
                  bare));
    print(measure(u"all() of 10,000 records"_s, u"a bare scan of the same rows + writeOnGadget"_s,
                  2.5, 1.5,
                  { [&] {
                       auto future = repo.all<BenchLink>();
                       turn();
                       if (future.result()->size() != Records)
                           qFatal("records are missing");
                   },
                    Records },
                  { [&] {
                       if (bareScan(rows, fields).size() != Records)
                           qFatal("records are missing");
                   },
                    Records }));
}
