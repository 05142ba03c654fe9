// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The example's importer: one import at a time, whatever the first is waiting for.

#include "answers.h"
#include "linkimporter.h"

#include <DustClient>

#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>

using namespace Qt::StringLiterals;

class tst_LinkImporter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void importsAFile();
    void isRunningWhileItLooks();
    void isFreeAgainAfterAnError();

private:
    qsizetype count() const { return answerOf(m_repo->all<Link>())->size(); }
    bool ends() const
    {
        return runUntil([this] { return !m_importer->isRunning(); }, 60'000);
    }

    QTemporaryDir m_folder;
    QUrl m_file; // of two links
    std::unique_ptr<DustClient> m_client;
    std::unique_ptr<DustRepo> m_repo;
    std::unique_ptr<LinkImporter> m_importer;
};

void tst_LinkImporter::initTestCase()
{
    QVERIFY(m_folder.isValid());
    QFile file(m_folder.filePath(u"links.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"([{"title":"Qt","url":"https://www.qt.io/"},)"
               R"({"title":"Dust","url":"https://dustlayer.io/"}])");
    m_file = QUrl::fromLocalFile(file.fileName());
}

void tst_LinkImporter::init()
{
    m_client = std::make_unique<DustClient>(QUrl(u"memory:"_s));
    m_repo = std::make_unique<DustRepo>(m_client->store(u"local/links"_s));
    m_importer = std::make_unique<LinkImporter>();
    m_importer->setRepo(m_repo.get());
}

void tst_LinkImporter::cleanup()
{
    m_importer.reset();
    m_repo.reset();
    m_client.reset();
}

void tst_LinkImporter::importsAFile()
{
    m_importer->importFile(m_file);
    QVERIFY(m_importer->isRunning());
    m_importer->importPackagesOnce();
    m_importer->importPackages();
    QVERIFY(ends());
    QCOMPARE(m_importer->message(), u"2 links imported."_s);
    QCOMPARE(m_importer->progress(), 1.0);
    QCOMPARE(count(), 2);
}

// Somebody chooses a file while the first start still asks whether there is anything.
void tst_LinkImporter::isRunningWhileItLooks()
{
    Link link;
    link.slug = u"qt"_s;
    link.title = u"Qt"_s;
    link.url = QUrl(u"https://www.qt.io/"_s);
    QVERIFY(answerOf(m_repo->insert(link)));
    QSignalSpy running(m_importer.get(), &LinkImporter::runningChanged);
    QSignalSpy messages(m_importer.get(), &LinkImporter::messageChanged);
    m_importer->importPackagesOnce();
    QVERIFY(m_importer->isRunning());
    m_importer->importFile(m_file);
    m_importer->importPackagesOnce();
    QVERIFY(ends());
    QCOMPARE(m_importer->message(), u"1 link here already; nothing was imported."_s);
    QCOMPARE(count(), 1);
    QCOMPARE(running.size(), 2);
    QCOMPARE(messages.size(), 1);
}

void tst_LinkImporter::isFreeAgainAfterAnError()
{
    m_client.reset();
    m_importer->importPackagesOnce();
    QVERIFY(ends());
    QVERIFY(m_importer->hasFailed());
    m_importer->importFile(m_file);
    QVERIFY(m_importer->isRunning());
    QVERIFY(ends());
    QVERIFY(m_importer->hasFailed());
}

QTEST_GUILESS_MAIN(tst_LinkImporter)
#include "tst_linkimporter.moc"
