// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustStore's single writes and batches, and what they ask to be there, or not to be there.

#include "repoworld.h"

using namespace Qt::StringLiterals;

using Write = std::function<DustFuture<DustReceipt>(DustStore *)>;
using Operations = QList<DustOperation>;
Q_DECLARE_METATYPE(Write)

namespace {

DustOperation set(const QString &path, const DustValue &value)
{
    return DustOperation::set(*DustPath::parse(path), value);
}

DustOperation remove(const QString &path)
{
    return DustOperation::remove(*DustPath::parse(path));
}

DustWriteOptions ifMatch(quint64 revision)
{
    return DustWriteOptions().setIfMatch(revision);
}

DustWriteOptions ifAbsent()
{
    return DustWriteOptions().setIfAbsent(true);
}

} // namespace

class tst_DustStoreWrites : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // What every test finds: "a" of revision 1, "o/x" and "o/y/z" of revision 2.
    void init()
    {
        w = std::make_unique<RepoWorld>();
        w->put(u"a"_s, "1");
        w->put(u"o"_s, R"({"x":1,"y":{"z":2}})");
        w->takeOperations();
    }
    void cleanup() { w.reset(); }

    void writes_data();
    void writes();
    void merges_data();
    void merges();
    void refusals_data();
    void refusals();
    void receipts();
    void batches();
    void batchRefusals_data();
    void batchRefusals();
    void manyAtOnce();
    void thousands();
    void largeOnes();

private:
    enum Revision { OfSubtree = -1, None = 0 };

    std::unique_ptr<RepoWorld> w;
};

void tst_DustStoreWrites::writes_data()
{
    QTest::addColumn<Write>("write");
    QTest::addColumn<QStringList>("leaves");
    const QString a = u"a 1"_s;
    const QStringList o{ u"o/x 1"_s, u"o/y/z 2"_s };
    const auto row = [](const char *name, const Write &write, const QStringList &leaves) {
        QTest::newRow(name) << write << leaves;
    };
    using S = DustStore;
    row(
            "put", [](S *s) { return s->put(u"n"_s, 5); }, QStringList{ a, u"n 5"_s } + o);
    row(
            "put over a leaf", [](S *s) { return s->put(u"a"_s, 5); }, QStringList{ u"a 5"_s } + o);
    row("put over a subtree", [](S *s) { return s->put(u"o"_s, 5); }, { a, u"o 5"_s });
    row(
            "put an object over a leaf",
            [](S *s) {
                return s->put(u"a"_s, DustObject{ { u"b"_s, 5 } });
            },
            QStringList{ u"a/b 5"_s } + o);
    row("put nothing over a subtree", [](S *s) { return s->put(u"o"_s, DustObject()); }, { a });
    row(
            "put nothing where nothing is", [](S *s) { return s->put(u"n"_s, DustObject()); },
            QStringList{ a } + o);
    row("put null", [](S *s) { return s->put(u"o/x"_s, DustValue()); },
        { a, u"o/x null"_s, u"o/y/z 2"_s });
    row(
            "put if it matches", [](S *s) { return s->put(u"a"_s, 5, ifMatch(1)); },
            QStringList{ u"a 5"_s } + o);
    row(
            "put null if it matches", [](S *s) { return s->put(u"a"_s, DustValue(), ifMatch(1)); },
            QStringList{ u"a null"_s } + o);
    row("put a list if it matches",
        [](S *s) { return s->put(u"o/x"_s, DustArray{ 1 }, ifMatch(2)); },
        { a, u"o/x [1]"_s, u"o/y/z 2"_s });
    row(
            "put if absent", [](S *s) { return s->put(u"n"_s, 5, ifAbsent()); },
            QStringList{ a, u"n 5"_s } + o);
    row("put if absent, over a subtree", [](S *s) { return s->put(u"o/y"_s, 5, ifAbsent()); },
        { a, u"o/x 1"_s, u"o/y 5"_s });
    row(
            "remove", [](S *s) { return s->remove(u"a"_s); }, o);
    row("remove a subtree", [](S *s) { return s->remove(u"o"_s); }, { a });
    row(
            "remove nothing", [](S *s) { return s->remove(u"n"_s); }, QStringList{ a } + o);
    row("remove if it matches", [](S *s) { return s->remove(u"o/x"_s, ifMatch(2)); },
        { a, u"o/y/z 2"_s });
    row(
            "a set", [](S *s) { return s->write(set(u"n"_s, 5)); }, QStringList{ a, u"n 5"_s } + o);
    row("a delete", [](S *s) { return s->write(remove(u"o"_s)); }, { a });
}

