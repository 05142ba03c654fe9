// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The guide about files.

#include "snippets.h"

#include <DustClient>
#include <DustStore>

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

SNIPPET(file_put)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    const QTemporaryDir folder;
    const QString name = folder.filePath("photo.jpg");
    QFile made(name);
    QVERIFY(made.open(QFile::WriteOnly) && made.write("hello") == 5);
    made.close();
    DustClient client(QUrl("memory:"));
    DustStore *store = client.store("acme/main");
    //! [file_put]
    auto *photo = new QFile(name);
    if (!photo->open(QFile::ReadOnly))
        show(photo->errorString()); // then the transfer ends with an error as well
    DustFileTransfer *transfer = store->putFile("photos/1", photo,
                                                DustFileOptions().setContentType("image/jpeg"));
    photo->setParent(transfer); // it goes with the transfer, in the turn after its end
    QObject::connect(transfer, &DustFileTransfer::finished,
                     [show](const DustResult<DustFile> &file) {
                         if (file)
                             show(file->name + ' ' + file->hash.left(12));
                         else
                             show(file.error().message());
                     });
    //! [file_put]
    QTRY_COMPARE(lines, QStringList("photo.jpg sha256:2cf24"));
}

SNIPPET(file_get)
{
    QStringList lines;
    const auto show = [&lines](const QString &line) { lines.append(line); };
    const QTemporaryDir folder;
    const QString name = folder.filePath("photo.jpg");
    DustClient client(QUrl("memory:"));
    DustStore *store = client.store("acme/main");
    const auto put = store->putFile("photos/1", QByteArray("hello"))->future();
    QTRY_VERIFY(put.isFinished());
    //! [file_get]
    DustFileTransfer *transfer = store->getFile("photos/1", name); // or into memory, or a QIODevice
    QObject::connect(transfer, &DustFileTransfer::progress,
                     [](qint64 done, qint64 total) { qInfo("%lld of %lld bytes", done, total); });
    QObject::connect(transfer, &DustFileTransfer::finished,
                     [show](const DustResult<DustFile> &file) {
                         if (file)
                             show(QString("%1 bytes").arg(file->size));
                         else
                             show(file.error().message()); // the file is as it was before
                     });
    //! [file_get]
    QTRY_COMPARE(lines, QStringList("5 bytes"));
    QVERIFY(QFile::exists(name));
}
