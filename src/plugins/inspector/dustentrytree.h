// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTENTRYTREE_H
#define DUSTENTRYTREE_H

#include "dustentrynode.h"
#include "dustlistbuffer_p.h"

#include <DustPattern>
#include <DustStore>

#include <QtCore/QAbstractListModel>
#include <QtCore/QBasicTimer>
#include <QtCore/QHash>
#include <QtCore/QPointer>
#include <QtCore/QSet>
#include <QtQml/qqmlregistration.h>

#include <deque>

struct DustCommit;

// The entries of a store as a tree, with a row for each path whose ancestors are unfolded. All work is done in slices of one
// turn of the event loop each, and a change touches its own rows only.
class DustEntryTree : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(DustStore *store READ store WRITE setStore NOTIFY storeChanged FINAL)
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged FINAL)
    Q_PROPERTY(QString pattern READ pattern WRITE setPattern NOTIFY patternChanged FINAL)
    Q_PROPERTY(QString error READ error NOTIFY errorChanged FINAL)
    Q_PROPERTY(bool loading READ isLoading NOTIFY loadingChanged FINAL)
    Q_PROPERTY(int count READ count NOTIFY countChanged FINAL)
    Q_PROPERTY(int entryCount READ entryCount NOTIFY entryCountChanged FINAL)

public:
    enum Role {
        SegmentRole = Qt::UserRole,
        PathRole,
        ValueRole,
        TypeRole,
        RevisionRole,
        ChildCountRole,
        DepthRole,
        ExpandedRole,
        EntryRole,
        PendingRole,
        ChangedAtRole,
        ChangeCountRole
    };
    static constexpr int SliceRows = 500; // what one turn reads, or changes

    explicit DustEntryTree(QObject *parent = nullptr);
    ~DustEntryTree() override;

    DustStore *store() const { return m_store; }
    void setStore(DustStore *store);
    bool isActive() const { return m_isActive; }
    void setActive(bool active);
    QString pattern() const { return m_pattern; }
    void setPattern(const QString &pattern);
    QString error() const { return m_error; }
    bool isLoading() const { return m_isLoading; }
    int count() const { return m_rows.size(); }
    int entryCount() const { return m_entryCount; }

    Q_INVOKABLE void toggle(int row);
    Q_INVOKABLE int parentRow(int row) const;
    Q_INVOKABLE int reveal(const QString &path);
    Q_INVOKABLE QString fullText(int row) const;
    Q_INVOKABLE void refresh();

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void storeChanged();
    void activeChanged();
    void patternChanged();
    void errorChanged();
    void loadingChanged();
    void countChanged();
    void entryCountChanged();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    class Watcher;
    void restart();
    void begin();
    void clear();
    void fail(const QString &error);
    void setLoading(bool loading);
    void tellCounts();

    // dustentrytreereading.cpp
    void prepare(const QList<const DustCommit *> &commits);
    void takeNews();
    void applyNews();
    void read();
    bool doSlice();
    bool readSlice();
    bool readPage();
    bool sweepSlice();
    void ask(const QString &after);
    void hasPage(quint32 reading, const DustResult<DustPage> &page);

    void apply(const DustEntry &entry, bool isPending, bool isNews);
    void remove(const QByteArray &path);
    DustEntryNode *nodeAt(const QByteArray &path);
    void dropIfEmpty(DustEntryNode *node);
    void flush();
    void flushRemoved();
    void flushAdded();
    void flushChanged();
    int lowerBound(QByteArrayView path) const;
    int rowOf(const DustEntryNode &node) const { return lowerBound(node.path); }
    void show(int row, const std::vector<DustEntryNode *> &nodes);
    void setExpanded(DustEntryNode *node, bool expanded);
    QHash<QByteArray, bool> &folds() { return m_filter ? m_filterFolds : m_folds; }

    QPointer<DustStore> m_store;
    QString m_pattern;
    QString m_error;
    bool m_isActive = true;
    bool m_isLoading = false;

    std::unique_ptr<Watcher> m_watcher;
    std::optional<DustPattern> m_filter;
    QBasicTimer m_turn; // while there is something left to do
    bool m_isToBegin = false;
    bool m_isToReset = true;
    bool m_isBusy = false;

    // The reading that is on: from the rows here, or in pages from a server.
    quint32 m_reading = 0; // no two have a number: an answer may come late
    bool m_isReading = false;
    bool m_isPaged = false;
    bool m_isAsking = false;
    QByteArray m_next; // where it goes on
    QByteArray m_end;
    QString m_cursor;
    std::deque<DustEntry> m_page;
    bool m_isToSweep = false; // then: what it did not find is gone
    bool m_isSweeping = false;
    QByteArray m_swept;
    std::map<QByteArray, bool> m_news; // paths to read, and whether it is news what is there
    bool m_wasLive = false; // when the store told last: what it catches up with first is no news
    bool m_hasRead = false; // all that there was: what is found from now on is news

    DustEntryNode::Map m_nodes;
    DustListBuffer<DustEntryNode *> m_rows;
    // What the user did, without a filter and with this one.
    QHash<QByteArray, bool> m_folds;
    QHash<QByteArray, bool> m_filterFolds;
    int m_entryCount = 0;
    int m_toldCount = 0;
    int m_toldEntryCount = 0;

    // Of this slice, to be told at its end.
    std::vector<DustEntryNode::Map::node_type> m_removed;
    QSet<DustEntryNode *> m_added;
    QSet<DustEntryNode *> m_changed;
};

#endif // DUSTENTRYTREE_H
