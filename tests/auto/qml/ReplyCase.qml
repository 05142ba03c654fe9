// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest

// A test that waits for replies.
TestCase {
    // The value of a reply, or its error.
    function settle(reply) {
        let settled = false;
        let answer;
        reply.then(value => {
            answer = value;
            settled = true;
        }, error => {
            answer = error;
            settled = true;
        });
        tryVerify(() => settled);
        return answer;
    }
}
