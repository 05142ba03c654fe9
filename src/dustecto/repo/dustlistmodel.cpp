// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustlistmodel_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

/*!
    \class DustListModel
    \inmodule DustEcto
    \brief Shows the records of one schema as a live, sorted and filtered table.

    Give it a \l repo and a \l schema, in any order. It reads the records in the next turn of the
    event loop and from then on follows the store: what anybody writes shows within the turn that
    tells of it.

    \code
    auto *model = new DustListModel(repo, *DustSchema::of<Link>(), this);
    model->setSort({ u"title"_s });
    listView->setModel(model);
    \endcode

    A change touches its own rows only: one rowsInserted(), rowsRemoved(), rowsMoved() or
    dataChanged(), naming just the roles that changed, for each contiguous range; all changes of one
    turn together. A new sort() is one layoutChanged() with QAbstractItemModel::VerticalSortHint, a
    new filter inserts and removes ranges. Views keep their delegates, selections and places: after
    loading, the model is reset only by another repo or schema.

    In QML each field is a role of its name, beside \c slug, \c record (the gadget, or the
   DustRecord of a schema made at run time) and \c pending. Widgets see one column for each of \l
    columns.

    The slots and filter functions that run while rows change may do anything but destroy the model
    in one of the signals that come before a change; what they ask of the model itself is done when
    the change is through.

    \sa DustRepo, DustBroadcaster
*/

/*!
    \enum DustListModel::Role

    The roles beside Qt's.

    \value SlugRole The record's slug.
    \value RecordRole The whole record, as DustRecord::toVariant() gives it.
    \value PendingRole Whether a change of the record waits for a server's answer. Always \c false
    but on a realtime store: others have answered before the change shows. \value FirstFieldRole The first
    field of the schema. The others follow in the order of DustSchema::fields(); after the last comes
    the slug under the name of its own property.
*/

/*!
    \typealias DustListModel::FilterFunction

    Says whether a record is shown.
*/

/*!
    \typealias DustListModel::ChangesetFunction

    Makes the changeset of a record and the params for it.
*/

/*!
    \fn void DustListModel::errorOccurred(const DustError &error)

    Emitted with every \a error: a store that could not be read, settings that name no field, and a
    value that setData() could not write.
*/

