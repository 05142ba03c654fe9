// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTTROUBLES_H
#define DUSTTROUBLES_H

#include "dustoutput.h"

#include <DustClient>
#include <DustStore>

#include <QtCore/QSet>
#include <QtCore/QTimer>

// Tells what a command that goes on by itself is waiting for: each trouble once, and its end.
class DustTroubles : public QObject
{
    Q_OBJECT

public:
    DustTroubles(const DustClient *client, const DustStore *store, DustOutput *output,
                 QObject *parent);

    void look(); // anything may have changed

private:
    bool isLive() const;
    void tell(const DustError &trouble);

    const DustClient *const m_client;
    const DustStore *const m_store;
    DustOutput *const m_output;
    DustError m_error; // the client's, when it was looked at last
    QSet<QString> m_told; // reasons, since it was live
    QTimer m_grace; // for what is over before anybody would ask
    bool m_isLive = true;
};

#endif // DUSTTROUBLES_H
