// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustqmlstore.h"

#include "dustqmloptions.h"
#include "dustqmlvalues.h"

#include <QtCore/QFile>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace {

using DustQml::Option;

QVariant fromEntry(const DustEntry &entry)
{
    return QVariant::fromValue(entry);
}

QVariantList fromEntries(const QList<DustEntry> &entries)
{
    QVariantList list;
    list.reserve(entries.size());
    for (const DustEntry &entry : entries)
        list.append(fromEntry(entry));
    return list;
}

QVariant fromPage(const DustPage &page)
{
    return QVariantMap{ { u"entries"_s, fromEntries(page.entries) },
                        { u"paths"_s, page.paths },
                        { u"nextCursor"_s, page.nextCursor } };
}

template<typename T>
QVariant known(const std::optional<T> &value)
{
    return value ? QVariant::fromValue(*value) : QVariant();
}

QVariant fromStatus(const DustStatus &status)
{
    return QVariantMap{ { u"canRead"_s, status.canRead },
                        { u"canWrite"_s, status.canWrite },
                        { u"scopes"_s, status.scopes },
                        { u"pendingCount"_s, status.pendingCount },
                        { u"seq"_s, status.seq },
                        { u"storeSeq"_s, known(status.storeSeq) },
                        { u"entryCount"_s, known(status.entryCount) },
                        { u"opCount"_s, known(status.opCount) } };
}

DustError mistake(const QString &message)
{
    return DustError::invalidParams(u"invalid_argument"_s, message);
}

DustResult<DustValue> toValue(const QString &call, const QVariant &given)
{
    const QVariant value = DustQml::plain(given);
    if (!value.isValid())
        return mistake(u"%1 was given undefined for its value: pass null for none"_s.arg(call));
    return DustValue::fromVariant(value);
}

// A token, or the number of an operation.
DustResult<quint64> toNumber(const QString &call, const QString &name, const QVariant &given)
{
    const auto number = DustQml::options(call, QVariantMap{ { name, given } },
                                         { { name, Option::Count } });
    if (number && number->contains(name))
        return number->value(name).toULongLong();
    return mistake(u"the %1 of %2 is to be a whole number"_s.arg(name, call));
}

DustResult<DustFence> toFence(const QString &call, const QVariant &given)
{
    if (given.metaType() == QMetaType::fromType<DustReceipt>()) {
        const auto receipt = given.value<DustReceipt>();
        return DustFence{ receipt.path, receipt.token };
    }
    const auto fence = DustQml::options(
            u"the fence of "_s + call, given,
            { { u"key"_s, Option::Text }, { u"token"_s, Option::Count } });
    if (!fence)
        return fence.error();
    if (fence->size() < 2)
        return mistake(
                u"the option \"fence\" of %1 is to be what lease() answers, or { key, token }"_s
                        .arg(call));
    const auto key = DustPath::parse(fence->value(u"key"_s).toString());
    if (!key)
        return key.error();
    return DustFence{ *key, fence->value(u"token"_s).toULongLong() };
}

DustResult<DustWriteOptions> toWriteOptions(const QString &call, const QVariant &given)
{
    const auto options = DustQml::options(call, given,
                                          { { u"ifMatch"_s, Option::Count },
                                            { u"ifAbsent"_s, Option::Flag },
                                            { u"fence"_s, Option::Anything },
                                            { u"clientOpId"_s, Option::Text } });
    if (!options)
        return options.error();
    DustWriteOptions write;
    if (options->contains(u"ifMatch"_s))
        write.setIfMatch(options->value(u"ifMatch"_s).toULongLong());
    if (options->contains(u"fence"_s)) {
        const auto fence = toFence(call, options->value(u"fence"_s));
        if (!fence)
            return fence.error();
        write.setFence(*fence);
    }
    return write.setIfAbsent(options->value(u"ifAbsent"_s).toBool())
            .setClientOpId(options->value(u"clientOpId"_s).toString());
}

// How long a lease lasts.
DustResult<qint64> toTerm(const QString &call, const QVariant &given)
{
    const auto options = DustQml::options(call, given, { { u"milliseconds"_s, Option::Count } });
    if (!options)
        return options.error();
    return options->value(u"milliseconds"_s, DustOperation::DefaultLeaseMilliseconds).toLongLong();
}

