// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustqmlrepo.h"

#include "dustqmloptions.h"
#include "dustqmlvalues.h"

#include <QtCore/QPromise>
#include <QtQml/QJSEngine>
#include <QtQml/QJSManagedValue>

using namespace Qt::StringLiterals;

/*!
    \qmltype DustRepo
    \inqmlmodule DustEcto
    \brief Reads and writes the records of a store.

    \qml
    Item {
        DustRepo { id: repo; store: client.store("local/main") }

        Button {
            onClicked: repo.insert(linkSchema.changeset({}, { slug: "qt", title: "Qt" }))
                           .then(link => console.log(link.title), error => console.log(error.message))
        }
    }
    \endqml

    Records are JavaScript objects with a property per field, the slug among them, and \c dustMeta, which carries the
    record as it was read and the revisions that \c ifUnchanged compares. Every function returns a DustReply.

    JavaScript has one type of number, exact up to 2^53, and no dates without a time. What an object still has as it was read
    is no change and is never written again, so that a large integer stays as it is, and 1.0 does not become 1; give a new
    integer above 2^53 as a string.

    A field of type \c date is a \c Date at midnight UTC, as Qt makes it of a QDate and JavaScript of \c {"2026-03-31"}. What
    is given for one keeps its day in every time zone: a \c Date at midnight UTC means the day it has there, any other, such as
    \c {new Date(2026, 2, 31)}, the day it has where the user is, a string the day it names. Use \c {toISOString().slice(0, 10)}
    or the functions of \c Date with \c UTC in their names to show one: the others tell the day before, west of Greenwich.

    No date is null, of a record of a C++ class as well. Only where JavaScript reads such a class itself, in a nested record or a
    role of a model, Qt makes an \c {Invalid Date} of it, which is taken back for no date.

    An option that a function does not know fails the call with \c InvalidParams, and nothing is written.
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

const DustQml::Option IfUnchanged{ u"ifUnchanged"_s, DustQml::Option::Flag };

DustResult<DustRepoOptions> repoOptions(const QString &call, const QVariant &given)
{
    const auto options = DustQml::options(call, given, { IfUnchanged });
    if (!options)
        return options.error();
    return DustRepoOptions().setIfUnchanged(options->value(IfUnchanged.name).toBool());
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

// A slug, or the record that was read.
struct Removal
{
    QString slug;
    DustRecord record; // null: by the slug
};

DustResult<Removal> toRemoval(const DustSchema &schema, const QVariant &slugOrRecord,
                              const DustRepoOptions &options)
{
    const QVariant which = DustQml::plain(slugOrRecord);
    if (which.typeId() != QMetaType::QString) {
        const auto record = DustQml::toRecord(schema, which);
        if (!record)
            return DustError::invalidParams(
                    u"no_slug"_s, u"expected a slug, or the object a record was read as"_s);
        return Removal{ {}, *record };
    }
    if (options.ifUnchanged())
        return DustError::invalidParams(
                u"not_loaded"_s,
                u"ifUnchanged compares with the record that was read: pass that, not its slug"_s);
    return Removal{ which.toString(), {} };
}

DustResult<void> addWrite(DustRepoBatch *batch, const QString &kind, const QVariantMap &operation)
{
    const bool isInsert = kind == u"insert"_s;
    const DustQml::Option changes{ kind, DustQml::Option::Anything };
    const QString call = u"an %1 of batchWrite()"_s.arg(kind);
    const auto options = isInsert ? DustQml::options(call, operation, { changes })
                                  : DustQml::options(call, operation, { changes, IfUnchanged });
    if (!options)
        return options.error();
    const auto changeset = toChangeset(options->value(kind));
    if (!changeset)
        return changeset.error();
    const bool ifUnchanged = options->value(IfUnchanged.name).toBool();
    isInsert ? batch->insert(*changeset)
             : batch->update(*changeset, DustRepoOptions().setIfUnchanged(ifUnchanged));
    return {};
}

DustResult<void> addRemoval(DustRepoBatch *batch, const QVariantMap &operation)
{
    const auto options = DustQml::options(u"a removal of batchWrite()"_s, operation,
                                          { { u"remove"_s, DustQml::Option::Anything },
                                            { u"schema"_s, DustQml::Option::Anything },
                                            IfUnchanged });
    if (!options)
        return options.error();
    const auto schema = DustQml::toSchema(options->value(u"schema"_s));
    if (!schema)
        return schema.error();
    const DustRepoOptions compared = DustRepoOptions().setIfUnchanged(
            options->value(IfUnchanged.name).toBool());
    const auto removal = toRemoval(*schema, options->value(u"remove"_s), compared);
    if (!removal)
        return removal.error();
    if (removal->record.isNull())
        batch->remove(*schema, removal->slug);
    else
        batch->remove(removal->record, compared);
    return {};
}

// One operation of a batch: { insert: changeset }, { update: changeset } or { remove: slugOrRecord, schema: schema }.
DustResult<void> addTo(DustRepoBatch *batch, const QVariantMap &operation)
{
    for (const QString &kind : { u"insert"_s, u"update"_s }) {
        if (operation.contains(kind))
            return addWrite(batch, kind, operation);
    }
    if (operation.contains(u"remove"_s))
        return addRemoval(batch, operation);
    return DustError::invalidParams(
            u"no_operation"_s,
            u"expected an operation of a batch: pass { insert: changeset }, "
            "{ update: changeset } or { remove: slug, schema: schema }"_s);
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
    Answers whether \a schema has a record with \a slug, as get() means it.
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
    \qmlmethod DustReply DustRepo::insert(dustChangeset changeset, var options)
    Writes all fields of the record that \a changeset makes. An invalid changeset fails with \c Invalid, its errors in
    \c error.fieldErrors. An insert overwrites what is there, unless \a options are \c {{ ifAbsent: true }}: then it fails with
    \c Exists.
*/
DustReply *DustQmlRepo::insert(const QVariant &changeset, const QVariant &options)
{
    const auto known = DustQml::options(u"insert()"_s, options,
                                        { { u"ifAbsent"_s, DustQml::Option::Flag } });
    if (!known)
        return DustReply::failing(m_repo, known.error());
    const auto given = toChangeset(changeset);
    if (!given)
        return DustReply::failing(m_repo, given.error());
    const auto absent = DustRepoOptions().setIfAbsent(known->value(u"ifAbsent"_s).toBool());
    return DustReply::to<DustRecord>(m_repo, m_repo->insert(*given, absent), DustQml::fromRecord);
}

