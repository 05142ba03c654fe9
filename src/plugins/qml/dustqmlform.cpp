// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustqmlform.h"

#include "dustqmlformtext.h"
#include "dustqmloptions.h"
#include "dustqmlparams.h"
#include "dustqmlschema.h"
#include "dustqmlvalues.h"

#include <algorithm>

using namespace Qt::StringLiterals;

/*!
    \qmltype DustForm
    \inqmlmodule DustEcto
    \brief Edits one record: fields with their texts and errors, and one function that writes them.

    \qml
    Column {
        DustForm {
            id: form

            repo: repo
            schema: linkSchema
            slug: list.currentSlug // empty: a new record
            onSubmitted: record => status.text = qsTr("%1 is saved").arg(record.title)
        }
        TextField {
            readonly property DustFormField field: form.field("title")

            text: field.text
            onTextEdited: field.text = text
        }
        Label { text: form.field("title").error }
        Button {
            enabled: form.dirty && !form.submitting
            text: qsTr("Save")
            onClicked: form.submit({ ifUnchanged: true })
        }
    }
    \endqml

    The form makes a changeset of what its fields were given, by the functions of the \l schema, with every edit: \l valid
    and the errors are always those of what stands in the form. An error shows once its field was touched, or after
    submit(): nobody is told what is wrong before he did anything.

    It is live where the store brings news: what another client changes shows at once in the fields that are not edited here.
    A field that is edited keeps its text, and \l changedElsewhere says that what is stored is not what the edit began
    with.
*/

/*!
    \qmlproperty DustRepo DustForm::repo
    The repo that the record is read from and written to.
*/

/*!
    \qmlproperty DustSchema DustForm::schema
    What is edited. What is wrong with its declaration is the error of the field \c base.
*/

/*!
    \qmlproperty string DustForm::slug
    The slug of the record that is edited, empty for a new one. Another slug begins to edit that record, and reads it; what
    was edited before is forgotten. After submit() of a new record it is that record's.
*/

/*!
    \qmlproperty var DustForm::record
    The record that is edited, as it is stored as far as the form knows. To assign one, as DustRepo or DustListModel gave it,
    begins to edit it without reading it again; one without a slug, such as \c {({})} or \c {({ title: "Qt" })}, is new.
*/

/*!
    \qmlproperty bool DustForm::isNew
    Whether submit() inserts.
*/

/*!
    \qmlproperty bool DustForm::loading
    Whether the record is still being read.
*/

/*!
    \qmlproperty dustChangeset DustForm::changeset
    The edits.
*/

/*!
    \qmlproperty bool DustForm::dirty
    Whether a field is dirty: submit() would write something, or be refused for what was edited.
*/

/*!
    \qmlproperty bool DustForm::valid
    Whether the changeset has no errors, shown or not.
*/

/*!
    \qmlproperty bool DustForm::changedElsewhere
    Whether a field that is dirty here was changed by somebody else since it became so, to something other than what
    stands here, or the record was deleted. It is false again when the field says what is stored, after reset(), and after
    submit(), which overwrites what others wrote unless it is told \c ifUnchanged. Over plain HTTP, which brings no news, it is known
    after a submit() that ended with \c Conflict.
*/

/*!
    \qmlproperty bool DustForm::submitting
    Whether a submit() is under way.
*/

/*!
    \qmlproperty dustError DustForm::error
    Why the last submit() was refused, such as a \c Conflict, or why there is no record. What is wrong with a field is at the
    field instead. Its kind is \c NoError when there is none.
*/

/*!
    \qmlsignal DustForm::submitted(var record)
    Emitted when submit() has written the \a record. While the store is not live it waits to be sent: it is emitted then as
    soon as the store shows the record.
*/

/*!
    \qmlsignal DustForm::rejected(dustError error)
    Emitted when submit() was refused, with the \a error.
*/

/*!
    \qmlsignal DustForm::takenBack(dustError error, string slug)
    Emitted with the \a error when the store refuses what submitted() was emitted for while it was not live, or when nothing tells any more whether
    it has it: then the kind of the error is \c Indeterminate. The form may edit another record by then than the one with \a slug. It is not
    emitted where the client ends before the store has answered: the write is kept as DustClient::cacheFolder says, and
    DustStore::writeSettled() tells its outcome.
*/

