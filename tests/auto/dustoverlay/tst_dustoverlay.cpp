// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "../shared/histories.h"
#include "dustoverlay_p.h"
#include "dustrowtable_p.h"

#include <QtTest/QTest>

#include <map>
#include <random>

using namespace Qt::StringLiterals;

namespace {

DustStoredValue stored(quint64 revision)
{
    return { "\x01", DustEntry::Integer, revision, 0 };
}

DustLeafChange laid(const QByteArray &path, quint64 revision)
{
    return { path, std::nullopt, stored(revision) };
}

DustLeafChange hidden(const QByteArray &path)
{
    return { path, std::nullopt, std::nullopt };
}

void insert(DustRowTable &table, const QByteArray &path, quint64 revision)
{
    table.insert(DustRow::create(path, stored(revision)));
}

// "path=revision path=revision …", at most `most` of them.
using Scan = void (DustReadView::*)(QByteArrayView, QByteArrayView, DustReadView::Visitor) const;

QByteArrayList found(const DustReadView &view, Scan scan, QByteArrayView from, QByteArrayView to,
                     int most = -1)
{
    QByteArrayList rows;
    (view.*scan)(from, to, [&](const DustRow &row) {
        rows.append(row.path().toByteArray() + '=' + QByteArray::number(row.revision()));
        return rows.size() != most;
    });
    return rows;
}

QByteArrayList ascending(const DustReadView &view, QByteArrayView from = {}, QByteArrayView to = {},
                         int most = -1)
{
    return found(view, &DustReadView::scan, from, to, most);
}

QByteArrayList descending(const DustReadView &view, QByteArrayView from = {},
                          QByteArrayView to = {}, int most = -1)
{
    return found(view, &DustReadView::scanDescending, from, to, most);
}

QByteArrayList reversed(QByteArrayList list)
{
    std::reverse(list.begin(), list.end());
    return list;
}

using Rows = std::map<QByteArray, quint64>;

struct Cover
{
    std::optional<quint64> revision;
    quint64 owner = 0;
};

bool isWithin(const QByteArray &path, const QByteArray &top)
{
    return top.isEmpty() || path == top || path.startsWith(top + '/');
}

// An overlay and what is below it, as plain maps beside the real ones.
class Model
{
public:
    explicit Model(quint64 seed) : m_dice(seed) {}

    QString step()
    {
        switch (m_dice() % 8) {
        case 0:
        case 1:
            changeBase();
            return {};
        case 2:
        case 3:
        case 4:
            lay();
            return {};
        default:
            return liftBelow();
        }
    }

    QString difference()
    {
        Rows visible = m_base;
        for (const auto &[path, cover] : m_covers) {
            visible.erase(path);
            if (cover.revision)
                visible[path] = *cover.revision;
        }
        if (m_overlay.isEmpty() != m_covers.empty())
            return u"isEmpty()"_s;
        if (m_overlay.count() != qsizetype(visible.size()))
            return u"count()"_s;
        const QByteArray path = anyPath();
        const DustRow *row = m_overlay.find(path);
        const auto expected = visible.find(path);
        if (bool(row) != (expected != visible.end())
            || (row && (row->path() != path || row->revision() != expected->second)))
            return u"find() of "_s + QString::fromUtf8(path);
        return scansDiffer(visible);
    }

private:
    QByteArray anyPath()
    {
        static const QByteArrayList segments = { "a", "b", "a!", "a.b", "0", "\xc3\xa9" };
        QByteArray path;
        for (auto depth = 1 + m_dice() % 3; depth > 0; --depth)
            path += (path.isEmpty() ? "" : "/") + segments.at(qsizetype(m_dice() % 6));
        return path;
    }
    QByteArray bound() { return m_dice() % 4 == 0 ? QByteArray() : anyPath(); }

    void changeBase()
    {
        const QByteArray path = anyPath();
        if (m_dice() % 3 == 0) {
            m_base.erase(path);
            m_table.take(path);
        } else {
            m_base[path] = ++m_revision;
            insert(m_table, path, m_revision);
        }
    }