/*!
    \qmlmethod DustReply DustRepo::update(dustChangeset changeset, var options)
    Writes the changes of \a changeset. With \c {{ ifUnchanged: true }} in \a options it fails with \c Conflict when another
    write came between.
*/
DustReply *DustQmlRepo::update(const QVariant &changeset, const QVariant &options)
{
    const auto known = repoOptions(u"update()"_s, options);
    if (!known)
        return DustReply::failing(m_repo, known.error());
    const auto given = toChangeset(changeset);
    if (!given)
        return DustReply::failing(m_repo, given.error());
    return DustReply::to<DustRecord>(m_repo, m_repo->update(*given, *known), DustQml::fromRecord);
}

/*!
    \qmlmethod DustReply DustRepo::remove(DustSchema schema, var slugOrRecord, var options)
    Deletes a record of \a schema by its slug or by the object it was read as: \a slugOrRecord. With \c {{ ifUnchanged: true }}
    in \a options, which needs the object, it fails with \c Conflict when another write came between.
*/
DustReply *DustQmlRepo::remove(const QVariant &schema, const QVariant &slugOrRecord,
                               const QVariant &options)
{
    const auto known = DustQml::toSchema(schema);
    if (!known)
        return DustReply::failing(m_repo, known.error());
    const auto compared = repoOptions(u"remove()"_s, options);
    if (!compared)
        return DustReply::failing(m_repo, compared.error());
    const auto removal = toRemoval(*known, slugOrRecord, *compared);
    if (!removal)
        return DustReply::failing(m_repo, removal.error());
    return DustReply::to<DustReceipt>(m_repo,
                                      removal->record.isNull()
                                              ? m_repo->remove(*known, removal->slug)
                                              : m_repo->remove(removal->record, *compared),
                                      receipt);
}

