// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLPARAMS_H
#define DUSTQMLPARAMS_H

// What JavaScript gives for the fields of a record. It has one type of number and none of dates without a time, so that
// values come back from it other than they went in. Here each becomes what its field holds; and one that looks to
// JavaScript like the value that was read is the value that was read.

#include <DustRecord>

namespace DustQml {

// No date or time, as a class has it: to JavaScript it would be an Invalid Date, which is not null.
bool isNoDate(const QVariant &value);

QVariantMap params(const DustRecord &read, const QVariantMap &given);
QVariant param(const DustRecord &read, const QString &field, const QVariant &given);
// The one of two values that is meant, the one read or the one given, for what has no field.
QVariant restored(const QVariant &read, const QVariant &given);

} // namespace DustQml

#endif // DUSTQMLPARAMS_H