void tst_DustStoreWrites::writes()
{
    QFETCH(Write, write);
    QFETCH(QStringList, leaves);
    const auto receipt = answerOf(write(w->store));
    QVERIFY2(receipt.isOk(), qPrintable(receipt.error().message()));
    QCOMPARE(receipt->storeSeq, 3u); // logged even when nothing was there
    QCOMPARE(w->leaves(), leaves);
    QCOMPARE(w->takeOperations().size(), 1);
}

void tst_DustStoreWrites::merges_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("children");
    QTest::addColumn<QStringList>("fields");
    QTest::addColumn<QStringList>("leaves");
    const auto row = [](const char *name, const QString &path, const char *children,
                        const QStringList &fields, const QStringList &leaves) {
        QTest::newRow(name) << path << QByteArray(children) << fields << leaves;
    };
    row("new children", u"n"_s, R"({"k":1,"l":{"m":2}})", { u"k 1"_s, u"l {\"m\":2}"_s },
        { u"a 1"_s, u"n/k 1"_s, u"n/l/m 2"_s, u"o/x 1"_s, u"o/y/z 2"_s });
    row("one of two", u"o"_s, R"({"x":5})", { u"x 5"_s }, { u"a 1"_s, u"o/x 5"_s, u"o/y/z 2"_s });
    row("an object instead of a subtree", u"o"_s, R"({"y":{"n":5}})", { u"y {\"n\":5}"_s },
        { u"a 1"_s, u"o/x 1"_s, u"o/y/n 5"_s });
    row("nothing instead of a subtree", u"o"_s, R"({"y":{}})", { u"y {}"_s },
        { u"a 1"_s, u"o/x 1"_s });
    row("below a leaf", u"a"_s, R"({"k":null})", { u"k null"_s },
        { u"a 1"_s, u"a/k null"_s, u"o/x 1"_s, u"o/y/z 2"_s });
}

void tst_DustStoreWrites::merges()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, children);
    QFETCH(QStringList, fields);
    QFETCH(QStringList, leaves);
    const auto receipt = answerOf(w->store->merge(path, DustValue::fromJson(children)->toObject()));
    if (path == u"a"_s && w->can(DustTransport::Optimistic)) {
        QCOMPARE(receipt.error().reason(),
                 u"leaf_above"_s); // a mirror leaves no leaf beside others
        return;
    }
    QVERIFY2(receipt.isOk(), qPrintable(receipt.error().message()));
    QCOMPARE(receipt->pathString(), path);
    QCOMPARE(receipt->storeSeq, quint64(2 + w->flatCount(int(fields.size()))));
    QCOMPARE(w->takeOperations(), w->flatWrite(path, fields));
    QCOMPARE(w->leaves(), leaves);
}

void tst_DustStoreWrites::refusals_data()
{
    QTest::addColumn<Write>("write");
    QTest::addColumn<DustError::Kind>("kind");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("revision"); // None, or the current one
    const auto row = [](const char *name, DustError::Kind kind, const QString &reason,
                        const QString &path, int revision, const Write &write) {
        QTest::newRow(name) << write << kind << reason << path << revision;
    };
    using S = DustStore;
    const auto conflict = DustError::Conflict;
    const auto invalid = DustError::InvalidParams;
    row("put, another revision", conflict, u"conflict"_s, u"a"_s, 1,
        [](S *s) { return s->put(u"a"_s, 5, ifMatch(2)); });
    row("put, nothing there", conflict, u"conflict"_s, u"n"_s, None,
        [](S *s) { return s->put(u"n"_s, 5, ifMatch(1)); });
    row("put, a subtree there", conflict, u"conflict"_s, u"o/y"_s, OfSubtree,
        [](S *s) { return s->put(u"o/y"_s, 5, ifMatch(1)); });
    row("remove, another revision", conflict, u"conflict"_s, u"o/x"_s, 2,
        [](S *s) { return s->remove(u"o/x"_s, ifMatch(1)); });
    row("remove, nothing there", conflict, u"conflict"_s, u"n"_s, None,
        [](S *s) { return s->remove(u"n"_s, ifMatch(1)); });
    row("remove, a subtree there", conflict, u"conflict"_s, u"o/y"_s, OfSubtree,
        [](S *s) { return s->remove(u"o/y"_s, ifMatch(1)); });
    row("put, a leaf there", DustError::Exists, u"exists"_s, u"a"_s, 1,
        [](S *s) { return s->put(u"a"_s, 5, ifAbsent()); });
    row("put null, a leaf there", DustError::Exists, u"exists"_s, u"o/x"_s, 2,
        [](S *s) { return s->put(u"o/x"_s, DustValue(), ifAbsent()); });
    row("revision 0", invalid, u"invalid_precondition"_s, u"a"_s, None,
        [](S *s) { return s->put(u"a"_s, 5, ifMatch(0)); });
    row("both", invalid, u"invalid_precondition"_s, u"a"_s, None,
        [](S *s) { return s->put(u"a"_s, 5, ifMatch(1).setIfAbsent(true)); });
    row("an object that matches", invalid, u"if_match_multi_leaf"_s, u"a"_s, None, [](S *s) {
        return s->put(u"a"_s, DustObject{ { u"b"_s, 5 } }, ifMatch(1));
    });
    row("an object if absent", invalid, u"if_absent_multi_leaf"_s, u"n"_s, None, [](S *s) {
        return s->put(u"n"_s, DustObject{ { u"b"_s, 5 } }, ifAbsent());
    });
    row("merge, if it matches", invalid, u"if_match_unsupported_op"_s, u"o"_s, None, [](S *s) {
        return s->merge(u"o"_s, { { u"x"_s, 5 } }, ifMatch(2));
    });
    row("merge, if absent", invalid, u"if_absent_unsupported_op"_s, u"o"_s, None, [](S *s) {
        return s->merge(u"o"_s, { { u"x"_s, 5 } }, ifAbsent());
    });
    row("remove, if absent", invalid, u"if_absent_unsupported_op"_s, u"n"_s, None,
        [](S *s) { return s->remove(u"n"_s, ifAbsent()); });
}

