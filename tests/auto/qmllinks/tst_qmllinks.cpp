// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The example as a newcomer starts it: what it imports, prints and draws.

#include "dustclient.h"
#include "duststore.h"
#include "linksprogram.h"

#include <QtGui/QImage>

using namespace Qt::StringLiterals;

class tst_QmlLinks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_program.isValid()); }
    void importsOnce();
    void namesAFileThatIsNone();
    void importsThePackagesOfTheMachine();
    void keepsWhatItHasByItself();
    void drawsInEverySize_data();
    void drawsInEverySize();

private:
    LinksProgram m_program;
};

void tst_QmlLinks::importsOnce()
{
    m_program.writeBookmarks();
    const QStringList arguments{ u"--import"_s, m_program.path(u"bookmarks.html"_s), u"--url"_s,
                                 m_program.url(u"once.dust"_s) };
    const auto seqOf = [this] {
        DustClient client(QUrl(m_program.url(u"once.dust"_s)));
        const auto status = client.store(u"local/links"_s)->status();
        return QTest::qWaitFor([&] { return status.isFinished(); }, 30'000)
                ? status.result().valueOr(DustStatus()).storeSeq.value_or(0)
                : 0;
    };
    const auto first = m_program.run(arguments);
    QVERIFY2(first.code == 0, qPrintable(first.errors));
    QCOMPARE(first.lines,
             (QStringList{ u"2 links"_s, u"2 links imported."_s,
                           m_program.path(u"picture.png"_s) }));
    const quint64 seq = seqOf();
    QVERIFY(seq > 0);

    const auto second = m_program.run(arguments);
    QVERIFY2(second.code == 0, qPrintable(second.errors));
    QCOMPARE(second.lines.value(0), u"2 links"_s);
    QCOMPARE(second.lines.value(1), u"Nothing new: all 2 links are here already."_s);
    QCOMPARE(seqOf(), seq);
}

void tst_QmlLinks::namesAFileThatIsNone()
{
    m_program.write(u"nonsense.html"_s, "nonsense");
    const auto run = m_program.run({ u"--import"_s, m_program.path(u"nonsense.html"_s), u"--url"_s,
                                     m_program.url(u"none.dust"_s) });
    QCOMPARE(run.code, 1);
    QVERIFY2(run.errors.contains(m_program.path(u"nonsense.html"_s)), qPrintable(run.errors));
}

void tst_QmlLinks::importsThePackagesOfTheMachine()
{
    const auto run = m_program.run({ u"--url"_s, m_program.url(u"packages.dust"_s) });
    QVERIFY2(run.code == 0, qPrintable(run.errors));
    QVERIFY(run.lines.value(0).endsWith(u" links"_s));
    QVERIFY(run.lines.value(0).section(u' ', 0, 0).toInt() > 10);
}

// With no option at all: in the user's data folder, and imported once.
void tst_QmlLinks::keepsWhatItHasByItself()
{
    const auto first = m_program.run({});
    QVERIFY2(first.code == 0, qPrintable(first.errors));
    QVERIFY(QFile::exists(m_program.path(u"data/DustEcto/qml-links/links.dust"_s)));
    const auto second = m_program.run({});
    QVERIFY2(second.code == 0, qPrintable(second.errors));
    QCOMPARE(second.lines.value(0), first.lines.value(0));
    QCOMPARE(second.lines.value(1),
             first.lines.value(0) + u" here already; nothing was imported."_s);
}

void tst_QmlLinks::drawsInEverySize_data()
{
    QTest::addColumn<QString>("scale");
    QTest::addColumn<QStringList>("options");
    QTest::newRow("1x") << u"1"_s << QStringList();
    QTest::newRow("2x") << u"2"_s << QStringList();
    QTest::newRow("dark") << u"1"_s << QStringList{ u"--dark"_s };
}

void tst_QmlLinks::drawsInEverySize()
{
    QFETCH(QString, scale);
    QFETCH(QStringList, options);
    m_program.writeBookmarks();
    QProcessEnvironment variables;
    variables.insert(u"QT_SCALE_FACTOR"_s, scale);
    const QStringList arguments{ u"--import"_s, m_program.path(u"bookmarks.html"_s), u"--url"_s,
                                 u"memory:"_s };
    const auto run = m_program.run(options + arguments, variables);
    QVERIFY2(run.code == 0, qPrintable(run.errors));
    const QImage picture(m_program.path(u"picture.png"_s));
    QCOMPARE(picture.size(), QSize(1120, 720) * scale.toInt());
    // The empty place below two links.
    const int light = picture.pixelColor(picture.width() / 4, picture.height() * 3 / 4).lightness();
    QCOMPARE(light < 64, !options.isEmpty());
    QCOMPARE(light > 192, options.isEmpty());
}

QTEST_GUILESS_MAIN(tst_QmlLinks)
#include "tst_qmllinks.moc"
