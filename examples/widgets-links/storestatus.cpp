// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "storestatus.h"

#include <DustClient>

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>

using namespace Qt::StringLiterals;

StoreStatus::StoreStatus(DustStore *store, QWidget *parent)
    : QWidget(parent), m_store(store), m_connection(new QLabel), m_unsent(new QLabel)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->addWidget(m_unsent);
    row->addWidget(m_connection);
    m_connection->setObjectName(u"connection"_s);
    m_unsent->setObjectName(u"unsent"_s);
    connect(store->client(), &DustClient::connectionStateChanged, this, &StoreStatus::refresh);
    connect(store, &DustStore::stateChanged, this, &StoreStatus::refresh);
    connect(store, &DustStore::pendingCountChanged, this, &StoreStatus::refresh);
    refresh();
}

QString StoreStatus::connectionText() const
{
    const QString scheme = m_store->client()->url().scheme();
    if (scheme != u"ws" && scheme != u"wss")
        return scheme.startsWith(u"http") ? tr("Asked every two seconds") : tr("On this computer");
    switch (m_store->client()->connectionState()) {
    case DustClient::Refused:
        return tr("Token refused");
    case DustClient::Connecting:
    case DustClient::Probing:
        return tr("Connecting…");
    case DustClient::Connected:
        break;
    default:
        return tr("Offline");
    }
    switch (m_store->state()) {
    case DustStore::Live:
        return tr("Live");
    case DustStore::Diverged:
        return tr("The server went back");
    case DustStore::Offline:
        return tr("Not joined");
    default:
        return tr("Catching up…");
    }
}

QString StoreStatus::unsentText() const
{
    const int count = m_store->pendingCount();
    if (count == 0)
        return {};
    return count == 1 ? tr("1 change to send") : tr("%L1 changes to send").arg(count);
}

void StoreStatus::refresh()
{
    m_connection->setText(connectionText());
    m_unsent->setText(unsentText());
}
