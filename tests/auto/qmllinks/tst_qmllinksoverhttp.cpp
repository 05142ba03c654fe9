// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The example against a running dustd over plain HTTP, as the README shows it.

#include "dustdprocess.h"
#include "linksprogram.h"

using namespace Qt::StringLiterals;

class tst_QmlLinksOverHttp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void importsOnce();
    void takesWhatDustdPrints();
    void saysWhyNot_data();
    void saysWhyNot();

private:
    // A process that is waited for cannot be served by this one.
    std::unique_ptr<DustdProcess> m_server;
    LinksProgram m_program;
};

void tst_QmlLinksOverHttp::initTestCase()
{
    QVERIFY(m_program.isValid());
    m_program.writeBookmarks();
    m_server = std::make_unique<DustdProcess>(
            QStringList{ u"--store"_s, u"local/links"_s, u"--memory"_s, u"--token"_s,
                         u"rw:secret"_s, u"--token"_s, u"ro:reading"_s });
    QVERIFY(m_server->isUp());
    QCOMPARE(m_server->url().scheme(), u"http"_s);
}

void tst_QmlLinksOverHttp::importsOnce()
{
    const QStringList arguments{ u"--url"_s,    m_server->url().toString(),
                                 u"--token"_s,  u"secret"_s,
                                 u"--import"_s, m_program.path(u"bookmarks.html"_s) };
    const auto first = m_program.run(arguments);
    QVERIFY2(first.code == 0, qPrintable(first.errors));
    QCOMPARE(first.lines.value(0), u"2 links"_s);
    QCOMPARE(first.lines.value(1), u"2 links imported."_s);
    QVERIFY(QFile::exists(m_program.path(u"picture.png"_s)));
    const auto second = m_program.run(arguments);
    QVERIFY2(second.code == 0, qPrintable(second.errors));
    QCOMPARE(second.lines.value(0), u"2 links"_s);
    QCOMPARE(second.lines.value(1), u"Nothing new: all 2 links are here already."_s);
}

void tst_QmlLinksOverHttp::takesWhatDustdPrints()
{
    QProcessEnvironment variables;
    variables.insert(u"DUST_URL"_s, m_server->url().toString());
    variables.insert(u"DUST_STORE"_s, u"local/links"_s);
    variables.insert(u"DUST_TOKEN"_s, u"reading"_s);
    const auto run = m_program.run({}, variables);
    QVERIFY2(run.code == 0, qPrintable(run.errors));
    QCOMPARE(run.lines.value(0), u"2 links"_s);
    QCOMPARE(run.lines.value(1), u"2 links here already; nothing was imported."_s);
}

void tst_QmlLinksOverHttp::saysWhyNot_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("token");
    QTest::addColumn<QString>("store");
    QTest::addColumn<QString>("message");
    const QString url = m_server->url().toString();
    QTest::newRow("wrong token") << url << u"dust_tok_of_nobody"_s << u"local/links"_s
                                 << u"the token is missing, wrong or expired"_s;
    QTest::newRow("another store") << url << u"secret"_s << u"local/other"_s << u"no such store"_s;
    QTest::newRow("no server") << u"http://127.0.0.1:1"_s << u"secret"_s << u"local/links"_s
                               << u"http://127.0.0.1:1"_s;
}

void tst_QmlLinksOverHttp::saysWhyNot()
{
    QFETCH(QString, url);
    QFETCH(QString, token);
    QFETCH(QString, store);
    QFETCH(QString, message);
    const auto run = m_program.run({ u"--url"_s, url, u"--token"_s, token, u"--store"_s, store });
    QCOMPARE(run.code, 1);
    QVERIFY2(run.errors.contains(message), qPrintable(run.errors));
    QVERIFY(!run.errors.contains(token));
}

QTEST_GUILESS_MAIN(tst_QmlLinksOverHttp)
#include "tst_qmllinksoverhttp.moc"
