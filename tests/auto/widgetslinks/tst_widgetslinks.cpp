// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The window of examples/widgets-links, by keyboard.

#include <linkcelldelegate.h>
#include <linkform.h>
#include <linkswindow.h>
#include <storestatus.h>

#include <DustClient>
#include <DustServer>

#include <QtTest/QTest>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTableView>

using namespace Qt::StringLiterals;

class tst_WidgetsLinks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void showsLinks();
    void sortsByColumn();
    void searches();
    void editsInPlace();
    void keepsWhatIsTypedWhereTheCellChanges();
    void editsTagsAsText();
    void validatesTheFormWhileTyping();
    void addsALink();
    void aKeyThatIsTaken();
    void savesUnlessSomebodyWasFaster();
    void followsARowInTheForm();
    void deletes();
    void marksWhatIsNotSent();
    void twoWindowsFollowEachOther();

private:
    struct Window
    {
        explicit Window(DustStore *store) : window(store)
        {
            window.show();
            table = window.findChild<QTableView *>();
            form = window.findChild<LinkForm *>();
        }
        LinksWindow window;
        QTableView *table;
        LinkForm *form;

        QLineEdit *input(const QString &name) const { return form->findChild<QLineEdit *>(name); }
        QString problem(const QString &name) const
        {
            return form->findChild<QLabel *>(name + u"Problem"_s)->text();
        }
        QLineEdit *editCell(const QString &slug, int column)
        {
            const int row = window.model()->indexOfSlug(slug);
            table->setCurrentIndex(window.model()->index(row, column));
            table->edit(table->currentIndex());
            return table->viewport()->findChild<QLineEdit *>();
        }
        QString text(const QString &slug, int column)
        {
            const int row = window.model()->indexOfSlug(slug);
            return window.model()->index(row, column).data().toString();
        }
        QStringList titles() const
        {
            QStringList titles;
            for (int row = 0; row < table->model()->rowCount(); ++row)
                titles.append(table->model()->index(row, 0).data().toString());
            return titles;
        }
    };

    static Link link(const QString &slug, const QString &title);
    void put(const Link &link);

    std::unique_ptr<DustClient> client;
    DustStore *store = nullptr;
    std::unique_ptr<Window> w;
};

Link tst_WidgetsLinks::link(const QString &slug, const QString &title)
{
    Link link;
    link.slug = slug;
    link.title = title;
    link.url = QUrl(u"https://%1.example"_s.arg(slug));
    return link;
}

void tst_WidgetsLinks::put(const Link &link)
{
    const auto written = w->window.repo()->insert(link);
    QTRY_VERIFY(written.isFinished());
    QVERIFY(written.result());
}

void tst_WidgetsLinks::init()
{
    client = std::make_unique<DustClient>(QUrl(u"memory:"_s));
    store = client->store(u"local/links"_s);
    w = std::make_unique<Window>(store);
    put(link(u"x"_s, u"Alpha"_s));
    put(link(u"y"_s, u"Beta"_s));
    put(link(u"a"_s, u"Gamma"_s));
    QTRY_COMPARE(w->titles(), QStringList({ u"Alpha"_s, u"Beta"_s, u"Gamma"_s }));
}

void tst_WidgetsLinks::cleanup()
{
    w.reset();
    client.reset();
}

void tst_WidgetsLinks::showsLinks()
{
    QStringList headers;
    for (int column = 0; column < w->table->model()->columnCount(); ++column)
        headers.append(w->table->model()->headerData(column, Qt::Horizontal).toString());
    QCOMPARE(headers, QStringList({ u"Title"_s, u"Address"_s, u"Tags"_s, u"Note"_s }));
    QCOMPARE(w->window.findChild<QLabel *>(u"connection"_s)->text(), u"On this computer"_s);
    QCOMPARE(w->window.findChild<QLabel *>(u"unsent"_s)->text(), QString());
}

void tst_WidgetsLinks::sortsByColumn()
{
    const QHeaderView *header = w->table->horizontalHeader();
    QCOMPARE(header->sortIndicatorSection(), 0);
    const QPoint address(header->sectionViewportPosition(1) + 20, header->height() / 2);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, address);
    QTRY_COMPARE(w->titles(), QStringList({ u"Gamma"_s, u"Alpha"_s, u"Beta"_s }));
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, address);
    QTRY_COMPARE(w->titles(), QStringList({ u"Beta"_s, u"Alpha"_s, u"Gamma"_s }));
}

