// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustTestServer: what its store holds, and what others write to it.

#include "dusttestserver_p.h"

#include <QtCore/QFile>
#include <QtCore/QSet>

using namespace Qt::StringLiterals;

namespace {

DustResult<QList<DustOperation>> setsOf(const DustObject &entries)
{
    QList<DustOperation> sets;
    for (auto it = entries.cbegin(); it != entries.cend(); ++it) {
        const auto path = DustPath::parse(it.key());
        if (!path)
            return path.error();
        sets.append(DustOperation::set(*path, it.value()));
    }
    return sets;
}

// As tests name files: with a path, or with the URL that Qt.resolvedUrl() gives.
QString pathOf(const QString &fileName)
{
    const QUrl url(fileName);
    if (url.isLocalFile())
        return url.toLocalFile();
    return url.scheme() == u"qrc"_s ? u':' + url.path() : fileName;
}

} // namespace

bool DustTestServer::Private::write(const DustResult<QList<DustOperation>> &operations)
{
    return operations ? warned(server.write(storeName, *operations, u"other"_s))
                      : warned(operations);
}

bool DustTestServer::Private::seed(const DustResult<DustValue> &entries)
{
    if (!entries)
        return warned(entries);
    if (!entries->isObject())
        return warned(DustResult<void>(DustError::invalidParams(
                u"not_an_object"_s, u"A store is seeded from an object: its keys are paths."_s)));
    const auto old = server.entries(storeName);
    if (!old)
        return warned(old);
    QList<DustOperation> operations;
    QSet<QString> roots;
    for (const DustEntry &entry : *old) {
        const QString root = entry.path().segments().constFirst();
        if (!roots.contains(root))
            operations.append(DustOperation::remove(*DustPath::fromSegments({ root })));
        roots.insert(root);
    }
    const auto sets = setsOf(entries->toObject());
    if (!sets)
        return warned(sets);
    operations += *sets;
    return operations.isEmpty() || write(operations);
}

/*!
    \fn bool DustTestServer::seed(const QVariantMap &entries)

    Makes the store hold \a entries and nothing else. Keys are paths, and objects are what is below them:
    \c{{ "links": { "qt": { "title": "Qt" } } }} is \c{{ "links/qt/title": "Qt" }}.

    It is one change, which clients that are connected hear of. Returns whether it could be made.
*/
/*!
    \qmlmethod bool DustTestServer::seed(var entries)

    Makes the store hold \a entries and nothing else. Keys are paths, and objects are what is below them.
    Returns whether it could be made.
*/
bool DustTestServer::seed(const QVariantMap &entries)
{
    return d->seed(DustValue::fromVariant(entries));
}

/*!
    \fn bool DustTestServer::seedFromFile(const QString &fileName)

    The same with the JSON in the file \a fileName, which may be a path, the name of a resource, or the URL
    of either. Returns whether it could be made.
*/
/*!
    \qmlmethod bool DustTestServer::seedFromFile(string fileName)

    The same as seed() with the JSON in the file \a fileName, such as \c{Qt.resolvedUrl("links.json")}.
    Returns whether it could be made.
*/
bool DustTestServer::seedFromFile(const QString &fileName)
{
    QFile file(pathOf(fileName));
    if (!file.open(QIODevice::ReadOnly))
        return Private::warned(DustResult<void>(
                DustError(DustError::Storage,
                          u"%1 cannot be read: %2."_s.arg(file.fileName(), file.errorString()))));
    return d->seed(DustValue::fromJson(file.readAll()));
}

/*!
    \fn QVariant DustTestServer::value(const QString &path) const

    Returns what the store holds at \a path, now: a value, or a map of those below it; without a path,
    everything. Invalid where there is nothing.
*/
/*!
    \qmlmethod var DustTestServer::value(string path)

    Returns what the store holds at \a path, now: a value, or an object of those below it; without a path,
    everything. \c undefined where there is nothing.
*/
QVariant DustTestServer::value(const QString &path) const
{
    const auto entry = d->server.entry(d->storeName, path);
    if (entry)
        return entry->variant();
    if (entry.error().kind() != DustError::NotFound)
        Private::warned(entry);
    return path.isEmpty() ? QVariant(QVariantMap()) : QVariant();
}

/*!
    \fn bool DustTestServer::put(const QString &path, const QVariant &value)

    Sets \a path to \a value, as another client would. Returns whether that was possible.
*/
/*!
    \qmlmethod bool DustTestServer::put(string path, var value)

    Sets \a path to \a value, as another client would. Returns whether that was possible.
*/
bool DustTestServer::put(const QString &path, const QVariant &value)
{
    const auto parsed = DustPath::parse(path);
    const auto converted = DustValue::fromVariant(value);
    if (!parsed || !converted)
        return parsed ? Private::warned(converted) : Private::warned(parsed);
    return write(DustOperation::set(*parsed, *converted));
}

/*!
    \fn bool DustTestServer::merge(const QString &path, const QVariantMap &children)

    Sets the \a children of \a path and leaves its other ones, as another client would. Returns whether that
    was possible.
*/
/*!
    \qmlmethod bool DustTestServer::merge(string path, var children)

    Sets the \a children of \a path and leaves its other ones, as another client would. Returns whether that
    was possible.
*/
bool DustTestServer::merge(const QString &path, const QVariantMap &children)
{
    const auto parsed = DustPath::parse(path);
    const auto converted = DustValue::fromVariant(children);
    if (!parsed || !converted)
        return parsed ? Private::warned(converted) : Private::warned(parsed);
    return write(DustOperation::merge(*parsed, converted->toObject()));
}

/*!
    \fn bool DustTestServer::remove(const QString &path)

    Deletes \a path and what is below it, as another client would. Returns whether that was possible.
*/
/*!
    \qmlmethod bool DustTestServer::remove(string path)

    Deletes \a path and what is below it, as another client would. Returns whether that was possible.
*/
bool DustTestServer::remove(const QString &path)
{
    const auto parsed = DustPath::parse(path);
    return parsed ? write(DustOperation::remove(*parsed)) : Private::warned(parsed);
}

/*!
    Writes any \a operation, as another client would. Returns whether that was possible.
*/
bool DustTestServer::write(const DustOperation &operation)
{
    return d->write(QList<DustOperation>{ operation });
}
