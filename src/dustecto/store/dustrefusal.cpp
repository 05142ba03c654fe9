// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrefusal_p.h"

#include "dusttext_p.h"

using namespace Qt::StringLiterals;

DustError DustRefusal::of(const DustOperation &operation, DustError::Kind kind,
                          const QString &reason, const QString &saying)
{
    const QString path = operation.path().toString();
    return DustError(kind,
                     u"The %1 of %2 %3"_s.arg(DustOperation::kindName(operation.kind()),
                                              DustText::quoted(path), saying),
                     { { u"reason"_s, reason }, { u"path"_s, path } });
}
