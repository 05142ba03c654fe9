// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "benchlink.h"
#include "rounds.h"

#include <DustClient>
#include <DustStore>

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace {

// A store with a number of subscriptions, one of which hears the writes.
struct Listening
{
    DustClient client{ QUrl(u"memory:"_s) };
    DustStore *store = client.store(u"bench/main"_s);
    int heard = 0;

    explicit Listening(int others)
    {
        for (int i = 0; i < others; ++i)
            store->subscribe(u"other/%1/*/title"_s.arg(i), &client, [](const DustEvent &) {});
        store->subscribe(u"links/*/title"_s, &client, [this](const DustEvent &) { ++heard; });
        turn();
    }
    void writes(int count)
    {
        heard = 0;
        for (int i = 0; i < count; ++i) {
            store->put(u"links/a/title"_s, DustValue(i));
            turn();
        }
        if (heard != count)
            qFatal("an event was not heard");
    }
};

} // namespace

void benchEvents()
{
    constexpr int Writes = 1000;
    Listening many(10000);
    Listening few(10);
    print(measure(u"one event with 10,000 subscriptions that do not match"_s, u"with 10"_s, 1.5,
                  1.1, { [&] { many.writes(Writes); }, Writes },
                  { [&] { few.writes(Writes); }, Writes }));
}
