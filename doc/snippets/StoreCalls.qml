// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import DustEcto

Item {
    id: root

    property bool passed: counter.visits === 1 && paths.length === 3 && told.includes("stats/visits increment 1")
    property var paths: []
    property var told: []

    DustClient { id: client; url: "memory:" }

    //! [increment]
    Item {
        id: counter

        readonly property DustStore store: client.store("local/main")
        property int visits: 0

        Component.onCompleted: {
            store.increment("stats/visits")
                .then(() => store.get("stats/visits"))
                .then(visits => counter.visits = visits, error => console.warn(error.message));
        }
    }
    //! [increment]

    //! [news]
    DustSubscription {
        store: client.store("local/main")
        pattern: "stats/*"
        includeCurrent: true
        onReceived: event => root.told.push(event.path + " " + event.op + " " + event.value)
    }
    //! [news]

    Component.onCompleted: {
        const store = client.store("local/main");
        const fail = error => console.warn(error.message);

        store.put("config/limit", 9).then(() => {
            //! [put]
            return store.entry("config/limit")
                .then(entry => store.put(entry.path, entry.value + 1, { ifMatch: entry.revision }));
            //! [put]
        }).then(() => {
            //! [lease]
            return store.lease("locks/report", "window 1", { milliseconds: 5000 })
                .then(lease => store.put("report", "ready", { fence: lease })
                    .then(() => store.release(lease.path, lease.token)));
            //! [lease]
        }).then(() => {
            //! [list]
            return store.list("**", { limit: 100 })
                .then(page => root.paths = page.entries.map(entry => entry.path));
            //! [list]
        }).then(null, fail);
    }
}
