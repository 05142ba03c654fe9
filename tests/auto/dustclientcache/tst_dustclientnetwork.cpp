// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// When the network comes back.

#include "cachedclients.h"

#include "dustclientnetwork_p.h"

#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;

class tst_DustClientNetwork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWhenItIsBack()
    {
        DustClientNetwork network;
        QSignalSpy back(&network, &DustClientNetwork::cameBack);
        network.setOnline(true); // it always was
        QCOMPARE(back.size(), 0);
        network.setOnline(false);
        network.setOnline(false);
        QCOMPARE(back.size(), 0);
        network.setOnline(true);
        network.setOnline(true);
        QCOMPARE(back.size(), 1);
    }

    void connectsAtOnce()
    {
        CachedClients c;
        const auto network = std::make_shared<DustClientNetwork>();
        const auto client = c.s.client(u"dev"_s);
        DustClientNetwork::handTo(client.get(), network);
        const DustStore *store = liveStore(client.get());
        network->setOnline(false);
        QCOMPARE(client->connectionState(), DustClient::Connected); // it is no reason to give up
        QVERIFY(c.goesOffline(store));
        QVERIFY(runUntil([&] { return client->connectionState() == DustClient::Waiting; }, 30'000));
        QVERIFY(c.s.start());
        network->setOnline(true);
        QCOMPARE(client->connectionState(), DustClient::Connecting);
        QVERIFY(CachedClients::becomesLive(store));
    }

    void mayOutliveTheClient()
    {
        CachedClients c;
        const auto network = std::make_shared<DustClientNetwork>();
        auto client = c.s.client(u"dev"_s);
        DustClientNetwork::handTo(client.get(), network);
        liveStore(client.get());
        client.reset();
        network->setOnline(false);
        network->setOnline(true);
    }

    // Whether it has a backend is the system's affair.
    void ofSystem()
    {
        const auto network = DustClientNetwork::ofSystem();
        if (network)
            QVERIFY(QSignalSpy(network.get(), &DustClientNetwork::cameBack).isValid());
    }
};

QTEST_GUILESS_MAIN(tst_DustClientNetwork)

#include "tst_dustclientnetwork.moc"
