// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import DustEcto
import QmlLinks

// The pages of examples/qml-links. A TestCase does not show what is in it.
Item {
    id: root

    width: 900
    height: 500

    ReplyCase {
        id: testCase

        name: "Example"
        when: windowShown

        property LinksPage page
        property var editor // of which there is more than an Item has

        function put(slug, title) {
            return settle(linkRepo.insert(links.changeset({}, {
                slug: slug,
                title: title,
                url: "https://" + slug + ".example"
            })));
        }

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

        function field(label) {
            return find(editor, item => item.label === label);
        }

        function edit(label, text) {
            field(label).field.text = text;
        }

        function rowOf(slug) {
            return page.model.indexOfSlug(slug);
        }

        DustClient {
            id: client

            url: "memory:"
        }
        DustRepo {
            id: linkRepo

            store: client.store("local/links")
        }
        DustSchema {
            id: links

            prefix: "links"
            fields: ({
                    title: "string",
                    url: "url",
                    tags: "stringList",
                    note: "string"
                })
            required: ["title", "url"]
        }
        LinkImporter {
            id: noImporter
        }
        Component {
            id: pages

            LinksPage {
                anchors.fill: parent
                repo: linkRepo
                linkSchema: links
                importer: noImporter
            }
        }
        Component {
            id: mains

            Main {
                url: "memory:"
            }
        }

        function init() {
            failOnWarning(/TypeError|ReferenceError/);
            settle(linkRepo.removeAll(links));
            put("a", "Alpha");
            put("b", "Beta");
            page = createTemporaryObject(pages, root);
            tryCompare(page.model, "count", 2);
            editor = find(page, item => item.form !== undefined);
        }

        function test_addingAKeyThatIsTaken() {
            page.add();
            edit("Key", "a");
            edit("Title", "Another");
            edit("Address", "https://another.example");
            editor.save();
            tryCompare(field("Key").field, "error", "has already been taken");
            compare(settle(linkRepo.get(links, "a")).title, "Alpha");
            edit("Key", "c");
            compare(field("Key").field.error, "");
            editor.save();
            tryCompare(page.model, "count", 3);
            compare(settle(linkRepo.get(links, "c")).title, "Another");
            compare(editor.form.isNew, false);
        }

        function test_savingARow() {
            page.select(rowOf("a"));
            edit("Title", "Mine");
            editor.save();
            tryVerify(() => page.model.get(rowOf("a")).title === "Mine");
            tryCompare(editor.form, "submitting", false);
            compare(editor.problem, "");
            compare(editor.form.record.title, "Mine");
            edit("Title", "Mine again");
            settle(page.model.update("a", {
                title: "Theirs"
            }));
            editor.save();
            tryVerify(() => editor.problem !== "");
            compare(page.model.get(rowOf("a")).title, "Theirs");
            mouseClick(find(editor, item => item.name === "Reload"));
            compare(editor.problem, "");
            compare(field("Title").field.text, "Theirs");
        }

        function test_removingAnotherLinkThanTheShownOne() {
            page.select(rowOf("a"));
            page.remove("b");
            tryCompare(page.model, "count", 1);
            wait(0);
            compare(editor.visible, true);
            page.remove("a");
            tryCompare(page.model, "count", 0);
            tryCompare(editor, "visible", false);
        }

        function test_undoRestoresWhatWasDeleted() {
            page.select(rowOf("a"));
            settle(page.model.update("a", {
                note: "written meanwhile"
            }));
            editor.removeRequested("a");
            tryCompare(page.model, "count", 1);
            const notice = find(page, item => item.actionText !== undefined);
            tryCompare(notice, "visible", true);
            page.undo();
            tryCompare(page.model, "count", 2);
            const restored = settle(linkRepo.get(links, "a"));
            compare(restored.title, "Alpha");
            compare(restored.note, "written meanwhile");
        }

        function test_undoLeavesWhatSomebodyAddedMeanwhile() {
            editor.removeRequested("a");
            tryCompare(page.model, "count", 1);
            const notice = find(page, item => item.actionText !== undefined);
            tryCompare(notice, "visible", true);
            put("a", "Added again");
            page.undo();
            tryVerify(() => notice.text.includes("added again meanwhile"));
            compare(settle(linkRepo.get(links, "a")).title, "Added again");
        }

        function test_deleteWithoutACurrentRow() {
            page.view.currentIndex = -1;
            page.view.forceActiveFocus();
            keyClick(Qt.Key_Delete);
            wait(50);
            compare(page.model.count, 2);
            compare(find(page, item => item.actionText !== undefined).visible, false);
            page.view.currentIndex = 0;
            keyClick(Qt.Key_Delete);
            tryCompare(page.model, "count", 1);
        }

        function test_focusGoesToTheViewThatIsShown_data() {
            return [
                {
                    tag: "list",
                    cards: false
                },
                {
                    tag: "cards",
                    cards: true
                }
            ];
        }

        function test_focusGoesToTheViewThatIsShown(row) {
            page.cards = row.cards;
            tryCompare(page.view, "visible", true);
            const search = find(page, item => item.placeholderText === "Search titles, addresses and tags");
            for (const key of [Qt.Key_Escape, Qt.Key_Down]) {
                search.forceActiveFocus();
                keyClick(key);
                compare(page.view.activeFocus, true);
            }
            page.add();
            compare(page.view.activeFocus, false);
            editor.closed();
            compare(page.view.activeFocus, true);
            search.forceActiveFocus();
            // The form's room goes to the view: what is clicked must not move meanwhile.
            tryVerify(() => page.view.width === page.width && !isPolishScheduled(page.view));
            tryVerify(() => page.view.itemAtIndex(1) !== null);
            mouseClick(page.view.itemAtIndex(1));
            compare(page.view.activeFocus, true);
            compare(page.view.currentIndex, 1);
            compare(editor.visible, true);
        }

        function test_counts() {
            compare(page.countText(0, 0), "0 links");
            compare(page.countText(1, 1), "1 link");
            compare(page.countText(768, 768), "768 links");
            compare(page.countText(1, 2), "1 of 2 links");
            compare(page.countText(0, 1), "0 of 1 link");
        }

        function test_anotherWindowStays() {
            const main = createTemporaryObject(mains, testCase);
            main.openAnother();
            compare(main.otherWindows.length, 1);
            const other = main.otherWindows[0].page;
            verify(other.repo !== null);
            verify(other.linkSchema !== null);
            verify(other.importer !== null);
            gc();
            wait(50);
            gc();
            compare(main.otherWindows[0].visible, true);
            main.otherWindows[0].close();
            tryVerify(() => main.otherWindows.length === 0);
        }

        function test_storeThatCannotBeOpened() {
            const main = createTemporaryObject(mains, testCase, {
                url: "ftp://x"
            });
            tryVerify(() => main.failure.includes("ftp"));
        }
    }
}
