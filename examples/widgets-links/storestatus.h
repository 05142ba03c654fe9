// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef STORESTATUS_H
#define STORESTATUS_H

#include <DustStore>

#include <QtWidgets/QWidget>

class QLabel;

// How the store stands to its server, and how much is still to be sent: for a status bar.
class StoreStatus : public QWidget
{
    Q_OBJECT

public:
    explicit StoreStatus(DustStore *store, QWidget *parent = nullptr);

    QString connectionText() const;
    QString unsentText() const; // empty where nothing waits

private:
    void refresh();

    DustStore *const m_store;
    QLabel *const m_connection;
    QLabel *const m_unsent;
};

#endif // STORESTATUS_H
