// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// A transport that shows own writes before they are committed: models follow what it shows,
// subscriptions what is committed, and the role "pending" tells the difference.

#include "answers.h"
#include "faketransport.h"
#include "records.h"

#include "dustlistmodel.h"
#include "dustrepo.h"

using namespace Qt::StringLiterals;

class tst_DustListModelPending : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void showsWhatIsPending();
    void aConfirmationChangesTheRoleAlone();
    void theNewsOfTheViewAreNoEvents();
    void loadsWhatIsPendingAlready();
    void whatArrivesInPiecesIsNotReported();

private:
    DustCommit put(const QString &path, const DustValue &value) const
    {
        return *m_transport->put(path, value);
    }
    static DustCommit confirmed(const QString &path)
    {
        DustCommit commit;
        commit.event.path = *DustPath::parse(path);
        commit.event.own = true;
        return commit;
    }
    static DustPath at(const QString &path) { return *DustPath::parse(path); }
    QString rows() const; // "a*", with a star for pending ones

    std::unique_ptr<DustClient> m_client;
    FakeTransport *m_transport = nullptr;
    DustStore *m_store = nullptr;
    std::unique_ptr<DustRepo> m_repo;
    std::unique_ptr<DustListModel> m_model;
    QList<QList<int>> m_roles; // of each dataChanged
};

void tst_DustListModelPending::init()
{
    m_client = std::make_unique<DustClient>(QUrl(u"memory:"_s));
    m_store = FakeTransport::open(m_client.get(), &m_transport,
                                  DustTransport::Realtime | DustTransport::LocalReads
                                          | DustTransport::Optimistic);
    m_transport->hasView = true;
    m_repo = std::make_unique<DustRepo>(m_store);
    for (const QString &slug : { u"a"_s, u"b"_s }) {
        m_transport->put(u"links/%1/title"_s.arg(slug), slug.toUpper());
        m_transport->put(u"links/%1/url"_s.arg(slug), u"https://%1.example"_s.arg(slug));
    }
    m_model = std::make_unique<DustListModel>(m_repo.get(), *DustSchema::of<Link>());
    connect(m_model.get(), &DustListModel::dataChanged, this,
            [this](const auto &, const auto &, const QList<int> &roles) { m_roles.append(roles); });
    QTRY_COMPARE(m_model->count(), 2);
}

void tst_DustListModelPending::cleanup()
{
    m_model.reset();
    m_repo.reset();
    m_client.reset();
    m_roles.clear();
}

QString tst_DustListModelPending::rows() const
{
    QStringList rows;
    for (int row = 0; row < m_model->count(); ++row) {
        const bool pending = m_model->index(row, 0).data(DustListModel::PendingRole).toBool();
        rows.append(m_model->slugAt(row) + (pending ? u"*"_s : QString()));
    }
    return rows.join(u' ');
}

void tst_DustListModelPending::showsWhatIsPending()
{
    m_transport->pending = { at(u"links/c"_s), at(u"links/a/title"_s) };
    put(u"links/c/url"_s, u"https://c.example"_s);
    Q_EMIT m_transport->viewChanged(
            { put(u"links/c/title"_s, u"C"_s), put(u"links/a/title"_s, u"A2"_s) });
    QTRY_COMPARE(rows(), u"a* b c*"_s);
    QCOMPARE(m_roles.size(), 1);
    QVERIFY(m_roles.constFirst().contains(int(DustListModel::PendingRole)));
    QVERIFY(m_roles.constFirst().contains(int(DustListModel::RecordRole)));
}

void tst_DustListModelPending::aConfirmationChangesTheRoleAlone()
{
    m_transport->pending = { at(u"links/b"_s) };
    Q_EMIT m_transport->viewChanged({ put(u"links/b/title"_s, u"B2"_s) });
    QTRY_COMPARE(rows(), u"a b*"_s);
    m_roles.clear();
    m_transport->pending.clear();
    Q_EMIT m_transport->viewChanged({ confirmed(u"links/b/title"_s) });
    QTRY_COMPARE(rows(), u"a b"_s);
    QCOMPARE(m_roles, QList<QList<int>>{ { DustListModel::PendingRole } });
    Q_EMIT m_transport->viewChanged({ confirmed(u"links/b"_s) }); // once more: nothing is new
    QCoreApplication::processEvents();
    QCOMPARE(m_roles.size(), 1);
}

void tst_DustListModelPending::theNewsOfTheViewAreNoEvents()
{
    QStringList heard;
    m_store->subscribe(u"**"_s, this,
                       [&](const DustEvent &event) { heard.append(event.pathString()); });
    put(u"links/c/url"_s, u"https://c.example"_s);
    Q_EMIT m_transport->viewChanged({ put(u"links/c/title"_s, u"C"_s) });
    QTRY_COMPARE(rows(), u"a b c"_s);
    QCOMPARE(heard, QStringList());
    // The model does not look at what is committed: the view has told it.
    const DustCommit commit = put(u"links/d/title"_s, u"D"_s);
    Q_EMIT m_transport->committed({ commit });
    QTRY_COMPARE(heard, QStringList{ u"links/d/title"_s });
    QCOMPARE(rows(), u"a b c"_s);
}

void tst_DustListModelPending::loadsWhatIsPendingAlready()
{
    m_transport->pending = { at(u"links/b/title"_s) };
    m_model->refresh();
    QTRY_COMPARE(rows(), u"a b*"_s);
}

void tst_DustListModelPending::whatArrivesInPiecesIsNotReported()
{
    static QStringList said;
    said.clear();
    const auto listen = [](QtMsgType, const QMessageLogContext &, const QString &text) {
        said.append(text);
    };
    const QtMessageHandler before = qInstallMessageHandler(listen);
    const auto restore = qScopeGuard([before] { qInstallMessageHandler(before); });

    Q_EMIT m_transport->viewChanged(
            { put(u"links/c/title"_s, u"C"_s), put(u"links/d/title"_s, u"D"_s) });
    QCoreApplication::processEvents();
    Q_EMIT m_transport->viewChanged({ put(u"links/c/url"_s, u"https://c.example"_s) });
    QTRY_COMPARE(rows(), u"a b c"_s);
    QCOMPARE(said, QStringList());

    QTRY_COMPARE(said.size(), 1);
    QVERIFY2(said.constFirst().contains(u"links/d"_s), qPrintable(said.constFirst()));
}

QTEST_GUILESS_MAIN(tst_DustListModelPending)

#include "tst_dustlistmodelpending.moc"
