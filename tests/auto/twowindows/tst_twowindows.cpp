// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Two windows of the example in two processes on one dustd: it stops, both edit, it comes back, and
// both agree.

#include "dustdprocess.h"
#include "windowprocess.h"

#include <QtCore/QTemporaryDir>

using namespace Qt::StringLiterals;

class tst_TwoWindows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreeAfterAnOutage();
};

namespace {

const QString Links = u"links()"_s;
const QString Status = u"statusItem().text"_s;
const QString Pending = u"pending()"_s;

} // namespace

#define COMES_TO(window, expression, value) \
    QVERIFY2((window).comesTo(expression, value), qPrintable((window).last()))

void tst_TwoWindows::agreeAfterAnOutage()
{
    const QTemporaryDir folder;
    QStringList arguments{ u"--store"_s,   u"local/links"_s, u"--token"_s,
                           u"rw:secret"_s, u"--data"_s,      folder.filePath(u"data"_s) };
    auto server = std::make_unique<DustdProcess>(arguments);
    QVERIFY(server->isUp());
    QUrl url = server->url();
    url.setScheme(u"ws"_s);
    WindowProcess left(url, u"secret"_s, folder.filePath(u"left"_s));
    WindowProcess right(url, u"secret"_s, folder.filePath(u"right"_s));
    for (WindowProcess *window : { &left, &right })
        COMES_TO(*window, Status, u"Live"_s);
    left.ask(u"add('qt', 'Qt')"_s);
    COMES_TO(right, Links, u"qt=Qt"_s);
    right.ask(u"add('kde', 'KDE')"_s);
    for (WindowProcess *window : { &left, &right }) {
        COMES_TO(*window, Links, u"kde=KDE qt=Qt"_s);
        COMES_TO(*window, Pending, QString());
        COMES_TO(*window, Status, u"Live"_s);
    }

    server.reset();
    for (WindowProcess *window : { &left, &right })
        COMES_TO(*window, Status, u"Offline"_s);
    left.ask(u"add('debian', 'Debian')"_s);
    right.ask(u"retitle('kde', 'The desktop')"_s);
    COMES_TO(left, Links, u"debian=Debian kde=KDE qt=Qt"_s);
    COMES_TO(left, Pending, u"debian"_s);
    COMES_TO(left, Status, u"Offline  ·  1 change to send"_s);
    COMES_TO(right, Links, u"kde=The desktop qt=Qt"_s);
    COMES_TO(right, Pending, u"kde"_s);
    COMES_TO(right, Status, u"Offline  ·  1 change to send"_s);

    arguments += { u"--port"_s, QString::number(url.port()) }; // the last one counts
    server = std::make_unique<DustdProcess>(arguments);
    QVERIFY(server->isUp());
    for (WindowProcess *window : { &left, &right })
        window->ask(u"statusItem().clicked()"_s); // without waiting for its turn
    for (WindowProcess *window : { &left, &right }) {
        COMES_TO(*window, Links, u"debian=Debian kde=The desktop qt=Qt"_s);
        COMES_TO(*window, Status, u"Live"_s);
        COMES_TO(*window, Pending, QString());
    }
}

QTEST_GUILESS_MAIN(tst_TwoWindows)
#include "tst_twowindows.moc"
