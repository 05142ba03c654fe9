// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLMETA_H
#define DUSTQMLMETA_H

#include <DustRecord>

#include <QtQml/qqmlregistration.h>

// The dustMeta of a record in QML. It holds the record as it was read: JavaScript rounds integers above 2^53, and 1.0 and
// 1 are one number to it.
class DustQmlMeta : public DustMeta
{
    Q_GADGET
    QML_VALUE_TYPE(dustMeta)

public:
    DustQmlMeta() = default;
    explicit DustQmlMeta(const DustRecord &record) : DustMeta(record.meta()), m_record(record) {}

    const DustRecord &record() const { return m_record; }

private:
    DustRecord m_record;
};

#endif // DUSTQMLMETA_H
