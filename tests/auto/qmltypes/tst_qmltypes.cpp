// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What tools are told of the QML module: everything that QML sees of the classes, each type of it known, and nothing that is ours
// alone.

#include <DustChangeset>
#include <DustClient>
#include <DustEntry>
#include <DustEvent>
#include <DustFile>
#include <DustListModel>
#include <DustReceipt>
#include <DustRejectedWrite>
#include <DustRepo>
#include <DustStore>

#include <QtCore/QFile>
#include <QtCore/QMetaMethod>
#include <QtCore/QMetaProperty>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class tst_QmlTypes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyTypeIsDescribed();
    void elementsAreDescribed_data();
    void elementsAreDescribed();
    void everyMemberIsDescribed_data();
    void everyMemberIsDescribed();

private:
    // From its "Component {" to the next one.
    QString componentOf(const QString &name) const;

    QString m_text;
};

void tst_QmlTypes::initTestCase()
{
    QFile file(QStringLiteral(QMLTYPES));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
    m_text = QString::fromUtf8(file.readAll());
}

QString tst_QmlTypes::componentOf(const QString &name) const
{
    const QStringList components = m_text.split(u"\n    Component {"_s);
    for (const QString &component : components) {
        if (component.contains(u"        name: \"%1\"\n"_s.arg(name)))
            return component;
    }
    return {};
}

void tst_QmlTypes::everyTypeIsDescribed()
{
    QSet<QString> described;
    static const QRegularExpression name(u"\n        name: \"([^\"]+)\""_s);
    for (auto match = name.globalMatch(m_text); match.hasNext();)
        described.insert(match.next().captured(1));
    QVERIFY(described.contains(u"DustListModel"_s));
    QSet<QString> unknown;
    static const QRegularExpression type(u"type: \"(Dust[^\"]+)\""_s);
    for (auto match = type.globalMatch(m_text); match.hasNext();) {
        const QString used = match.next().captured(1);
        const QString owner = used.section(u"::"_s, 0, 0);
        if (!described.contains(used) && !described.contains(owner))
            unknown.insert(used);
    }
    QCOMPARE(unknown, QSet<QString>());
}

void tst_QmlTypes::elementsAreDescribed_data()
{
    QTest::addColumn<QString>("component");
    QTest::addColumn<QString>("element");
    QTest::addColumn<QStringList>("members");
    const auto row = [](const QString &component, const QString &element, const QString &members) {
        QTest::newRow(qPrintable(component)) << component << element << members.split(u' ');
    };
    row(u"DustQmlSchema"_s, u"DustSchema"_s,
        u"typeName prefix mode slugField fields required redacted validate fieldNames error changeset change Flat Map"_s);
    row(u"DustQmlBroadcaster"_s, u"DustBroadcaster"_s,
        u"repo schema topic upserted deleted resyncRequired errorOccurred"_s);
    row(u"DustReply"_s, u"DustReply"_s, u"settled value error then finished succeeded failed"_s);
    row(u"DustRepo"_s, u"DustRepo"_s,
        u"all get exists insert update remove take restore removeAll batchWrite stream"_s);
    row(u"DustListModel"_s, u"DustListModel"_s,
        u"schema filter setFilterFunction get insert update remove"_s);
    row(u"DustQmlFilterFunction"_s, QString(), u"filterFunction"_s);
    row(u"DustStore"_s, u"DustStore"_s,
        u"entry get getMany exists list range put merge increment addMember removeMember remove "
        u"lease renew release rollback status putFile getFile"_s);
    row(u"DustQmlSubscription"_s, u"DustSubscription"_s,
        u"store pattern mode includeCurrent received resyncRequired errorOccurred Committed "
        u"Optimistic All"_s);
    row(u"DustQmlChangeset"_s, QString(),
        u"params changes errors fieldErrors data schema permitted required isNull getField "
        u"getChange "
        u"fetchField fetchChange cast castEmbed change putChange forceChange updateChange "
        u"deleteChange merge withAction addError validateRequired validateFormat validateInclusion "
        u"validateExclusion validateSubset validateLength validateNumber validateConfirmation "
        u"validateAcceptance validateChange validateSlug traverseErrors translated applyChanges "
        u"applyAction"_s);
    row(u"DustQmlChangesetActions"_s, u"DustChangeset"_s, u"DustQmlChangesetActions"_s);
    row(u"DustQmlMeta"_s, u"dustMeta"_s, u"DustMeta"_s);
    row(u"DustQmlWriteResult"_s, QString(), u"ok receipt error"_s);
    row(u"DustQmlErrorKinds"_s, u"DustError"_s, u"DustQmlErrorKinds"_s);
}

void tst_QmlTypes::elementsAreDescribed()
{
    QFETCH(QString, component);
    QFETCH(QString, element);
    QFETCH(QStringList, members);
    const QString text = componentOf(component);
    QVERIFY(!text.isEmpty());
    QVERIFY(element.isEmpty() || text.contains(u"\"DustEcto/%1 "_s.arg(element)));
    for (const QString &member : members)
        QVERIFY2(text.contains(u'"' + member + u'"'), qPrintable(member));
}

void tst_QmlTypes::everyMemberIsDescribed_data()
{
    QTest::addColumn<const QMetaObject *>("meta");
    for (const QMetaObject *meta :
         { &DustClient::staticMetaObject, &DustStore::staticMetaObject, &DustRepo::staticMetaObject,
           &DustListModel::staticMetaObject, &DustChangeset::staticMetaObject,
           &DustError::staticMetaObject, &DustReceipt::staticMetaObject,
           &DustMeta::staticMetaObject, &DustRejectedWrite::staticMetaObject,
           &DustEntry::staticMetaObject, &DustEvent::staticMetaObject,
           &DustFile::staticMetaObject })
        QTest::newRow(meta->className()) << meta;
}

void tst_QmlTypes::everyMemberIsDescribed()
{
    QFETCH(const QMetaObject *, meta);
    const QString component = componentOf(QString::fromLatin1(meta->className()));
    QVERIFY(!component.isEmpty());
    for (int i = meta->propertyOffset(); i < meta->propertyCount(); ++i) {
        const QString line = u"name: \"%1\""_s.arg(QLatin1StringView(meta->property(i).name()));
        QVERIFY2(component.contains(line), meta->property(i).name());
    }
    for (int i = meta->methodOffset(); i < meta->methodCount(); ++i) {
        const QString line = u"name: \"%1\""_s.arg(QLatin1StringView(meta->method(i).name()));
        QVERIFY2(component.contains(line), meta->method(i).name().constData());
    }
}

QTEST_APPLESS_MAIN(tst_QmlTypes)
#include "tst_qmltypes.moc"
