// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// A repo over HTTP, against the same requests without it.

#include "benchlink.h"
#include "benchpeers.h"
#include "httpload.h"
#include "rounds.h"

#include <DustClient>
#include <DustServer>
#include <DustStore>

#include <QtCore/QJsonDocument>

#include <memory>

using namespace Qt::StringLiterals;

namespace {

constexpr int Records = 10'000;

template<typename T>
T awaited(const DustFuture<T> &future)
{
    runUntil([&] { return future.isFinished(); }, "a call");
    const DustResult<T> result = future.result();
    if (!result)
        qFatal("a call of the benchmark failed: %s", qPrintable(result.error().message()));
    return *result;
}

void fill(DustRepo *repo)
{
    constexpr int PerBatch = 250; // of four operations
    for (int first = 0; first < Records; first += PerBatch) {
        DustRepoBatch batch;
        for (int i = first; i < first + PerBatch; ++i)
            batch.insert(DustRecord::from(BenchLink::numbered(i)));
        awaited(repo->batchWrite(batch));
    }
}

struct Request
{
    QByteArray target;
    QByteArray body;
};

// What a call sends, learned from a server in this process that holds the same.
QList<Request> requestsOf(const std::function<void(DustRepo *)> &call)
{
    DustServer server;
    if (!server.addStore(u"bench/main"_s) || !server.listen())
        qFatal("the benchmark's server does not start");
    DustClient client(server.url());
    client.setToken(server.token());
    DustRepo repo(client.store(u"bench/main"_s));
    fill(&repo);
    QList<Request> requests;
    QObject::connect(&server, &DustServer::requestReceived, &server,
                     [&](const DustServerRequest &request) {
                         requests.append({ request.target, request.body });
                     });
    call(&repo);
    return requests;
}

} // namespace

void benchHttp()
{
    const std::unique_ptr<Peer> dustd(Peer::dustd());
    DustClient client(dustd->url());
    client.setToken(dustd->token());
    DustRepo repo(client.store(u"bench/main"_s));
    HttpLoad bare(dustd->url(), dustd->token());
    fill(&repo);

    // Short rounds and many, since a slow moment of the machine takes about as long as one.
    constexpr int Calls = 150;
    constexpr int Rounds = 31;
    const auto numbered = [](int i) { return BenchLink::numbered((i * 7919) % Records); };
    const auto bareRequests = [&](const QList<Request> &requests) {
        for (const Request &request : requests)
            bare.request(request.target, request.body);
    };
    const auto speed = [&](const QString &what, const std::function<void(DustRepo *)> &calls) {
        const QList<Request> requests = requestsOf(calls);
        Ratio ratio = measure(what, u"bare QNetworkAccessManager, same requests, same server"_s,
                              0.85, 0.95, { [&] { calls(&repo); }, Calls },
                              { [&] { bareRequests(requests); }, Calls }, Rounds);
        ratio.kind = Ratio::Speed;
        print(ratio);
    };
    speed(u"repo get over HTTP, sequential"_s, [&](DustRepo *over) {
        for (int i = 0; i < Calls; ++i)
            awaited(over->get<BenchLink>(numbered(i).slug));
    });
    speed(u"repo put over HTTP, sequential"_s, [&](DustRepo *over) {
        for (int i = 0; i < Calls; ++i)
            awaited(over->insert(numbered(i)));
    });

    const auto all = [](DustRepo *over) {
        if (awaited(over->all<BenchLink>()).size() != Records)
            qFatal("records are missing");
    };
    const QList<Request> pages = requestsOf(all);
    print(measure(u"all() of 10,000 records over HTTP"_s,
                  u"bare QNAM + QJsonDocument parse of the same pages"_s, 1.5, 1,
                  { [&] { all(&repo); }, Records },
                  { [&] {
                       for (const Request &page : pages) {
                           if (QJsonDocument::fromJson(bare.request(page.target)).isNull())
                               qFatal("a page is no JSON");
                       }
                   },
                    Records },
                  9));
}