/*!
    Makes a model with the parent \a parent that shows nothing before it has a repo and a schema.
*/
DustListModel::DustListModel(QObject *parent)
    : QAbstractTableModel(parent), d(std::make_unique<Private>(this))
{
    d->skipTimer.setSingleShot(true);
    d->skipTimer.setInterval(1'000);
    connect(&d->skipTimer, &QTimer::timeout, this, [this] { d->reportSkipped(); });
    connect(&d->pollTimer, &QTimer::timeout, this, [this] { (void)d->poll(); });
}

/*!
    Makes a model of the records of \a schema in \a repo, with the parent \a parent.
*/
DustListModel::DustListModel(DustRepo *repo, const DustSchema &schema, QObject *parent)
    : DustListModel(parent)
{
    setSchema(schema);
    setRepo(repo);
}

/*!
    Destroys the model. What was asked of the repo through it goes on.
*/
DustListModel::~DustListModel() = default;

/*!
    \property DustListModel::repo
    \brief where the records are; the model does not own it.

    Another repo, or the end of this one, empties the model with a reset, and what the other has is
    loaded.
*/
DustRepo *DustListModel::repo() const
{
    return d->repo;
}

void DustListModel::setRepo(DustRepo *repo)
{
    if (d->repo == repo)
        return;
    d->repo = repo;
    d->watchRepo();
    if (d->restart())
        Q_EMIT repoChanged();
}

/*!
    \property DustListModel::schema
    \brief what the records are.

    Another schema empties the model with a reset, and its records are loaded. Its fields are other
    roles: a view that keeps the names of roles, as those of Qt Quick do, must be given the model
    again.

    Takes as well what DustSchema::of() and DustSchema::Builder::build() answer: a wrong declaration leaves
    the model without records, and its error is the model's.
*/
DustSchema DustListModel::schema() const
{
    return d->schema;
}

void DustListModel::setSchema(const DustResult<DustSchema> &schema)
{
    const DustSchema known = schema.valueOr({});
    if (d->schema == known && d->schemaError == schema.error())
        return;
    d->schema = known;
    d->schemaError = schema.error();
    if (d->restart())
        Q_EMIT schemaChanged();
}

/*!
    \property DustListModel::sort
    \brief the fields that order the rows, the first one first; "-addedAt" descends.

    Texts are in the order of \l sortLocale, enumerations in that of their declaration, records
    without a value at the end either way. Records that are equal so far are in the order of their
    slugs' bytes, which is the whole order when nothing is named.

    A name that is no field is left out and reported as \l error.
*/
QStringList DustListModel::sort() const
{
    return d->sort;
}

void DustListModel::setSort(const QStringList &sort)
{
    if (d->sort == sort)
        return;
    d->sort = sort;
    if (d->reorder())
        Q_EMIT sortChanged();
}

/*!
    Sorts by the field of \a column in \a order, as views with a clickable header ask for; -1 sorts
    by slug.

    \sa setSort()
*/
void DustListModel::sort(int column, Qt::SortOrder order)
{
    const int field = d->fieldAt(column);
    if (field == Private::NoField) {
        setSort({});
        return;
    }
    const QString name = field == Private::Slug ? d->shown.slugField()
                                                : d->shown.fields().at(field).name();
    setSort({ order == Qt::DescendingOrder ? u'-' + name : name });
}

/*!
    \property DustListModel::sortLocale
    \brief whose rules order texts; QLocale() by default.

    The order of the C locale is that of code points, capitals first, which no reader expects: in
    its place comes the root order of Unicode.
*/
QLocale DustListModel::sortLocale() const
{
    return d->sortLocale;
}

void DustListModel::setSortLocale(const QLocale &locale)
{
    if (d->sortLocale == locale)
        return;
    d->sortLocale = locale;
    if (d->reorder())
        Q_EMIT sortLocaleChanged();
}

/*!
    \property DustListModel::filter
    \brief the values that fields must have for a record to be shown.

    A value is cast to the type of its field. A list of values means any of them; a field that is
    itself a list must contain the value, or one of them. Null means no value.

    A name that is no field hides every record and is reported as \l error.

    \sa search, setFilterFunction()
*/
QVariantMap DustListModel::filter() const
{
    return d->criteria.equal;
}

void DustListModel::setFilter(const QVariantMap &filter)
{
    if (d->criteria.equal == filter)
        return;
    d->criteria.equal = filter;
    if (d->refilter())
        Q_EMIT filterChanged();
}

/*!
    \property DustListModel::search
    \brief text whose words must all occur in a record, in one field or several, for it to be shown.

    Case and accents make no difference.

    \sa searchFields, filter
*/
QString DustListModel::search() const
{
    return d->criteria.search;
}

void DustListModel::setSearch(const QString &search)
{
    if (d->criteria.search == search)
        return;
    d->criteria.search = search;
    if (d->refilter())
        Q_EMIT searchChanged();
}

/*!
    \property DustListModel::searchFields
    \brief the fields that \l search looks into; when empty, the slug and every field of text that
    is not redacted.

    A name that is no field is left out and reported as \l error.
*/
QStringList DustListModel::searchFields() const
{
    return d->criteria.searchFields;
}

void DustListModel::setSearchFields(const QStringList &fields)
{
    if (d->criteria.searchFields == fields)
        return;
    d->criteria.searchFields = fields;
    if (d->refilter())
        Q_EMIT searchFieldsChanged();
}

/*!
    Shows only records for which \a function returns \c true, beside what \l filter and \l search
    demand. It is called for each record now and again for each record that changes; when its answers
    change for another reason, call invalidateFilter(). An empty function takes the condition away.

    The function only looks at the record: one that has this model filter anew at each call never
    comes to an end.
*/
void DustListModel::setFilterFunction(const FilterFunction &function)
{
    d->criteria.function = function;
    (void)d->refilter();
}

/*!
    Asks the filter function again about every record.

    \sa setFilterFunction()
*/
void DustListModel::invalidateFilter()
{
    (void)d->refilter();
}

/*!
    \property DustListModel::columns
    \brief the fields that are columns, from the left; when empty, all fields but the slug.

    A name that is no field is left out and reported as \l error.

    \sa headers
*/
QStringList DustListModel::columns() const
{
    return d->columns;
}

void DustListModel::setColumns(const QStringList &columns)
{
    if (d->columns == columns)
        return;
    d->columns = columns;
    if (d->replaceColumns())
        Q_EMIT columnsChanged();
}

/*!
    \property DustListModel::headers
    \brief the texts at the heads of columns, by field name.

    Where a field has none, its name is made readable: \c addedAt becomes "Added at".
*/
QVariantMap DustListModel::headers() const
{
    return d->headers;
}

void DustListModel::setHeaders(const QVariantMap &headers)
{
    if (d->headers == headers)
        return;
    d->headers = headers;
    const QPointer<DustListModel> guard(this);
    if (columnCount() > 0)
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    if (guard)
        Q_EMIT headersChanged();
}

/*!
    \property DustListModel::editable
    \brief whether setData() writes; \c false by default.
*/
bool DustListModel::isEditable() const
{
    return d->editable;
}

void DustListModel::setEditable(bool editable)
{
    if (d->editable == editable)
        return;
    d->editable = editable;
    Q_EMIT editableChanged();
}

/*!
    \property DustListModel::pollInterval
    \brief after how many milliseconds the records are read again, where the store brings no news, as
    over plain HTTP; 0, the default, is never.

    Rows that differ change, and \l loading stays \c false meanwhile. The next reading waits for the
    one before it to end. A store that tells of its changes is never polled.

    \sa refresh()
*/
int DustListModel::pollInterval() const
{
    return d->pollTimer.interval();
}

void DustListModel::setPollInterval(int milliseconds)
{
    const int interval = qMax(0, milliseconds);
    if (interval == d->pollTimer.interval())
        return;
    d->pollTimer.setInterval(interval);
    if (interval > 0)
        d->pollTimer.start();
    else
        d->pollTimer.stop();
    Q_EMIT pollIntervalChanged();
}

/*!
    \property DustListModel::count
    \brief the number of rows.
*/
int DustListModel::count() const
{
    return d->rows.count();
}

/*!
    \property DustListModel::totalCount
    \brief the number of records, those hidden by the filter included.
*/
int DustListModel::totalCount() const
{
    return d->rows.totalCount();
}

/*!
    \property DustListModel::loading
    \brief whether the records are still to be read.
*/
bool DustListModel::isLoading() const
{
    return d->loading;
}

/*!
    \property DustListModel::error
    \brief what is wrong: with the store, with a setting, or with the last value given to setData().
*/
DustError DustListModel::error() const
{
    return d->error;
}

/*!
    Returns all values of the record in \a row by field name, the slug too, and as \c dustMeta the
   DustMeta that an update or a removal with \c ifUnchanged compares; nothing for a row that does
    not exist.

    \sa record(), indexOfSlug()
*/
QVariantMap DustListModel::get(int row) const
{
    const DustRecord shown = record(row);
    QVariantMap values = shown.toMap();
    if (!shown.isNull())
        values.insert(u"dustMeta"_s, QVariant::fromValue(shown.meta()));
    return values;
}

/*!
    Returns the record in \a row; a null one for a row that does not exist.

    \sa get()
*/
DustRecord DustListModel::record(int row) const
{
    return row < 0 || row >= count() ? DustRecord() : d->rows.at(row).record;
}

/*!
    Returns the row of the record \a slug; -1 when it is not shown.

    \sa slugAt()
*/
int DustListModel::indexOfSlug(const QString &slug) const
{
    const DustListRows::Row *row = d->rows.find(slug.toUtf8());
    return row ? d->rows.indexOf(*row) : -1;
}

/*!
    Returns the slug of the record in \a row; empty for a row that does not exist.

    \sa indexOfSlug()
*/
QString DustListModel::slugAt(int row) const
{
    return row < 0 || row >= count() ? QString() : d->rows.at(row).record.slug();
}

/*!
    Reads all records again and changes the rows that differ. A store that tells of its changes
    needs no refresh; it is a second attempt where the store could not be read, and over plain HTTP
    what shows the writes of others.

    \sa loading, pollInterval
*/
void DustListModel::refresh()
{
    (void)d->load();
}

#include "moc_dustlistmodel.cpp"
