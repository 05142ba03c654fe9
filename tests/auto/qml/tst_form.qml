// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import QtTest
import DustEcto

// What somebody edits in a form, and what it writes.
FormCase {
    id: testCase

    name: "Form"
    when: windowShown
    width: 200
    height: 200

    DustSchema {
        id: books

        typeName: "Book"
    }
    Component {
        id: repos

        DustRepo {}
    }
    SignalSpy {
        id: spy
    }
    TextInput {
        id: input

        readonly property DustFormField field: form.field("title")

        text: field.text
        onTextEdited: field.text = text
    }

    function test_newRecord() {
        compare(form.isNew, true);
        compare(form.slug, "");
        compare(form.dirty, false);
        compare(form.valid, false);
        const title = form.field("title");
        compare(form.field("title"), title);
        compare([title.name, title.text, title.error, title.touched, title.required, title.dirty], ["title", "", "", false, true, false]);
        compare(form.field("url").required, false);
        edit("slug", "qt");
        compare(form.dirty, true);
        compare(form.valid, false);
        edit("title", "Qt");
        compare([title.text, title.value, title.touched, title.dirty], ["Qt", "Qt", true, true]);
        compare(form.valid, true);
        const reply = form.submit();
        compare(form.submitting, true);
        compare(settle(reply).title, "Qt");
        compare(form.submitting, false);
        compare(heard, ["+qt"]);
        compare(stored("qt").title, "Qt");
        compare([form.isNew, form.slug, form.dirty, form.record.title, title.touched], [false, "qt", false, "Qt", false]);
    }

    // Nobody is told what is wrong before he did anything.
    function test_errorsOnceTouched() {
        const title = form.field("title");
        compare(form.changeset.errors.title, ["can't be blank"]);
        compare(title.error, "");
        edit("title", "x");
        edit("title", "");
        compare(title.error, "can't be blank");
        compare(form.field("slug").error, "");
        form.field("slug").touched = true; // it was left, say
        compare(form.field("slug").error, "can't be blank");
        edit("title", "much too long a title");
        compare(title.error, "should be at most 10 character(s)");
        form.reset();
        compare([title.error, title.touched, title.text], ["", false, ""]);
    }

    function test_untouched() {
        const title = form.field("title");
        edit("title", "x");
        edit("title", "");
        title.touched = false;
        compare([title.error, title.touched, title.text], ["", false, ""]);
        edit("title", "y");
        edit("title", "");
        compare(title.error, "can't be blank");
    }

    function test_errorsAfterSubmit() {
        const failed = settle(form.submit());
        compare(failed.kind, DustError.Invalid);
        compare(failed.fieldErrors.title, ["can't be blank"]);
        compare(form.field("title").error, "can't be blank");
        compare(form.field("slug").error, "can't be blank");
        compare(form.field("title").touched, false);
        compare(form.error.kind, DustError.NoError);
        compare(heard, ["-" + DustError.Invalid]);
        form.record = {};
        compare(form.field("title").error, "");
    }

    function test_textsOfAllTypes_data() {
        return [
            {
                tag: "url",
                text: "https://qt.io",
                shown: value => value.toString() === "https://qt.io"
            },
            {
                tag: "visits",
                text: "12",
                shown: value => value === 12
            },
            {
                tag: "price",
                text: "19.90",
                shown: value => value.toString() === "19.90"
            },
            {
                tag: "day",
                text: "2026-03-31",
                shown: value => value.toISOString().slice(0, 10) === "2026-03-31"
            },
            {
                tag: "tags",
                text: "c, qml",
                typed: " c,qml ,,",
                shown: value => value.join("|") === "c|qml"
            },
            {
                tag: "kind",
                text: "book",
                shown: value => value === "book"
            },
            {
                tag: "read",
                text: "true",
                shown: value => value === true
            }
        ];
    }

    function test_textsOfAllTypes(row) {
        const field = form.field(row.tag);
        compare(field.text, "");
        const typed = row.typed ?? row.text;
        edit("slug", "a");
        edit("title", "A");
        edit(row.tag, typed);
        compare(field.text, typed, "as it was typed");
        verify(row.shown(field.value), String(field.value));
        settle(form.submit());
        compare(heard, ["+a"]);
        compare(field.text, row.text);
        form.record = stored("a");
        compare(field.text, row.text);
        compare(field.dirty, false);
    }

    function test_whatCannotBeCast() {
        put({
            slug: "a",
            title: "A",
            visits: 7
        });
        form.record = stored("a");
        const visits = form.field("visits");
        edit("visits", "many");
        compare([visits.text, visits.value, visits.error, visits.dirty], ["many", 7, "is invalid", true]);
        compare(form.dirty, true);
        edit("visits", "07");
        compare([visits.text, visits.value, visits.error, visits.dirty], ["07", 7, "", false]);
        compare(form.dirty, false);
    }

    function test_values() {
        put({
            slug: "a",
            title: "A",
            read: false
        });
        form.record = stored("a");
        const read = form.field("read");
        compare(read.value, false);
        read.value = true;
        compare([read.value, read.text, read.dirty, read.touched], [true, "true", true, true]);
        form.field("tags").value = ["x", "y"];
        compare(text("tags"), "x, y");
        form.field("author").value = {
            name: ""
        };
        compare(form.field("author").error, "name can't be blank");
        form.field("author").value = {
            name: "Ada"
        };
        compare(form.field("author").error, "");
        settle(form.submit());
        const saved = stored("a");
        compare([saved.read, saved.tags, saved.author.name], [true, ["x", "y"], "Ada"]);
        read.value = true;
        compare(read.dirty, false);
    }

    // A name of no field is a param of the changeset.
    function test_params() {
        edit("title", "Qt");
        edit("titleConfirmation", "Gtk");
        compare(form.field("titleConfirmation").error, "does not match confirmation");
        edit("titleConfirmation", "Qt");
        compare(form.field("titleConfirmation").error, "");
    }

    function test_slugIsRead() {
        put({
            slug: "a",
            title: "A"
        });
        const bound = createTemporaryObject(forms, testCase, {
            slug: "a"
        });
        compare([bound.slug, bound.isNew, bound.loading], ["a", false, true]);
        compare(settle(bound.submit()).reason, "not_loaded");
        bound.reset();
        tryCompare(bound, "loading", false);
        compare(bound.field("title").text, "A");
        compare(bound.record.slug, "a");
        bound.slug = "b";
        compare(bound.field("title").text, "");
        tryCompare(bound, "loading", false);
        compare(bound.error.kind, DustError.NotFound);
        compare(settle(bound.submit()).kind, DustError.NotFound);
        put({
            slug: "b",
            title: "B"
        });
        tryVerify(() => bound.field("title").text === "B");
        compare(bound.error.kind, DustError.NoError);
        bound.slug = "";
        compare([bound.isNew, bound.loading, bound.field("title").text], [true, false, ""]);
    }

    // Typed before the record was there: nobody has changed anything since.
    function test_editedWhileLoading() {
        put({
            slug: "a",
            title: "A"
        });
        form.slug = "a";
        edit("title", "Mine");
        tryCompare(form, "loading", false);
        compare([text("title"), form.record.title, form.changedElsewhere], ["Mine", "A", false]);
    }

    function test_answersForAnotherRecord() {
        form.slug = "nothing";
        form.record = {};
        settle(myRepo.get(links, "nothing"));
        compare([form.error.kind, form.changedElsewhere, form.loading], [DustError.NoError, false, false]);
    }

    function test_repoWithoutAStore() {
        put({
            slug: "a",
            title: "A"
        });
        const waiting = createTemporaryObject(repos, testCase);
        form.repo = waiting;
        form.slug = "a";
        tryVerify(() => form.error.kind !== DustError.NoError);
        waiting.store = client.store("local/main");
        tryVerify(() => text("title") === "A");
        compare(form.error.kind, DustError.NoError);
    }

    function test_repoThatGoes() {
        const repo = createTemporaryObject(repos, testCase, {
            store: client.store("local/main")
        });
        form.repo = repo;
        edit("slug", "a");
        edit("title", "A");
        spy.target = form;
        spy.signalName = "repoChanged";
        spy.clear();
        repo.destroy();
        tryCompare(form, "repo", null);
        compare(spy.count, 1);
        spy.target = null;
        compare(form.dirty, true, "what was edited stays");
        compare(settle(form.submit()).reason, "no_repo");
    }

    function test_schemaThatGoes() {
        const schema = createTemporaryObject(schemas, testCase);
        const orphan = createTemporaryObject(forms, testCase, {
            schema: schema
        });
        orphan.field("slug").text = "o";
        orphan.field("title").text = "O";
        schema.destroy();
        wait(0);
        compare(orphan.schema, undefined);
        orphan.field("title").text = "Of it";
        compare(settle(orphan.submit()).title, "Of it");
        settle(myRepo.removeAll("others"));
    }
    Component {
        id: schemas

        DustSchema {
            prefix: "others"
            fields: ({
                    title: "string"
                })
            validate: changeset => changeset.validateLength("title", {
                    max: 10
                })
        }
    }

    function test_onlyChangesAreWritten() {
        put({
            slug: "a",
            title: "A",
            visits: 1
        });
        form.record = stored("a");
        edit("title", "B");
        compare(Object.keys(form.changeset.changes), ["title"]);
        form.repo = null; // it does not hear of the other's write
        form.repo = myRepo;
        compare(text("title"), "A");
        edit("title", "B");
        settle(form.submit());
        compare([stored("a").title, stored("a").visits], ["B", 1]);
    }

    function test_keyThatIsTaken() {
        put({
            slug: "a",
            title: "A"
        });
        edit("slug", "a");
        edit("title", "Mine");
        compare(settle(form.submit()).kind, DustError.Exists);
        compare(heard, ["-" + DustError.Exists]);
        compare(form.field("slug").error, "has already been taken");
        compare([form.valid, form.isNew, form.error.kind], [false, true, DustError.NoError]);
        compare(stored("a").title, "A");
        edit("slug", "b");
        compare(form.field("slug").error, "");
        edit("slug", "a");
        compare(form.field("slug").error, "has already been taken");
        edit("slug", "b");
        settle(form.submit());
        compare(stored("b").title, "Mine");
    }

    // The cursor stays where it is: what was typed is never put anew.
    function test_typing() {
        input.forceActiveFocus();
        for (const character of "Qt")
            keyClick(character);
        compare(input.text, "Qt");
        input.cursorPosition = 1;
        spy.target = input;
        spy.signalName = "cursorPositionChanged";
        spy.clear();
        keyClick("x");
        compare(input.text, "Qxt");
        compare(input.cursorPosition, 2);
        compare(spy.count, 1);
        compare(text("title"), "Qxt");
        form.reset();
        compare(input.text, "");
    }

    function test_schemaOfAClass() {
        const book = createTemporaryObject(forms, testCase, {
            schema: books
        });
        book.field("slug").text = "b";
        book.field("title").text = "B";
        book.field("pages").text = "-1";
        compare(book.field("pages").error, "must be greater than 0");
        book.field("pages").text = "300";
        compare(settle(book.submit()).pages, 300);
        settle(myRepo.removeAll(books));
    }

    function test_mistakes() {
        compare(settle(form.submit({
            ifunchanged: true
        })).reason, "unknown_option");
        compare(heard, []);
        edit("slug", "a");
        edit("title", "A");
        form.repo = null;
        edit("slug", "a");
        edit("title", "A");
        compare(settle(form.submit()).reason, "no_repo");
        compare(form.error.reason, "no_repo");
        const none = createTemporaryObject(forms, testCase, {
            schema: undefined
        });
        compare(none.valid, false);
        compare(settle(none.submit()).reason, "no_schema");
        const wrong = createTemporaryObject(forms, testCase, {
            schema: client
        });
        compare(settle(wrong.submit()).reason, "no_schema");
        verify(wrong.field("base").error.includes("expected a DustSchema"));
    }
}
