// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// How a form writes its record.

#include "dustqmlform.h"

#include "dustqmlformtext.h"
#include "dustqmloptions.h"
#include "dustqmlvalues.h"

#include <algorithm>

using namespace Qt::StringLiterals;

/*!
    \qmlmethod DustReply DustForm::submit(var options)

    Writes what was edited: the whole record where it is new, else its changes. Ends as DustRepo::insert() and
    DustRepo::update() do, and emits submitted() or rejected().

    A new record does not take the place of another one that the store knows of: the field of the slug then has the error
    "has already been taken". An embedded store knows all. Servers do not compare whole records, so that a mirror of one looks
    at what it shows: while the store is not live, a record that another client has made under that slug meanwhile is overwritten,
    and nobody is told (see DustRepoOptions::setIfAbsent()). With
    \c {{ ifUnchanged: true }} in \a options an update ends with \c Conflict where somebody else changed what was edited here;
    without it, it overwrites that. While the store is not live, a field whose revision only the server knows, such as one with
    an own write that waits to be sent, is not compared. A record that was deleted meanwhile is not written: the error is \c NotFound.

    What is edited while the form is submitting stays edited.
*/
DustReply *DustQmlForm::submit(const QVariant &options)
{
    const auto known = DustQml::options(u"submit()"_s, options,
                                        { { u"ifUnchanged"_s, DustQml::Option::Flag } });
    if (!known)
        return DustReply::failing(this, known.error());
    if (m_submission)
        return DustReply::failing(
                this,
                DustError::invalidParams(
                        u"submitting"_s,
                        u"submit() was called again before it ended: wait until submitting is false"_s));
    m_isTried = true;
    m_error = {};
    update();
    const bool ifUnchanged = known->value(u"ifUnchanged"_s).toBool();
    const DustError refused = refusal(ifUnchanged);
    const SubmissionPtr submission(
            new Submission{ m_generation, m_changed.slug(), m_edits, m_stored, m_changed });
    DustReply *reply = nullptr;
    if (refused.kind() != DustError::NoError) {
        reply = DustReply::failing(this, refused);
    } else {
        m_submission = submission;
        reply = DustReply::to<DustRecord>(this, write(ifUnchanged),
                                          [submission](const DustRecord &written) {
                                              submission->record = written;
                                              return DustQml::fromRecord(written);
                                          });
        if (!isLive())
            keep();
        update();
    }
    connect(reply, &DustReply::succeeded, this,
            [this, submission] { succeed(submission, submission->record); });
    connect(reply, &DustReply::failed, this,
            [this, submission](const DustError &error) { fail(submission, error); });
    return reply;
}

// What no store has to be asked for.
DustError DustQmlForm::refusal(bool ifUnchanged) const
{
    if (!m_repo)
        return DustError::invalidParams(u"no_repo"_s,
                                        u"The form has no repo to write to: set its repo"_s);
    if (!m_schema)
        return m_schema.error();
    if (m_stored.isNull())
        return DustError::invalidParams(
                u"no_schema"_s, u"The form has no schema: set its schema to a DustSchema"_s);
    if (m_gone.kind() != DustError::NoError)
        return m_gone;
    if (!isNew() && !m_stored.meta().isLoaded())
        return DustError::invalidParams(
                u"not_loaded"_s,
                u"The record was not read yet: wait until loading is false, or reset() the form"_s);
    const auto applied = m_changeset.applyAction(isNew() ? DustChangeset::Insert
                                                         : DustChangeset::Update);
    if (!applied)
        return applied.error();
    if (!ifUnchanged || m_overtaken.isEmpty())
        return {};
    const auto path = m_stored.schema().recordPath(m_slug);
    return DustError(
            DustError::Conflict,
            u"Somebody else changed what was edited here: look at what is stored and decide anew."_s,
            { { u"reason"_s, u"conflict"_s }, { u"path"_s, path ? path->toString() : QString() } });
}

// An own write that is not sent yet has no revision, nor has a snapshot: only the server could tell.
bool DustQmlForm::isComparable() const
{
    if (isLive())
        return true;
    const DustSchema schema = m_stored.schema();
    const auto isUnknown = [&](const DustMeta::Leaf &leaf) {
        const int index = schema.indexOfWireLeaf(leaf.path.split('/').constFirst());
        return leaf.revision == 0 && index >= 0
                && m_edits.contains(schema.fields().at(index).name());
    };
    const QList<DustMeta::Leaf> &leaves = m_stored.meta().leaves();
    return std::none_of(leaves.begin(), leaves.end(), isUnknown);
}

DustFuture<DustRecord> DustQmlForm::write(bool ifUnchanged)
{
    if (isNew())
        return m_repo->insert(m_changeset, DustRepoOptions().setIfAbsent(true));
    const bool isCompared = ifUnchanged && isComparable();
    return m_repo->update(m_changeset, DustRepoOptions().setIfUnchanged(isCompared));
}

// What was written shows already; the answer may take until tomorrow.
void DustQmlForm::keep()
{
    const SubmissionPtr submission = m_submission;
    m_repo->get(submission->record.schema(), submission->slug)
            .then([form = QPointer(this), submission](const DustResult<DustRecord> &shown) {
                if (!form || !shown || form->m_submission != submission)
                    return;
                // A write that has to be compared with the store first does not show yet.
                const QStringList written = submission->edits.keys();
                const bool isShown = std::all_of(
                        written.begin(), written.end(), [&](const QString &name) {
                            return DustQml::isSame(*shown, submission->record, name);
                        });
                if (!isShown)
                    return;
                form->succeed(submission, *shown);
                submission->isKept = true;
            });
}

void DustQmlForm::succeed(const SubmissionPtr &submission, const DustRecord &written)
{
    if (submission->isKept)
        return;
    if (m_submission == submission) {
        m_submission.reset();
        accept(*submission, written);
    }
    Q_EMIT submitted(DustQml::fromRecord(written));
}

void DustQmlForm::accept(const Submission &submission, const DustRecord &written)
{
    for (auto sent = submission.edits.cbegin(); sent != submission.edits.cend(); ++sent) {
        const auto edit = m_edits.constFind(sent.key());
        if (edit == m_edits.cend() || *edit != *sent)
            continue;
        m_edits.erase(edit);
        m_touched.remove(sent.key());
    }
    m_edits.remove(written.schema().slugField()); // it is no longer to be chosen
    m_overtaken.clear();
    m_taken.clear();
    m_isTried = false;
    m_stored = written;
    m_givenRecord = DustQml::fromRecord(written);
    if (std::exchange(m_slug, written.slug()) != written.slug())
        follow();
    if (m_hasNews)
        read(); // what came since the write is not in the answer
    update();
    Q_EMIT recordChanged();
}

void DustQmlForm::fail(const SubmissionPtr &submission, const DustError &error)
{
    const DustError::Kind kind = error.kind();
    if (submission->isKept) {
        // These only say that it still waits, and that nobody does.
        if (kind != DustError::Timeout && kind != DustError::Closed)
            Q_EMIT takenBack(error, submission->slug);
        return;
    }
    if (m_submission == submission)
        m_submission.reset();
    if (submission->generation == m_generation) {
        if (kind == DustError::Exists && isNew())
            m_taken = submission->slug;
        else if (kind != DustError::Invalid && error != m_gone)
            m_error = error;
        m_stored = submission->before; // a mirror has shown what is not to be
        update();
        Q_EMIT recordChanged();
        if (m_hasNews || kind == DustError::Conflict)
            read();
    }
    Q_EMIT rejected(error);
}
