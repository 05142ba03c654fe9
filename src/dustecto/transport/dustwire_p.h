// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTWIRE_P_H
#define DUSTWIRE_P_H

// What Dust says over a channel (PROTOCOL §4, §7): payloads that go out, and what came in, which may
// be anything. Exported for tests; not public API.

#include "dustchannelframe_p.h"
#include "dustreplicainput_p.h"

namespace DustWire {

// ---- what is pushed

DUSTECTO_EXPORT DustObject join(quint64 lastStoreSeq);
// Of "write": any operation but a put_file.
DUSTECTO_EXPORT DustObject write(const DustOperation &operation);
// Of "put_file": name and type of the file are those of the operation's reference.
DUSTECTO_EXPORT DustObject putFile(const DustOperation &operation, const QByteArray &content);
// Of "rollback": an empty path is the whole store.
DUSTECTO_EXPORT DustObject rollback(const DustPath &path, quint64 toSeq);

// ---- what comes in. Errors are of the kind Network, with the reason unreadable_message.

DUSTECTO_EXPORT DustResult<DustEvent> event(const DustChannelPayload &payload);
DUSTECTO_EXPORT DustResult<DustReplicaInput::Snapshot> snapshot(const DustChannelPayload &payload);
DUSTECTO_EXPORT DustResult<DustReplicaInput::CatchUpComplete> catchUpComplete(
        const DustChannelPayload &payload);
DUSTECTO_EXPORT DustResult<DustReplicaInput::Joined> joined(const DustValue &response);
DUSTECTO_EXPORT DustResult<DustReplicaInput::Status> status(const DustValue &response);
// The seq of an accepted write; 0 where the store wrote nothing: a release that released nothing.
DUSTECTO_EXPORT DustResult<quint64> acceptedSeq(const DustObject &response);

// Why a join was refused, and whether another one may be welcome later.
struct Refusal
{
    DustError error;
    bool isFinal = true;
    qint64 retryAfter = 0; // milliseconds, where the server said so
};
DUSTECTO_EXPORT Refusal joinRefusal(const QString &topic, const DustObject &response);

} // namespace DustWire

#endif // DUSTWIRE_P_H
