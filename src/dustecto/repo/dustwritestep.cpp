// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustwritestep_p.h"

#include "dustschemacheck_p.h"

DustWriteStep DustWriteStep::insert(const DustChangeset &changeset, const DustRepoOptions &options)
{
    DustWriteStep step;
    step.kind = Insert;
    step.changeset = changeset;
    step.ifAbsent = options.ifAbsent();
    return step;
}

DustWriteStep DustWriteStep::insert(const DustRecord &record, const DustRepoOptions &options)
{
    DustWriteStep step;
    step.kind = InsertRecord;
    step.record = record;
    step.ifAbsent = options.ifAbsent();
    return step;
}

DustWriteStep DustWriteStep::update(const DustChangeset &changeset, const DustRepoOptions &options)
{
    DustWriteStep step;
    step.kind = Update;
    step.changeset = changeset;
    step.ifUnchanged = options.ifUnchanged();
    return step;
}

DustWriteStep DustWriteStep::remove(const DustRecord &record, const DustRepoOptions &options)
{
    DustWriteStep step;
    step.kind = RemoveRecord;
    step.record = record;
    step.ifUnchanged = options.ifUnchanged();
    return step;
}

DustWriteStep DustWriteStep::remove(const DustSchema &schema, const QString &slug)
{
    return removePath(DustSchemaCheck::recordPath(schema, slug));
}

DustWriteStep DustWriteStep::removeAll(const DustSchema &schema)
{
    return removePath(DustSchemaCheck::prefix(schema));
}

DustWriteStep DustWriteStep::removePath(const DustResult<DustPath> &path)
{
    if (!path)
        return refuse(path.error());
    DustWriteStep step;
    step.kind = RemovePath;
    step.path = *path;
    return step;
}

DustWriteStep DustWriteStep::refuse(const DustError &error)
{
    DustWriteStep step;
    step.kind = Refused;
    step.error = error;
    return step;
}
