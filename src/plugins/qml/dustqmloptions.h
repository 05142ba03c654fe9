// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLOPTIONS_H
#define DUSTQMLOPTIONS_H

// The options that a call gets as a JavaScript object: a key that no call knows is a mistake, never ignored.

#include <DustChangeset>
#include <DustResult>

#include <initializer_list>

namespace DustQml {

struct Option
{
    enum Kind { Flag, Text, Count, List, Anything };
    QString name;
    Kind kind;
};
using Options = std::initializer_list<Option>;

// What is given for options, without those that are undefined or null. An unknown key, or a value of the wrong kind, is
// an InvalidParams error that names it. A text alone stands for the option message, where there is one.
DustResult<QVariantMap> options(const QString &call, const QVariant &given, const Options &known);

// A name, or a list of them.
DustResult<QStringList> names(const QString &call, const QVariant &given);

// The changeset with a mistake of the programmer: an error of base, as in C++.
DustChangeset mistaken(const DustChangeset &changeset, const DustError &mistake);

} // namespace DustQml

#endif // DUSTQMLOPTIONS_H
