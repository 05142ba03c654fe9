// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustlistmodel_p.h"

#include "dusttext_p.h"

using namespace Qt::StringLiterals;

namespace {

// addedAt and added_at: "Added at"; homeURL: "Home URL".
QString humanised(const QString &name)
{
    QString text;
    for (qsizetype i = 0; i < name.size(); ++i) {
        const QChar c = name.at(i);
        const bool startsWord = c.isUpper() && i > 0 && name.at(i - 1).isLower();
        const bool isAcronym = i + 1 < name.size() && name.at(i + 1).isUpper();
        if (startsWord)
            text += u' ';
        if (c == u'_')
            text += u' ';
        else if (text.isEmpty())
            text += c.toUpper();
        else
            text += startsWord && !isAcronym ? c.toLower() : c;
    }
    return text;
}

// What a view that knows no field types can show.
QVariant displayed(const DustField &field, const QVariant &value)
{
    switch (field.type()) {
    case DustField::Boolean:
    case DustField::Integer:
    case DustField::Double:
    case DustField::String:
    case DustField::Date:
    case DustField::Time:
    case DustField::DateTime:
        return field.plainValue(value);
    case DustField::StringList:
        return field.plainValue(value).toStringList().join(", "_L1);
    default:
        break;
    }
    const DustResult<DustValue> wire = field.toWire(value);
    if (!wire || wire->isNull())
        return {};
    return wire->isString() ? wire->toString() : QString::fromUtf8(wire->toJson());
}

bool isEmbed(const DustField &field)
{
    return field.type() == DustField::EmbedOne || field.type() == DustField::EmbedMany;
}

} // namespace

void DustListModel::Private::resolveColumns()
{
    fields.clear();
    m_columnError = {};
    if (shown.isNull())
        return;
    for (const QString &name : std::as_const(columns)) {
        const int field = shown.indexOf(name);
        if (field >= 0 || name == shown.slugField())
            fields.push_back(field);
        else
            m_columnError = DustError::invalidParams(
                                    u"unknown_field"_s,
                                    u"no column %1: %2 has no such field; its fields are %3"_s.arg(
                                            DustText::quoted(name), shown.name(),
                                            shown.fieldNames().join(", "_L1)))
                                    .with(u"field"_s, name);
    }
    for (int i = 0; i < int(shown.fields().size()) && columns.isEmpty(); ++i)
        fields.push_back(i);
    if (fields.empty())
        fields.push_back(Slug);
}

// Columns at either end that stay what they are are kept.
bool DustListModel::Private::doColumns()
{
    const std::vector<int> before = std::exchange(fields, {});
    resolveColumns();
    const std::vector<int> after = std::exchange(fields, before);
    const auto [left, leftAfter] = std::mismatch(before.begin(), before.end(), after.begin(),
                                                 after.end());
    const auto [right, rightAfter] = std::mismatch(before.rbegin(), std::reverse_iterator(left),
                                                   after.rbegin(),
                                                   std::reverse_iterator(leftAfter));
    const int first = int(left - before.begin());
    const int removed = int(right.base() - left);
    const int added = int(rightAfter.base() - leftAfter);
    if (removed > 0) {
        q->beginRemoveColumns({}, first, first + removed - 1);
        fields.erase(fields.begin() + first, fields.begin() + first + removed);
        if (!tell([this] { q->endRemoveColumns(); }))
            return false;
    }
    if (added > 0) {
        q->beginInsertColumns({}, first, first + added - 1);
        fields.insert(fields.begin() + first, leftAfter, rightAfter.base());
        if (!tell([this] { q->endInsertColumns(); }))
            return false;
    }
    return updateError();
}

int DustListModel::Private::fieldAt(int column) const
{
    return column < 0 || column >= int(fields.size()) ? NoField : fields[std::size_t(column)];
}

int DustListModel::Private::fieldOfRole(int role) const
{
    if (role == SlugRole || role == slugFieldRole())
        return Slug;
    return role < FirstFieldRole || role > slugFieldRole() ? NoField : role - FirstFieldRole;
}

int DustListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : d->rows.count();
}

int DustListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(d->fields.size());
}

/*!
    Returns the value that \a role has in the record at \a index: a field's by its own role, in its
   plain form, or the field's of the column for Qt::EditRole and, as text where views could not show
   it, for Qt::DisplayRole. An index or a role that the model does not have gives an invalid
   QVariant.

    \sa roleNames(), get()
*/
QVariant DustListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.model() != this || index.row() >= d->rows.count())
        return {};
    const DustListRows::Row &row = d->rows.at(index.row());
    const DustRecord &record = row.record;
    if (role == RecordRole)
        return record.toVariant();
    if (role == PendingRole)
        return row.pending;
    const bool isColumn = role == Qt::DisplayRole || role == Qt::EditRole;
    const int field = isColumn ? d->fieldAt(index.column()) : d->fieldOfRole(role);
    if (field == Private::NoField)
        return {};
    if (field == Private::Slug)
        return record.slug();
    const DustField &description = d->shown.fields().at(field);
    return role == Qt::DisplayRole ? displayed(description, record.value(field))
                                   : description.plainValue(record.value(field));
}

/*!
    Returns the text at the head of the column \a section: what headers() has for the field, else
   the field's name made readable. Another \a orientation or \a role than Qt::DisplayRole and
   Qt::EditRole gets what QAbstractTableModel answers.

    \sa setHeaderData(), columns()
*/
QVariant DustListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const int field = d->fieldAt(section);
    if (orientation != Qt::Horizontal || field == Private::NoField
        || (role != Qt::DisplayRole && role != Qt::EditRole))
        return QAbstractTableModel::headerData(section, orientation, role);
    const QString name = field == Private::Slug ? d->shown.slugField()
                                                : d->shown.fields().at(field).name();
    const QVariant header = d->headers.value(name);
    return header.isNull() ? humanised(name) : header;
}

/*!
    Puts the text \a value at the head of the column \a section, for its field in whatever column it
   is. Returns false for another \a orientation than that of columns, and for another \a role than
   Qt::EditRole or Qt::DisplayRole.

    \sa headers
*/
bool DustListModel::setHeaderData(int section, Qt::Orientation orientation, const QVariant &value,
                                  int role)
{
    const int field = d->fieldAt(section);
    if (orientation != Qt::Horizontal || field == Private::NoField
        || (role != Qt::DisplayRole && role != Qt::EditRole))
        return false;
    QVariantMap headers = d->headers;
    headers.insert(field == Private::Slug ? d->shown.slugField()
                                          : d->shown.fields().at(field).name(),
                   value);
    setHeaders(headers);
    return true;
}

/*!
    Returns the flags of \a index: it can be selected and, where the model is editable and the
   column shows a field that is neither the slug nor a nested record, edited.

    \sa editable, setData()
*/
Qt::ItemFlags DustListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid() || index.model() != this)
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsSelectable | Qt::ItemIsEnabled | Qt::ItemNeverHasChildren;
    const int field = d->fieldAt(index.column());
    if (d->editable && field >= 0 && !isEmbed(d->shown.fields().at(field)))
        flags |= Qt::ItemIsEditable;
    return flags;
}

/*!
    Returns the names under which QML knows the roles: \c slug, \c record, \c pending, \c display,
   \c edit, and one for each property of the schema. Where a field has one of these names, the name
   is the field's.
*/
QHash<int, QByteArray> DustListModel::roleNames() const
{
    QHash<int, QByteArray> names;
    QSet<QByteArray> taken;
    const auto add = [&](int role, const QByteArray &name) {
        if (!taken.contains(name))
            names.insert(role, name);
        taken.insert(name);
    };
    int role = FirstFieldRole;
    for (const DustField &field : d->shown.fields())
        add(role++, field.name().toUtf8());
    add(SlugRole, "slug"_ba);
    if (!d->shown.isNull())
        add(d->slugFieldRole(), d->shown.slugField().toUtf8());
    add(RecordRole, "record"_ba);
    add(PendingRole, "pending"_ba);
    add(Qt::DisplayRole, "display"_ba);
    add(Qt::EditRole, "edit"_ba);
    return names;
}
