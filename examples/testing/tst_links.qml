// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import DustEcto
import DustEcto.Test

// How an application tests what it shows: LinkList.qml, against a server in this process.
//! [setup]
TestCase {
    id: testCase

    property DustTestServer server
    property LinkList list

    name: "Links"
    when: windowShown
    width: 200
    height: 200

    function init() {
        server = createTemporaryObject(serverComponent, testCase);
        verify(server.seedFromFile(Qt.resolvedUrl("links.json")));
        list = createTemporaryObject(listComponent, testCase, {
            store: server.store
        });
        tryCompare(list, "count", 2);
    }

    Component {
        id: serverComponent

        //! [server]
        DustTestServer {
            storeName: "local/links"
        }
        //! [server]
    }
    Component {
        id: listComponent

        LinkList {
            anchors.fill: parent
        }
    }
    //! [setup]
    //! [spy]
    DustBroadcasterSpy {
        id: spy

        target: DustBroadcaster {
            repo: testCase.list?.repo ?? null
            schema: testCase.list?.schema ?? null
        }
    }
    //! [spy]

    //! [others]
    function test_followsOthers() {
        verify(server.put("links/qt", {
            title: "A framework"
        }));
        tryVerify(() => list.title(0) === "A framework");
        verify(server.remove("links/qt"));
        tryCompare(list, "count", 1);
    }
    //! [others]

    //! [hold]
    function test_marksWhatIsNotSavedYet() {
        server.holdNextWrite();
        list.add("a", "A new one");
        tryCompare(server, "heldWrites", 1);
        compare(list.title(0), "A new one");
        tryVerify(() => list.isPending(0));

        server.releaseWrites();
        tryVerify(() => !list.isPending(0));
        compare(server.value("links/a/title"), "A new one");
    }
    //! [hold]

    //! [reject]
    function test_takesBackWhatIsRefused() {
        server.rejectNextWrite(DustError.LimitExceeded);
        list.add("a", "A new one");
        tryVerify(() => list.notice !== "");
        tryCompare(list, "count", 2);
    }
    //! [reject]

    //! [delay]
    function test_saysThatItTakesLong() {
        server.delayNextWrite(60000);
        list.add("a", "A new one");
        tryCompare(server, "heldWrites", 1);
        compare(list.notice, "");
        server.clock.advance(30000);
        tryVerify(() => list.notice !== "");
        server.clock.advance(30000);
        tryVerify(() => server.value("links/a") !== undefined);
    }
    //! [delay]

    //! [online]
    function test_worksOffline() {
        server.online = false;
        tryVerify(() => server.store.state === DustStore.Offline);
        list.add("a", "A new one");
        tryCompare(list, "count", 3);
        compare(server.value("links/a"), undefined);
        server.online = true;
        tryVerify(() => server.value("links/a") !== undefined);
    }
    //! [online]

    //! [permissions]
    function test_saysThatItMayOnlyRead() {
        server.readOnly = true;
        tryVerify(() => !server.store.canWrite);
        list.add("a", "A new one");
        tryVerify(() => list.notice !== "");
        compare(list.count, 2);
    }
    //! [permissions]

    //! [told]
    function test_tellsOfChanges() {
        spy.clear(); // of what was there
        verify(server.merge("links/qt", {
            title: "A framework"
        }));
        verify(server.remove("links/kde"));
        tryCompare(spy, "count", 2);
        compare(spy.upserts[0].title, "A framework");
        compare(spy.deletes, ["kde"]);
    }
    //! [told]
}
