// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLTYPES_H
#define DUSTQMLTYPES_H

// The classes of the library as they are, under their own names.

#include "dustqmllistmodel.h"
#include "dustqmlmeta.h"
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

// DustError.Conflict and the other kinds. A QObject, since qmllint takes no enumerations from a gadget.
class DustQmlErrorKinds : public QObject
{
    Q_OBJECT
    QML_NAMED_ELEMENT(DustError)
    QML_UNCREATABLE("DustError is for its kinds: DustError.Conflict. Errors come from the store.")
    QML_EXTENDED_NAMESPACE(DustError)
};

// What C++ declares; in QML it is read and given on.
struct DustSchemaForeign
{
    Q_GADGET
    QML_FOREIGN(DustSchema)
    QML_ANONYMOUS
};

struct DustMetaForeign
{
    Q_GADGET
    QML_FOREIGN(DustMeta)
    QML_ANONYMOUS
};

struct DustReceiptForeign
{
    Q_GADGET
    QML_FOREIGN(DustReceipt)
    QML_VALUE_TYPE(dustReceipt)
};

struct DustRejectedWriteForeign
{
    Q_GADGET
    QML_FOREIGN(DustRejectedWrite)
    QML_VALUE_TYPE(dustRejectedWrite)
};

struct DustRejectedWritesForeign
{
    Q_GADGET
    QML_ANONYMOUS
    QML_FOREIGN(QList<DustRejectedWrite>)
    QML_SEQUENTIAL_CONTAINER(DustRejectedWrite)
};

// What DustStore::writeSettled() tells. The engine lays this over the result it holds: no members.
class DustQmlWriteResult : public DustResult<DustReceipt>
{
    Q_GADGET
    QML_FOREIGN(DustResult<DustReceipt>)
    QML_VALUE_TYPE(dustWriteResult)
    QML_EXTENDED(DustQmlWriteResult)
    Q_PROPERTY(bool ok READ isOk FINAL)
    Q_PROPERTY(DustReceipt receipt READ receipt FINAL)
    Q_PROPERTY(DustError error READ error FINAL)

public:
    DustReceipt receipt() const { return valueOr({}); }
};

#endif // DUSTQMLTYPES_H
