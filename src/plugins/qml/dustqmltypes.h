// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLTYPES_H
#define DUSTQMLTYPES_H

// The classes of the library as they are, under their own names.

#include "dustqmllistmodel.h"
#include "dustqmlrepo.h"

#include <DustClient>
#include <DustStore>

struct DustClientForeign
{
    Q_GADGET
    QML_FOREIGN(DustClient)
    QML_NAMED_ELEMENT(DustClient)
};

// Extensions only work on objects that QML makes: a store has its name and error here, and records are read and written
// through a DustRepo.
struct DustStoreForeign
{
    Q_GADGET
    QML_FOREIGN(DustStore)
    QML_NAMED_ELEMENT(DustStore)
    QML_UNCREATABLE("A DustStore comes from DustClient.store(\"org/name\")")
};

struct DustRepoForeign
{
    Q_GADGET
    QML_FOREIGN(DustRepo)
    QML_NAMED_ELEMENT(DustRepo)
    QML_EXTENDED(DustQmlRepo)
};

struct DustListModelForeign
{
    Q_GADGET
    QML_FOREIGN(DustListModel)
    QML_NAMED_ELEMENT(DustListModel)
    QML_EXTENDED(DustQmlListModel)
};

struct DustErrorForeign
{
    Q_GADGET
    QML_FOREIGN(DustError)
    QML_VALUE_TYPE(dustError)
};

// DustError.Conflict and the other kinds.
namespace DustErrorKinds {
Q_NAMESPACE
QML_FOREIGN_NAMESPACE(DustError)
QML_NAMED_ELEMENT(DustError)
} // namespace DustErrorKinds

struct DustReceiptForeign
{
    Q_GADGET
    QML_FOREIGN(DustReceipt)
    QML_VALUE_TYPE(dustReceipt)
};

#endif // DUSTQMLTYPES_H
