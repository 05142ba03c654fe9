// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef LINKSPROGRAM_H
#define LINKSPROGRAM_H

#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtCore/QUrl>
#include <QtTest/QTest>

// The example as a program, and a folder for what it reads and leaves.
class LinksProgram
{
public:
    struct Run
    {
        int code = -1;
        QStringList lines; // of its output
        QString errors;
    };

    bool isValid() const { return m_folder.isValid(); }
    QString path(const QString &name) const { return m_folder.filePath(name); }
    QString url(const QString &name) const { return QUrl::fromLocalFile(path(name)).toString(); }

    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    // bookmarks.html, with two links.
    void writeBookmarks() const
    {
        write(QStringLiteral("bookmarks.html"),
              "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n"
              "<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n"
              "<DT><A HREF=\"https://www.qt.io/\" ADD_DATE=\"1700000000\">Qt</A>\n"
              "<DT><A HREF=\"https://dustlayer.io/\">Dust</A>\n</DL><p>\n");
    }

    // Ends with a picture called picture.png.
    Run run(const QStringList &arguments, const QProcessEnvironment &variables = {}) const
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("QT_SCALE_FACTOR"), QStringLiteral("1"));
        // What Qt Quick leaves behind at the end of a process is not what is looked at here.
        environment.insert(QStringLiteral("ASAN_OPTIONS"), QStringLiteral("detect_leaks=0"));
        for (const char *name : { "DUST_URL", "DUST_STORE", "DUST_TOKEN" })
            environment.remove(QLatin1StringView(name));
        environment.insert(QStringLiteral("XDG_DATA_HOME"), path(QStringLiteral("data")));
        environment.insert(variables);
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(QML_LINKS_PROGRAM),
                      arguments
                              + QStringList{ QStringLiteral("--screenshot"),
                                             path(QStringLiteral("picture.png")) });
        if (!process.waitForFinished(60'000))
            return {};
        Run run;
        run.code = process.exitCode();
        run.lines = QString::fromUtf8(process.readAllStandardOutput())
                            .split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        run.errors = QString::fromUtf8(process.readAllStandardError());
        return run;
    }

private:
    QTemporaryDir m_folder;
};

#endif // LINKSPROGRAM_H
