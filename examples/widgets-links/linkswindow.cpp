// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "linkswindow.h"

#include "linkcelldelegate.h"
#include "linkform.h"
#include "storestatus.h"
#include "whendone.h"

#include <QtGui/QAction>
#include <QtWidgets/QDockWidget>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QStatusBar>
#include <QtWidgets/QTableView>
#include <QtWidgets/QToolBar>

using namespace Qt::StringLiterals;

namespace {

constexpr int PollInterval = 2'000; // milliseconds, over plain HTTP, which brings no news

} // namespace

LinksWindow::LinksWindow(DustStore *store, QWidget *parent)
    : QMainWindow(parent), m_repo(store), m_model(&m_repo, *DustSchema::of<Link>())
{
    m_model.setColumns({ u"title"_s, u"url"_s, u"tags"_s, u"note"_s });
    m_model.setHeaders({ { u"url"_s, tr("Address") } });
    m_model.setSearchFields({ u"slug"_s, u"title"_s, u"url"_s, u"tags"_s });
    m_model.setSort({ u"title"_s });
    m_model.setPollInterval(PollInterval);
    m_model.setEditable(true);

    setWindowTitle(tr("Links"));
    resize(1000, 640);
    buildTable();
    buildForm();
    buildToolBar();
    statusBar()->addPermanentWidget(new StoreStatus(store));
    connect(&m_model, &DustListModel::errorOccurred, this,
            [this](const DustError &error) { tell(error.message()); });
}

void LinksWindow::buildToolBar()
{
    QToolBar *bar = addToolBar(tr("Links"));
    bar->setMovable(false);
    m_search = new QLineEdit;
    m_search->setObjectName(u"search"_s);
    m_search->setAccessibleName(tr("Search"));
    m_search->setPlaceholderText(tr("Search titles, addresses and tags"));
    m_search->setClearButtonEnabled(true);
    connect(m_search, &QLineEdit::textChanged, &m_model, &DustListModel::setSearch);
    bar->addWidget(m_search);
    const auto add = [&](const QString &text, const QKeySequence &keys, auto function) {
        QAction *action = bar->addAction(text);
        action->setShortcut(keys);
        connect(action, &QAction::triggered, this, function);
    };
    add(tr("Add"), QKeySequence::New, [this] {
        m_table->clearSelection();
        m_form->beginNew();
    });
    add(tr("Delete"), QKeySequence::Delete, &LinksWindow::removeCurrent);
    auto *find = new QAction(this);
    find->setShortcut(QKeySequence::Find);
    connect(find, &QAction::triggered, m_search, qOverload<>(&QWidget::setFocus));
    addAction(find);
}

void LinksWindow::buildTable()
{
    m_table = new QTableView;
    m_table->setAccessibleName(tr("Links"));
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new LinkCellDelegate(m_table));
    m_table->setSelectionBehavior(QTableView::SelectRows);
    m_table->setSelectionMode(QTableView::SingleSelection);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    QHeaderView *header = m_table->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setStretchLastSection(true);
    header->resizeSection(0, 300);
    header->resizeSection(1, 220);
    header->setSortIndicator(0, Qt::AscendingOrder);
    m_table->setSortingEnabled(true);
    setCentralWidget(m_table);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &LinksWindow::editCurrent);
    connect(&m_model, &DustListModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last) {
                followRows(first.row(), last.row());
            });
}

void LinksWindow::buildForm()
{
    m_form = new LinkForm(&m_repo);
    auto *dock = new QDockWidget(tr("Link"));
    dock->setFeatures(QDockWidget::NoDockWidgetFeatures);
    dock->setWidget(m_form);
    addDockWidget(Qt::RightDockWidgetArea, dock);
    connect(m_form, &LinkForm::failed, this, &LinksWindow::tell);
    connect(m_form, &LinkForm::saved, this, &LinksWindow::selectSlug);
}

void LinksWindow::selectSlug(const QString &slug)
{
    const int row = m_model.indexOfSlug(slug);
    if (row >= 0)
        m_table->setCurrentIndex(m_model.index(row, 0));
}

void LinksWindow::editCurrent()
{
    const QModelIndex current = m_table->currentIndex();
    if (current.isValid() && !m_form->isDirty())
        m_form->edit(m_model.record(current.row()).to<Link>());
}

void LinksWindow::followRows(int first, int last)
{
    const int row = m_model.indexOfSlug(m_form->slug());
    if (row >= first && row <= last)
        m_form->follow(m_model.record(row).to<Link>());
}

void LinksWindow::removeCurrent()
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid())
        return;
    whenDone(this, m_model.remove(m_model.slugAt(current.row())),
             [this](const DustResult<DustReceipt> &removed) {
                 if (!removed)
                     tell(removed.error().message());
             });
}

void LinksWindow::tell(const QString &message)
{
    constexpr int Milliseconds = 10'000;
    statusBar()->showMessage(message, Milliseconds);
}
