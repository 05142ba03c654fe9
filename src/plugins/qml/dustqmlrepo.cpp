// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustqmlrepo.h"

#include "dustqmlvalues.h"

#include <QtQml/QJSEngine>
#include <QtQml/QJSManagedValue>

using namespace Qt::StringLiterals;

/*!
    \qmltype DustRepo
    \inqmlmodule DustEcto
    \brief Reads and writes the records of a store.

    \qml
    DustRepo { id: repo; store: client.store("local/main") }

    Button {
        onClicked: repo.insert(linkSchema.changeset({}, { slug: "qt", title: "Qt" }))
                       .then(link => console.log(link.title), error => console.log(error.message))
    }
    \endqml

    Records are JavaScript objects with a property per field, the slug among them, and \c dustMeta, which carries the
    revisions that \c ifUnchanged compares. Every function returns a DustReply.
*/

/*!
    \qmlproperty DustStore DustRepo::store
    The store, from DustClient::store().
*/

namespace {

QVariant receipt(const DustReceipt &receipt)
{
    return QVariant::fromValue(receipt);
}

DustRepoOptions repoOptions(const QVariantMap &options)
{
    return DustRepoOptions().setIfUnchanged(options.value(u"ifUnchanged"_s).toBool());
}

// What JavaScript gave as one.
DustResult<DustChangeset> toChangeset(const QVariant &given)
{
    const QVariant changeset = DustQml::plain(given);
    if (changeset.metaType() == QMetaType::fromType<DustChangeset>())
        return changeset.value<DustChangeset>();
    return DustError::invalidParams(
            u"no_changeset"_s,
            u"expected a changeset: pass schema.changeset({}, params) for a new record, "
            "schema.changeset(record, params) for one that was read"_s);
}

QVariantList fromRecords(const QList<DustRecord> &records)
{
    QVariantList list;
    list.reserve(records.size());
    for (const DustRecord &record : records)
        list.append(DustQml::fromRecord(record));
    return list;
}

QVariant receipts(const DustBatchReceipt &batch)
{
    QVariantList list;
    for (const DustReceipt &receipt : batch.operations)
        list.append(QVariant::fromValue(receipt));
    return list;
}

DustError notLoaded()
{
    return DustError::invalidParams(
            u"not_loaded"_s,
            u"ifUnchanged compares with the record that was read: pass that, not its slug"_s);
}

// One operation of a batch: { insert: changeset }, { update: changeset } or { remove: slugOrRecord, schema: schema }.
DustResult<void> addTo(DustRepoBatch *batch, const QVariantMap &operation)
{
    const DustRepoOptions options = repoOptions(operation);
    if (operation.contains(u"insert"_s) || operation.contains(u"update"_s)) {
        const bool isInsert = operation.contains(u"insert"_s);
        const auto changeset = toChangeset(operation.value(isInsert ? u"insert"_s : u"update"_s));
        if (!changeset)
            return changeset.error();
        isInsert ? batch->insert(*changeset) : batch->update(*changeset, options);
        return {};
    }
    if (!operation.contains(u"remove"_s))
        return DustError::invalidParams(u"no_operation"_s,
                                        u"expected an operation of a batch: pass { insert: "
                                        u"changeset }, { update: changeset } or "
                                        "{ remove: slug, schema: schema }"_s);
    const auto schema = DustQml::toSchema(operation.value(u"schema"_s));
    if (!schema)
        return schema.error();
    const QVariant which = DustQml::plain(operation.value(u"remove"_s));
    if (which.metaType() == QMetaType::fromType<QVariantMap>())
        batch->remove(DustQml::toRecord(*schema, which.toMap()), options);
    else if (options.ifUnchanged())
        return notLoaded();
    else
        batch->remove(*schema, which.toString());
    return {};
}

} // namespace

DustQmlRepo::DustQmlRepo(QObject *repo) : QObject(repo), m_repo(qobject_cast<DustRepo *>(repo)) {}

/*!
    \qmlmethod DustReply DustRepo::all(DustSchema schema)
    Reads every record of \a schema, in the order of the slugs.
*/
DustReply *DustQmlRepo::all(const QVariant &schema)
{
    const auto known = DustQml::toSchema(schema);
    if (!known)
        return DustReply::failing(m_repo, known.error());
    return DustReply::to<QList<DustRecord>>(m_repo, m_repo->all(*known), fromRecords);
}

/*!
    \qmlmethod DustReply DustRepo::get(DustSchema schema, string slug)
    Reads the record of \a schema with \a slug.
*/
DustReply *DustQmlRepo::get(const QVariant &schema, const QString &slug)
{
    const auto known = DustQml::toSchema(schema);
    if (!known)
        return DustReply::failing(m_repo, known.error());
    return DustReply::to<DustRecord>(m_repo, m_repo->get(*known, slug), DustQml::fromRecord);
}

/*!
    \qmlmethod DustReply DustRepo::exists(DustSchema schema, string slug)
    Answers whether anything is stored for \a slug under \a schema.
*/
DustReply *DustQmlRepo::exists(const QVariant &schema, const QString &slug)
{
    const auto known = DustQml::toSchema(schema);
    if (!known)
        return DustReply::failing(m_repo, known.error());
    return DustReply::to<bool>(m_repo, m_repo->exists(*known, slug),
                               [](bool exists) { return exists; });
}