void tst_DustStoreWrites::refusals()
{
    QFETCH(Write, write);
    QFETCH(DustError::Kind, kind);
    QFETCH(QString, reason);
    QFETCH(QString, path);
    QFETCH(int, revision);
    // Only REST names one where there is no leaf (PROTOCOL §7): to ask for it never matches either.
    if (revision == OfSubtree)
        revision = w->can(DustTransport::LocalReads) ? None : 2;
    if (w->can(DustTransport::Optimistic)) // nor does a channel name any (PROTOCOL §4)
        revision = None;
    const QStringList before = w->leaves();
    const DustError error = answerOf(write(w->store)).error();
    QCOMPARE(error.kind(), kind);
    QCOMPARE(error.reason(), reason);
    QCOMPARE(error.path(), path);
    QCOMPARE(error.opIndex(), -1);
    QCOMPARE(error.currentRevision(),
             revision != None ? std::optional<quint64>(quint64(revision)) : std::nullopt);
    QVERIFY(!error.isRetryable());
    QCOMPARE(w->leaves(), before);
    QCOMPARE(w->takeOperations(), QStringList());
}

void tst_DustStoreWrites::receipts()
{
    const auto named = answerOf(
            w->store->put(u"n"_s, 1, DustWriteOptions().setClientOpId(u"mine"_s)));
    QCOMPARE(named->clientOpId, u"mine"_s);
    QCOMPARE(named->pathString(), u"n"_s);
    const auto one = answerOf(w->store->remove(u"n"_s));
    const auto two = answerOf(w->store->merge(u"n"_s, { { u"k"_s, 1 } }));
    QVERIFY(!one->clientOpId.isEmpty() && !two->clientOpId.isEmpty());
    QVERIFY(one->clientOpId != two->clientOpId);
    for (const DustReceipt &receipt : { *named, *one, *two }) {
        QCOMPARE(receipt.token, 0u);
        QVERIFY(receipt.holder.isEmpty() && !receipt.released);
    }
}

void tst_DustStoreWrites::batches()
{
    const Operations operations{ set(u"n"_s, 1),
                                 set(u"a"_s, 2).setIfMatch(1),
                                 remove(u"o/x"_s).setIfMatch(2),
                                 set(u"n"_s, DustObject{ { u"k"_s, 3 } }),
                                 remove(u"o/y"_s),
                                 set(u"e"_s, DustObject()),
                                 remove(u"nobody"_s) };
    const auto ok = answerOf(w->store->batchWrite(operations));
    QVERIFY2(ok.isOk(), qPrintable(ok.error().message()));
    QCOMPARE(ok->storeSeq, 9u);
    QCOMPARE(ok->operations.size(), operations.size());
    for (qsizetype i = 0; i < operations.size(); ++i) {
        QCOMPARE(ok->operations.at(i).storeSeq, quint64(3 + i));
        QCOMPARE(ok->operations.at(i).path, operations.at(i).path());
        QVERIFY(ok->operations.at(i).clientOpId.endsWith(u":%1"_s.arg(i)));
    }
    QCOMPARE(w->leaves(), QStringList({ u"a 2"_s, u"n/k 3"_s }));
    QCOMPARE(w->takeOperations(),
             QStringList({ u"set n 1"_s, u"set a 2"_s, u"delete o/x null"_s, u"set n {\"k\":3}"_s,
                           u"delete o/y null"_s, u"set e {}"_s, u"delete nobody null"_s }));
}

