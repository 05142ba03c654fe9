// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTLISTMODEL_P_H
#define DUSTLISTMODEL_P_H

#include "dustlistmodel.h"
#include "dustlistmodelface_p.h"
#include "dustlistreader_p.h"
#include "dustlistrows_p.h"
#include "duststoreobserver_p.h"
#include "dustwrittenrecord_p.h"

#include <QtCore/QPointer>
#include <QtCore/QTimer>

#include <deque>

// Between the store and the rows. While the rows change, the application hears of it and may do
// anything, run filter functions included: what it asks of this model in there waits until the
// change is told to the end. Functions that tell the application something return false when it
// destroyed the model.
class DustListModel::Private final : public DustStoreObserver, public DustListSignals
{
public:
    explicit Private(DustListModel *model) : q(model), faceless(model) {}

    Phase phase() const override { return View; }
    void prepare(const QList<const DustCommit *> &commits) override;
    void deliver() override;

    void beginInsert(int first, int last) override;
    bool endInsert() override;
    void beginRemove(int first, int last) override;
    bool endRemove() override;
    void beginMove(int first, int last, int to) override;
    bool endMove() override;
    bool changed(int first, int last, const QList<int> &fields) override;
    bool beginLayout() override;
    bool endLayout(const std::vector<int> &newRows) override;

    // What the rows have to do; it is done before these return, unless the rows are changing.
    [[nodiscard]] bool restart();
    [[nodiscard]] bool load();
    [[nodiscard]] bool poll();
    void reportSkipped();
    [[nodiscard]] bool reorder();
    [[nodiscard]] bool refilter();
    [[nodiscard]] bool replaceColumns();

    void watchRepo();
    void watchStore();
    // An error that stays until its cause is gone, and one of a call that failed.
    [[nodiscard]] bool updateError();
    [[nodiscard]] bool report(const DustError &callError);
    void resolveColumns();
    int fieldAt(int column) const;
    int fieldOfRole(int role) const;
    int slugFieldRole() const { return FirstFieldRole + int(shown.fields().size()); }
    QList<int> rolesOf(const QList<int> &changedFields) const;
    bool isReady() const { return repo && !shown.isNull(); }
    DustError notReady() const;
    DustChangeset changeset(const DustRecord &record, const QVariantMap &params) const;

    static constexpr int Slug = -1;
    static constexpr int NoField = -2;

    DustListModel *const q;

    // As the application set them.
    QPointer<DustRepo> repo;
    DustSchema schema;
    DustError schemaError; // why there is none
    QStringList sort;
    QLocale sortLocale;
    DustListCriteria criteria;
    QStringList columns;
    QVariantMap headers;
    ChangesetFunction changesetFunction;
    bool editable = false;
    QTimer pollTimer;
    QTimer skipTimer; // until records that were none are told of

    // As the rows are.
    DustSchema shown;
    std::vector<int> fields; // by column
    DustListRows rows;
    DustError error;
    bool loading = false;

    DustListModelFace *face = nullptr; // once QML has asked
    DustListModelFace faceless;

private:
    enum Task {
        Restart = 0x1,
        Reorder = 0x2,
        Refilter = 0x4,
        Load = 0x8,
        Columns = 0x10,
        Poll = 0x20
    };
    struct Batch
    {
        QList<DustListChange> changes;
        bool complete = false; // what is not in it is gone
        bool own = false; // of this client, and perhaps not the newest
    };

    template<typename Function>
    [[nodiscard]] bool tell(Function &&function);
    [[nodiscard]] bool want(Task task);
    [[nodiscard]] bool settle();
    [[nodiscard]] bool doNextTask();
    [[nodiscard]] bool doRestart();
    [[nodiscard]] bool doLoad();
    [[nodiscard]] bool doPoll();
    [[nodiscard]] bool doReorder();
    [[nodiscard]] bool doRefilter();
    [[nodiscard]] bool doColumns();
    QList<DustListChange> readAll(const DustTransport &transport);
    void tellSkippedLater();
    [[nodiscard]] bool replaceAll(QList<DustListChange> records);
    [[nodiscard]] bool announceCounts();
    [[nodiscard]] bool setLoading(bool newLoading);
    [[nodiscard]] bool loaded(const DustError &loadError);
    [[nodiscard]] bool setError(const DustError &newError);
    void attach(DustStore *store);
    void observe(DustStore *store);
    void detach();
    void loadRemote();
    void takeOwnWrites(const QList<DustWrittenRecord> &records);
    [[nodiscard]] bool addOwnWrite(const DustWrittenRecord &written,
                                   QList<DustListChange> *changes) const;
    void dropOutdated(QList<DustListChange> *changes);

    QPointer<DustStore> m_store; // the one observed
    QMetaObject::Connection m_repoDestroyed;
    QMetaObject::Connection m_storeGiven;
    QMetaObject::Connection m_storeOpened;
    QMetaObject::Connection m_tokenGiven;
    QMetaObject::Connection m_storeDestroyed;
    QMetaObject::Connection m_ownWrites;
    QList<DustListChange> m_sinceLoad; // own writes that the records on their way may lack
    bool m_reading = false; // of this source, a load or a poll is on its way
    bool m_readsAgain = false; // for a load that was wanted meanwhile
    std::optional<DustListReader> m_reader;
    std::deque<Batch> m_waiting; // what the store did, not yet in the rows
    DustError m_loadError;
    DustError m_sortError;
    DustError m_filterError;
    DustError m_columnError;
    quint64 m_generation = 0; // of the source: answers for an older one are dropped
    int m_announcedCount = 0;
    int m_announcedTotal = 0;
    int m_tasks = 0;
    bool m_changing = false;
};

template<typename Function>
bool DustListModel::Private::tell(Function &&function)
{
    const QPointer<DustListModel> model(q);
    function();
    return !model.isNull();
}

#endif // DUSTLISTMODEL_P_H