/*!
    \qmlmethod DustReply DustRepo::insert(dustChangeset changeset)
    Writes all fields of the record that \a changeset makes. An invalid changeset fails with \c Invalid, its errors in
    \c error.fieldErrors.
*/
DustReply *DustQmlRepo::insert(const QVariant &changeset)
{
    const auto given = toChangeset(changeset);
    if (!given)
        return DustReply::failing(m_repo, given.error());
    return DustReply::to<DustRecord>(m_repo, m_repo->insert(*given), DustQml::fromRecord);
}

/*!
    \qmlmethod DustReply DustRepo::update(dustChangeset changeset, var options)
    Writes the changes of \a changeset. With \c {{ ifUnchanged: true }} in \a options it fails with \c Conflict when another
    write came between.
*/
DustReply *DustQmlRepo::update(const QVariant &changeset, const QVariantMap &options)
{
    const auto given = toChangeset(changeset);
    if (!given)
        return DustReply::failing(m_repo, given.error());
    return DustReply::to<DustRecord>(m_repo, m_repo->update(*given, repoOptions(options)),
                                     DustQml::fromRecord);
}

/*!
    \qmlmethod DustReply DustRepo::remove(DustSchema schema, var slugOrRecord, var options)
    Deletes a record of \a schema by its slug or by the object it was read as: \a slugOrRecord. With \c {{ ifUnchanged: true }}
    in \a options, which needs the object, it fails with \c Conflict when another write came between.
*/
DustReply *DustQmlRepo::remove(const QVariant &schema, const QVariant &slugOrRecord,
                               const QVariantMap &options)
{
    const auto known = DustQml::toSchema(schema);
    if (!known)
        return DustReply::failing(m_repo, known.error());
    const QVariant which = DustQml::plain(slugOrRecord);
    if (which.metaType() == QMetaType::fromType<QVariantMap>()) {
        const DustRecord record = DustQml::toRecord(*known, which.toMap());
        return DustReply::to<DustReceipt>(m_repo, m_repo->remove(record, repoOptions(options)),
                                          receipt);
    }
    if (repoOptions(options).ifUnchanged())
        return DustReply::failing(m_repo, notLoaded());
    return DustReply::to<DustReceipt>(m_repo, m_repo->remove(*known, which.toString()), receipt);
}

/*!
    \qmlmethod DustReply DustRepo::removeAll(DustSchema schema)
    Deletes every record of \a schema.
*/
DustReply *DustQmlRepo::removeAll(const QVariant &schema)
{
    const auto known = DustQml::toSchema(schema);
    if (!known)
        return DustReply::failing(m_repo, known.error());
    return DustReply::to<DustReceipt>(m_repo, m_repo->removeAll(*known), receipt);
}

/*!
    \qmlmethod DustReply DustRepo::batchWrite(list<var> operations)
    Writes all of \a operations, over any schemas, or none. Each is an object: \c {{ insert: changeset }}, \c {{ update: changeset }} or
    \c {{ remove: slugOrRecord, schema: schema }}, the last two with \c {ifUnchanged: true} where that is wanted. The value is a list of
    receipts, one for each operation.
*/
DustReply *DustQmlRepo::batchWrite(const QVariantList &operations)
{
    DustRepoBatch batch;
    for (const QVariant &operation : operations) {
        if (const auto added = addTo(&batch, DustQml::plain(operation).toMap()); !added)
            return DustReply::failing(m_repo, added.error());
    }
    return DustReply::to<DustBatchReceipt>(m_repo, m_repo->batchWrite(batch), receipts);
}

/*!
    \qmlmethod DustReply DustRepo::stream(DustSchema schema, function receiver)
    Reads every record of \a schema page by page, in the order of the slugs: \a receiver is called with each page, a list of records, and ends
    the reading where it returns false. The reply succeeds after the last page, and fails where the receiver throws.
*/
DustReply *DustQmlRepo::stream(const QVariant &schema, const QJSValue &receiver)
{
    const auto known = DustQml::toSchema(schema);
    if (!known)
        return DustReply::failing(m_repo, known.error());
    if (!receiver.isCallable())
        return DustReply::failing(
                m_repo,
                DustError::invalidParams(u"no_receiver"_s,
                                         u"expected a function that is called with each page"_s));
    const auto thrown = std::make_shared<QString>();
    const auto onPage = [this, receiver, thrown](const QList<DustRecord> &page) {
        QJSEngine *engine = DustQml::engineOf(m_repo);
        if (!engine)
            return false;
        const QJSManagedValue function(receiver, engine);
        const QJSValue goesOn = function.call({ engine->toScriptValue(fromRecords(page)) });
        if (engine->hasError()) { // anything can be thrown
            *thrown = u"the receiver of stream() threw "_s + engine->catchError().toString();
            return false;
        }
        return !(goesOn.isBool() && !goesOn.toBool());
    };
    const auto ended = m_repo->stream(*known, this, onPage)
                               .then([thrown](const DustResult<void> &end) -> DustResult<bool> {
                                   if (!end)
                                       return end.error();
                                   if (!thrown->isEmpty())
                                       return DustError::invalidParams(u"receiver"_s, *thrown);
                                   return true;
                               });
    return DustReply::to<bool>(m_repo, ended, [](bool) { return QVariant(); });
}
