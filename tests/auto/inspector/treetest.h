// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef TREETEST_H
#define TREETEST_H

#include <DustClient>
#include <DustStore>

#include <QtCore/QAbstractItemModel>
#include <QtQml/QQmlEngine>

#include <memory>

// DustEntryTree, as QML has it, over every kind of store.
class TreeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void foldsAndUnfolds();
    void ordersByPath();
    void followsChanges();
    void filters();
    void filtersWhatIsFolded();
    void saysWhatIsWrongWithAPattern();
    void followsHistories_data();
    void followsHistories();
    void hundredThousandInSlices();
    void deletesInSlices();
    void oneChangeTouchesItsRows();
    void showsOwnWritesThatWait();
    void confirmsWhatAMergeLetWait();
    void interruptedReadingIsNoNews_data();
    void interruptedReadingIsNoNews();
    void refreshesOverHttp();
    void inactiveItHoldsNothing();
    void outlivesItsStore();
    void anotherStore();

private:
    // One line for each row: "depth path=value (children)", with a + where it is folded and a - where it is unfolded.
    QStringList rows() const;
    QStringList expected(const QString &pattern = {}) const;
    int rowOf(const QString &path) const;
    QVariant at(int row, const char *role) const;
    void toggle(const QString &path);
    void use(DustStore *store);
    bool isSettled() const;

    QQmlEngine m_engine;
    std::unique_ptr<DustClient> m_client;
    DustStore *m_store = nullptr;
    std::unique_ptr<QAbstractItemModel> m_tree;
};

#endif // TREETEST_H
