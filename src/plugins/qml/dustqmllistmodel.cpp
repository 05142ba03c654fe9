// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustqmllistmodel.h"

#include "dustqmlparams.h"
#include "dustqmlschema.h"
#include "dustqmlvalues.h"

#include <QtQml/QQmlInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

/*!
    \qmltype DustListModel
    \inqmlmodule DustEcto
    \brief The records of a schema as a live, sorted, filtered list.

    \qml
    ListView {
        model: DustListModel {
            repo: repo
            schema: linkSchema
            sort: ["title"]
            search: searchField.text
        }
        delegate: Label {
            required property string title
            text: title
        }
    }
    \endqml

    There is a role per field, and \c slug, \c record and \c pending. After loading the model never resets: a write, here or
    anywhere else, touches its own row.
*/

/*!
    \qmlproperty DustRepo DustListModel::repo
    The repo the records come from.
*/

/*!
    \qmlproperty DustSchema DustListModel::schema
    Which records. What is wrong with its declaration becomes the \l error.

    Another schema has other roles, and views keep the names of those they met first: after a change of the schema set the
    view's model again.
*/

/*!
    \qmlproperty list<string> DustListModel::sort
    The fields to sort by, the first one first; \c "-title" sorts downwards. Ties go by slug.
*/

/*!
    \qmlproperty string DustListModel::search
    Shows the records in whose \l searchFields every word of the text occurs.
*/

/*!
    \qmlproperty list<string> DustListModel::searchFields
    Where \l search looks; all text fields unless set.
*/

/*!
    \qmlproperty var DustListModel::filter
    Shows the records whose fields equal the properties of this object; a list means any of its values.
*/

/*!
    \qmlproperty var DustListModel::filterFunction
    A function that is given a record and returns whether to show it. It is called again for a record that changes, and
    for all after invalidateFilter(). A record for which it throws is shown; the first time is reported as a warning.

    That of a model that C++ made is set by setFilterFunction() and cannot be assigned: JavaScript assigns functions only to
    properties of a type of the QML engine's, which a library without that engine cannot have.
*/

/*!
    \qmlproperty int DustListModel::count
    How many records the model shows.
*/

/*!
    \qmlproperty int DustListModel::totalCount
    How many records there are, those that the filters hide among them.
*/

/*!
    \qmlproperty bool DustListModel::loading
    Whether the records are still to be read.
*/

/*!
    \qmlproperty dustError DustListModel::error
    Why there are no records, or why the last edit was not written.
*/

DustQmlListModel::DustQmlListModel(QObject *model)
    : QObject(model), DustListModelFace(qobject_cast<DustListModel *>(model))
{
    // Of a model that C++ has made, what is given in QML is read as it is everywhere in QML.
    const auto make = [made = changesetFunction()](const DustRecord &record,
                                                   const QVariantMap &params) {
        return made(record, DustQml::params(record, params));
    };
    m_model->setChangesetFunction(make);
    // C++ may give it another schema, too.
    connect(m_model, &DustListModel::schemaChanged, this, [this] {
        if (m_model->schema() == m_appliedSchema)
            return;
        if (m_element)
            m_element->disconnect(this);
        m_element = nullptr;
        m_schema = {};
        m_validates = false;
    });
}

DustQmlFilterFunction::DustQmlFilterFunction(QObject *model)
    : QObject(model), m_face(model->findChild<DustQmlListModel *>({}, Qt::FindDirectChildrenOnly))
{
    if (!m_face)
        m_face = new DustQmlListModel(model);
    connect(m_face, &DustQmlListModel::filterFunctionChanged, this,
            &DustQmlFilterFunction::filterFunctionChanged);
}

void DustQmlFilterFunction::setFilterFunction(const QJSValue &function)
{
    m_face->setFilterFunction(QVariant::fromValue(function));
}

QVariant DustQmlListModel::schema() const
{
    return m_schema.isValid() ? m_schema : QVariant::fromValue(m_model->schema());
}

void DustQmlListModel::setSchema(const QVariant &schema)
{
    if (m_element)
        m_element->disconnect(this);
    m_schema = DustQml::plain(schema);
    m_element = qobject_cast<DustQmlSchema *>(m_schema.value<QObject *>());
    if (m_element) {
        connect(m_element, &DustQmlSchema::changed, this, &DustQmlListModel::applySchema);
        connect(m_element, &QObject::destroyed, this, [this] { m_schema = {}; });
    }
    m_model->setChangesetFunction([this](const DustRecord &record, const QVariantMap &params) {
        return changesetOf(record, params);
    });
    m_validates = false;
    // Another element may declare the same.
    tellOnce(&DustListModel::schemaChanged, [this] { applySchema(); });
}

// The model tells of what changes in it, and this of what does not.
template<typename Apply>
void DustQmlListModel::tellOnce(void (DustListModel::*changed)(), Apply apply)
{
    bool isTold = false;
    const auto told = connect(m_model, changed, this, [&] { isTold = true; });
    const QPointer<DustQmlListModel> here(this);
    apply();
    if (!here)
        return;
    disconnect(told);
    if (!isTold)
        Q_EMIT(m_model->*changed)();
}