// One of the names.
template<typename Enum>
DustResult<Enum> chosen(const QString &call, const QVariantMap &options, const QString &name,
                        const QList<std::pair<QString, Enum>> &choices)
{
    if (!options.contains(name))
        return choices.constFirst().second;
    QStringList names;
    for (const auto &[choice, value] : choices) {
        if (options.value(name) == choice)
            return value;
        names.append(choice);
    }
    return mistake(
            u"the option \"%1\" of %2 is to be one of %3"_s.arg(name, call, names.join(", "_L1)));
}

} // namespace

DustQmlStore::DustQmlStore(QObject *store)
    : QObject(store), m_store(qobject_cast<DustStore *>(store))
{}

DustReply *DustQmlStore::receipt(const DustFuture<DustReceipt> &future)
{
    return DustReply::to<DustReceipt>(m_store, future, [](const DustReceipt &receipt) {
        return QVariant::fromValue(receipt);
    });
}

/*!
    \qmlmethod DustReply DustStore::entry(string path)
    Reads the entry at \a path: the leaf there, or else everything below it as one object. It has \c path, \c value, \c typeName
    and \c revision, which is 0 where it is not known. Fails with \c NotFound when there is neither.
*/
DustReply *DustQmlStore::entry(const QString &path)
{
    return DustReply::to<DustEntry>(m_store, m_store->entry(path), fromEntry);
}

/*!
    \qmlmethod DustReply DustStore::get(string path)
    Reads the value of the entry at \a path, as entry() does.
*/
DustReply *DustQmlStore::get(const QString &path)
{
    return DustReply::to<DustValue>(m_store, m_store->get(path),
                                    [](const DustValue &value) { return value.toVariant(); });
}

/*!
    \qmlmethod DustReply DustStore::getMany(list<string> paths)
    Reads the entries of the leaves at \a paths, in that order. Paths without a leaf are left out.
*/
DustReply *DustQmlStore::getMany(const QVariant &paths)
{
    const QVariant given = DustQml::plain(paths);
    const bool isList = given.typeId() == QMetaType::QVariantList
            || given.typeId() == QMetaType::QStringList;
    const QVariantList items = given.toList();
    const auto isText = [](const QVariant &item) { return item.typeId() == QMetaType::QString; };
    if (!isList || !std::all_of(items.begin(), items.end(), isText))
        return failing(mistake(u"getMany() takes a list of paths"_s));
    return DustReply::to<QList<DustEntry>>(m_store, m_store->getMany(given.toStringList()),
                                           fromEntries);
}

/*!
    \qmlmethod DustReply DustStore::exists(string path)
    Answers whether there is a leaf at \a path or below it.
*/
DustReply *DustQmlStore::exists(const QString &path)
{
    return DustReply::to<bool>(m_store, m_store->exists(path), [](bool exists) { return exists; });
}

DustReply *DustQmlStore::page(const QString &call, DustQuery query, const QVariant &given)
{
    const auto options = DustQml::options(call, given,
                                          { { u"limit"_s, Option::Count },
                                            { u"after"_s, Option::Text },
                                            { u"order"_s, Option::Text },
                                            { u"select"_s, Option::Text } });
    if (!options)
        return failing(options.error());
    const auto order = chosen<DustQuery::Order>(call, *options, u"order"_s,
                                                { { u"ascending"_s, DustQuery::Ascending },
                                                  { u"descending"_s, DustQuery::Descending } });
    if (!order)
        return failing(order.error());
    const auto select = chosen<DustQuery::Select>(call, *options, u"select"_s,
                                                  { { u"entries"_s, DustQuery::Entries },
                                                    { u"keys"_s, DustQuery::Keys },
                                                    { u"prefixes"_s, DustQuery::Prefixes } });
    if (!select)
        return failing(select.error());
    if (options->contains(u"limit"_s))
        query.setLimit(int(qMin(options->value(u"limit"_s).toLongLong(),
                                qint64(std::numeric_limits<int>::max()))));
    query.setAfter(options->value(u"after"_s).toString()).setOrder(*order).setSelect(*select);
    return DustReply::to<DustPage>(m_store, m_store->list(query), fromPage);
}

/*!
    \qmlmethod DustReply DustStore::list(string pattern, var options)
    Reads a page of the entries whose paths match \a pattern, in which \c * stands for one segment and \c ** for any.

    \snippet StoreCalls.qml list

    The value is \c {{ entries, paths, nextCursor }}. The \a options are \c limit, 50 where it is not given and at most 1,000;
    \c after, the \c nextCursor of the page before, which is empty on the last one; \c order, \c "ascending" or
    \c "descending"; and \c select: \c "entries", or for \c paths alone \c "keys" or \c "prefixes".
*/
DustReply *DustQmlStore::list(const QString &pattern, const QVariant &options)
{
    return page(u"list()"_s, DustQuery::list(pattern), options);
}

