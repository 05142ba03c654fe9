// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTBROADCASTER_H
#define DUSTBROADCASTER_H

#include "dustrepo.h"

// Emits a schema's changes as signals. One per repo, schema and topic, shared by all who ask; it holds a subscription
// from its first connected receiver to its last.
class DUSTECTO_EXPORT DustBroadcaster : public QObject
{
    Q_OBJECT
    Q_PROPERTY(DustSchema schema READ schema CONSTANT)
    Q_PROPERTY(QString topic READ topic CONSTANT)
    Q_PROPERTY(bool active READ isActive NOTIFY activeChanged)

public:
    static DustBroadcaster *of(DustRepo *repo, const DustSchema &schema, const QString &topic = {});
    template<typename T>
    static DustBroadcaster *of(DustRepo *repo, const QString &topic = {})
    {
        return shared(repo, DustSchema::of<T>(), topic);
    }
    ~DustBroadcaster() override;

    DustSchema schema() const;
    QString topic() const;
    bool isActive() const;

    // onUpserted<Link>(context, [](const Link &link) { … }). Null when T is not the type of the records.
    template<typename T, typename Function>
    QMetaObject::Connection onUpserted(const QObject *context, Function function)
    {
        if (!hasRecordsOf(QMetaType::fromType<T>()))
            return {};
        return connect(this, &DustBroadcaster::upserted, context,
                       [function = std::move(function)](const QVariant &record) {
                           function(*static_cast<const T *>(record.constData()));
                       });
    }
    template<typename Function>
    QMetaObject::Connection onDeleted(const QObject *context, Function function)
    {
        return connect(this, &DustBroadcaster::deleted, context, std::move(function));
    }

Q_SIGNALS:
    void upserted(const QVariant &record);
    void deleted(const QString &slug);
    void resyncRequired();
    void errorOccurred(const DustError &error);
    void activeChanged();

protected:
    void connectNotify(const QMetaMethod &signal) override;
    void disconnectNotify(const QMetaMethod &signal) override;

private:
    static DustBroadcaster *shared(DustRepo *repo, const DustResult<DustSchema> &schema,
                                   const QString &topic);
    bool hasRecordsOf(QMetaType type) const;

    class Private;
    explicit DustBroadcaster(std::unique_ptr<Private> d, QObject *parent);
    std::unique_ptr<Private> d;
};

#endif // DUSTBROADCASTER_H