DustChangeset DustQmlListModel::changesetOf(const DustRecord &record,
                                            const QVariantMap &params) const
{
    if (m_element)
        return m_element->changesetOf(record, params);
    const auto changeset = DustChangeset::standard(record, DustQml::params(record, params));
    if (!m_validates)
        return changeset;
    qmlWarning(m_model) << "validate cannot be called: the DustSchema is gone";
    return DustQmlSchema::notValidated(changeset);
}

void DustQmlListModel::applySchema()
{
    m_validates = m_element ? m_element->validates() : m_validates;
    const bool none = m_schema.isNull() || (m_element && !m_element->isComplete());
    const QPointer<DustQmlListModel> here(this);
    const bool hasFilter = isFilterMine();
    const auto schema = none ? DustResult<DustSchema>(DustSchema()) : DustQml::toSchema(m_schema);
    m_appliedSchema = schema.valueOr({});
    m_model->setSchema(schema);
    if (here && hasFilter)
        applyFilter();
}

QVariantMap DustQmlListModel::filter() const
{
    return isFilterMine() ? m_filter : m_model->filter();
}

void DustQmlListModel::setFilter(const QVariantMap &filter)
{
    const QVariantMap given = DustQml::plain(filter);
    if (isFilterMine() && given == m_filter)
        return;
    m_hasFilter = true;
    m_filter = given;
    tellOnce(&DustListModel::filterChanged, [this] { applyFilter(); });
}

// C++ may have set another.
bool DustQmlListModel::isFilterMine() const
{
    return m_hasFilter && m_model->filter() == m_heldFilter;
}

// Each value as the field holds it, once the fields are known.
void DustQmlListModel::applyFilter()
{
    const DustRecord none(m_model->schema());
    QVariantMap filter = m_filter;
    for (auto it = filter.begin(); it != filter.end(); ++it) {
        const auto held = [&](const QVariant &value) {
            return DustQml::param(none, it.key(), value);
        };
        if (it->typeId() != QMetaType::QVariantList) {
            *it = held(*it);
            continue;
        }
        QVariantList values = it->toList(); // any of them
        std::transform(values.cbegin(), values.cend(), values.begin(), held);
        *it = values;
    }
    m_heldFilter = filter;
    m_model->setFilter(filter);
}

void DustQmlListModel::setFilterFunction(const QVariant &given)
{
    const auto function = given.value<QJSValue>();
    m_filterFunction = function;
    m_callFilter = {};
    m_filterFailed = false;
    m_engine = function.isCallable() ? DustQml::engineOf(function) : nullptr;
    if (function.isCallable())
        m_model->setFilterFunction([this](const DustRecord &record) { return isShown(record); });
    else
        m_model->setFilterFunction({});
    Q_EMIT filterFunctionChanged();
}

bool DustQmlListModel::isShown(const DustRecord &record)
{
    QJSEngine *engine = m_engine;
    if (!engine)
        return true;
    // Caught where it is thrown: to C++, what was thrown and what was returned look the same.
    if (m_callFilter.isUndefined())
        m_callFilter = engine->evaluate(u"(f, record) => { try { return f(record) ? true : false }"
                                        " catch (error) { return String(error) } }"_s);
    const QJSValue shown = m_callFilter.call(
            { m_filterFunction, engine->toScriptValue(DustQml::fromRecord(record)) });
    if (engine->hasError())
        engine->catchError();
    if (shown.isBool())
        return shown.toBool();
    if (!std::exchange(m_filterFailed, true))
        qmlWarning(m_model) << "filterFunction failed: " << shown.toString();
    return true;
}

/*!
    \qmlmethod DustReply DustListModel::insert(var params)
    Inserts a record made from \a params, slug included, through the changeset of the schema.
*/
DustReply *DustQmlListModel::insert(const QVariantMap &params)
{
    return DustReply::to<DustRecord>(m_model, m_model->insert(DustQml::plain(params)),
                                     DustQml::fromRecord);
}

/*!
    \qmlmethod DustReply DustListModel::update(string slug, var params)
    Changes the record with \a slug by \a params, through the changeset of the schema.
*/
DustReply *DustQmlListModel::update(const QString &slug, const QVariantMap &params)
{
    return DustReply::to<DustRecord>(m_model, m_model->update(slug, DustQml::plain(params)),
                                     DustQml::fromRecord);
}

/*!
    \qmlmethod DustReply DustListModel::remove(string slug)
    Deletes the record with \a slug.
*/
DustReply *DustQmlListModel::remove(const QString &slug)
{
    return DustReply::to<DustReceipt>(
            m_model, m_model->remove(slug),
            [](const DustReceipt &receipt) { return QVariant::fromValue(receipt); });
}

/*!
    \qmlmethod var DustListModel::get(int row)
    Returns the record at \a row as an object, with its \c dustMeta, as DustRepo returns it; an empty one outside the list.
*/
QVariantMap DustQmlListModel::get(int row) const
{
    return DustQml::fromRecord(m_model->record(row));
}

/*!
    \qmlmethod int DustListModel::indexOfSlug(string slug)
    Returns the row of the record with \a slug, -1 when the model does not show it.
*/

/*!
    \qmlmethod void DustListModel::setFilterFunction(function function)
    Makes \a function the \l filterFunction; undefined takes it away. For models that C++ made.
*/

/*!
    \qmlmethod void DustListModel::invalidateFilter()
    Asks \l filterFunction again for every record.
*/

#include "moc_dustqmllistmodel.cpp"
