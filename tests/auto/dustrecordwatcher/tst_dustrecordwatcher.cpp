// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "histories.h"

#include "dustledger_p.h"
#include "dustmemorystorage.h"
#include "dustrecordwatcher_p.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

using Operations = QList<DustOperation>;

namespace {

DustPath at(const QString &path)
{
    return *DustPath::parse(path);
}

DustValue json(QByteArrayView text)
{
    return *DustValue::fromJson(text);
}

DustOperation set(const QString &path, QByteArrayView value)
{
    return DustOperation::set(at(path), json(value));
}

DustOperation merge(const QString &path, QByteArrayView value)
{
    return DustOperation::merge(at(path), json(value).toObject());
}

DustOperation remove(const QString &path)
{
    return DustOperation::remove(at(path));
}

DustSchema links(const QString &prefix = u"links"_s)
{
    const DustSchema meta = *DustSchema::Builder::embedded(u"Meta"_s)
                                     .field(u"lang"_s, DustField::String)
                                     .field(u"pages"_s, DustField::Integer)
                                     .build();
    return *DustSchema::Builder(prefix)
                    .name(u"Link"_s)
                    .field(u"title"_s, DustField::String)
                    .field(u"url"_s, DustField::String)
                    .field(u"visits"_s, DustField::Integer)
                    .embedOne(u"meta"_s, meta)
                    .field(u"extra"_s, DustField::Any)
                    .required({ u"title"_s, u"url"_s })
                    .build();
}

// A ledger, and what it did.
class World
{
public:
    World() : m_ledger(*DustLedger::open(std::make_shared<DustMemoryStorage>(), {})) {}
    const DustReadView &view() const { return m_ledger->view(); }
    DustCommit apply(const DustOperation &operation)
    {
        const auto commit = m_ledger->apply(DustOperation(operation).setClientOpId(u"op"_s),
                                            u"dev"_s, {});
        if (!commit)
            qFatal("%s", qPrintable(commit.error().message()));
        return *commit;
    }

private:
    std::unique_ptr<DustLedger> m_ledger;
};

// "3+a:Title" for an upsert of the third operation, "3-a" for a deletion.
QStringList described(const QList<DustRecordEvent> &events, quint64 firstSeq)
{
    QStringList lines;
    for (const DustRecordEvent &event : events) {
        const bool isThere = event.kind == DustRecordEvent::Upserted;
        QString line = QString::number(event.storeSeq - firstSeq) + QLatin1Char(isThere ? '+' : '-')
                + event.slug;
        if (isThere)
            line += u':' + event.record.value(u"title"_s).toString();
        if (isThere == event.record.isNull() || (isThere && event.record.slug() != event.slug))
            line += u" with the wrong record"_s;
        lines.append(line);
    }
    return lines;
}

} // namespace

class tst_DustRecordWatcher : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsChanges_data();
    void tellsChanges();
    void tellsTheRecordOfTheMoment();
    void tellsWhoWrote();
    void takesDamagedRowsForNothing();
    void readsOnlyTouchedRecords();
    void agreesWithNaiveModel();
};

