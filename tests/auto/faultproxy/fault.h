// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef FAULT_H
#define FAULT_H

#include <QtCore/QtGlobal>

// What a FaultProxy does to every connection, those that are there and those that come.
struct Fault
{
    enum Kind : quint8 {
        None,
        CutAfter, // both ways, once `amount` more bytes have gone this way
        CutBeforeReply, // once the server has answered a request, before the answer is passed on
        Silence, // nothing goes this way for `amount` ms; then it all does, or it is cut
        Trickle, // one byte at a time
        Throttle, // `amount` bytes in 10 ms
        Answer, // requests to connect are answered with HTTP status `amount`
        Garbage // `amount` random bytes between what goes this way; cut a little later
    };
    enum Way : quint8 { ToServer, ToClient };

    Kind kind = None;
    Way way = ToServer;
    int amount = 0;
    bool alsoPlain = false; // Answer: requests that want no channel as well
};

#endif // FAULT_H