/*!
    \qmlmethod DustReply DustStore::range(string from, string to, var options)
    Reads a page of the entries from the path \a from to before the path \a to. The \a options and the value are those of list().
*/
DustReply *DustQmlStore::range(const QString &from, const QString &to, const QVariant &options)
{
    return page(u"range()"_s, DustQuery::range(from, to), options);
}

template<typename Write>
DustReply *DustQmlStore::write(const QString &call, const QVariant &given, const QVariant &options,
                               Write write)
{
    const auto known = toWriteOptions(call, options);
    if (!known)
        return failing(known.error());
    const auto value = toValue(call, given);
    return value ? receipt(write(*value, *known)) : failing(value.error());
}

/*!
    \qmlmethod DustReply DustStore::put(string path, var value, var options)
    Writes \a value to \a path, with \a options, and clears what was below it. The value of the reply is the receipt, with
    \c storeSeq: the revision of what was written.

    \snippet StoreCalls.qml put
*/
DustReply *DustQmlStore::put(const QString &path, const QVariant &value, const QVariant &options)
{
    return write(u"put()"_s, value, options,
                 [&](const DustValue &put, const DustWriteOptions &known) {
                     return m_store->put(path, put, known);
                 });
}

/*!
    \qmlmethod DustReply DustStore::merge(string path, var children, var options)
    Writes each of the values of the object \a children below \a path, with \a options, and leaves its siblings alone. All of
    it is one operation.
*/
DustReply *DustQmlStore::merge(const QString &path, const QVariant &children,
                               const QVariant &options)
{
    if (DustQml::plain(children).typeId() != QMetaType::QVariantMap)
        return failing(mistake(u"merge() takes an object of the values to write below the path"_s));
    return write(u"merge()"_s, children, options,
                 [&](const DustValue &merged, const DustWriteOptions &known) {
                     return m_store->merge(path, merged.toObject(), known);
                 });
}

/*!
    \qmlmethod DustReply DustStore::increment(string path, var delta, var options)
    Adds \a delta, 1 where it is not given, to the counter at \a path, with \a options. A counter that is not there starts at 0.
*/
DustReply *DustQmlStore::increment(const QString &path, const QVariant &delta,
                                   const QVariant &options)
{
    return write(u"increment()"_s, delta, options,
                 [&](const DustValue &added, const DustWriteOptions &known) {
                     return m_store->increment(path, added, known);
                 });
}

/*!
    \qmlmethod DustReply DustStore::addMember(string path, var member, var options)
    Adds \a member to the set at \a path, with \a options.
*/
DustReply *DustQmlStore::addMember(const QString &path, const QVariant &member,
                                   const QVariant &options)
{
    return write(u"addMember()"_s, member, options,
                 [&](const DustValue &added, const DustWriteOptions &known) {
                     return m_store->addMember(path, added, known);
                 });
}

/*!
    \qmlmethod DustReply DustStore::removeMember(string path, var member, var options)
    Removes \a member from the set at \a path, with \a options.
*/
DustReply *DustQmlStore::removeMember(const QString &path, const QVariant &member,
                                      const QVariant &options)
{
    return write(u"removeMember()"_s, member, options,
                 [&](const DustValue &removed, const DustWriteOptions &known) {
                     return m_store->removeMember(path, removed, known);
                 });
}

/*!
    \qmlmethod DustReply DustStore::remove(string path, var options)
    Deletes the leaf at \a path and everything below it, with \a options. That nothing is there is no error.
*/
DustReply *DustQmlStore::remove(const QString &path, const QVariant &options)
{
    const auto known = toWriteOptions(u"remove()"_s, options);
    return known ? receipt(m_store->remove(path, *known)) : failing(known.error());
}

/*!
    \qmlmethod DustReply DustStore::lease(string path, string holder, var options)
    Acquires the lease at \a path for \a holder, for the \c milliseconds of \a options or for 30 seconds. Fails with \c Held while
    somebody has it. The value is what a write takes as its \c fence, with the \c token.

    \snippet StoreCalls.qml lease
*/
DustReply *DustQmlStore::lease(const QString &path, const QString &holder, const QVariant &options)
{
    const auto term = toTerm(u"lease()"_s, options);
    return term ? receipt(m_store->lease(path, holder, *term)) : failing(term.error());
}

