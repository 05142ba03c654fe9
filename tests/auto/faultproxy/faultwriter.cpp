// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "faultwriter.h"

#include <QtCore/QCoreApplication>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

constexpr int Pace = 10; // ms
constexpr int MostWrites = 150; // of one run

// Unbuffered, so that a line that was said survives who said it.
void say(const QByteArray &line)
{
    const QByteArray whole = line + '\n';
    if (::write(STDOUT_FILENO, whole.constData(), size_t(whole.size())) != whole.size())
        std::_Exit(3);
}

QByteArray text(const DustReceipt &receipt)
{
    return receipt.clientOpId.toUtf8() + ':' + QByteArray::number(receipt.storeSeq);
}

QByteArray text(const DustBatchReceipt &receipt)
{
    QByteArrayList all;
    for (const DustReceipt &operation : receipt.operations)
        all.append(text(operation));
    return all.join(',');
}

QByteArray text(const DustError &error)
{
    return QByteArray::number(error.kind()) + ' ' + error.message().toUtf8();
}

// How a call ended.
QByteArray verdict(const DustError &error)
{
    switch (error.kind()) {
    case DustError::Timeout:
        return "waits"; // the write goes on
    case DustError::Indeterminate:
        return "indeterminate";
    default:
        return "rejected";
    }
}

DustPath at(const QString &path)
{
    return *DustPath::parse(path);
}

} // namespace

FaultWriter::FaultWriter(DustStore *store, quint64 first, quint32 seed)
    : m_store(store), m_dice(seed), m_next(first), m_left(MostWrites)
{
    connect(store, &DustStore::writeSettled, this,
            [](const QString &id, const DustResult<DustReceipt> &result) {
                say("settled " + id.toUtf8() + ' '
                    + (result ? "accepted" : verdict(result.error()) + ' ' + text(result.error())));
            });
    for (const auto changed : { &DustStore::stateChanged, &DustStore::errorChanged })
        connect(store, changed, this, [store] {
            say("note state " + QByteArray::number(store->state()) + ' ' + text(store->error()));
        });
    connect(store, &DustStore::pendingCountChanged, this, &FaultWriter::endWhenDrained);
    connect(store, &DustStore::stateChanged, this, &FaultWriter::endWhenDrained);
    say("note pending " + QByteArray::number(store->pendingCount()));
    m_pace.start(Pace, this);
}

void FaultWriter::timerEvent(QTimerEvent *)
{
    for (int some = m_dice.bounded(3); some > 0 && m_left > 0; --some, --m_left)
        writeOne();
}

void FaultWriter::writeOne()
{
    const quint64 number = m_next++;
    const int what = m_dice.bounded(100);
    if (what < 50)
        writeLeaf(number);
    else if (what < 65)
        writeTree(number);
    else if (what < 80)
        writeBatch(number);
    else
        count(number);
}

template<typename Receipt, typename Call>
void FaultWriter::write(quint64 number, const QByteArray &what, Call call)
{
    const QByteArray name = QByteArray::number(number);
    say("writing " + name + ' ' + what);
    DustFuture<Receipt> answer = call();
    say("written " + name);
    ++m_open;
    answer.then(this, [this, name](const DustResult<Receipt> &result) {
        --m_open;
        if (result)
            say("acknowledged " + name + ' ' + text(*result));
        else
            say(verdict(result.error()) + ' ' + name + ' ' + text(result.error()));
        endWhenDrained();
    });
}

// Half of the writes have a name of the application's, which keeps them from being merged.
DustWriteOptions FaultWriter::options(quint64 number)
{
    DustWriteOptions options;
    if (m_dice.bounded(2) == 0)
        options.setClientOpId(u"w%1"_s.arg(number));
    return options;
}

// At a path of its own, or at one that many write.
void FaultWriter::writeLeaf(quint64 number)
{
    const QString path = m_dice.bounded(2) == 0 ? u"own/%1"_s.arg(number)
                                                : u"shared/%1"_s.arg(number % 3);
    write<DustReceipt>(number, "set " + path.toUtf8(),
                       [&] { return m_store->put(path, number, options(number)); });
}

// Above and below each other.
void FaultWriter::writeTree(quint64 number)
{
    const QString above = u"tree"_s;
    const QString leaf = u"tree/b"_s;
    const DustObject object{ { m_dice.bounded(2) == 0 ? u"a"_s : u"b"_s, number } };
    switch (m_dice.bounded(4)) {
    case 0:
        return write<DustReceipt>(number, "set tree",
                                  [&] { return m_store->put(above, object, options(number)); });
    case 1:
        return write<DustReceipt>(number, "merge tree",
                                  [&] { return m_store->merge(above, object, options(number)); });
    case 2: // named: it carries no number
        return write<DustReceipt>(number, "delete tree/b", [&] {
            return m_store->remove(leaf, DustWriteOptions().setClientOpId(u"w%1"_s.arg(number)));
        });
    default:
        return write<DustReceipt>(number, "set tree/b",
                                  [&] { return m_store->put(leaf, number, options(number)); });
    }
}

void FaultWriter::writeBatch(quint64 number)
{
    const QStringList paths{ u"batch/%1/left"_s.arg(number), u"batch/%1/right"_s.arg(number),
                             u"shared/%1"_s.arg(number % 3) };
    QList<DustOperation> operations;
    for (const QString &path : paths)
        operations.append(DustOperation::set(at(path), number));
    write<DustBatchReceipt>(number, "set " + paths.join(u',').toUtf8(),
                            [&] { return m_store->batchWrite(operations); });
}

void FaultWriter::count(quint64 number)
{
    const int delta = 1 + m_dice.bounded(5);
    const QString path = u"counter/%1"_s.arg(number % 2);
    write<DustReceipt>(number, "increment " + path.toUtf8() + ' ' + QByteArray::number(delta),
                       [&] { return m_store->increment(path, delta, options(number)); });
}

void FaultWriter::finish()
{
    m_isFinishing = true;
    m_left = 0;
    endWhenDrained();
}

void FaultWriter::endWhenDrained()
{
    if (!m_isFinishing || m_isOver || m_open > 0 || m_store->pendingCount() > 0
        || m_store->state() != DustStore::Live)
        return;
    m_isOver = true;
    const quint64 seq = m_store->seq();
    auto everything = m_store->list(DustQuery::list(u"**"_s).setLimit(1000));
    everything.then(this, [seq](const DustResult<DustPage> &page) {
        if (!page)
            return say("note no list: " + text(page.error()));
        DustObject view;
        for (const DustEntry &entry : page->entries)
            view.insert(entry.pathString(), entry.value());
        say("view " + DustValue(view).toJson());
        say("drained " + QByteArray::number(seq));
        QCoreApplication::quit();
    });
}
