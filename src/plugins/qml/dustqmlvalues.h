// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLVALUES_H
#define DUSTQMLVALUES_H

// Between what JavaScript hands over and what the C++ API takes, both ways.

#include <DustFieldError>
#include <DustRecord>
#include <DustResult>

#include <QtCore/QVariant>

class QJSEngine;
class QJSValue;

namespace DustQml {

// JavaScript arrays and objects arrive wrapped in QJSValue, and a whole number that does not fit 32 bits as a double: here
// it is an integer again. At any depth.
QVariant plain(const QVariant &value);
QVariantMap plain(const QVariantMap &object);

// A value of a record as it is shown to JavaScript: no date of a C++ class is null, as it is to every other schema.
QVariant shown(const QVariant &value);
QVariantMap shown(QVariantMap values);

// The engine an object lives in: it is known by the context of its QML, or once JavaScript has met it. Null for neither.
QJSEngine *engineOf(const QObject *object);
// The QML engine a function is of, which its value does not tell.
QJSEngine *engineOf(const QJSValue &function);

// A schema: a DustSchema element or the C++ value.
DustResult<DustSchema> toSchema(const QVariant &schema);

// A record as a JavaScript object: a property per field, the slug, and dustMeta with the record as it is now. Back, what
// was left as it is gets the value it had.
QVariantMap fromRecord(const DustRecord &record);
DustResult<DustRecord> toRecord(const DustSchema &schema, const QVariant &given);

QVariantMap fromFieldError(const DustFieldError &error);

} // namespace DustQml

#endif // DUSTQMLVALUES_H
