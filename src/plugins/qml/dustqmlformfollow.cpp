// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// How a form hears of its record.

#include "dustqmlform.h"

#include "dustqmlformtext.h"

#include <DustStore>

bool DustQmlForm::isLive() const
{
    return m_repo && m_repo->store() && m_repo->store()->state() == DustStore::Live;
}

void DustQmlForm::follow()
{
    m_hasNews = false;
    m_following = std::make_unique<QObject>();
    if (!m_repo)
        return;
    connect(m_repo, &DustRepo::storeChanged, m_following.get(), [this] {
        follow();
        read();
    });
    DustStore *store = m_repo->store();
    if (!store)
        return;
    connect(store, &DustStore::stateChanged, m_following.get(), [this] { storeStateChanged(); });
    if (m_slug.isEmpty() || m_stored.isNull())
        return;
    const auto path = m_stored.schema().recordPath(m_slug);
    if (!path)
        return;
    // Own writes as well, as soon as they show.
    const auto options = DustSubscribeOptions()
                                 .setMode(DustSubscribeOptions::All)
                                 .setResyncRequired([form = QPointer(this)] {
                                     if (!form)
                                         return;
                                     form->follow();
                                     form->read();
                                 });
    store->subscribe(
                 DustPattern::descendantsOf(*path).toString(), m_following.get(),
                 [this](const DustEvent &) { read(); }, options)
            .then([form = QPointer(this), following = QPointer(m_following.get())](
                          const DustResult<DustSubscription> &subscribed) {
                if (!form || !following || !subscribed)
                    return;
                form->m_hasNews = true;
                form->read(); // what came since the record was read elsewhere
            });
}

void DustQmlForm::storeStateChanged()
{
    if (isLive())
        read();
    else if (m_submission)
        keep();
}

// Of answers under way the last one asked for counts.
void DustQmlForm::read()
{
    const int number = ++m_reading;
    if (!m_repo || m_slug.isEmpty() || m_stored.isNull())
        return;
    m_repo->get(m_stored.schema(), m_slug)
            .then([form = QPointer(this), number](const DustResult<DustRecord> &result) {
                if (form && form->m_reading == number)
                    form->hasRead(result);
            });
}

void DustQmlForm::hasRead(const DustResult<DustRecord> &result)
{
    if (result)
        return take(*result);
    const bool isMissing = result.error().kind() == DustError::NotFound;
    // A mirror knows little before it was live for the first time.
    if (isMissing && m_isLoading && !isLive())
        return;
    m_isLoading = false;
    (isMissing ? m_gone : m_error) = result.error();
    update();
}

void DustQmlForm::take(const DustRecord &stored)
{
    const bool isFirst = !m_stored.meta().isLoaded();
    const bool isGone = m_gone.kind() != DustError::NoError;
    if (!isFirst && !isGone && stored == m_stored && stored.meta() == m_stored.meta())
        return;
    const QStringList edited = isFirst ? QStringList() : m_edits.keys();
    for (const QString &name : edited) {
        if (DustQml::isSame(stored, m_stored, name))
            continue;
        // The own write, or that it was taken back.
        const bool isOwn = m_submission
                && (DustQml::isSame(stored, m_submission->record, name)
                    || DustQml::isSame(stored, m_submission->before, name));
        if (!isEdited(name))
            m_edits.remove(name);
        else if (!isOwn)
            m_overtaken.insert(name);
    }
    if (isFirst)
        m_error = {}; // of the reading before
    m_isLoading = false;
    m_gone = {};
    m_stored = stored;
    update();
    Q_EMIT recordChanged();
}