void tst_DustRecordWatcher::tellsChanges_data()
{
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<Operations>("before");
    QTest::addColumn<Operations>("operations");
    QTest::addColumn<QStringList>("expected");

    const Operations a{ set(u"links/a"_s, R"({"title":"A","url":"u"})") };
    const Operations ab = a + Operations{ set(u"links/b"_s, R"({"title":"B","url":"u"})") };
    const auto row = [](const char *name, const Operations &before, const Operations &operations,
                        const QStringList &expected, const QString &prefix = u"links"_s) {
        QTest::newRow(name) << prefix << before << operations << expected;
    };

    row("insert by merge", {}, { merge(u"links/a"_s, R"({"title":"A","url":"u"})") },
        { u"0+a:A"_s });
    row("insert by set", {}, { set(u"links/a"_s, R"({"title":"A","url":"u"})") }, { u"0+a:A"_s });
    row("insert leaf by leaf", {},
        { set(u"links/a/title"_s, R"("A")"), set(u"links/a/url"_s, R"("u")") }, { u"1+a:A"_s });
    row("overwrite", a, { set(u"links/a"_s, R"({"title":"B","url":"u"})") }, { u"0+a:B"_s });
    row("overwrite with the same", a, { set(u"links/a"_s, R"({"title":"A","url":"u"})") },
        { u"0+a:A"_s });

    row("field update", a, { set(u"links/a/title"_s, R"("B")") }, { u"0+a:B"_s });
    row("field added", a, { set(u"links/a/visits"_s, "1") }, { u"0+a:A"_s });
    row("undeclared field", a, { set(u"links/a/colour"_s, R"("red")") }, { u"0+a:A"_s });
    row("counter", a, { DustOperation::increment(at(u"links/a/visits"_s), 2) }, { u"0+a:A"_s });
    row("optional field deleted", a, { set(u"links/a/visits"_s, "1"), remove(u"links/a/visits"_s) },
        { u"0+a:A"_s, u"1+a:A"_s });
    row("required field deleted", a, { remove(u"links/a/url"_s) }, { u"0-a"_s });
    row("field deleted that is not there", a, { remove(u"links/a/visits"_s) }, {});

    row("guard left by null", a, { set(u"links/a/url"_s, "null") }, { u"0-a"_s });
    row("guard left by empty text", a, { set(u"links/a/url"_s, R"("")") }, { u"0-a"_s });
    row("guard left by a wrong type", a, { set(u"links/a/visits"_s, R"("many")") }, { u"0-a"_s });
    row("guard left and entered", a,
        { set(u"links/a/url"_s, "null"), set(u"links/a/url"_s, R"("v")") },
        { u"0-a"_s, u"1+a:A"_s });
    row("outside the guard", {}, { set(u"links/a/title"_s, R"("A")"), remove(u"links/a/title"_s) },
        {});
    row("changes outside the guard", { set(u"links/a/title"_s, R"("A")") },
        { set(u"links/a/title"_s, R"("B")"), set(u"links/a/visits"_s, "3") }, {});

    row("record deleted", ab, { remove(u"links/a"_s) }, { u"0-a"_s });
    row("record deleted twice", a, { remove(u"links/a"_s), remove(u"links/a"_s) }, { u"0-a"_s });
    row("inserted and deleted", {},
        { set(u"links/a"_s, R"({"title":"A","url":"u"})"), remove(u"links/a"_s) },
        { u"0+a:A"_s, u"1-a"_s });
    row("deleted and inserted", a,
        { remove(u"links/a"_s), set(u"links/a"_s, R"({"title":"B","url":"u"})") },
        { u"0-a"_s, u"1+a:B"_s });

    row("prefix deleted", ab + Operations{ set(u"links/half/title"_s, R"("H")") },
        { remove(u"links"_s) }, { u"0-a"_s, u"0-b"_s });
    row("merge at the prefix", ab,
        { merge(u"links"_s, R"({"a":{"title":"X","url":"u"},"c":{"title":"C","url":"u"}})") },
        { u"0+a:X"_s, u"0+c:C"_s });
    row("merge at the prefix that leaves the guard", ab,
        { merge(u"links"_s, R"({"a":{"title":"X"}})") }, { u"0-a"_s });
    row("set at the prefix", ab,
        { set(u"links"_s, R"({"a":{"title":"X","url":"u"},"c":{"title":"C","url":"u"}})") },
        { u"0+a:X"_s, u"0-b"_s, u"0+c:C"_s });
    row("scalar at the prefix", ab, { set(u"links"_s, "1") }, { u"0-a"_s, u"0-b"_s });

    const QString deep = u"reading/links"_s;
    const Operations deepAB{ set(u"reading/links/a"_s, R"({"title":"A","url":"u"})"),
                             set(u"reading/links/b"_s, R"({"title":"B","url":"u"})") };
    row("field of a deep prefix", deepAB, { set(u"reading/links/a/title"_s, R"("X")") },
        { u"0+a:X"_s }, deep);
    row("delete above the prefix", deepAB, { remove(u"reading"_s) }, { u"0-a"_s, u"0-b"_s }, deep);
    row("merge above the prefix", deepAB,
        { merge(u"reading"_s, R"({"links":{"b":{"title":"X","url":"u"}}})") },
        { u"0-a"_s, u"0+b:X"_s }, deep);
    row("merge above beside the prefix", deepAB,
        { merge(u"reading"_s, R"({"notes":{"n":{"title":"X","url":"u"}}})") }, {}, deep);
    row("set above the prefix", deepAB,
        { set(u"reading"_s, R"({"links":{"c":{"title":"C","url":"u"}},"x":1})") },
        { u"0-a"_s, u"0-b"_s, u"0+c:C"_s }, deep);

    row("operations of a batch", ab,
        { remove(u"links/a"_s), set(u"links/b/title"_s, R"("X")"),
          merge(u"links/c"_s, R"({"title":"C","url":"u"})"), set(u"links/b/url"_s, R"("v")") },
        { u"0-a"_s, u"1+b:X"_s, u"2+c:C"_s, u"3+b:X"_s });

    row("nested field", a, { set(u"links/a/meta/lang"_s, R"("de")") }, { u"0+a:A"_s });
    row("nested object", a, { merge(u"links/a"_s, R"({"meta":{"lang":"de","pages":3}})") },
        { u"0+a:A"_s });
    row("nested object cleared", a,
        { merge(u"links/a"_s, R"({"meta":{"lang":"de"}})"), merge(u"links/a"_s, R"({"meta":{}})") },
        { u"0+a:A"_s, u"1+a:A"_s });
    row("nested field of a wrong type", a, { set(u"links/a/meta/pages"_s, R"("x")") },
        { u"0-a"_s });
    row("leaf over a nested object", a,
        { set(u"links/a/meta/lang"_s, R"("de")"), merge(u"links/a"_s, R"({"meta":1})") },
        { u"0+a:A"_s, u"1-a"_s });

    row("leaf at the record's path", a, { set(u"links/a"_s, "1") }, { u"0-a"_s });
    row("leaf at the record's path goes",
        { set(u"links/a"_s, "1"), set(u"links/a/title"_s, R"("A")"),
          set(u"links/a/url"_s, R"("u")") },
        { set(u"links/b"_s, "1"), remove(u"links/b"_s),
          set(u"links/a"_s, R"({"title":"A","url":"u"})") },
        { u"2+a:A"_s });
    row("sibling prefix", ab,
        { set(u"linksx/a"_s, R"({"title":"A","url":"u"})"), remove(u"linksx"_s),
          set(u"link"_s, "1") },
        {});
    row("slugs that sort before the slash", { set(u"links/a"_s, "1") },
        { set(u"links/a b"_s, R"({"title":"AB","url":"u"})"), set(u"links/a-b/title"_s, R"("x")"),
          set(u"links/a"_s, R"({"title":"A","url":"u"})"), remove(u"links/a"_s) },
        { u"0+a b:AB"_s, u"2+a:A"_s, u"3-a"_s });
    row("slugs with escapes", {},
        { set(u"links/x~1y"_s, R"({"title":"1","url":"u"})"),
          set(u"links/~0"_s, R"({"title":"2","url":"u"})"),
          set(u"links/*"_s, R"({"title":"3","url":"u"})"), remove(u"links/x~1y"_s) },
        { u"0+x/y:1"_s, u"1+~:2"_s, u"2+*:3"_s, u"3-x/y"_s });
}