    void lay()
    {
        const quint64 owner = 1 + m_dice() % 4;
        QList<DustLeafChange> changes;
        for (auto left = 1 + m_dice() % 3; left > 0; --left) {
            const QByteArray path = anyPath();
            const bool hides = m_dice() % 3 == 0;
            changes.append(hides ? hidden(path) : laid(path, ++m_revision));
            m_covers[path] = { hides ? std::nullopt : std::optional(m_revision), owner };
        }
        m_overlay.lay(changes, owner);
    }

    QString liftBelow()
    {
        const QByteArray top = m_dice() % 20 == 0 ? QByteArray() : anyPath();
        std::map<QByteArray, std::optional<quint64>> expected;
        for (auto it = m_covers.begin(); it != m_covers.end();) {
            if (!isWithin(it->first, top)) {
                ++it;
                continue;
            }
            expected[it->first] = it->second.revision;
            it = m_covers.erase(it);
        }
        std::map<QByteArray, std::optional<quint64>> lifted;
        for (const auto &[path, row] : m_overlay.liftBelow(DustPath::fromCanonical(top)))
            lifted[path] = row ? std::optional(row->revision) : std::nullopt;
        return lifted == expected ? QString() : u"liftBelow()"_s;
    }

    QString scansDiffer(const Rows &visible)
    {
        const QByteArray from = bound();
        const QByteArray to = bound();
        QByteArrayList expected;
        for (const auto &[path, revision] : visible) {
            if (path >= from && (to.isEmpty() || path < to))
                expected.append(path + '=' + QByteArray::number(revision));
        }
        const QString bounds = u" from '%1' to '%2'"_s.arg(QString::fromUtf8(from),
                                                           QString::fromUtf8(to));
        const int most = 1 + int(m_dice() % 5);
        if (ascending(m_overlay, from, to) != expected)
            return u"scan()"_s + bounds;
        if (ascending(m_overlay, from, to, most) != expected.first(qMin(most, expected.size())))
            return u"scan(), stopped,"_s + bounds;
        expected = reversed(expected);
        if (descending(m_overlay, from, to) != expected)
            return u"scanDescending()"_s + bounds;
        if (descending(m_overlay, from, to, most) != expected.first(qMin(most, expected.size())))
            return u"scanDescending(), stopped,"_s + bounds;
        return {};
    }

    std::minstd_rand m_dice;
    DustRowTable m_table;
    DustOverlay m_overlay{ &m_table };
    Rows m_base;
    std::map<QByteArray, Cover> m_covers;
    quint64 m_revision = 0;
};

} // namespace

class tst_DustOverlay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsItsBase();
    void scans_data();
    void scans();
    void stopsWhenTold_data();
    void stopsWhenTold();
    void replacesACover();
    void liftsWhatIsTheOwners();
    void liftsBelow();
    void followsItsBase();
    void assemblesWhatItShows();
    void equalsAModelAfterRandomChanges();
};

void tst_DustOverlay::showsItsBase()
{
    DustRowTable table;
    insert(table, "a", 1);
    insert(table, "b", 2);
    DustOverlay overlay(&table);
    QVERIFY(overlay.isEmpty());
    QCOMPARE(overlay.count(), 2);
    QCOMPARE(overlay.find("a"), table.find("a"));
    QVERIFY(!overlay.find("c"));
    QCOMPARE(ascending(overlay), QByteArrayList({ "a=1", "b=2" }));
    QCOMPARE(descending(overlay), QByteArrayList({ "b=2", "a=1" }));
    QCOMPARE(&overlay.base(), &table);
}

