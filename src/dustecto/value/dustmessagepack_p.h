// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTMESSAGEPACK_P_H
#define DUSTMESSAGEPACK_P_H

#include "dustvalue.h"

// MessagePack, for frames and for the rows of a store. msgpack-cxx stays behind this header.
namespace DustMessagePack {

QByteArray encode(const DustValue &value);
void append(QByteArray &bytes, const DustValue &value);

// Reads one value that fills the bytes. A scalar costs little more than making the DustValue.
DustResult<DustValue> decode(QByteArrayView bytes);

} // namespace DustMessagePack

#endif // DUSTMESSAGEPACK_P_H
