// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import DustEcto

// A date keeps its day on the way to JavaScript and back. Run in several time zones.
ReplyCase {
    id: testCase

    name: "Dates"

    readonly property string day: "2026-03-31"

    // What is stored, told without a Date.
    function stored(field) {
        return settle(dayRepo.get(texts, "a"))[field];
    }

    function put(params) {
        return settle(dayRepo.insert(days.changeset({}, Object.assign({
            slug: "a"
        }, params))));
    }

    function event(params) {
        return days.changeset({}, Object.assign({
            slug: "a"
        }, params));
    }

    DustClient {
        id: client

        url: "memory:"
    }
    DustRepo {
        id: dayRepo

        store: client.store("local/main")
    }
    DustSchema {
        id: places

        fields: ({
                name: "string",
                since: "date"
            })
    }
    DustSchema {
        id: days

        prefix: "days"
        fields: ({
                due: "date",
                at: "time",
                when: "dateTime",
                home: places,
                homes: [places]
            })
    }
    // The same leaves as texts.
    DustSchema {
        id: texts

        prefix: "days"
        fields: ({
                due: "string",
                at: "string",
                when: "string",
                home: "any",
                homes: "any"
            })
    }
    DustSchema {
        id: offices

        typeName: "Office"
    }
    Component {
        id: models

        DustListModel {
            repo: dayRepo
            schema: days
        }
    }

    Component {
        id: views

        Instantiator {
            model: DustListModel {
                repo: dayRepo
                schema: days
                editable: true
            }
            delegate: QtObject {
                required property var model
            }
        }
    }

    function cleanup() {
        settle(dayRepo.removeAll(days));
        settle(dayRepo.removeAll(offices));
    }

    function test_given_data() {
        return [
            {
                tag: "text",
                value: day
            },
            {
                tag: "what JavaScript makes of the text",
                value: new Date(day)
            },
            {
                tag: "midnight of the user",
                value: new Date(2026, 2, 31)
            },
            {
                tag: "an hour of the user's day",
                value: new Date(2026, 2, 31, 9, 30)
            },
            {
                tag: "the last minute of the user's day",
                value: new Date(2026, 2, 31, 23, 59)
            },
            {
                tag: "a date picker's UTC midnight",
                value: new Date(Date.UTC(2026, 2, 31))
            }
        ];
    }

    function test_given(row) {
        put({
            due: row.value
        });
        compare(stored("due"), day);
        const read = settle(dayRepo.get(days, "a"));
        compare(read.due.toISOString(), "2026-03-31T00:00:00.000Z");

        settle(dayRepo.insert(days.change({
            slug: "a"
        }).putChange("due", row.value)));
        compare(stored("due"), day);
        settle(dayRepo.insert(days.change({
            slug: "a",
            due: row.value
        })));
        compare(stored("due"), day);
    }

    function test_readAndWrittenBack() {
        put({
            due: day,
            at: "12:34:56",
            when: "2026-03-31T12:00:00Z",
            home: {
                name: "H",
                since: day
            },
            homes: [
                {
                    name: "A",
                    since: day
                },
                {
                    name: "B",
                    since: "2026-01-01"
                }
            ]
        });
        const read = settle(dayRepo.get(days, "a"));
        compare(days.changeset(read, read).changes, {});
        // The whole record, as it is, under its slug again.
        settle(dayRepo.insert(days.changeset(read, {})));
        compare(stored("due"), day);
        compare(stored("at"), "12:34:56");
        compare(stored("when"), "2026-03-31T12:00:00Z");
        compare(stored("home").since, day);
        compare(stored("homes").map(place => place.since), [day, "2026-01-01"]);
        // And one that is no longer known as what was read.
        settle(dayRepo.insert(days.changeset(Object.assign({}, read, {
            dustMeta: undefined
        }), {})));
        compare(stored("due"), day);
        compare(stored("at"), "12:34:56");
        compare(stored("home").since, day);
        compare(stored("homes").map(place => place.since), [day, "2026-01-01"]);
    }

    function test_nested() {
        put({
            home: {
                name: "H",
                since: new Date(2026, 2, 31)
            },
            homes: [
                {
                    name: "A",
                    since: new Date(day)
                }
            ]
        });
        compare(stored("home").since, day);
        compare(stored("homes")[0].since, day);
        const read = settle(dayRepo.get(days, "a"));
        settle(dayRepo.update(days.changeset(read, {
            homes: [
                {
                    name: "B",
                    since: new Date(2026, 0, 1)
                },
                ...read.homes
            ]
        })));
        compare(stored("homes").map(place => place.since), ["2026-01-01", day]);
    }

    function test_ofAClass() {
        settle(dayRepo.insert(offices.changeset({}, {
            slug: "a",
            opened: new Date(2026, 2, 31),
            desk: {
                since: new Date(2026, 2, 31)
            },
            desks: [
                {
                    since: new Date(day)
                }
            ]
        })));
        const read = settle(dayRepo.get(offices, "a"));
        for (const date of [read.opened, read.desk.since, read.desks[0].since])
            compare(date.toISOString(), "2026-03-31T00:00:00.000Z");
        compare(offices.changeset(read, read).changes, {});
        compare(offices.changeset(read, {
            opened: new Date(2026, 2, 31),
            desk: {
                since: new Date(2026, 2, 31)
            },
            desks: [
                {
                    since: new Date(2026, 2, 31)
                }
            ]
        }).changes, {});
    }

    function test_noneOfAClass() {
        settle(dayRepo.insert(offices.changeset({}, {
            slug: "a"
        })));
        const read = settle(dayRepo.get(offices, "a"));
        compare(read.opened, null);
        compare(offices.changeset(read, read).changes, {});
        compare(offices.changeset(read, {
            opened: null
        }).changes, {});
        const opened = settle(dayRepo.update(offices.changeset(read, {
            opened: day
        })));
        compare(opened.opened.toISOString(), "2026-03-31T00:00:00.000Z");
        const none = offices.changeset(opened, {
            opened: null
        });
        for (const shown of [none.changes.opened, none.getField("opened"), none.getChange("opened"), none.fetchField("opened").value, none.fetchChange("opened").value, none.applyChanges().opened])
            compare(shown, null);
        compare(settle(dayRepo.update(none)).opened, null);
    }

    function test_invalid_data() {
        return [
            {
                tag: "date",
                field: "due"
            },
            {
                tag: "time",
                field: "at"
            },
            {
                tag: "date and time",
                field: "when"
            }
        ];
    }

    // Which is not the same as none.
    function test_invalid(row) {
        const record = put({
            due: day,
            at: "10:00",
            when: "2026-03-31T10:00:00Z"
        });
        const change = days.changeset(record, {
            [row.field]: new Date("garbage")
        });
        verify(!change.valid);
        compare(change.errors[row.field][0], "is invalid");
    }

    function test_validators() {
        const changeset = event({
            due: day
        });
        verify(changeset.validateInclusion("due", [new Date(2026, 2, 31)]).valid);
        verify(changeset.validateInclusion("due", [new Date(day)]).valid);
        verify(!changeset.validateExclusion("due", [new Date(day)]).valid);
        const confirmed = event({
            due: new Date(day),
            dueConfirmation: new Date(2026, 2, 31)
        });
        verify(confirmed.validateConfirmation("due").valid);
    }

    function test_updateChange() {
        const later = event({
            due: day
        }).updateChange("due", due => new Date(due.getTime() + 24 * 3600 * 1000));
        compare(later.changes.due.toISOString(), "2026-04-01T00:00:00.000Z");
    }

    function test_delegate() {
        put({
            due: day
        });
        const view = createTemporaryObject(views, testCase);
        tryCompare(view, "count", 1);
        const row = view.objectAt(0).model;
        compare(row.due.toISOString(), "2026-03-31T00:00:00.000Z");
        row.due = new Date(2026, 3, 1);
        tryVerify(() => stored("due") === "2026-04-01");
    }

    function test_model() {
        const model = createTemporaryObject(models, testCase);
        tryCompare(model, "loading", false);
        settle(model.insert({
            slug: "a",
            due: new Date(2026, 2, 31)
        }));
        compare(stored("due"), day);
        tryCompare(model, "count", 1);
        settle(model.update("a", {
            due: new Date("2026-04-01")
        }));
        compare(stored("due"), "2026-04-01");
        for (const wanted of [new Date(2026, 3, 1), new Date("2026-04-01"), "2026-04-01", [new Date(2026, 3, 1)]]) {
            model.filter = {
                due: wanted
            };
            compare(model.count, 1);
        }
        model.filter = {
            due: new Date(2026, 2, 31)
        };
        compare(model.count, 0);
    }
}