void tst_DustStoreWrites::batchRefusals_data()
{
    QTest::addColumn<Operations>("operations");
    QTest::addColumn<DustError::Kind>("kind");
    QTest::addColumn<int>("index");
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("revision");
    const auto row = [](const char *name, const Operations &operations, DustError::Kind kind,
                        int index, const QString &path, int revision) {
        QTest::newRow(name) << operations << kind << index << path << revision;
    };
    const DustOperation fine = set(u"n"_s, 1);
    row("nothing", {}, DustError::NothingToWrite, -1, {}, None);
    row("another revision", { fine, set(u"a"_s, 5).setIfMatch(7), fine }, DustError::Conflict, 1,
        u"a"_s, 1);
    row("nothing there", { fine, fine, remove(u"z"_s).setIfMatch(7) }, DustError::Conflict, 2,
        u"z"_s, None);
    row("what the batch itself wrote", { set(u"a"_s, 5), set(u"a"_s, 6).setIfMatch(1) },
        DustError::Conflict, 1, u"a"_s, 3);
    row("an object that matches", { fine, set(u"o"_s, DustObject{ { u"x"_s, 1 } }).setIfMatch(2) },
        DustError::InvalidParams, 1, u"o"_s, None);
    row("a value that cannot be", { set(u"o"_s, qInf()), fine }, DustError::InvalidParams, 0,
        u"o"_s, None);
}

void tst_DustStoreWrites::batchRefusals()
{
    QFETCH(Operations, operations);
    QFETCH(DustError::Kind, kind);
    QFETCH(int, index);
    QFETCH(QString, path);
    QFETCH(int, revision);
    const QStringList before = w->leaves();
    const DustError error = answerOf(w->store->batchWrite(operations)).error();
    QCOMPARE(error.kind(), kind);
    QCOMPARE(error.opIndex(), index);
    QCOMPARE(error.path(), path);
    QCOMPARE(error.currentRevision(),
             revision != None ? std::optional<quint64>(quint64(revision)) : std::nullopt);
    QCOMPARE(w->leaves(), before);
    QCOMPARE(w->takeOperations(), QStringList());
}

// Each ends once, whichever comes first; and what was answered is there.
void tst_DustStoreWrites::manyAtOnce()
{
    constexpr int Count = 200;
    QList<DustFuture<DustReceipt>> puts;
    for (int i = 0; i < Count; ++i)
        puts.append(w->store->put(u"n/%1"_s.arg(i), i));
    QList<quint64> seqs;
    for (int i = 0; i < Count; ++i) {
        const auto receipt = answerOf(puts.at(i));
        QVERIFY2(receipt.isOk(), qPrintable(receipt.error().message()));
        QCOMPARE(receipt->pathString(), u"n/%1"_s.arg(i));
        QCOMPARE(answerOf(w->store->entry(u"n/%1"_s.arg(i)))->revision(), receipt->storeSeq);
        seqs.append(receipt->storeSeq);
    }
    std::sort(seqs.begin(), seqs.end());
    for (int i = 0; i < Count; ++i)
        QCOMPARE(seqs.at(i), quint64(3 + i));
    QCOMPARE(w->takeOperations().size(), Count);
}

void tst_DustStoreWrites::thousands()
{
    Operations operations;
    for (int i = 0; i < 1000; ++i)
        operations.append(set(u"n/%1"_s.arg(i), i));
    const auto receipt = answerOf(w->store->batchWrite(operations));
    QVERIFY2(receipt.isOk(), qPrintable(receipt.error().message()));
    QCOMPARE(receipt->storeSeq, 1002u);
    operations.append(set(u"more"_s, 1));
    const auto more = answerOf(w->store->batchWrite(operations));
    QCOMPARE(more.error().kind(),
             w->place().maximumOperations() > 1000 ? DustError::NoError : DustError::LimitExceeded);
    QCOMPARE(*answerOf(w->store->exists(u"more"_s)), more.isOk());
}

void tst_DustStoreWrites::largeOnes()
{
    const QString large(1'000'000, u'x');
    QVERIFY(answerOf(w->store->put(u"n"_s, large)).isOk());
    QCOMPARE(*answerOf(w->store->get(u"n"_s)), DustValue(large));
    const QString larger(8'000'001, u'x');
    const auto put = answerOf(w->store->put(u"n"_s, larger));
    const bool fits = w->place().maximumBytes() > larger.size();
    QCOMPARE(put.error().kind(), fits ? DustError::NoError : DustError::LimitExceeded);
    QCOMPARE(*answerOf(w->store->get(u"n"_s)), DustValue(fits ? larger : large));
}

QTEST_GUILESS_MAIN(tst_DustStoreWrites)

#include "tst_duststorewrites.moc"