DustQmlForm::DustQmlForm(QObject *parent) : QObject(parent) {}

DustQmlForm::~DustQmlForm() = default;

void DustQmlForm::componentComplete()
{
    m_complete = true;
    applySchema();
}

void DustQmlForm::setRepo(DustRepo *repo)
{
    if (repo == m_repo)
        return;
    if (m_repo)
        m_repo->disconnect(this);
    m_repo = repo;
    if (repo)
        connect(repo, &QObject::destroyed, this, &DustQmlForm::repoChanged);
    begin();
    Q_EMIT repoChanged();
}

void DustQmlForm::setSchema(const QVariant &schema)
{
    if (m_element)
        m_element->disconnect(this);
    m_givenSchema = DustQml::plain(schema);
    m_element = qobject_cast<DustQmlSchema *>(m_givenSchema.value<QObject *>());
    if (m_element) {
        connect(m_element, &DustQmlSchema::changed, this, &DustQmlForm::applySchema);
        connect(m_element, &QObject::destroyed, this, [this] { m_givenSchema = {}; });
    }
    applySchema();
    Q_EMIT schemaChanged();
}

void DustQmlForm::applySchema()
{
    const bool isUnknown = m_givenSchema.isNull() || (m_element && !m_element->isComplete());
    m_schema = isUnknown ? DustResult<DustSchema>(DustSchema()) : DustQml::toSchema(m_givenSchema);
    begin();
}

void DustQmlForm::setSlug(const QString &slug)
{
    if (slug == m_slug)
        return;
    m_slug = slug;
    m_givenRecord = {};
    begin();
}

QVariant DustQmlForm::record() const
{
    return DustQml::fromRecord(m_stored);
}

void DustQmlForm::setRecord(const QVariant &record)
{
    m_givenRecord = DustQml::plain(record);
    if (!m_givenRecord.isValid() || m_givenRecord.typeId() == QMetaType::Nullptr)
        m_givenRecord = QVariantMap();
    begin();
}

void DustQmlForm::begin()
{
    if (!m_complete)
        return;
    ++m_generation;
    forgetEdits();
    m_submission.reset();
    m_gone = {};
    m_stored = {};
    const bool isKnown = m_schema && !m_schema->isNull();
    const bool isGiven = m_givenRecord.isValid();
    if (isKnown && isGiven) {
        const auto given = DustQml::toRecord(*m_schema, m_givenRecord);
        m_stored = given.valueOr(DustRecord(*m_schema));
        m_error = given.error();
        m_slug = m_stored.slug();
    } else if (isKnown) {
        m_stored = DustRecord(*m_schema, m_slug);
    }
    m_isLoading = !isGiven && !m_slug.isEmpty();
    follow();
    ++m_reading;
    if (m_isLoading)
        read();
    update();
    Q_EMIT recordChanged();
}

void DustQmlForm::forgetEdits()
{
    m_edits.clear();
    m_touched.clear();
    m_overtaken.clear();
    m_taken.clear();
    m_isTried = false;
    m_error = {};
}

/*!
    \qmlmethod DustFormField DustForm::field(string name)
    Returns the field \a name, the same one every time: of the schema, its slug field, \c base for errors of the whole record, or a
    param of the changeset's own, such as the \c titleConfirmation of dustChangeset::validateConfirmation().
*/
DustQmlFormField *DustQmlForm::field(const QString &name)
{
    DustQmlFormField *&field = m_fields[name];
    if (!field) {
        field = new DustQmlFormField(name, this);
        field->show(stateOf(name));
    }
    return field;
}

/*!
    \qmlmethod void DustForm::reset()
    Forgets what was edited and shows the record as it is stored, which is read again.
*/
void DustQmlForm::reset()
{
    forgetEdits();
    update();
    read();
}

void DustQmlForm::edit(const QString &name, const QString &text)
{
    const DustSchema schema = m_stored.schema();
    const int index = m_stored.isNull() ? -1 : schema.indexOf(name);
    put(name,
        { index < 0 ? QVariant(text) : DustQml::fromText(schema.fields().at(index), text), text });
}

