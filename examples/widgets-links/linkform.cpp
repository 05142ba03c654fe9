// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "linkform.h"

#include "linkcelleditor.h"
#include "whendone.h"

#include <DustClient>

#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

LinkForm::LinkForm(DustRepo *repo, QWidget *parent)
    : QWidget(parent), m_repo(repo), m_save(new QPushButton)
{
    auto *column = new QVBoxLayout(this);
    addField(u"slug"_s, tr("&Key"));
    addField(u"title"_s, tr("&Title"));
    addField(u"url"_s, tr("&Address"));
    addField(u"tags"_s, tr("Ta&gs, separated by commas"));
    addField(u"note"_s, tr("&Note"));
    column->addWidget(m_save);
    column->addStretch();
    connect(m_save, &QPushButton::clicked, this, &LinkForm::save);
    beginNew();
}

void LinkForm::addField(const QString &name, const QString &label)
{
    Field field{ name, new QLineEdit, new QLabel };
    auto *heading = new QLabel(label);
    heading->setBuddy(field.input); // its name for screen readers, and Alt with its letter
    field.input->setObjectName(name);
    field.problem->setObjectName(name + u"Problem"_s);
    field.problem->setWordWrap(true);
    QPalette colours;
    colours.setColor(QPalette::WindowText, Qt::red);
    field.problem->setPalette(colours);
    for (QWidget *widget : { static_cast<QWidget *>(heading), static_cast<QWidget *>(field.input),
                             static_cast<QWidget *>(field.problem) })
        layout()->addWidget(widget);
    const qsizetype index = m_fields.size();
    m_fields.append(field);
    connect(field.input, &QLineEdit::textEdited, this, [this, index] {
        m_fields[index].isTouched = true;
        validate();
    });
    connect(field.input, &QLineEdit::returnPressed, this, &LinkForm::save);
}

void LinkForm::beginNew()
{
    fill(Link());
    m_fields.constFirst().input->setFocus();
}

void LinkForm::edit(const Link &link)
{
    fill(link);
}

void LinkForm::follow(const Link &link)
{
    if (link.slug == m_link.slug && !isDirty())
        fill(link);
}

void LinkForm::fill(const Link &link)
{
    m_link = link;
    m_takenKey.clear();
    const QVariantMap values{ { u"slug"_s, link.slug },
                              { u"title"_s, link.title },
                              { u"url"_s, link.url.toString() },
                              { u"tags"_s, link.tags },
                              { u"note"_s, link.note } };
    for (Field &field : m_fields) {
        field.input->setText(LinkCellEditor::textOf(values.value(field.name)));
        field.input->setModified(false);
        field.isTouched = false;
    }
    m_fields.constFirst().input->setReadOnly(!link.slug.isEmpty()); // the key of a link stays
    m_save->setText(link.slug.isEmpty() ? tr("Add") : tr("Save"));
    validate();
}

bool LinkForm::isDirty() const
{
    return std::any_of(m_fields.cbegin(), m_fields.cend(),
                       [](const Field &field) { return field.input->isModified(); });
}

QVariantMap LinkForm::params() const
{
    QVariantMap params;
    for (const Field &field : m_fields) {
        const QString text = field.input->text();
        if (field.name == u"tags") {
            QStringList tags;
            for (const QString &tag : text.split(u',', Qt::SkipEmptyParts))
                tags.append(tag.trimmed());
            params.insert(field.name, tags);
        } else {
            params.insert(field.name, text);
        }
    }
    return params;
}

void LinkForm::validate()
{
    const DustChangeset changeset = Link::changeset(m_link, params());
    QVariantMap errors = changeset.errorMap();
    if (!m_takenKey.isEmpty() && m_takenKey == changeset.slug())
        errors.insert(u"slug"_s, QStringList{ tr("is the key of another link") });
    for (const Field &field : std::as_const(m_fields)) {
        const QString problem = errors.value(field.name).toStringList().join(u", "_s);
        field.problem->setText(field.isTouched ? problem : QString());
        field.problem->setVisible(!field.problem->text().isEmpty());
        field.input->setAccessibleDescription(field.problem->text());
    }
    m_save->setEnabled(errors.isEmpty());
}

void LinkForm::save()
{
    for (Field &field : m_fields)
        field.isTouched = true;
    validate();
    if (!m_save->isEnabled())
        return;
    if (!m_link.slug.isEmpty())
        return write();
    // A new link must not take the place of another one.
    const QString key = m_fields.constFirst().input->text();
    whenDone(this, m_repo->exists<Link>(key), [this, key](const DustResult<bool> &taken) {
        if (!taken)
            return Q_EMIT failed(taken.error().message());
        if (!*taken)
            return write();
        m_takenKey = key;
        validate();
    });
}

void LinkForm::write()
{
    const DustChangeset changeset = Link::changeset(m_link, params());
    const auto written = m_link.slug.isEmpty()
            ? m_repo->insert<Link>(changeset)
            : m_repo->update<Link>(changeset, DustRepoOptions().setIfUnchanged(true));
    const QString key = changeset.slug();
    // Where there is no connection the answer may take until tomorrow: the list shows it meanwhile.
    if (m_repo->store()->client()->connectionState() == DustClient::Waiting)
        Q_EMIT saved(key);
    whenDone(this, written, [this](const DustResult<Link> &result) { take(result); });
}

void LinkForm::take(const DustResult<Link> &written)
{
    if (written) {
        if (m_link.slug.isEmpty() || m_link.slug == written->slug)
            fill(*written);
        Q_EMIT saved(written->slug);
    } else if (written.error().kind() == DustError::Conflict) {
        Q_EMIT failed(
                tr("Somebody changed this link while you were editing. Your text is still here."));
    } else if (written.error().kind() != DustError::NothingToWrite) {
        Q_EMIT failed(written.error().message());
    }
}
