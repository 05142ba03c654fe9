// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef LINKSWINDOW_H
#define LINKSWINDOW_H

#include <DustListModel>
#include <DustRepo>

#include <QtWidgets/QMainWindow>

class LinkForm;
class QLineEdit;
class QTableView;
class StoreStatus;

// The links of a store in a table that is edited in place, and one of them in a form.
class LinksWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit LinksWindow(DustStore *store, QWidget *parent = nullptr);

    DustRepo *repo() { return &m_repo; }
    DustListModel *model() { return &m_model; }
    void selectSlug(const QString &slug);

private:
    void buildToolBar();
    void buildTable();
    void buildForm();
    void editCurrent();
    void followRows(int first, int last);
    void removeCurrent();
    void tell(const QString &message);

    DustRepo m_repo;
    DustListModel m_model;
    QLineEdit *m_search = nullptr;
    QTableView *m_table = nullptr;
    LinkForm *m_form = nullptr;
};

#endif // LINKSWINDOW_H
