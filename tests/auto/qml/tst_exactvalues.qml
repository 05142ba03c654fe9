// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

import QtQuick
import DustEcto

// What JavaScript cannot hold exactly is written back as it was read, or not at all.
ReplyCase {
    id: testCase

    name: "ExactValues"

    readonly property string huge: "9007199254740993" // 2^53 + 1
    readonly property string other: "9007199254740995"

    property var written: []

    function read() {
        return settle(numberRepo.get(numbers, "a"));
    }

    DustClient {
        id: client

        url: "memory:"
    }
    DustRepo {
        id: numberRepo

        store: client.store("local/main")
    }
    DustSchema {
        id: items

        fields: ({
                id: "integer",
                name: "string"
            })
    }
    DustSchema {
        id: numbers

        prefix: "numbers"
        fields: ({
                id: "integer",
                title: "string",
                ratio: "double",
                free: "any",
                item: items,
                items: [items]
            })
    }
    // Writes numbers into the free-form field that JavaScript takes for whole ones.
    DustSchema {
        id: reals

        fields: ({
                real: "double"
            })
    }
    DustSchema {
        id: realWriters

        prefix: "numbers"
        fields: ({
                free: reals
            })
    }
    // Finds no record where that is still a double.
    DustSchema {
        id: wholes

        fields: ({
                real: "integer"
            })
    }
    DustSchema {
        id: wholeReaders

        prefix: "numbers"
        fields: ({
                free: wholes
            })
    }
    DustSchema {
        id: offices

        typeName: "Office"
    }
    Component {
        id: views

        Instantiator {
            model: DustListModel {
                repo: numberRepo
                schema: numbers
            }
            delegate: QtObject {
                required property var record
            }
        }
    }
    Component {
        id: models

        DustListModel {
            repo: numberRepo
            schema: numbers
        }
    }

    function init() {
        const made = settle(numberRepo.insert(numbers.changeset({}, {
            slug: "a",
            id: huge,
            title: "A",
            ratio: "1.0",
            item: {
                id: huge,
                name: "one"
            },
            items: [
                {
                    id: huge,
                    name: "one"
                },
                {
                    id: other,
                    name: "two"
                }
            ]
        })));
        compare(made.title, "A");
    }

    function cleanup() {
        settle(numberRepo.removeAll(numbers));
    }

    // JavaScript cannot say the number, but a text can, which is then no change.
    function isExact(record, text) {
        return Object.keys(numbers.changeset(record, {
            id: text
        }).changes).length === 0;
    }

    function test_unchangedIsNoChange() {
        const record = read();
        compare(record.id, 9007199254740992);
        compare(numbers.changeset(record, {}).changes, {});
        compare(numbers.changeset(record, record).changes, {});
        compare(numbers.changeset(record, JSON.parse(JSON.stringify(record))).changes, {});
        verify(isExact(record, huge));
        compare(numbers.change(record, {
            id: record.id,
            ratio: record.ratio
        }).changes, {});
        compare(numbers.change(record).putChange("id", record.id).changes, {});
    }

    function test_anUpdateLeavesTheOthers() {
        const record = read();
        settle(numberRepo.update(numbers.changeset(record, Object.assign({}, record, {
            title: "B"
        })), {
            ifUnchanged: true
        }));
        const after = read();
        compare(after.title, "B");
        verify(isExact(after, huge));
    }

    function test_insertedAgain() {
        settle(numberRepo.insert(numbers.changeset(read(), {
            title: "B"
        })));
        verify(isExact(read(), huge));
        settle(numberRepo.insert(numbers.changeset(Object.assign({}, read(), {
            slug: "b"
        }), {})));
        verify(isExact(settle(numberRepo.get(numbers, "b")), huge));
    }

    function test_changed() {
        const record = read();
        compare(numbers.changeset(record, {
            id: 5
        }).changes.id, 5);
        const changed = numbers.changeset(record, {
            id: other
        });
        verify(changed.fetchChange("id") !== undefined);
        // The data is the object, as in Ecto: what was set on it is no change.
        record.title = "set";
        compare(numbers.changeset(record, {}).getField("title"), "set");
        compare(numbers.changeset(record, {}).changes, {});
        verify(isExact(record, huge));
    }

    function test_forced() {
        const forced = numbers.change(read()).forceChange("id", 9007199254740992);
        verify(forced.fetchChange("id") !== undefined);
        settle(numberRepo.update(forced));
        verify(isExact(read(), huge));
    }

    function test_updateChange() {
        const changed = numbers.changeset({
            slug: "b"
        }, {
            id: huge
        }).updateChange("id", id => id);
        settle(numberRepo.insert(changed));
        verify(isExact(settle(numberRepo.get(numbers, "b")), huge));
    }

    function test_nested() {
        const record = read();
        settle(numberRepo.update(numbers.changeset(record, {
            item: Object.assign({}, record.item, {
                name: "renamed"
            })
        })));
        const item = read().item;
        compare(item.name, "renamed");
        compare(numbers.changeset(read(), {
            item: {
                id: huge
            }
        }).changes, {});
    }

    // Those that stay keep their values, wherever they are then.
    function test_lists_data() {
        return [
            {
                tag: "first removed",
                edit: list => list.slice(1),
                ids: [other]
            },
            {
                tag: "turned round",
                edit: list => list.slice().reverse(),
                ids: [other, huge]
            },
            {
                tag: "one more",
                edit: list => [
                        {
                            id: 1,
                            name: "new"
                        }
                    ].concat(list),
                ids: ["1", huge, other]
            },
            {
                tag: "one renamed",
                edit: list => [list[0], Object.assign({}, list[1], {
                        name: "renamed"
                    })],
                ids: [huge, other]
            }
        ];
    }

    function test_lists(row) {
        const record = read();
        settle(numberRepo.update(numbers.changeset(record, {
            items: row.edit(record.items)
        })));
        const after = read();
        compare(after.items.length, row.ids.length);
        const exact = numbers.changeset(after, {
            items: after.items.map((item, i) => ({
                        id: row.ids[i],
                        name: item.name
                    }))
        });
        compare(exact.changes, {});
    }

    // Each item is compared with those that it may be, not with all.
    function test_longLists_data() {
        return [
            {
                tag: "of records",
                field: "items",
                item: i => ({
                            id: i,
                            name: "n" + i
                        }),
                changed: item => Object.assign({}, item, {
                        name: item.name + " renamed"
                    })
            },
            {
                tag: "free",
                field: "free",
                item: i => ({
                            id: i
                        }),
                changed: item => ({
                            id: item.id + 0.5
                        })
            }
        ];
    }

    function test_longLists(row) {
        const list = [];
        for (let i = 0; i < 2000; ++i)
            list.push(row.item(i));
        const record = {
            slug: "b",
            [row.field]: list
        };
        const start = Date.now();
        for (const given of [list.map(row.changed), list.slice().reverse()]) {
            const changeset = numbers.change(record, {
                [row.field]: given
            });
            verify(changeset.valid);
        }
        verify(Date.now() - start < 5000, Date.now() - start);
    }

    function test_throughAFunction() {
        const record = read();
        const given = JSON.parse(JSON.stringify(record.items));
        given[1].name = "2";
        const change = numbers.change(record).cast({
            items: given,
            item: Object.assign({}, record.item, {
                name: "1"
            })
        }, []).castEmbed("items", (item, params) => items.changeset(item, params)).castEmbed("item", (item, params) => items.changeset(item, params));
        verify(change.valid, JSON.stringify(change.errors));
        settle(numberRepo.update(change));
        const after = read();
        compare(after.items[1].name, "2");
        compare(after.item.name, "1");
        const exact = numbers.changeset(after, {
            items: [
                {
                    id: huge,
                    name: "one"
                },
                {
                    id: other,
                    name: "2"
                }
            ],
            item: {
                id: huge,
                name: "1"
            }
        });
        compare(exact.changes, {});
    }

    function test_freeForm() {
        settle(numberRepo.insert(realWriters.changeset({}, {
            slug: "b",
            free: {
                real: 1
            }
        })));
        compare(settle(numberRepo.get(wholeReaders, "b")).kind, DustError.NotFound);
        const record = settle(numberRepo.get(numbers, "b"));
        compare(record.free, {
            real: 1
        });
        compare(numbers.changeset(record, record).changes, {});
        settle(numberRepo.update(numbers.changeset(record, {
            free: {
                real: record.free.real,
                more: true
            }
        })));
        compare(settle(numberRepo.get(numbers, "b")).free.more, true);
        compare(settle(numberRepo.get(wholeReaders, "b")).kind, DustError.NotFound);
    }

    function test_model() {
        const model = createTemporaryObject(models, testCase);
        tryCompare(model, "count", 1);
        const record = model.get(0);
        compare(numbers.changeset(record, record).changes, {});
        settle(model.update("a", Object.assign({}, record, {
            title: "B"
        })));
        verify(isExact(read(), huge));
    }

    function test_recordRole() {
        const view = createTemporaryObject(views, testCase);
        tryCompare(view, "count", 1);
        const record = view.objectAt(0).record;
        compare(numbers.changeset(record, {}).slug, "a");
        verify(isExact(record, huge));
        settle(numberRepo.update(numbers.changeset(record, {
            title: "B"
        }), {
            ifUnchanged: true
        }));
        compare(read().title, "B");
    }

    function test_ofAClass() {
        settle(numberRepo.insert(offices.changeset({}, {
            slug: "o",
            number: huge,
            desk: {
                number: huge,
                name: "D"
            },
            desks: [
                {
                    number: huge,
                    name: "one"
                },
                {
                    number: other,
                    name: "two"
                }
            ]
        })));
        const office = settle(numberRepo.get(offices, "o"));
        compare(office.number, 9007199254740992);
        compare(offices.changeset(office, office).changes, {});
        compare(offices.changeset(office, JSON.parse(JSON.stringify(office))).changes, {});
        settle(numberRepo.update(offices.changeset(office, {
            number: office.number,
            desk: {
                number: office.desk.number,
                name: "renamed"
            },
            desks: [
                {
                    number: office.desks[1].number,
                    name: "two"
                }
            ]
        })));
        const after = settle(numberRepo.get(offices, "o"));
        compare(after.desk.name, "renamed");
        compare(offices.changeset(after, {
            number: huge,
            desk: {
                number: huge
            },
            desks: [
                {
                    number: other,
                    name: "two"
                }
            ]
        }).changes, {});
        settle(numberRepo.removeAll(offices));
    }

    function test_applied() {
        const applied = numbers.changeset(read(), {
            title: "B"
        }).applyChanges();
        verify(isExact(applied, huge));
        verify(applied.dustMeta.loaded);
    }

    function test_metaIsShown() {
        const meta = read().dustMeta;
        verify(meta.revision > 0);
        verify(meta.loaded);
        compare(cppSide.revisionOf(read()), meta.revision);
    }
}