void tst_DustOverlay::scans_data()
{
    QTest::addColumn<QList<DustLeafChange>>("changes");
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArrayList>("rows");

    // Below: b=1 d=2 f=3.
    const QByteArray none;
    const auto row = [&](const char *name, const QList<DustLeafChange> &changes,
                         const QByteArrayList &rows, const QByteArray &from = {},
                         const QByteArray &to = {}) {
        QTest::newRow(name) << changes << from << to << rows;
    };
    row("before", { laid("a", 9) }, { "a=9", "b=1", "d=2", "f=3" });
    row("between", { laid("c", 9) }, { "b=1", "c=9", "d=2", "f=3" });
    row("after", { laid("g", 9) }, { "b=1", "d=2", "f=3", "g=9" });
    row("several between", { laid("c", 8), laid("ca", 9), laid("e", 7) },
        { "b=1", "c=8", "ca=9", "d=2", "e=7", "f=3" });
    row("over the first", { laid("b", 9) }, { "b=9", "d=2", "f=3" });
    row("over the last", { laid("f", 9) }, { "b=1", "d=2", "f=9" });
    row("hides the first", { hidden("b") }, { "d=2", "f=3" });
    row("hides one", { hidden("d") }, { "b=1", "f=3" });
    row("hides the last", { hidden("f") }, { "b=1", "d=2" });
    row("hides all", { hidden("b"), hidden("d"), hidden("f") }, {});
    row("hides nothing", { hidden("a"), hidden("c"), hidden("g") }, { "b=1", "d=2", "f=3" });
    row("hides and lays", { hidden("d"), laid("d!", 9) }, { "b=1", "d!=9", "f=3" });
    row("from a cover on", { laid("c", 9) }, { "c=9", "d=2", "f=3" }, "c");
    row("from behind a cover on", { laid("c", 9) }, { "d=2", "f=3" }, "c!");
    row("to a cover", { laid("e", 9) }, { "b=1", "d=2" }, {}, "e");
    row("to behind a cover", { laid("e", 9) }, { "b=1", "d=2", "e=9" }, {}, "e!");
    row("nothing but a cover", { laid("c", 9) }, { "c=9" }, "c", "d");
    row("behind all rows", { laid("x", 9) }, { "x=9" }, "g");
    row("before all rows", { laid("a", 9) }, { "a=9" }, {}, "b");
    row("turned round", { laid("c", 9) }, {}, "e", "b");
    row("empty range", { laid("c", 9) }, {}, "c", "c");
    row("covers outside of the range", { laid("a", 8), laid("x", 9) }, { "d=2" }, "c", "e");
}

void tst_DustOverlay::scans()
{
    QFETCH(QList<DustLeafChange>, changes);
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QByteArrayList, rows);
    DustRowTable table;
    insert(table, "b", 1);
    insert(table, "d", 2);
    insert(table, "f", 3);
    DustOverlay overlay(&table);
    overlay.lay(changes, 1);
    QCOMPARE(ascending(overlay, from, to), rows);
    QCOMPARE(descending(overlay, from, to), reversed(rows));
}

void tst_DustOverlay::stopsWhenTold_data()
{
    QTest::addColumn<int>("most");
    for (int most = 1; most <= 7; ++most)
        QTest::addRow("%d", most) << most;
}

void tst_DustOverlay::stopsWhenTold()
{
    QFETCH(int, most);
    DustRowTable table;
    insert(table, "b", 1);
    insert(table, "d", 2);
    DustOverlay overlay(&table);
    overlay.lay(
            { laid("a", 9), laid("b", 8), hidden("bb"), laid("c", 7), laid("e", 6), laid("f", 5) },
            1);
    const QByteArrayList all = { "a=9", "b=8", "c=7", "d=2", "e=6", "f=5" };
    QCOMPARE(ascending(overlay, {}, {}, most), all.first(qMin(most, 6)));
    QCOMPARE(descending(overlay, {}, {}, most), reversed(all).first(qMin(most, 6)));
}

void tst_DustOverlay::replacesACover()
{
    DustRowTable table;
    DustOverlay overlay(&table);
    overlay.lay({ laid("a", 0) }, 1);
    QCOMPARE(overlay.find("a")->revision(), quint64(0));
    QCOMPARE(overlay.count(), 1);
    overlay.lay({ laid("a", 4) }, 2);
    QCOMPARE(overlay.find("a")->revision(), quint64(4));
    overlay.lay({ hidden("a") }, 3);
    QVERIFY(!overlay.find("a"));
    QCOMPARE(overlay.count(), 0);
    QVERIFY(!overlay.isEmpty());
}