void tst_DustRecordWatcher::tellsChanges()
{
    QFETCH(QString, prefix);
    QFETCH(Operations, before);
    QFETCH(Operations, operations);
    QFETCH(QStringList, expected);

    World world;
    quint64 firstSeq = 1;
    for (const DustOperation &operation : before)
        firstSeq = world.apply(operation).event.storeSeq + 1;
    DustRecordWatcher watcher(links(prefix));
    QStringList oneByOne;
    QList<DustCommit> commits;
    for (const DustOperation &operation : operations) {
        commits.append(world.apply(operation));
        oneByOne += described(watcher.events({ &commits.constLast() }, world.view()), firstSeq);
    }
    QCOMPARE(oneByOne, expected);

    // The same in one turn, where only the state after the last is there to be read.
    QList<const DustCommit *> all;
    for (const DustCommit &commit : std::as_const(commits))
        all.append(&commit);
    QCOMPARE(described(watcher.events(all, world.view()), firstSeq), expected);
}

void tst_DustRecordWatcher::tellsTheRecordOfTheMoment()
{
    World world;
    const QList<DustCommit> commits{
        world.apply(set(u"links/a"_s, R"({"title":"A","url":"u","meta":{"lang":"de","pages":3}})")),
        world.apply(set(u"links/a/visits"_s, "7")),
        world.apply(set(u"links/a/meta/lang"_s, R"("fr")")),
        world.apply(merge(u"links/a"_s, R"({"meta":{}})"))
    };
    DustRecordWatcher watcher(links());
    const auto events = watcher.events({ &commits[0], &commits[1], &commits[2], &commits[3] },
                                       world.view());
    QCOMPARE(events.size(), 4);
    QCOMPARE(events.at(0).record.value(u"visits"_s).toInt(), 0);
    QCOMPARE(events.at(1).record.value(u"visits"_s).toInt(), 7);
    const auto lang = [&](int index) {
        return events.at(index).record.value(u"meta"_s).toMap().value(u"lang"_s).toString();
    };
    QCOMPARE(lang(1), u"de"_s);
    QCOMPARE(lang(2), u"fr"_s);
    QCOMPARE(lang(3), QString());

    const auto revision = [&](int index, const char *leaf) {
        return events.at(index).record.meta().leafRevision(leaf);
    };
    QVERIFY(events.at(0).record.meta().isLoaded());
    QCOMPARE(revision(0, "visits"), std::nullopt);
    QCOMPARE(revision(1, "visits"), std::optional<quint64>(2));
    QCOMPARE(revision(1, "meta/lang"), std::optional<quint64>(1));
    QCOMPARE(revision(2, "meta/lang"), std::optional<quint64>(3));
    QCOMPARE(revision(3, "meta/lang"), std::nullopt);
    QCOMPARE(revision(3, "title"), std::optional<quint64>(1));
}

