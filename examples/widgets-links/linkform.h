// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef LINKFORM_H
#define LINKFORM_H

#include <DustRepo>
#include <link.h>

#include <QtWidgets/QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

// Adds a link, or edits one. Every keystroke makes a changeset; its errors stand below the fields that were touched.
class LinkForm : public QWidget
{
    Q_OBJECT

public:
    explicit LinkForm(DustRepo *repo, QWidget *parent = nullptr);

    void beginNew();
    void edit(const Link &link);
    void follow(const Link &link); // somebody changed it: shown unless there is something to lose
    QString slug() const { return m_link.slug; } // empty: of a new link
    bool isDirty() const;
    void save();

Q_SIGNALS:
    void saved(const QString &slug);
    void failed(const QString &message);

private:
    struct Field
    {
        QString name;
        QLineEdit *input = nullptr;
        QLabel *problem = nullptr;
        bool isTouched = false;
    };

    void addField(const QString &name, const QString &label);
    QVariantMap params() const;
    void validate();
    void fill(const Link &link);
    void write();
    void take(const DustResult<Link> &written);

    DustRepo *const m_repo;
    Link m_link;
    QString m_takenKey; // of another link
    QList<Field> m_fields;
    QPushButton *m_save;
};

#endif // LINKFORM_H
