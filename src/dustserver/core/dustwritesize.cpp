// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustwritesize_p.h"

#include "dusttext_p.h"

using namespace Qt::StringLiterals;

namespace {

// More than 8,000,000 bytes of JSON come to with keys that somebody would write.
constexpr qint64 MostPathBytes = 256 * 1024 * 1024;

qint64 pathBytes(const DustObject &object, qint64 above)
{
    qint64 bytes = 0;
    for (auto it = object.cbegin(); it != object.cend(); ++it) {
        const qint64 path = above + 1 + it.key().size();
        bytes += it->isLeaf() ? path : pathBytes(it->toObject(), path);
    }
    return bytes;
}

qint64 pathBytes(const DustOperation &operation)
{
    const qint64 above = operation.path().rendered().size();
    const bool writesMembers = operation.kind() == DustOperation::Merge
            || !operation.value().isLeaf();
    return writesMembers ? pathBytes(operation.value().toObject(), above) : above;
}

} // namespace

DustResult<void> DustWriteSize::check(const QList<DustOperation> &operations)
{
    qint64 bytes = 0;
    for (qsizetype i = 0; i < operations.size(); ++i) {
        bytes += pathBytes(operations.at(i));
        if (bytes <= MostPathBytes)
            continue;
        const QString path = operations.at(i).path().toString();
        return DustError::invalidParams(
                       u"value_too_large"_s,
                       u"The object for %1 has so many members below so long keys that their paths "
                       "take more than %2 bytes: write it in parts, or with shorter keys."_s.arg(
                               DustText::quoted(path), QString::number(MostPathBytes)))
                .with(u"op_index"_s, int(i))
                .with(u"path"_s, path);
    }
    return {};
}
