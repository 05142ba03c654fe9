// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustqmlrepo.h"

#include "dustqmlvalues.h"

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

QVariant fromRecords(const QList<DustRecord> &records)
{
    QVariantList list;
    list.reserve(records.size());
    for (const DustRecord &record : records)
        list.append(DustQml::fromRecord(record));
    return list;
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
        return DustReply::failing(
                m_repo,
                DustError::invalidParams(
                        u"not_loaded"_s,
                        u"ifUnchanged compares with the record that was read: pass that, not its slug"_s));
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
