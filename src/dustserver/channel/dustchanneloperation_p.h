// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCHANNELOPERATION_P_H
#define DUSTCHANNELOPERATION_P_H

// What the payload of a push asks for.

#include "dustcommit_p.h"

namespace DustChannelOperation {

// Errors carry what the wire calls them as their reason. What no store can keep is invalid_path or
// invalid_value, and where it would crash a real server's channel (PROTOCOL §5), isFatal().
DustResult<DustOperation> ofWrite(const DustObject &payload);
DustResult<DustPath> pathOf(const DustObject &payload);

struct File
{
    DustPath path;
    QByteArray content;
    QString fileName;
    QString contentType;
    QString clientOpId;
    std::optional<DustFence> fence;
};
// The reason missing_member is not for the wire: it crashes any server's channel (PROTOCOL §7).
DustResult<File> ofPutFile(const DustObject &payload);

bool isFatal(const DustError &error);
// A payload that could not be read: DustChannelFrame::fault.
DustError unreadable(const QString &fault);

// What a committed operation is answered with.
DustObject accepted(const DustCommit &commit);

} // namespace DustChannelOperation

#endif // DUSTCHANNELOPERATION_P_H
