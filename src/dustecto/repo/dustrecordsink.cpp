// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrecordsink.h"

#include "dustrecordcodec_p.h"

DustRecordSink::~DustRecordSink() = default;

void DustRecordSink::accept(const DustRecord &) {}

void DustRecordSink::reorder(const std::vector<qsizetype> &) {}

bool DustRecordSink::flush()
{
    return true;
}

bool DustRecordSink::hasReceiver() const
{
    return false;
}

DustResult<void> DustRecordSink::decode(DustRecordDecoder &decoder, void *gadget, DustMeta *meta)
{
    return decoder.finishInto(gadget, meta);
}

DustResult<void> DustRecordSink::decode(DustRecordDecoder &decoder, DustRecord *record)
{
    auto decoded = decoder.finish();
    if (!decoded)
        return decoded.error();
    *record = std::move(*decoded);
    return {};
}
