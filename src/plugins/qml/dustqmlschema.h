// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLSCHEMA_H
#define DUSTQMLSCHEMA_H

#include <DustChangeset>
#include <DustSchema>

#include <QtCore/QPointer>
#include <QtQml/QJSValue>
#include <QtQml/QQmlParserStatus>
#include <QtQml/qqmlregistration.h>

// A schema declared in QML, or the one of a C++ type by its name.
class DustQmlSchema : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    QML_NAMED_ELEMENT(DustSchema)
    Q_INTERFACES(QQmlParserStatus)
    Q_PROPERTY(QString typeName READ typeName WRITE setTypeName NOTIFY changed FINAL)
    Q_PROPERTY(QString prefix READ prefix WRITE setPrefix NOTIFY changed FINAL)
    Q_PROPERTY(DustQmlSchema::Mode mode READ mode WRITE setMode NOTIFY changed FINAL)
    Q_PROPERTY(QString slugField READ slugField WRITE setSlugField NOTIFY changed FINAL)
    Q_PROPERTY(QJSValue fields READ fields WRITE setFields NOTIFY changed FINAL)
    Q_PROPERTY(QStringList required READ required WRITE setRequired NOTIFY changed FINAL)
    Q_PROPERTY(QStringList redacted READ redacted WRITE setRedacted NOTIFY changed FINAL)
    Q_PROPERTY(QJSValue validate READ validate WRITE setValidate NOTIFY changed FINAL)
    Q_PROPERTY(QStringList fieldNames READ fieldNames NOTIFY changed FINAL)
    Q_PROPERTY(DustError error READ error NOTIFY changed FINAL)

public:
    enum Mode { Flat = DustSchema::Flat, Map = DustSchema::Map };
    Q_ENUM(Mode)

    explicit DustQmlSchema(QObject *parent = nullptr);

    // False while the properties are still to be given to it.
    bool isComplete() const { return m_complete; }
    // The schema as it is declared now, or what is wrong with it.
    DustResult<DustSchema> schema() const;

    QString typeName() const { return m_typeName; }
    void setTypeName(const QString &typeName);
    QString prefix() const;
    void setPrefix(const QString &prefix);
    Mode mode() const;
    void setMode(Mode mode);
    QString slugField() const;
    void setSlugField(const QString &field);
    QJSValue fields() const { return m_fields; }
    void setFields(const QJSValue &fields);
    QStringList required() const;
    void setRequired(const QStringList &fields);
    QStringList redacted() const;
    void setRedacted(const QStringList &fields);
    QJSValue validate() const { return m_validate; }
    void setValidate(const QJSValue &function);
    QStringList fieldNames() const;
    DustError error() const;

    Q_INVOKABLE DustChangeset changeset(const QVariant &record, const QVariant &params = {}) const;
    Q_INVOKABLE DustChangeset change(const QVariant &record, const QVariant &changes = {}) const;
    DustChangeset changesetOf(const DustRecord &record, const QVariantMap &params) const;
    // Whether changesetOf() calls a function of the application's.
    bool validates() const;
    // Where it could not be called.
    static DustChangeset notValidated(const DustChangeset &changeset);
    // The message of such an error, which is translated where it is shown.
    static QString couldNotValidate();

    void classBegin() override;
    void componentComplete() override;

Q_SIGNALS:
    void changed();

private:
    DustResult<DustSchema> build() const;
    DustResult<void> addField(DustSchema::Builder *builder, const QString &name,
                              const QJSValue &declaration) const;
    static DustResult<QString> wireName(const QString &field, const QJSValue &declaration);
    static DustQmlSchema *nestedIn(const QJSValue &declaration);
    DustChangeset validatedNested(DustChangeset changeset) const;
    static bool isDetailed(const QJSValue &declaration);
    template<typename Make>
    DustChangeset made(const QString &call, const QVariant &record, const QVariant &params,
                       Make make) const;
    void update();
    void follow(const QString &field, const QJSValue &declaration);

    QString m_typeName;
    QString m_prefix;
    QString m_slugField;
    QStringList m_required;
    QStringList m_redacted;
    QJSValue m_fields;
    QJSValue m_validate;
    struct Nested
    {
        QString field;
        QPointer<DustQmlSchema> schema;
        bool validates = false; // or did until it was destroyed
    };
    QList<Nested> m_nested; // the schemas in the fields
    mutable std::optional<DustResult<DustSchema>>
            m_schema; // of the present declaration, once it was asked for
    mutable bool m_building = false;
    bool m_updating = false;
    bool m_isOutdated = false;
    bool m_validates = false; // m_validate forgets with its engine
    Mode m_mode = Flat;
    bool m_complete = true;
};

#endif // DUSTQMLSCHEMA_H