void DustQmlForm::editValue(const QString &name, const QVariant &value)
{
    QString text = value.toString();
    const DustSchema schema = m_stored.schema();
    if (const int index = m_stored.isNull() ? -1 : schema.indexOf(name); index >= 0) {
        const DustField &field = schema.fields().at(index);
        const auto cast = field.cast(DustQml::param(m_stored, name, value));
        text = cast ? DustQml::toText(field, *cast) : text;
    }
    put(name, { value, text });
}

void DustQmlForm::put(const QString &name, const Edit &edit)
{
    m_edits.insert(name, edit);
    m_touched.insert(name);
    update();
}

void DustQmlForm::touch(const QString &name, bool touched)
{
    if (touched)
        m_touched.insert(name);
    else
        m_touched.remove(name);
    update();
}

DustChangeset DustQmlForm::made() const
{
    if (!m_schema)
        return DustQml::mistaken({}, m_schema.error());
    if (m_stored.isNull())
        return {};
    QVariantMap params;
    for (auto edit = m_edits.cbegin(); edit != m_edits.cend(); ++edit)
        params.insert(edit.key(), edit->param);
    const DustChangeset changeset = m_element
            ? m_element->changesetOf(m_stored, params)
            : DustChangeset::standard(m_stored, DustQml::params(m_stored, params));
    if (m_taken.isEmpty() || changeset.slug() != m_taken)
        return changeset;
    constexpr auto Taken = QT_TRANSLATE_NOOP("DustChangeset", "has already been taken");
    return changeset.addError(m_schema->slugField(), QLatin1StringView(Taken),
                              { { u"constraint"_s, u"unique"_s } });
}

// A field that says again what is stored, if in other words, is none.
bool DustQmlForm::isEdited(const QString &name) const
{
    const auto edit = m_edits.constFind(name);
    if (edit == m_edits.cend())
        return false;
    return m_changeset.fetchChange(name)
            || (m_errors.contains(name) && edit->text != DustQml::toText(m_stored, name));
}

DustQmlFormField::State DustQmlForm::stateOf(const QString &name) const
{
    const auto edit = m_edits.constFind(name);
    const bool isTouched = m_touched.contains(name);
    DustQmlFormField::State state;
    state.text = edit == m_edits.cend() ? DustQml::toText(m_changed, name) : edit->text;
    state.value = DustQml::valueOf(m_changed, name,
                                   edit == m_edits.cend() ? QVariant() : edit->param);
    if (isTouched || m_isTried)
        state.error = DustQml::messages(m_errors.value(name)).join(u", "_s);
    state.touched = isTouched;
    state.required = m_changeset.required().contains(name);
    state.dirty = isEdited(name);
    return state;
}

void DustQmlForm::update()
{
    m_changeset = made();
    m_errors = m_changeset.errorMap();
    m_changed = m_changeset.applyChanges();
    m_overtaken.removeIf([this](const QString &name) { return !isEdited(name); });
    const QStringList edited = m_edits.keys();
    Shown now;
    now.error = m_error.kind() != DustError::NoError ? m_error : m_gone;
    now.slug = m_slug;
    now.loading = m_isLoading;
    now.dirty = std::any_of(edited.begin(), edited.end(),
                            [this](const QString &name) { return isEdited(name); });
    now.valid = !m_changeset.isNull() && m_changeset.isValid();
    now.changedElsewhere = m_gone.kind() != DustError::NoError || !m_overtaken.isEmpty();
    now.submitting = m_submission != nullptr;
    const Shown before = std::exchange(m_shown, now);

    const QList<DustQmlFormField *> fields = m_fields.values();
    for (DustQmlFormField *field : fields)
        field->show(stateOf(field->name()));
    Q_EMIT changesetChanged();
    if (before.slug != now.slug)
        Q_EMIT slugChanged();
    if (before.loading != now.loading)
        Q_EMIT loadingChanged();
    if (before.dirty != now.dirty)
        Q_EMIT dirtyChanged();
    if (before.valid != now.valid)
        Q_EMIT validChanged();
    if (before.changedElsewhere != now.changedElsewhere)
        Q_EMIT changedElsewhereChanged();
    if (before.submitting != now.submitting)
        Q_EMIT submittingChanged();
    if (before.error != now.error)
        Q_EMIT errorChanged();
}

#include "moc_dustqmlform.cpp"
