// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSUBSCRIPTION_H
#define DUSTSUBSCRIPTION_H

#include "dustglobal.h"

#include <QtCore/QMetaType>

// Names one subscription, for unsubscribe(). A null one names none.
class DUSTECTO_EXPORT DustSubscription
{
    Q_GADGET

public:
    DustSubscription() = default;
    explicit DustSubscription(quint64 id) : m_id(id) {}
    bool isNull() const { return m_id == 0; }
    quint64 id() const { return m_id; }
    friend bool operator==(DustSubscription a, DustSubscription b) { return a.m_id == b.m_id; }
    friend bool operator!=(DustSubscription a, DustSubscription b) { return a.m_id != b.m_id; }

private:
    quint64 m_id = 0;
};

Q_DECLARE_METATYPE(DustSubscription)

#endif // DUSTSUBSCRIPTION_H