void tst_WidgetsLinks::searches()
{
    auto *search = w->window.findChild<QLineEdit *>(u"search"_s);
    QTest::keyClicks(search, u"bet"_s);
    QTRY_COMPARE(w->titles(), QStringList{ u"Beta"_s });
    search->clear();
    QTRY_COMPARE(w->titles().size(), 3);
}

void tst_WidgetsLinks::editsInPlace()
{
    QLineEdit *editor = w->editCell(u"x"_s, 1);
    QVERIFY(editor);
    QCOMPARE(editor->text(), u"https://x.example"_s);
    editor->selectAll();
    QTest::keyClicks(editor, u"ftp:"_s);
    QCOMPARE(editor->toolTip(), u"must start with http:// or https://"_s);
    QCOMPARE(editor->accessibleDescription(), editor->toolTip());
    QTest::keyClick(editor, Qt::Key_Return);
    QVERIFY(editor->isVisible());
    editor->selectAll();
    QTest::keyClicks(editor, u"https://www.qt.io"_s);
    QCOMPARE(editor->toolTip(), QString());
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(w->text(u"x"_s, 1), u"https://www.qt.io"_s);
}

void tst_WidgetsLinks::keepsWhatIsTypedWhereTheCellChanges()
{
    QLineEdit *editor = w->editCell(u"x"_s, 0);
    editor->selectAll();
    QTest::keyClicks(editor, u"Mine"_s);
    put(link(u"x"_s, u"Theirs"_s));
    QTRY_COMPARE(w->text(u"x"_s, 0), u"Theirs"_s);
    QCOMPARE(editor->text(), u"Mine"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(w->text(u"x"_s, 0), u"Mine"_s);
}

void tst_WidgetsLinks::editsTagsAsText()
{
    QLineEdit *editor = w->editCell(u"x"_s, 2);
    QTest::keyClicks(editor, u"c,  qml ,"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    const auto tags = [this] {
        const int row = w->window.model()->indexOfSlug(u"x"_s);
        return w->window.model()->record(row).to<Link>().tags;
    };
    QTRY_COMPARE(tags(), QStringList({ u"c"_s, u"qml"_s }));
    const int row = w->window.model()->indexOfSlug(u"x"_s);
    const QVariant value = w->window.model()->index(row, 2).data();
    QCOMPARE(LinkCellDelegate().displayText(value, {}), u"c, qml"_s);
}

void tst_WidgetsLinks::validatesTheFormWhileTyping()
{
    w->form->beginNew();
    auto *save = w->form->findChild<QPushButton *>();
    QVERIFY(!save->isEnabled());
    QCOMPARE(w->problem(u"title"_s), QString()); // nobody has typed there
    QTest::keyClicks(w->input(u"slug"_s), u"qt"_s);
    QTest::keyClicks(w->input(u"title"_s), u"Q"_s);
    QTest::keyClick(w->input(u"title"_s), Qt::Key_Backspace);
    QCOMPARE(w->problem(u"title"_s), u"can't be blank"_s);
    QCOMPARE(w->input(u"title"_s)->accessibleDescription(), u"can't be blank"_s);
    QTest::keyClicks(w->input(u"title"_s), u"Qt"_s);
    QCOMPARE(w->problem(u"title"_s), QString());
    QTest::keyClicks(w->input(u"url"_s), u"www"_s);
    QCOMPARE(w->problem(u"url"_s), u"must start with http:// or https://"_s);
    QVERIFY(!save->isEnabled());
}

void tst_WidgetsLinks::addsALink()
{
    w->form->beginNew();
    QTest::keyClicks(w->input(u"slug"_s), u"qt"_s);
    QTest::keyClicks(w->input(u"title"_s), u"Qt"_s);
    QTest::keyClicks(w->input(u"url"_s), u"https://www.qt.io"_s);
    QTest::keyClick(w->input(u"url"_s), Qt::Key_Return);
    QTRY_COMPARE(w->titles().size(), 4);
    QTRY_COMPARE(w->form->slug(), u"qt"_s);
    QVERIFY(!w->form->isDirty());
    QCOMPARE(w->table->currentIndex().siblingAtColumn(0).data().toString(), u"Qt"_s);
}

void tst_WidgetsLinks::aKeyThatIsTaken()
{
    w->form->beginNew();
    QTest::keyClicks(w->input(u"slug"_s), u"x"_s);
    QTest::keyClicks(w->input(u"title"_s), u"Another"_s);
    QTest::keyClicks(w->input(u"url"_s), u"https://another.example"_s);
    w->form->save();
    QTRY_COMPARE(w->problem(u"slug"_s), u"is the key of another link"_s);
    QCOMPARE(w->text(u"x"_s, 0), u"Alpha"_s);
}

void tst_WidgetsLinks::savesUnlessSomebodyWasFaster()
{
    w->window.selectSlug(u"x"_s);
    QCOMPARE(w->input(u"title"_s)->text(), u"Alpha"_s);
    w->input(u"title"_s)->selectAll();
    QTest::keyClicks(w->input(u"title"_s), u"Mine"_s);
    put(link(u"x"_s, u"Theirs"_s));
    QString told;
    connect(w->form, &LinkForm::failed, this, [&told](const QString &message) { told = message; });
    w->form->save();
    QTRY_VERIFY(told.contains(u"while you were editing"_s));
    QCOMPARE(w->text(u"x"_s, 0), u"Theirs"_s);
    QCOMPARE(w->input(u"title"_s)->text(), u"Mine"_s);
}

void tst_WidgetsLinks::followsARowInTheForm()
{
    w->window.selectSlug(u"x"_s);
    put(link(u"x"_s, u"Renamed"_s));
    QTRY_COMPARE(w->input(u"title"_s)->text(), u"Renamed"_s);
}

void tst_WidgetsLinks::deletes()
{
    w->window.selectSlug(u"y"_s);
    w->window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&w->window));
    w->table->setFocus();
    QTest::keyClick(w->table, Qt::Key_Delete);
    QTRY_COMPARE(w->titles(), QStringList({ u"Alpha"_s, u"Gamma"_s }));
}

