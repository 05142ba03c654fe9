// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "../shared/histories.h"
#include "dustlistmoves_p.h"

#include <QtTest/QTest>

#include <algorithm>
#include <numeric>

using DustListMoves::Candidate;
using DustListMoves::Move;
using Moves = std::vector<Move>;
using namespace Qt::StringLiterals;

class tst_DustListMoves : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plans_data();
    void plans();
    void bringsEveryListInOrder();

private:
    // Rows are numbered by the place they shall have; `changed` says which are candidates.
    static std::vector<Candidate> candidates(const QString &rows, const QString &changed);
    static void carryOut(const Move &move, std::vector<int> *rows);
    static std::vector<int> rowsThatMayStay(const std::vector<int> &rows,
                                            const std::vector<int> &changed);
    static std::size_t longestIncreasing(const std::vector<int> &values);
};

std::vector<Candidate> tst_DustListMoves::candidates(const QString &rows, const QString &changed)
{
    QString sorted = changed;
    std::sort(sorted.begin(), sorted.end());
    std::vector<Candidate> result;
    for (const QChar row : std::as_const(sorted)) {
        const auto isRankedBefore = [&](QChar other) {
            return other < row && !changed.contains(other);
        };
        result.push_back({ int(rows.indexOf(row)),
                           int(std::count_if(rows.begin(), rows.end(), isRankedBefore)) });
    }
    return result;
}

void tst_DustListMoves::plans_data()
{
    QTest::addColumn<QString>("rows");
    QTest::addColumn<QString>("changed");
    QTest::addColumn<Moves>("moves");

    QTest::newRow("nothing") << u"abc"_s << u""_s << Moves{};
    QTest::newRow("one that stays") << u"abc"_s << u"b"_s << Moves{};
    QTest::newRow("one down") << u"cab"_s << u"c"_s << Moves{ { 0, 1, 3 } };
    QTest::newRow("one up") << u"bca"_s << u"a"_s << Moves{ { 2, 1, 0 } };
    QTest::newRow("all, in order") << u"abcd"_s << u"abcd"_s << Moves{};
    QTest::newRow("swapped neighbours") << u"bacd"_s << u"ab"_s << Moves{ { 1, 1, 0 } };
    QTest::newRow("a range down") << u"cdab"_s << u"cd"_s << Moves{ { 0, 2, 4 } };
    QTest::newRow("a range up") << u"cdeab"_s << u"ab"_s << Moves{ { 3, 2, 0 } };
    QTest::newRow("a range in another order")
            << u"dcab"_s << u"cd"_s << Moves{ { 1, 1, 4 }, { 0, 1, 4 } };
    QTest::newRow("from two places to one")
            << u"cadb"_s << u"cd"_s << Moves{ { 0, 1, 4 }, { 1, 1, 4 } };
    QTest::newRow("past a changed one that stays")
            << u"bdca"_s << u"bca"_s << Moves{ { 3, 1, 0 }, { 3, 1, 2 } };
}

void tst_DustListMoves::plans()
{
    QFETCH(QString, rows);
    QFETCH(QString, changed);
    QFETCH(Moves, moves);
    const Moves planned = DustListMoves::plan(candidates(rows, changed));
    QCOMPARE(planned.size(), moves.size());
    for (std::size_t i = 0; i < moves.size(); ++i) {
        QCOMPARE(planned[i].from, moves[i].from);
        QCOMPARE(planned[i].count, moves[i].count);
        QCOMPARE(planned[i].to, moves[i].to);
    }
}

void tst_DustListMoves::carryOut(const Move &move, std::vector<int> *rows)
{
    const int size = int(rows->size());
    QVERIFY(move.from >= 0 && move.count > 0 && move.from + move.count <= size);
    QVERIFY(move.to >= 0 && move.to <= size);
    QVERIFY2(move.to < move.from || move.to > move.from + move.count, "a move that moves nothing");
    const auto first = rows->begin() + move.from;
    if (move.to < move.from)
        std::rotate(rows->begin() + move.to, first, first + move.count);
    else
        std::rotate(first, first + move.count, rows->begin() + move.to);
}

// The changed ones that stand right to every unchanged one.
std::vector<int> tst_DustListMoves::rowsThatMayStay(const std::vector<int> &rows,
                                                    const std::vector<int> &changed)
{
    const auto isChanged = [&](int row) {
        return std::find(changed.begin(), changed.end(), row) != changed.end();
    };
    std::vector<int> result;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        bool mayStay = isChanged(rows[i]);
        for (std::size_t j = 0; j < rows.size(); ++j) {
            if (!isChanged(rows[j]) && j != i)
                mayStay = mayStay && (j < i) == (rows[j] < rows[i]);
        }
        if (mayStay)
            result.push_back(rows[i]);
    }
    return result;
}

std::size_t tst_DustListMoves::longestIncreasing(const std::vector<int> &values)
{
    std::vector<std::size_t> best(values.size(), 1);
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (values[j] < values[i])
                best[i] = std::max(best[i], best[j] + 1);
        }
    }
    return values.empty() ? 0 : *std::max_element(best.begin(), best.end());
}

void tst_DustListMoves::bringsEveryListInOrder()
{
    const quint32 first = firstSeed();
    qInfo("first seed %u", first);
    for (int history = 0; history < historyCount(3000); ++history) {
        const quint32 seed = first + quint32(history);
        QRandomGenerator random(seed);
        const int size = random.bounded(1, 40);
        const int changedOf = random.bounded(1, 11);
        // Places as they shall be; unchanged rows stand in order already.
        std::vector<int> rows(static_cast<std::size_t>(size));
        std::iota(rows.begin(), rows.end(), 0);
        std::vector<int> changed;
        for (const int row : rows) {
            if (random.bounded(10) < changedOf)
                changed.push_back(row);
        }
        const auto isChanged = [&](int row) {
            return std::binary_search(changed.begin(), changed.end(), row);
        };
        rows.erase(std::remove_if(rows.begin(), rows.end(), isChanged), rows.end());
        for (const int row : changed)
            rows.insert(rows.begin() + random.bounded(int(rows.size()) + 1), row);

        std::vector<Candidate> candidates;
        for (std::size_t i = 0; i < changed.size(); ++i) {
            const auto at = std::find(rows.begin(), rows.end(), changed[i]) - rows.begin();
            candidates.push_back({ int(at), changed[i] - int(i) });
        }
        const std::size_t mayStay = longestIncreasing(rowsThatMayStay(rows, changed));
        const Moves moves = DustListMoves::plan(candidates);
        int moved = 0;
        for (const Move &move : moves) {
            carryOut(move, &rows);
            moved += move.count;
        }
        QVERIFY2(std::is_sorted(rows.begin(), rows.end()), qPrintable(QString::number(seed)));
        QVERIFY2(moved == int(changed.size() - mayStay), qPrintable(QString::number(seed)));
    }
}

QTEST_APPLESS_MAIN(tst_DustListMoves)
#include "tst_dustlistmoves.moc"
