// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustqmlbroadcaster.h"

#include "dustqmlschema.h"
#include "dustqmlvalues.h"

/*!
    \qmltype DustBroadcaster
    \inqmlmodule DustEcto
    \brief Signals for every change of a schema's records, whoever makes it.

    \qml
    DustBroadcaster {
        repo: repo
        schema: linkSchema
        onUpserted: record => console.log(record.slug, "is now", record.title)
        onDeleted: slug => console.log(slug, "is gone")
    }
    \endqml

    All broadcasters of one repo, schema and topic share one subscription.
*/

/*!
    \qmlproperty DustRepo DustBroadcaster::repo
    The repo whose records are followed.
*/

/*!
    \qmlproperty DustSchema DustBroadcaster::schema
    The schema whose records are followed.
*/

/*!
    \qmlproperty string DustBroadcaster::topic
    Tells broadcasters of one schema apart; empty unless set.
*/

/*!
    \qmlsignal DustBroadcaster::upserted(var record)
    Emitted when a record came or changed, with the \a record as it was then.
*/

/*!
    \qmlsignal DustBroadcaster::deleted(string slug)
    Emitted when the record with \a slug is one no longer.
*/

/*!
    \qmlsignal DustBroadcaster::resyncRequired()
    Emitted when changes were left out: read the records anew.
*/

/*!
    \qmlsignal DustBroadcaster::errorOccurred(dustError error)
    Emitted when the changes cannot be followed, with the \a error: the \l schema is wrong, or the store cannot be opened.
*/

DustQmlBroadcaster::DustQmlBroadcaster(QObject *parent) : QObject(parent) {}

void DustQmlBroadcaster::setRepo(DustRepo *repo)
{
    if (repo == m_repo)
        return;
    m_repo = repo;
    attach();
    Q_EMIT repoChanged();
}

void DustQmlBroadcaster::setSchema(const QVariant &schema)
{
    if (m_element)
        m_element->disconnect(this);
    m_schema = DustQml::plain(schema);
    m_element = qobject_cast<DustQmlSchema *>(m_schema.value<QObject *>());
    if (m_element) {
        connect(m_element, &DustQmlSchema::changed, this, &DustQmlBroadcaster::attach);
        connect(m_element, &QObject::destroyed, this, [this] { m_schema = {}; });
    }
    attach();
    Q_EMIT schemaChanged();
}

void DustQmlBroadcaster::setTopic(const QString &topic)
{
    if (topic == m_topic)
        return;
    m_topic = topic;
    attach();
    Q_EMIT topicChanged();
}

void DustQmlBroadcaster::attach()
{
    if (m_broadcaster)
        m_broadcaster->disconnect(this);
    m_broadcaster = nullptr;
    if (!m_repo || m_schema.isNull() || (m_element && !m_element->isComplete()))
        return;
    const auto schema = DustQml::toSchema(m_schema);
    if (!schema)
        return report(schema.error());
    m_broadcaster = DustBroadcaster::of(m_repo, *schema, m_topic);
    connect(m_broadcaster, &DustBroadcaster::upserted, this,
            [this, known = *schema](const QVariant &record) {
                Q_EMIT upserted(DustQml::fromRecord(DustRecord::fromVariant(known, record)));
            });
    connect(m_broadcaster, &DustBroadcaster::deleted, this, &DustQmlBroadcaster::deleted);
    connect(m_broadcaster, &DustBroadcaster::resyncRequired, this,
            &DustQmlBroadcaster::resyncRequired);
    connect(m_broadcaster, &DustBroadcaster::errorOccurred, this,
            &DustQmlBroadcaster::errorOccurred);
}

// Handlers are connected after the properties are set: later.
void DustQmlBroadcaster::report(const DustError &error)
{
    QMetaObject::invokeMethod(
            this, [this, error] { Q_EMIT errorOccurred(error); }, Qt::QueuedConnection);
}

#include "moc_dustqmlbroadcaster.cpp"