/*!
    \qmlmethod DustReply DustRepo::take(DustSchema schema, string slug)
    Deletes the record of \a schema with \a slug, and answers it as it was: what restore() brings back. While the store is not
    live, it answers as soon as the record is gone here. Fails with \c NotFound where there is none.

    \qml
    Item {
        property var taken: null

        Action {
            text: qsTr("Delete")
            onTriggered: repo.take(linkSchema, list.currentSlug).then(link => taken = link)
        }
        Action {
            text: qsTr("Undo")
            enabled: taken !== null
            onTriggered: repo.restore(linkSchema, taken).then(() => taken = null)
        }
    }
    \endqml
*/
DustReply *DustQmlRepo::take(const QVariant &schema, const QString &slug)
{
    const auto known = DustQml::toSchema(schema);
    if (!known)
        return DustReply::failing(m_repo, known.error());
    const auto answer = std::make_shared<QPromise<DustResult<DustRecord>>>();
    answer->start();
    const auto settle = [answer](const DustResult<DustRecord> &taken) {
        answer->addResult(taken);
        answer->finish();
    };
    const auto future = answer->future();
    m_repo->get(*known, slug)
            .then([repo = QPointer(m_repo), settle](const DustResult<DustRecord> &read) {
                if (!read || !repo)
                    return settle(read); // of a repo that is gone, the reply has failed already
                DustFuture<DustReceipt> removal = repo->remove(*read);
                if (!repo->store() || repo->store()->state() != DustStore::Live)
                    return settle(read);
                removal.then([settle, read](const DustResult<DustReceipt> &removed) {
                    settle(removed ? read : DustResult<DustRecord>(removed.error()));
                });
            });
    return DustReply::to<DustRecord>(m_repo, future, DustQml::fromRecord);
}

/*!
    \qmlmethod DustReply DustRepo::restore(DustSchema schema, var record)
    Writes all fields of \a record, one of \a schema, as they were when it was read, without validating them: undoes take(). Fails with
    \c Exists, and leaves what is there as it is, where somebody has added one of the same slug meanwhile.
*/
DustReply *DustQmlRepo::restore(const QVariant &schema, const QVariant &record)
{
    const auto known = DustQml::toSchema(schema);
    if (!known)
        return DustReply::failing(m_repo, known.error());
    const auto given = DustQml::toRecord(*known, record);
    if (!given)
        return DustReply::failing(m_repo, given.error());
    return DustReply::to<DustRecord>(m_repo,
                                     m_repo->insert(*given, DustRepoOptions().setIfAbsent(true)),
                                     DustQml::fromRecord);
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
    receipts, one for each operation; \c error.opIndex tells which one was refused.
*/
DustReply *DustQmlRepo::batchWrite(const QVariantList &operations)
{
    DustRepoBatch batch;
    for (qsizetype i = 0; i < operations.size(); ++i) {
        const auto added = addTo(&batch, DustQml::plain(operations.at(i)).toMap());
        if (!added)
            return DustReply::failing(m_repo, added.error().with(u"op_index"_s, int(i)));
    }
    return DustReply::to<DustBatchReceipt>(m_repo, m_repo->batchWrite(batch), receipts);
}

/*!
    \qmlmethod DustReply DustRepo::stream(DustSchema schema, function receiver)
    Reads every record of \a schema page by page, in the order of the store: \a receiver is called with each page, a list of records, and ends
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
    const auto failure = std::make_shared<DustError>();
    // Known now that JavaScript has called this; it may forget the repo before the next page.
    const QPointer<QJSEngine> caller = DustQml::engineOf(m_repo);
    const auto onPage = [receiver, failure, caller](const QList<DustRecord> &page) {
        QJSEngine *engine = caller;
        if (!engine) {
            *failure = DustError(DustError::Closed,
                                 u"The QML engine of the receiver of stream() is gone."_s);
            return false;
        }
        const QJSManagedValue function(receiver, engine);
        const QJSValue goesOn = function.call({ engine->toScriptValue(fromRecords(page)) });
        if (engine->hasError()) { // anything can be thrown
            *failure = DustError::invalidParams(u"receiver"_s,
                                                u"the receiver of stream() threw "_s
                                                        + engine->catchError().toString());
            return false;
        }
        return !(goesOn.isBool() && !goesOn.toBool());
    };
    const auto ended = m_repo->stream(*known, this, onPage)
                               .then([failure](const DustResult<void> &end) -> DustResult<bool> {
                                   if (!end)
                                       return end.error();
                                   if (failure->kind() != DustError::NoError)
                                       return *failure;
                                   return true;
                               });
    return DustReply::to<bool>(m_repo, ended, [](bool) { return QVariant(); });
}

#include "moc_dustqmlrepo.cpp"
