// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLFORMTEXT_H
#define DUSTQMLFORMTEXT_H

// Between a field of a record and the text that somebody edits of it.

#include <DustRecord>

namespace DustQml {

// Empty for nothing, and for what has no text: nested records.
QString toText(const DustField &field, const QVariant &value);
QString toText(const DustRecord &record, const QString &field); // the slug too
// As its map has it, the slug too; `otherwise` where that has none.
QVariant valueOf(const DustRecord &record, const QString &field, const QVariant &otherwise);
// What a changeset casts.
QVariant fromText(const DustField &field, const QString &text);

// Whether two records of one schema have the same value of the field.
bool isSame(const DustRecord &a, const DustRecord &b, const QString &field);

// The messages of one field as DustChangeset::errorMap() has them, those of nested records with the names of their fields.
QStringList messages(const QVariant &errors);

} // namespace DustQml

#endif // DUSTQMLFORMTEXT_H
