// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLFORM_H
#define DUSTQMLFORM_H

#include "dustqmlformfield.h"
#include "dustreply.h"

#include <DustRepo>

#include <QtCore/QHash>
#include <QtCore/QPointer>
#include <QtCore/QSet>
#include <QtQml/QQmlParserStatus>

class DustQmlSchema;

// Edits one record: a changeset of what the fields were given, over the record as it is stored now.
class DustQmlForm : public QObject, public QQmlParserStatus
{
    Q_OBJECT
    QML_NAMED_ELEMENT(DustForm)
    Q_INTERFACES(QQmlParserStatus)
    Q_PROPERTY(DustRepo *repo READ repo WRITE setRepo NOTIFY repoChanged FINAL)
    Q_PROPERTY(QVariant schema READ schema WRITE setSchema NOTIFY schemaChanged FINAL)
    Q_PROPERTY(QString slug READ slug WRITE setSlug NOTIFY slugChanged FINAL)
    Q_PROPERTY(QVariant record READ record WRITE setRecord NOTIFY recordChanged FINAL)
    Q_PROPERTY(bool isNew READ isNew NOTIFY slugChanged FINAL)
    Q_PROPERTY(bool loading READ isLoading NOTIFY loadingChanged FINAL)
    Q_PROPERTY(DustChangeset changeset READ changeset NOTIFY changesetChanged FINAL)
    Q_PROPERTY(bool dirty READ isDirty NOTIFY dirtyChanged FINAL)
    Q_PROPERTY(bool valid READ isValid NOTIFY validChanged FINAL)
    Q_PROPERTY(bool changedElsewhere READ isChangedElsewhere NOTIFY changedElsewhereChanged FINAL)
    Q_PROPERTY(bool submitting READ isSubmitting NOTIFY submittingChanged FINAL)
    Q_PROPERTY(DustError error READ error NOTIFY errorChanged FINAL)

public:
    explicit DustQmlForm(QObject *parent = nullptr);
    ~DustQmlForm() override;

    DustRepo *repo() const { return m_repo; }
    void setRepo(DustRepo *repo);
    QVariant schema() const { return m_givenSchema; }
    void setSchema(const QVariant &schema);
    QString slug() const { return m_slug; }
    void setSlug(const QString &slug);
    QVariant record() const;
    void setRecord(const QVariant &record);
    bool isNew() const { return m_slug.isEmpty(); }
    bool isLoading() const { return m_shown.loading; }
    DustChangeset changeset() const { return m_changeset; }
    bool isDirty() const { return m_shown.dirty; }
    bool isValid() const { return m_shown.valid; }
    bool isChangedElsewhere() const { return m_shown.changedElsewhere; }
    bool isSubmitting() const { return m_shown.submitting; }
    DustError error() const { return m_shown.error; }

    Q_INVOKABLE DustQmlFormField *field(const QString &name);
    Q_INVOKABLE DustReply *submit(const QVariant &options = {});
    Q_INVOKABLE void reset();

    // For the fields.
    void edit(const QString &name, const QString &text);
    void editValue(const QString &name, const QVariant &value);
    void touch(const QString &name, bool touched);

    void classBegin() override { m_complete = false; }
    void componentComplete() override;

Q_SIGNALS:
    void submitted(const QVariantMap &record);
    void rejected(const DustError &error);
    void takenBack(const DustError &error, const QString &slug);
    void repoChanged();
    void schemaChanged();
    void slugChanged();
    void recordChanged();
    void loadingChanged();
    void changesetChanged();
    void dirtyChanged();
    void validChanged();
    void changedElsewhereChanged();
    void submittingChanged();
    void errorChanged();

private:
    // What a field was given.
    struct Edit
    {
        QVariant param;
        QString text;

        friend bool operator==(const Edit &a, const Edit &b) = default;
    };
    // One write of what was edited.
    struct Submission
    {
        int generation;
        QString slug;
        QHash<QString, Edit> edits;
        DustRecord before; // what the edits were made to
        DustRecord record; // as it will be
        bool isKept = false; // told to be submitted, though it waits to be sent
    };
    using SubmissionPtr = std::shared_ptr<Submission>;
    // What the properties tell.
    struct Shown
    {
        DustError error;
        QString slug;
        bool loading = false;
        bool dirty = false;
        bool valid = false;
        bool changedElsewhere = false;
        bool submitting = false;
    };

    void applySchema();
    void begin();
    void forgetEdits();
    void put(const QString &name, const Edit &edit);
    void update();
    DustChangeset made() const;
    DustQmlFormField::State stateOf(const QString &name) const;
    bool isEdited(const QString &name) const;

    bool isLive() const;
    void follow();
    void storeStateChanged();
    void read();
    void hasRead(const DustResult<DustRecord> &result);
    void take(const DustRecord &stored);

    DustError refusal(bool ifUnchanged) const;
    bool isComparable() const;
    DustFuture<DustRecord> write(bool ifUnchanged);
    void succeed(const SubmissionPtr &submission, const DustRecord &written);
    void fail(const SubmissionPtr &submission, const DustError &error);
    void keep();
    void accept(const Submission &submission, const DustRecord &written);

    // As the application set them.
    QPointer<DustRepo> m_repo;
    QVariant m_givenSchema;
    QPointer<DustQmlSchema> m_element;
    QVariant m_givenRecord;
    QString m_slug;
    bool m_complete = true;

    DustResult<DustSchema> m_schema = DustSchema();
    DustRecord m_stored; // as far as the form knows: what the edits are made to
    QHash<QString, Edit> m_edits;
    QSet<QString> m_touched;
    QSet<QString> m_overtaken; // edited here, and changed elsewhere since
    QString m_taken; // a slug that is another record's
    DustError m_error;
    DustError m_gone; // while the record is not there
    bool m_isTried = false; // to submit: all errors show
    bool m_isLoading = false;
    SubmissionPtr m_submission; // under way

    DustChangeset m_changeset;
    QVariantMap m_errors; // of the changeset
    DustRecord m_changed; // what it makes
    Shown m_shown;
    QHash<QString, DustQmlFormField *> m_fields;

    std::unique_ptr<QObject> m_following; // what ends with it follows the store
    int m_generation = 0; // of what is edited: a submission of another one is none of its
    int m_reading = 0; // the last one
    bool m_hasNews = false; // of this record, from the store
};

#endif // DUSTQMLFORM_H
