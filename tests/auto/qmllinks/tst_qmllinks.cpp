// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The example as a newcomer starts it: what it imports, prints and draws.

#include "dustclient.h"
#include "duststore.h"

#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtGui/QImage>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

const QByteArray Bookmarks = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n"
                             "<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n"
                             "<DT><A HREF=\"https://www.qt.io/\" ADD_DATE=\"1700000000\">Qt</A>\n"
                             "<DT><A HREF=\"https://dustlayer.io/\">Dust</A>\n</DL><p>\n";

} // namespace

class tst_QmlLinks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_folder.isValid()); }
    void importsOnce();
    void namesAFileThatIsNone();
    void importsThePackagesOfTheMachine();
    void keepsWhatItHasByItself();
    void drawsInEverySize_data();
    void drawsInEverySize();

private:
    struct Run
    {
        int code = -1;
        QStringList lines; // of its output
        QString errors;
    };

    QString path(const QString &name) const { return m_folder.filePath(name); }
    QString url(const QString &name) const { return QUrl::fromLocalFile(path(name)).toString(); }
    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    // Ends with a picture called picture.png.
    Run run(const QStringList &arguments, const QString &scale = u"1"_s) const
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"QT_SCALE_FACTOR"_s, scale);
        // What Qt Quick leaves behind at the end of a process is not what is looked at here.
        environment.insert(u"ASAN_OPTIONS"_s, u"detect_leaks=0"_s);
        environment.remove(u"DUST_URL"_s);
        environment.insert(u"XDG_DATA_HOME"_s, path(u"data"_s));
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(QML_LINKS_PROGRAM),
                      arguments + QStringList{ u"--screenshot"_s, path(u"picture.png"_s) });
        if (!process.waitForFinished(60'000))
            return {};
        Run run;
        run.code = process.exitCode();
        run.lines = QString::fromUtf8(process.readAllStandardOutput())
                            .split(u'\n', Qt::SkipEmptyParts);
        run.errors = QString::fromUtf8(process.readAllStandardError());
        return run;
    }

    QTemporaryDir m_folder;
};

void tst_QmlLinks::importsOnce()
{
    write(u"bookmarks.html"_s, Bookmarks);
    const QStringList arguments{ u"--import"_s, path(u"bookmarks.html"_s), u"--url"_s,
                                 url(u"once.dust"_s) };
    const auto seqOf = [this] {
        DustClient client(QUrl(url(u"once.dust"_s)));
        const auto status = client.store(u"local/links"_s)->status();
        return QTest::qWaitFor([&] { return status.isFinished(); }, 30'000)
                ? status.result().valueOr(DustStatus()).storeSeq.value_or(0)
                : 0;
    };
    const Run first = run(arguments);
    QVERIFY2(first.code == 0, qPrintable(first.errors));
    QCOMPARE(first.lines,
             (QStringList{ u"2 links"_s, u"2 links imported."_s, path(u"picture.png"_s) }));
    const quint64 seq = seqOf();
    QVERIFY(seq > 0);

    const Run second = run(arguments);
    QVERIFY2(second.code == 0, qPrintable(second.errors));
    QCOMPARE(second.lines.value(0), u"2 links"_s);
    QCOMPARE(second.lines.value(1), u"Nothing new: all 2 links are here already."_s);
    QCOMPARE(seqOf(), seq);
}

void tst_QmlLinks::namesAFileThatIsNone()
{
    write(u"nonsense.html"_s, "nonsense");
    const Run run = this->run(
            { u"--import"_s, path(u"nonsense.html"_s), u"--url"_s, url(u"none.dust"_s) });
    QCOMPARE(run.code, 1);
    QVERIFY2(run.errors.contains(path(u"nonsense.html"_s)), qPrintable(run.errors));
}

void tst_QmlLinks::importsThePackagesOfTheMachine()
{
    const Run run = this->run({ u"--url"_s, url(u"packages.dust"_s) });
    QVERIFY2(run.code == 0, qPrintable(run.errors));
    QVERIFY(run.lines.value(0).endsWith(u" links"_s));
    QVERIFY(run.lines.value(0).section(u' ', 0, 0).toInt() > 10);
}

// With no option at all: in the user's data folder, and imported once.
void tst_QmlLinks::keepsWhatItHasByItself()
{
    const Run first = run({});
    QVERIFY2(first.code == 0, qPrintable(first.errors));
    QVERIFY(QFile::exists(path(u"data/DustEcto/qml-links/links.dust"_s)));
    const Run second = run({});
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
    write(u"bookmarks.html"_s, Bookmarks);
    const Run run = this->run(options
                                      + QStringList{ u"--import"_s, path(u"bookmarks.html"_s),
                                                     u"--url"_s, u"memory:"_s },
                              scale);
    QVERIFY2(run.code == 0, qPrintable(run.errors));
    const QImage picture(path(u"picture.png"_s));
    QCOMPARE(picture.size(), QSize(1120, 720) * scale.toInt());
    // The empty place below two links.
    const int light = picture.pixelColor(picture.width() / 4, picture.height() * 3 / 4).lightness();
    QCOMPARE(light < 64, !options.isEmpty());
    QCOMPARE(light > 192, options.isEmpty());
}

QTEST_GUILESS_MAIN(tst_QmlLinks)
#include "tst_qmllinks.moc"
