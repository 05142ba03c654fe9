// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QmlLinks

// What somebody at the window does and sees, in words for a test in another process.
Main {
    id: window

    readonly property var editor: find(page, item => item.form !== undefined) // of which there is more than an Item has

    function find(item: Item, matches: var): Item {
        if (matches(item))
            return item;
        for (let i = 0; i < item.children.length; ++i) {
            const found = find(item.children[i], matches);
            if (found !== null)
                return found;
        }
        return null;
    }

    // All items are there, shown or not: the header is none of the page's children.
    function statusItem(): Item {
        return find(page.header, item => item.connectionText !== undefined);
    }

    function edit(label: string, text: string) {
        find(editor, item => item.label === label).field.text = text;
    }

    function add(key: string, title: string) {
        page.add();
        edit("Key", key);
        edit("Title", title);
        edit("Address", "https://" + key + ".example");
        editor.save();
    }

    function retitle(key: string, title: string) {
        page.select(page.model.indexOfSlug(key));
        edit("Title", title);
        editor.save();
    }

    function links(): string {
        const shown = [];
        for (let row = 0; row < page.model.count; ++row)
            shown.push(page.model.slugAt(row) + "=" + page.model.get(row).title);
        return shown.sort().join(" ");
    }

    // In the order of the list.
    function pending(): string {
        const rows = [];
        for (let row = 0; row < page.model.count; ++row) {
            const item = page.view.itemAtIndex(row);
            if (item !== null && item.pending)
                rows.push(page.model.slugAt(row));
        }
        return rows.join(" ");
    }
}