void tst_DustOverlay::liftsWhatIsTheOwners()
{
    DustRowTable table;
    insert(table, "a", 1);
    DustOverlay overlay(&table);
    overlay.lay({ laid("a", 2) }, 7);
    const DustPath path = *DustPath::parse(u"a"_s);
    QVERIFY(overlay.liftBelow(path, 8).empty());
    QVERIFY(overlay.liftBelow(*DustPath::parse(u"b"_s), 7).empty());
    QCOMPARE(overlay.find("a")->revision(), quint64(2));
    QCOMPARE(overlay.liftBelow(path, 7).size(), std::size_t(1));
    QVERIFY(overlay.isEmpty());
    QCOMPARE(overlay.find("a")->revision(), quint64(1));
    QVERIFY(overlay.liftBelow(path, 7).empty());
}

void tst_DustOverlay::liftsBelow()
{
    DustRowTable table;
    DustOverlay overlay(&table);
    const QList<DustLeafChange> changes = { laid("a", 1),  laid("a!", 2), laid("a/b", 3),
                                            hidden("a/c"), laid("a0", 5), laid("a/b/c", 6) };
    overlay.lay(changes, 1);
    const auto lifted = overlay.liftBelow(*DustPath::parse(u"a"_s));
    const DustOverlay::Lifted expected = {
        { "a", stored(1) }, { "a/b", stored(3) }, { "a/b/c", stored(6) }, { "a/c", std::nullopt }
    };
    QVERIFY(lifted == expected);
    QCOMPARE(ascending(overlay), QByteArrayList({ "a!=2", "a0=5" }));
    QCOMPARE(overlay.liftBelow(DustPath()).size(), size_t(2));
    QVERIFY(overlay.isEmpty());
    QVERIFY(overlay.liftBelow(DustPath()).empty());
}

void tst_DustOverlay::followsItsBase()
{
    DustRowTable first;
    insert(first, "a", 1);
    DustOverlay overlay(&first);
    overlay.lay({ laid("b", 9), hidden("c") }, 1);
    QCOMPARE(overlay.count(), 2);
    insert(first, "c", 2);
    insert(first, "d", 3);
    QCOMPARE(overlay.count(), 3);
    QCOMPARE(ascending(overlay), QByteArrayList({ "a=1", "b=9", "d=3" }));
    DustRowTable second;
    insert(second, "b", 4);
    overlay.setBase(&second);
    QCOMPARE(overlay.count(), 1);
    QCOMPARE(ascending(overlay), QByteArrayList({ "b=9" }));
}

void tst_DustOverlay::assemblesWhatItShows()
{
    DustRowTable table;
    insert(table, "a/b", 1);
    insert(table, "a/c", 2);
    DustOverlay overlay(&table);
    overlay.lay({ hidden("a/b"), laid("a/d", 0) }, 1);
    const auto entry = overlay.entry(*DustPath::parse(u"a"_s));
    QVERIFY(entry);
    QCOMPARE(entry->value(), DustValue(DustObject{ { u"c"_s, 1 }, { u"d"_s, 1 } }));
    QCOMPARE(entry->revision(), quint64(2));
    QVERIFY(overlay.hasBelow("a"));
    overlay.lay({ hidden("a/c"), hidden("a/d") }, 2);
    QVERIFY(!overlay.hasBelow("a"));
    QCOMPARE(overlay.entry(*DustPath::parse(u"a"_s)).error().kind(), DustError::NotFound);
}

void tst_DustOverlay::equalsAModelAfterRandomChanges()
{
    const quint32 first = firstSeed();
    for (quint32 seed = first; seed < first + quint32(historyCount(60)); ++seed) {
        Model model(seed);
        for (int step = 0; step < 300; ++step) {
            QString fault = model.step();
            if (fault.isEmpty())
                fault = model.difference();
            QVERIFY2(fault.isEmpty(),
                     qPrintable(u"DUST_SEED=%1, step %2: %3"_s.arg(seed).arg(step).arg(fault)));
        }
    }
}

QTEST_APPLESS_MAIN(tst_DustOverlay)
#include "tst_dustoverlay.moc"
