// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrecordcodec_p.h"
#include "dustskipreporter_p.h"

#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

struct Said
{
    QString category;
    QString text;
};
QList<Said> said;

void listen(QtMsgType, const QMessageLogContext &context, const QString &text)
{
    said.append({ QString::fromLatin1(context.category), text });
}

DustSchema schemaAt(const QString &prefix)
{
    return *DustSchemaBuilder(prefix)
                    .field(u"title"_s, DustField::String)
                    .field(u"secret"_s, DustField::Integer)
                    .required({ u"title"_s })
                    .redacted({ u"secret"_s })
                    .build();
}

DustError failureOf(const DustSchema &schema, const QString &slug, const DustValue &secret = {})
{
    DustRecordDecoder decoder(schema);
    decoder.begin(slug);
    decoder.add("secret", secret, 1);
    decoder.add("titel", DustValue(u"Qt"_s), 1);
    return decoder.finish().error();
}

} // namespace

class tst_DustSkipReporter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void saysWhy();
    void oncePerRecordAndReason();
    void perReporter();
    void redacted();
    void bounded();

private:
    QtMessageHandler m_before = nullptr;
};

void tst_DustSkipReporter::init()
{
    said.clear();
    m_before = qInstallMessageHandler(listen);
}

void tst_DustSkipReporter::cleanup()
{
    qInstallMessageHandler(m_before);
}

void tst_DustSkipReporter::saysWhy()
{
    const DustSchema links = schemaAt(u"links"_s);
    DustSkipReporter().report(links, failureOf(links, u"qt"_s));
    QCOMPARE(said.size(), 1);
    QCOMPARE(said.constFirst().category, u"dustecto.schema"_s);
    for (const QString &part : { u"links/qt"_s, u"missing title"_s, u"unrecognised \"titel\""_s })
        QVERIFY2(said.constFirst().text.contains(part), qPrintable(said.constFirst().text));
}

void tst_DustSkipReporter::oncePerRecordAndReason()
{
    const DustSchema links = schemaAt(u"links"_s);
    const DustSchema notes = schemaAt(u"notes"_s);
    DustSkipReporter reporter;
    for (int i = 0; i < 3; ++i)
        reporter.report(links, failureOf(links, u"qt"_s));
    QCOMPARE(said.size(), 1);
    reporter.report(links, failureOf(links, u"kde"_s));
    QCOMPARE(said.size(), 2);
    reporter.report(notes, failureOf(notes, u"qt"_s));
    QCOMPARE(said.size(), 3);
    reporter.report(links, failureOf(links, u"qt"_s, DustValue(u"x"_s))); // for another reason
    QCOMPARE(said.size(), 4);
    reporter.report(links, failureOf(links, u"qt"_s, DustValue(u"y"_s)));
    QCOMPARE(said.size(), 4);
}

void tst_DustSkipReporter::perReporter()
{
    const DustSchema links = schemaAt(u"links"_s);
    DustSkipReporter().report(links, failureOf(links, u"qt"_s));
    DustSkipReporter().report(links, failureOf(links, u"qt"_s));
    QCOMPARE(said.size(), 2);
}

void tst_DustSkipReporter::redacted()
{
    const DustSchema links = schemaAt(u"links"_s);
    DustSkipReporter().report(links, failureOf(links, u"qt"_s, DustValue(u"hunter2"_s)));
    QCOMPARE(said.size(), 1);
    QVERIFY(said.constFirst().text.contains(u"secret: expected integer, found string"_s));
    QVERIFY(!said.constFirst().text.contains(u"hunter2"_s));
}

void tst_DustSkipReporter::bounded()
{
    const DustSchema links = schemaAt(u"links"_s);
    DustSkipReporter reporter;
    for (int i = 0; i < DustSkipReporter::MostRecords + 50; ++i)
        reporter.report(links, failureOf(links, QString::number(i)));
    QCOMPARE(said.size(), DustSkipReporter::MostRecords + 1);
    QVERIFY(said.constLast().text.contains(u"1000 records"_s));
    QCOMPARE(said.constLast().category, u"dustecto.schema"_s);
}

QTEST_APPLESS_MAIN(tst_DustSkipReporter)
#include "tst_dustskipreporter.moc"
