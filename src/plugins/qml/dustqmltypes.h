// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLTYPES_H
#define DUSTQMLTYPES_H

// The classes of the library as they are, under their own names.

#include "dustqmllistmodel.h"
#include "dustqmlmeta.h"
#include "dustqmlrepo.h"
#include "dustqmlstore.h"

#include <DustClient>
#include <DustStore>

struct DustClientForeign
{
    Q_GADGET
    QML_FOREIGN(DustClient)
    QML_NAMED_ELEMENT(DustClient)
};

// What the next three have more in QML is in their own meta-objects: see dustface_p.h.
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
};

struct DustListModelForeign
{
    Q_GADGET
    QML_FOREIGN(DustListModel)
    QML_NAMED_ELEMENT(DustListModel)
    QML_EXTENDED(DustQmlFilterFunction)
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

struct DustEntryForeign
{
    Q_GADGET
    QML_FOREIGN(DustEntry)
    QML_VALUE_TYPE(dustEntry)
};

struct DustEventForeign
{
    Q_GADGET
    QML_FOREIGN(DustEvent)
    QML_VALUE_TYPE(dustEvent)
};

struct DustFileForeign
{
    Q_GADGET
    QML_FOREIGN(DustFile)
    QML_VALUE_TYPE(dustFile)
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
