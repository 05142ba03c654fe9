// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLBROADCASTER_H
#define DUSTQMLBROADCASTER_H

#include <DustBroadcaster>

#include <QtCore/QPointer>
#include <QtQml/qqmlregistration.h>

class DustQmlSchema;

// The shared broadcaster of a schema, declared in QML: signals with JavaScript objects.
class DustQmlBroadcaster : public QObject
{
    Q_OBJECT
    QML_NAMED_ELEMENT(DustBroadcaster)
    Q_PROPERTY(DustRepo *repo READ repo WRITE setRepo NOTIFY repoChanged FINAL)
    Q_PROPERTY(QVariant schema READ schema WRITE setSchema NOTIFY schemaChanged FINAL)
    Q_PROPERTY(QString topic READ topic WRITE setTopic NOTIFY topicChanged FINAL)

public:
    explicit DustQmlBroadcaster(QObject *parent = nullptr);

    DustRepo *repo() const { return m_repo; }
    void setRepo(DustRepo *repo);
    QVariant schema() const { return m_schema; }
    void setSchema(const QVariant &schema);
    QString topic() const { return m_topic; }
    void setTopic(const QString &topic);

Q_SIGNALS:
    void upserted(const QVariantMap &record);
    void deleted(const QString &slug);
    void resyncRequired();
    void errorOccurred(const DustError &error);
    void repoChanged();
    void schemaChanged();
    void topicChanged();

private:
    void attach();
    void report(const DustError &error);

    QPointer<DustRepo> m_repo;
    QPointer<DustBroadcaster> m_broadcaster;
    QVariant m_schema;
    QPointer<DustQmlSchema> m_element;
    QString m_topic;
};

#endif // DUSTQMLBROADCASTER_H
