// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustschemacheck_p.h"

using namespace Qt::StringLiterals;

DustResult<DustPath> DustSchemaCheck::prefix(const DustSchema &schema)
{
    if (schema.isNull())
        return DustError::invalidParams(
                u"no_schema"_s,
                u"There is no schema: take one from DustSchema::of<T>() or DustSchema::Builder."_s);
    if (schema.prefix().isEmpty())
        return DustError::invalidParams(
                u"no_prefix"_s,
                u"%1 has no prefix, it only nests in other records: declare it with DUST_SCHEMA(\"prefix\")."_s
                        .arg(schema.name()));
    return schema.prefix();
}

DustResult<DustPath> DustSchemaCheck::recordPath(const DustSchema &schema, const QString &slug)
{
    if (const auto there = prefix(schema); !there)
        return there.error();
    return schema.recordPath(slug);
}