/*!
    \qmlmethod DustReply DustStore::renew(string path, int token, var options)
    Extends the lease at \a path that was acquired with \a token, to the \c milliseconds of \a options, or 30 seconds, from now.
    Fails with \c NotHeld when it is not held with that token.
*/
DustReply *DustQmlStore::renew(const QString &path, const QVariant &token, const QVariant &options)
{
    const auto term = toTerm(u"renew()"_s, options);
    if (!term)
        return failing(term.error());
    const auto held = toNumber(u"renew()"_s, u"token"_s, token);
    return held ? receipt(m_store->renew(path, *held, *term)) : failing(held.error());
}

/*!
    \qmlmethod DustReply DustStore::release(string path, int token)
    Gives the lease at \a path that was acquired with \a token back. Where it is not held with that token, the \c released of the
    value is false and nothing is written.
*/
DustReply *DustQmlStore::release(const QString &path, const QVariant &token)
{
    const auto held = toNumber(u"release()"_s, u"token"_s, token);
    return held ? receipt(m_store->release(path, *held)) : failing(held.error());
}

/*!
    \qmlmethod DustReply DustStore::rollback(string path, int toSeq)
    Writes to \a path what was there after the operation \a toSeq, the \c storeSeq of its receipt. Fails with \c InvalidParams
    when the store's log does not reach back so far.
*/
DustReply *DustQmlStore::rollback(const QString &path, const QVariant &toSeq)
{
    const auto seq = toNumber(u"rollback()"_s, u"toSeq"_s, toSeq);
    return seq ? receipt(m_store->rollback(path, *seq)) : failing(seq.error());
}

/*!
    \qmlmethod DustReply DustStore::rollback(int toSeq)
    Brings the whole store back to what it was after the operation \a toSeq, and answers how many operations that took.
*/
DustReply *DustQmlStore::rollback(const QVariant &toSeq)
{
    const auto seq = toNumber(u"rollback()"_s, u"toSeq"_s, toSeq);
    if (!seq)
        return failing(seq.error());
    return DustReply::to<qint64>(m_store, m_store->rollback(*seq),
                                 [](qint64 count) { return count; });
}

/*!
    \qmlmethod DustReply DustStore::status()
    Answers what is known of the store: \c canRead, \c canWrite, \c scopes, \c pendingCount, \c seq, and \c storeSeq,
    \c entryCount and \c opCount, undefined where they are not known. Fails with \c NotSupported over plain HTTP.
*/
DustReply *DustQmlStore::status()
{
    return DustReply::to<DustStatus>(m_store, m_store->status(), fromStatus);
}

/*!
    \qmlmethod DustReply DustStore::putFile(string path, url source, var options)
    Stores the file at \a source, on this machine, and puts a reference to it at \a path. The \a options are \c name and
    \c contentType. The value has \c hash, \c size, \c name, \c contentType and \c uploadedAt.
*/
DustReply *DustQmlStore::putFile(const QString &path, const QUrl &source, const QVariant &options)
{
    const auto known = DustQml::options(
            u"putFile()"_s, options,
            { { u"name"_s, Option::Text }, { u"contentType"_s, Option::Text } });
    if (!known)
        return failing(known.error());
    auto file = std::make_unique<QFile>(source.toLocalFile());
    if (!source.isLocalFile() || !file->open(QIODevice::ReadOnly))
        return failing(mistake(u"putFile() cannot read \"%1\": pass the URL of a file on this "
                               "machine"_s.arg(source.toString())));
    DustFileOptions described;
    described.setName(known->value(u"name"_s).toString())
            .setContentType(known->value(u"contentType"_s).toString());
    DustFileTransfer *transfer = m_store->putFile(path, file.get(), described);
    file.release()->setParent(transfer);
    return DustReply::to<DustFile>(m_store, transfer->future(), [](const DustFile &stored) {
        return QVariant::fromValue(stored);
    });
}

/*!
    \qmlmethod DustReply DustStore::getFile(string pathOrHash, url target)
    Reads the file whose reference is at a path, or whose hash is given, \a pathOrHash, and writes it to the file \a target, on this machine, which is as it
    was before until all of it is there. The value is that of putFile().
*/
DustReply *DustQmlStore::getFile(const QString &pathOrHash, const QUrl &target)
{
    if (!target.isLocalFile())
        return failing(mistake(u"getFile() cannot write \"%1\": pass the URL of a file on this "
                               "machine"_s.arg(target.toString())));
    return DustReply::to<DustFile>(m_store,
                                   m_store->getFile(pathOrHash, target.toLocalFile())->future(),
                                   [](const DustFile &read) { return QVariant::fromValue(read); });
}

#include "moc_dustqmlstore.cpp"
