// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustWire: what is pushed.

#include "dustwire_p.h"

using namespace Qt::StringLiterals;

namespace {

DustArray segmentsOf(const DustPath &path)
{
    const QStringList segments = path.segments();
    return DustArray(segments.cbegin(), segments.cend());
}

bool isLease(DustOperation::Kind kind)
{
    return kind == DustOperation::Lease || kind == DustOperation::Renew
            || kind == DustOperation::Release;
}

void addLease(DustObject *payload, const DustOperation &operation)
{
    if (operation.kind() == DustOperation::Lease)
        payload->insert(u"holder"_s, operation.holder());
    else
        payload->insert(u"token"_s, operation.token());
    if (operation.kind() != DustOperation::Release)
        payload->insert(u"ttl_ms"_s, operation.ttl());
}

void addPreconditions(DustObject *payload, const DustOperation &operation)
{
    if (operation.ifMatch())
        payload->insert(u"if_match"_s, *operation.ifMatch());
    if (operation.ifAbsent())
        payload->insert(u"if_absent"_s, true);
    if (const auto fence = operation.fence())
        payload->insert(
                u"fence"_s,
                DustObject{ { u"key"_s, fence->key.toString() }, { u"token"_s, fence->token } });
}

} // namespace

DustObject DustWire::join(quint64 lastStoreSeq)
{
    return { { u"last_store_seq"_s, lastStoreSeq } };
}

DustObject DustWire::write(const DustOperation &operation)
{
    DustObject payload{ { u"op"_s, DustOperation::kindName(operation.kind()) },
                        { u"path"_s, operation.path().toString() },
                        { u"path_segments"_s, segmentsOf(operation.path()) },
                        { u"client_op_id"_s, operation.clientOpId() } };
    if (isLease(operation.kind()))
        addLease(&payload, operation);
    else if (operation.kind() != DustOperation::Delete || !operation.value().isNull())
        payload.insert(u"value"_s, operation.value());
    addPreconditions(&payload, operation);
    return payload;
}

DustObject DustWire::putFile(const DustOperation &operation, const QByteArray &content)
{
    const DustObject &reference = operation.value().toObject();
    return { { u"path"_s, operation.path().toString() },
             { u"content"_s, QString::fromLatin1(content.toBase64()) },
             { u"filename"_s, reference.value(u"filename"_s) },
             { u"content_type"_s, reference.value(u"content_type"_s) },
             { u"client_op_id"_s, operation.clientOpId() } };
}

DustObject DustWire::rollback(const DustPath &path, quint64 toSeq)
{
    DustObject payload{ { u"to_seq"_s, toSeq } };
    if (!path.isEmpty())
        payload.insert(u"path"_s, path.toString());
    return payload;
}
