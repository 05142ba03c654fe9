// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "benchlink.h"
#include "benchview.h"
#include "rounds.h"

#include <DustClient>
#include <DustListModel>
#include <DustStore>

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace {

constexpr int Records = 10000;

// What an application would write without us: a list of structs and dataChanged.
class BareModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { Title = Qt::UserRole, Note };

    BareModel()
    {
        for (int i = 0; i < Records; ++i)
            m_links.append(BenchLink::numbered(i));
    }
    int rowCount(const QModelIndex &parent) const override
    {
        return parent.isValid() ? 0 : int(m_links.size());
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        return role == Title ? m_links[index.row()].title : m_links[index.row()].note;
    }
    QHash<int, QByteArray> roleNames() const override
    {
        return { { Title, "title" }, { Note, "note" } };
    }
    void setTitle(int row, const QString &title)
    {
        m_links[row].title = title;
        const QModelIndex changed = index(row);
        Q_EMIT dataChanged(changed, changed, { Title });
    }

private:
    QList<BenchLink> m_links;
};

struct Live
{
    DustClient client{ QUrl(u"memory:"_s) };
    DustStore *store = client.store(u"bench/main"_s);
    DustRepo repo{ store };
    DustListModel model;

    Live()
    {
        DustRepoBatch batch;
        for (int i = 0; i < Records; ++i)
            batch.insert(DustRecord::from(BenchLink::numbered(i)));
        repo.batchWrite(batch);
        model.setRepo(&repo);
        model.setSchema(*DustSchema::of<BenchLink>());
        model.setSort({ u"url"_s });
        model.setSearch(u"package"_s);
        model.setSearchFields({ u"url"_s });
        QCoreApplication::processEvents();
        QCoreApplication::processEvents();
        if (model.count() != Records)
            qFatal("the model shows %d records", model.count());
    }
    // One write and what comes of it; under "links" the model shows it, under "other" nothing does.
    void setTitle(const QString &prefix, int row, const QString &title)
    {
        store->put(u"%1/%2/title"_s.arg(prefix, model.slugAt(row)), title);
        turn();
    }
};

} // namespace

void benchModel()
{
    constexpr int Changes = 200;
    Live live;
    BareModel bare;
    const auto liveView = viewOf(&live.model);
    const auto bareView = viewOf(&bare);
    int round = 0;

    const auto writeTo = [&](const QString &prefix, int row) {
        return [&, prefix, row] {
            for (int i = 0; i < Changes; ++i)
                live.setTitle(prefix, row, u"title %1"_s.arg(++round));
        };
    };
    // In a turn with the same write, and the write taken off again: caches are as cold for both.
    const auto bareChanges = [&](int row) {
        return [&, row] {
            for (int i = 0; i < Changes; ++i) {
                live.setTitle(u"other"_s, row, u"title %1"_s.arg(++round));
                bare.setTitle(row, u"title %1"_s.arg(round));
                turn();
            }
        };
    };
    const QString what =
            u"one record changed under a sorted, filtered model of 10,000 with a ListView"_s;
    const auto compare = [&](const QString &where, int row, double must, double aim) {
        const auto write = writeTo(u"other"_s, row);
        print(measure(what + where, u"bare QAbstractListModel dataChanged, as often"_s, must, aim,
                      { writeTo(u"links"_s, row), Changes, [] {}, write },
                      { bareChanges(row), Changes, [] {}, write }));
    };
    compare(u", a visible row"_s, 3, 3, 1.5);
    compare(u", an invisible row"_s, 7000, 3, 1.5);
    print(measure(what + u", with the write, from put() to the delegate"_s,
                  u"bare QAbstractListModel dataChanged in a turn with the same write"_s, 0, 0,
                  { writeTo(u"links"_s, 3), Changes }, { bareChanges(3), Changes }));
}

#include "benchmodel.moc"