void tst_DustRecordWatcher::tellsWhoWrote()
{
    World world;
    DustCommit own = world.apply(set(u"links/a"_s, R"({"title":"A","url":"u"})"));
    own.event.own = true;
    const DustCommit other = world.apply(remove(u"links/a"_s));
    const auto events = DustRecordWatcher(links()).events({ &own, &other }, world.view());
    QCOMPARE(events.size(), 2);
    QVERIFY(events.at(0).own);
    QVERIFY(!events.at(1).own);
}

void tst_DustRecordWatcher::takesDamagedRowsForNothing()
{
    World world;
    world.apply(set(u"links/a"_s, R"({"title":"A","url":"u"})"));
    DustCommit commit = world.apply(set(u"links/a/title"_s, R"("B")"));
    commit.changes[0].before->packed = QByteArray("\xc1", 1);
    const auto events = DustRecordWatcher(links()).events({ &commit }, world.view());
    QCOMPARE(described(events, 2), QStringList{ u"0+a:B"_s });
}

namespace {

// Counts the rows that somebody reads.
class CountingView final : public DustReadView
{
public:
    explicit CountingView(const DustReadView &view) : m_view(view) {}
    const DustRow *find(QByteArrayView path) const override { return m_view.find(path); }
    void scan(QByteArrayView from, QByteArrayView to, Visitor visitor) const override
    {
        m_view.scan(from, to, [&](const DustRow &row) {
            ++rows;
            return visitor(row);
        });
    }
    void scanDescending(QByteArrayView from, QByteArrayView to, Visitor visitor) const override
    {
        m_view.scanDescending(from, to, visitor);
    }
    qsizetype count() const override { return m_view.count(); }

    mutable int rows = 0;

private:
    const DustReadView &m_view;
};

} // namespace

void tst_DustRecordWatcher::readsOnlyTouchedRecords()
{
    World world;
    for (int i = 0; i < 1000; ++i)
        world.apply(set(u"links/a%1"_s.arg(i), R"({"title":"A","url":"u"})"));
    const DustCommit commit = world.apply(set(u"links/a5/title"_s, R"("B")"));
    const CountingView view(world.view());
    QCOMPARE(DustRecordWatcher(links()).events({ &commit }, view).size(), 1);
    QVERIFY2(view.rows < 10, qPrintable(QString::number(view.rows)));
}

