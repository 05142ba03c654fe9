// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import DustEcto
import QmlLinks

// examples/qml-links by keyboard and mouse, with the schema of its own C++ class.
Item {
    id: root

    width: 900
    height: 500

    ReplyCase {
        id: testCase

        name: "ExampleKeys"
        when: windowShown

        property LinksPage page
        property var editor // of which there is more than an Item has

        function find(item, matches) {
            if (matches(item))
                return item;
            for (let i = 0; i < item.children.length; ++i) {
                const found = find(item.children[i], matches);
                if (found !== null)
                    return found;
            }
            return null;
        }

        function named(name) {
            const item = find(page, one => one.Accessible.name === name && one.visible);
            verify(item !== null, name);
            return item;
        }

        function input(name) {
            const item = find(page, one => one.placeholderText !== undefined && one.Accessible.name === name && one.visible);
            verify(item !== null, name);
            return item;
        }

        function type(text) {
            for (const character of text)
                keyClick(character);
        }

        function titles() {
            const result = [];
            for (let row = 0; row < page.model.count; ++row)
                result.push(page.model.get(row).title);
            return result;
        }

        function shows(text) {
            return find(page, item => item.text === text && item.visible) !== null;
        }

        DustClient {
            id: client

            url: "memory:"
        }
        DustRepo {
            id: linkRepo

            store: client.store("local/keys")
        }
        DustSchema {
            id: links

            typeName: "Link"
        }
        LinkImporter {
            id: importing
        }
        Component {
            id: pages

            LinksPage {
                anchors.fill: parent
                repo: linkRepo
                linkSchema: links
                importer: importing
            }
        }

        function init() {
            failOnWarning(/TypeError|ReferenceError/);
            Theme.dark = false;
            importing.running = false;
            settle(linkRepo.removeAll(links));
            for (const [slug, title] of [["x", "Alpha"], ["y", "Beta"], ["a", "Gamma"]])
                settle(linkRepo.insert(links.changeset({}, {
                    slug: slug,
                    title: title,
                    url: "https://" + slug + ".example"
                })));
            page = createTemporaryObject(pages, root);
            tryCompare(page.model, "count", 3);
            editor = find(page, item => item.form !== undefined);
            waitForRendering(page);
        }

        function test_searchWhileTyping() {
            keySequence(StandardKey.Find);
            const search = input("Search");
            compare(search.activeFocus, true);
            type("bet");
            tryCompare(page.model, "count", 1);
            compare(titles(), ["Beta"]);
            verify(shows("1 of 3 links"));
            keyClick(Qt.Key_Escape);
            tryCompare(page.model, "count", 3);
            verify(shows("3 links"));
            compare(page.view.activeFocus, true);
        }

        function test_sort() {
            compare(titles(), ["Alpha", "Beta", "Gamma"]);
            const box = named("Sort by");
            box.forceActiveFocus();
            keyClick(Qt.Key_Down);
            compare(box.currentText, "By key");
            tryVerify(() => titles()[0] === "Gamma");
            compare(titles(), ["Gamma", "Alpha", "Beta"]);
        }

        function test_openWithReturn() {
            page.view.currentIndex = 1;
            page.view.forceActiveFocus();
            keyClick(Qt.Key_Return);
            compare(editor.visible, true);
            compare(input("Title").text, "Beta");
        }

        function test_addingByKeyboard() {
            keySequence(StandardKey.New);
            compare(editor.visible, true);
            compare(input("Key").activeFocus, true);
            verify(!shows("can't be blank"), "nothing is wrong before anybody typed");
            type("qt");
            keyClick(Qt.Key_Tab);
            compare(input("Title").activeFocus, true);
            type("Q");
            keyClick(Qt.Key_Backspace);
            verify(shows("can't be blank"));
            compare(input("Title").Accessible.description, "can't be blank");
            type("Qt");
            verify(!shows("can't be blank"));
            keyClick(Qt.Key_Tab);
            compare(input("Address").activeFocus, true);
            type("ftp:");
            verify(shows("must start with http:// or https://"));
            keyClick(Qt.Key_Return);
            compare(page.model.count, 3);
            for (let i = 0; i < 4; ++i)
                keyClick(Qt.Key_Backspace);
            type("https://www.qt.io");
            verify(!shows("must start with http:// or https://"));
            keyClick(Qt.Key_Tab);
            type("c, qml");
            keyClick(Qt.Key_Return);
            tryCompare(page.model, "count", 4);
            const added = settle(linkRepo.get(links, "qt"));
            compare(added.title, "Qt");
            compare(added.url.toString(), "https://www.qt.io");
            compare(added.tags, ["c", "qml"]);
        }

        function test_undoByKeyboard() {
            page.view.currentIndex = 0;
            page.view.forceActiveFocus();
            keyClick(Qt.Key_Delete);
            tryCompare(page.model, "count", 2);
            tryVerify(() => shows("“Alpha” was deleted"));
            keySequence(StandardKey.Undo);
            tryCompare(page.model, "count", 3);
            compare(titles(), ["Alpha", "Beta", "Gamma"]);
        }

        function test_tabOrder() {
            input("Search").forceActiveFocus();
            for (const name of ["Sort by", "Show as a list", "Show as cards", "Dark colours", "More", "Add a link", "Links"]) {
                keyClick(Qt.Key_Tab);
                const item = root.Window.activeFocusItem;
                compare(item.Accessible.name, name);
            }
        }

        function test_whatAScreenReaderIsTold() {
            const told = item => [screenReader.name(item), screenReader.role(item)];
            compare(told((page.view as ListView).itemAtIndex(0)), ["Alpha, x.example", Accessible.ListItem]);
            compare(told(page.view), ["Links", Accessible.List]);
            compare(told(input("Search")), ["Search", Accessible.EditableText]);
            compare(told(named("Sort by")), ["Sort by", Accessible.ComboBox]);
            compare(told(named("Add a link")), ["Add a link", Accessible.Button]);
            page.cards = true;
            compare(told(page.view), ["Links as cards", Accessible.List]);
            page.select(0);
            for (const name of ["Key", "Title", "Address", "Tags, separated by commas", "Note"])
                compare(told(input(name)), [name, Accessible.EditableText]);
            for (const name of ["Close the form", "Open in the browser", "Delete this link"])
                compare(told(named(name)), [name, Accessible.Button]);
        }

        function test_lightAndDark() {
            const before = String((page.background as Rectangle).color);
            mouseClick(named("Dark colours"));
            compare(Theme.dark, true);
            verify((page.background as Rectangle).color.hslLightness < 0.3);
            mouseClick(named("Light colours"));
            compare(String((page.background as Rectangle).color), before);
        }

        function test_progressOfAnImport() {
            const bar = find(page, item => item.Accessible.name === "Import");
            compare(bar.visible, false);
            importing.running = true;
            importing.progress = 0.25;
            compare(bar.visible, true);
            compare(bar.value, 0.25);
            tryCompare(bar, "visualPosition", 0.25);
        }
    }
}
