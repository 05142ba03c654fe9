// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLSUBSCRIPTION_H
#define DUSTQMLSUBSCRIPTION_H

#include <DustStore>

#include <QtCore/QPointer>
#include <QtQml/QQmlParserStatus>
#include <QtQml/qqmlregistration.h>

#include <memory>

// The operations of a store that match a pattern, as signals: DustStore::subscribe() declared in QML.
class DustQmlSubscription : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    QML_NAMED_ELEMENT(DustSubscription)
    Q_INTERFACES(QQmlParserStatus)
    Q_PROPERTY(DustStore *store READ store WRITE setStore NOTIFY storeChanged FINAL)
    Q_PROPERTY(QString pattern READ pattern WRITE setPattern NOTIFY patternChanged FINAL)
    Q_PROPERTY(DustQmlSubscription::Mode mode READ mode WRITE setMode NOTIFY modeChanged FINAL)
    Q_PROPERTY(bool includeCurrent READ includesCurrent WRITE setIncludeCurrent NOTIFY
                       includeCurrentChanged FINAL)

public:
    enum Mode {
        Committed = DustSubscribeOptions::Committed,
        Optimistic = DustSubscribeOptions::Optimistic,
        All = DustSubscribeOptions::All
    };
    Q_ENUM(Mode)

    explicit DustQmlSubscription(QObject *parent = nullptr);
    ~DustQmlSubscription() override;

    DustStore *store() const { return m_store; }
    void setStore(DustStore *store);
    QString pattern() const { return m_pattern; }
    void setPattern(const QString &pattern);
    Mode mode() const { return m_mode; }
    void setMode(Mode mode);
    bool includesCurrent() const { return m_includesCurrent; }
    void setIncludeCurrent(bool include);

    void classBegin() override { m_complete = false; }
    void componentComplete() override;

Q_SIGNALS:
    void received(const DustEvent &event);
    void resyncRequired();
    void errorOccurred(const DustError &error);
    void storeChanged();
    void patternChanged();
    void modeChanged();
    void includeCurrentChanged();

private:
    void subscribe();
    void startAnew();

    QPointer<DustStore> m_store;
    QString m_pattern;
    Mode m_mode = Committed;
    bool m_includesCurrent = false;
    bool m_complete = true;
    bool m_wasOpen = true; // the store, when this subscribed
    std::unique_ptr<QObject> m_receiver; // of the present subscription, which ends with it
};

#endif // DUSTQMLSUBSCRIPTION_H