namespace {

QMap<QString, DustRecord> allRecords(const DustReadView &view, const DustSchema &schema)
{
    QMap<QString, QList<const DustRow *>> bySlug;
    view.scan({}, {}, [&](const DustRow &row) {
        const QStringList segments = DustPath::fromCanonical(row.path().toByteArray()).segments();
        if (segments.size() > 1 && segments.first() == schema.prefixString())
            bySlug[segments.at(1)].append(&row);
        return true;
    });
    QMap<QString, DustRecord> records;
    DustRecordDecoder decoder(schema);
    for (auto it = bySlug.cbegin(); it != bySlug.cend(); ++it) {
        decoder.begin(it.key());
        const qsizetype start = schema.recordPath(it.key())->rendered().size() + 1;
        for (const DustRow *row : it.value())
            decoder.add(row->path().sliced(std::min(start, row->path().size())), *row->value(),
                        row->revision());
        if (const auto record = decoder.finish())
            records.insert(it.key(), *record);
    }
    return records;
}

DustOperation randomOperation(QRandomGenerator &random)
{
    const QStringList paths{ u"links"_s,          u"links/a"_s,       u"links/a b"_s,
                             u"links/b"_s,        u"links/x~1y"_s,    u"links/a/title"_s,
                             u"links/a/url"_s,    u"links/a/meta"_s,  u"links/a/meta/lang"_s,
                             u"links/a b/url"_s,  u"links/b/title"_s, u"links/b/extra"_s,
                             u"links/x~1y/url"_s, u"linksx/a"_s,      u"links/a/extra/deep"_s };
    const QList<QByteArray> bodies{ R"({"title":"A","url":"u"})",
                                    R"({"title":"B"})",
                                    R"({"title":"C","url":"w","meta":{"lang":"de"}})",
                                    R"({"meta":{}})",
                                    R"({"extra":{"deep":1}})",
                                    R"({"extra":5})" };
    const QList<QByteArray> scalars{ R"("t")", R"("")", "null", "1", "[1,2]" };
    const QString path = paths.at(random.bounded(paths.size()));
    switch (random.bounded(6)) {
    case 0:
        return remove(path);
    case 1:
    case 2:
        if (path == u"links"_s)
            return DustOperation::merge(
                    at(path),
                    DustObject{ { u"a"_s, json(bodies.at(random.bounded(bodies.size()))) },
                                { u"b"_s, json(bodies.at(random.bounded(bodies.size()))) } });
        return merge(path, bodies.at(random.bounded(bodies.size())));
    case 3:
        return set(path, bodies.at(random.bounded(bodies.size())));
    default:
        return set(path, scalars.at(random.bounded(scalars.size())));
    }
}

} // namespace

void tst_DustRecordWatcher::agreesWithNaiveModel()
{
    const int histories = historyCount(150);
    const quint32 seed = firstSeed();
    const DustSchema schema = links();
    for (int history = 0; history < histories; ++history) {
        QRandomGenerator random(seed + quint32(history));
        World world;
        DustRecordWatcher watcher(schema);
        for (int turn = 0; turn < 6; ++turn) {
            QList<DustCommit> commits;
            QStringList expected;
            const int count = random.bounded(1, 8);
            for (int i = 0; i < count; ++i) {
                const auto before = allRecords(world.view(), schema);
                commits.append(world.apply(randomOperation(random)));
                const auto after = allRecords(world.view(), schema);
                QStringList slugs; // in order of paths, each once
                for (const DustLeafChange &change : std::as_const(commits.constLast().changes)) {
                    const QStringList segments = DustPath::fromCanonical(change.path).segments();
                    if (segments.size() > 1 && segments.first() == u"links"_s
                        && !slugs.contains(segments.at(1)))
                        slugs.append(segments.at(1));
                }
                std::sort(slugs.begin(), slugs.end(), [&](const QString &a, const QString &b) {
                    return DustPath::escapeSegment(a) < DustPath::escapeSegment(b);
                });
                for (const QString &slug : slugs) {
                    const QString number = QString::number(commits.constLast().event.storeSeq);
                    if (after.contains(slug))
                        expected.append(number + u'+' + slug + u':'
                                        + after.value(slug).value(u"title"_s).toString());
                    else if (before.contains(slug))
                        expected.append(number + u'-' + slug);
                }
            }
            QList<const DustCommit *> all;
            for (const DustCommit &commit : std::as_const(commits))
                all.append(&commit);
            const QStringList found = described(watcher.events(all, world.view()), 0);
            QVERIFY2(found == expected,
                     qPrintable(u"DUST_SEED=%1: %2 but expected %3"_s.arg(
                             QString::number(seed + quint32(history)), found.join(u' '),
                             expected.join(u' '))));
        }
    }
}

QTEST_GUILESS_MAIN(tst_DustRecordWatcher)

#include "tst_dustrecordwatcher.moc"
