// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCLIENTNETWORK_P_H
#define DUSTCLIENTNETWORK_P_H

// Tells a client when the network comes back. Exported for tests, which hand one in; not public API.

#include "dustglobal.h"

#include <QtCore/QObject>

#include <memory>

class DustClient;

class DUSTECTO_EXPORT DustClientNetwork final : public QObject
{
    Q_OBJECT

public:
    // As QNetworkInformation tells; null where it has no backend for this system.
    static std::shared_ptr<DustClientNetwork> ofSystem();
    // In place of that, before the first store.
    static void handTo(DustClient *client, std::shared_ptr<DustClientNetwork> network);

    void setOnline(bool isOnline);

Q_SIGNALS:
    void cameBack();

private:
    bool m_isOnline = true; // it is not news as long as it was not gone
};

#endif // DUSTCLIENTNETWORK_P_H