void tst_WidgetsLinks::marksWhatIsNotSent()
{
    DustServer server;
    QVERIFY(server.addStore(u"local/links"_s));
    QVERIFY(server.listen());
    QUrl url = server.url();
    url.setScheme(u"ws"_s);
    DustClient remote(url);
    remote.setToken(server.token());
    DustStore *mirror = remote.store(u"local/links"_s);
    Window away(mirror);
    auto *connection = away.window.findChild<QLabel *>(u"connection"_s);
    auto *unsent = away.window.findChild<QLabel *>(u"unsent"_s);
    QTRY_COMPARE(connection->text(), u"Live"_s);
    const auto written = away.window.repo()->insert(link(u"x"_s, u"Alpha"_s));
    QTRY_COMPARE(away.titles(), QStringList{ u"Alpha"_s });
    QTRY_COMPARE(unsent->text(), QString());

    server.close();
    QTRY_COMPARE(connection->text(), u"Offline"_s);
    QLineEdit *editor = away.editCell(u"x"_s, 0);
    editor->selectAll();
    QTest::keyClicks(editor, u"Offline"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(away.titles(), QStringList{ u"Offline"_s });
    QTRY_COMPARE(unsent->text(), u"1 change to send"_s);
    QStyleOptionViewItem option;
    LinkCellDelegate().initStyleOption(&option, away.window.model()->index(0, 0));
    QVERIFY(option.font.italic());
}

void tst_WidgetsLinks::twoWindowsFollowEachOther()
{
    Window other(store);
    QTRY_COMPARE(other.titles(), w->titles());
    QLineEdit *editor = other.editCell(u"a"_s, 0);
    editor->selectAll();
    QTest::keyClicks(editor, u"Aleph"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(w->titles(), QStringList({ u"Aleph"_s, u"Alpha"_s, u"Beta"_s }));
}

QTEST_MAIN(tst_WidgetsLinks)
#include "tst_widgetslinks.moc"
