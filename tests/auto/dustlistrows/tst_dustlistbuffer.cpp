// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "../shared/histories.h"
#include "dustlistbuffer_p.h"

#include <QtTest/QTest>

class tst_DustListBuffer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsEmpty();
    void equalsAVector();
    void passesFromTheBackAreLinear();

private:
    static std::vector<int> content(const DustListBuffer<int> &buffer)
    {
        std::vector<int> items;
        for (int i = 0; i < buffer.size(); ++i)
            items.push_back(buffer.at(i));
        return items;
    }
};

void tst_DustListBuffer::startsEmpty()
{
    const DustListBuffer<int> buffer;
    QCOMPARE(buffer.size(), 0);
}

void tst_DustListBuffer::equalsAVector()
{
    const quint32 seed = firstSeed();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    DustListBuffer<int> buffer;
    std::vector<int> expected;
    for (int step = 0; step < 20000; ++step) {
        const int size = int(expected.size());
        const int at = random.bounded(size + 1);
        const int count = random.bounded(1, 5);
        const int kind = random.bounded(size > 60 ? 3 : 4);
        if (kind == 0 && at + count <= size) {
            buffer.remove(at, count);
            expected.erase(expected.begin() + at, expected.begin() + at + count);
        } else if (kind == 1 && at + count <= size) {
            const int to = random.bounded(2) && at > 0
                    ? random.bounded(at)
                    : at + count + random.bounded(size - at - count + 1);
            buffer.move(at, count, to);
            if (to < at)
                std::rotate(expected.begin() + to, expected.begin() + at,
                            expected.begin() + at + count);
            else
                std::rotate(expected.begin() + at, expected.begin() + at + count,
                            expected.begin() + to);
        } else if (kind == 3) {
            const std::vector<int> items(std::size_t(count), step);
            buffer.insert(at, items.data(), count);
            expected.insert(expected.begin() + at, items.begin(), items.end());
        } else if (step % 500 == 0) {
            std::reverse(expected.begin(), expected.end());
            buffer.assign(expected);
        }
        QCOMPARE(content(buffer), expected);
    }
}

// A buffer without a travelling gap moves a quarter of the list per range here, and does not come to
// the end before ctest ends it.
void tst_DustListBuffer::passesFromTheBackAreLinear()
{
    constexpr int Size = 4'000'000;
    std::vector<int> items(Size);
    for (int i = 0; i < Size; ++i)
        items[std::size_t(i)] = i;
    DustListBuffer<int> buffer;
    buffer.assign(items);
    for (int i = Size - 2; i >= 0; i -= 2)
        buffer.remove(i, 1);
    for (int i = Size / 2; i > 0; --i)
        buffer.insert(i - 1, &i, 1);
    QCOMPARE(buffer.size(), Size);
}

QTEST_APPLESS_MAIN(tst_DustListBuffer)
#include "tst_dustlistbuffer.moc"
