// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustclientnetwork_p.h"

#include "dustclient_p.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QThread>
#include <QtNetwork/QNetworkInformation>

// QNetworkInformation is the application's: on another thread it is not made, nor read, and only listened to.
std::shared_ptr<DustClientNetwork> DustClientNetwork::ofSystem()
{
    using Information = QNetworkInformation;
    const QCoreApplication *application = QCoreApplication::instance();
    const bool isItsThread = application && application->thread() == QThread::currentThread();
    if (!Information::instance() && !(isItsThread && Information::loadDefaultBackend()))
        return nullptr;
    const Information *information = Information::instance();
    if (!information->supports(Information::Feature::Reachability))
        return nullptr;
    const auto isOnline = [](Information::Reachability reachability) {
        return reachability == Information::Reachability::Online;
    };
    auto network = std::make_shared<DustClientNetwork>();
    network->m_isOnline = isItsThread && isOnline(information->reachability());
    connect(information, &Information::reachabilityChanged, network.get(),
            [own = network.get(), isOnline](Information::Reachability reachability) {
                own->setOnline(isOnline(reachability));
            });
    return network;
}

void DustClientNetwork::handTo(DustClient *client, std::shared_ptr<DustClientNetwork> network)
{
    client->d->network = std::move(network);
}

void DustClientNetwork::setOnline(bool isOnline)
{
    const bool wasOnline = std::exchange(m_isOnline, isOnline);
    if (isOnline && !wasOnline)
        Q_EMIT cameBack();
}

#include "moc_dustclientnetwork_p.cpp"
