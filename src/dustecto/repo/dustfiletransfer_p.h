// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTFILETRANSFER_P_H
#define DUSTFILETRANSFER_P_H

#include "dustdelivery_p.h"
#include "dustentry.h"
#include "dustfilepieces_p.h"
#include "dustfiletransfer.h"
#include "dustpath.h"
#include "dusttransport.h"

#include <QtCore/QFutureWatcher>
#include <QtCore/QIODevice>
#include <QtCore/QPointer>

class DustFileTransfer::Private
{
public:
    // Of a file, up or down.
    static constexpr qint64 MaximumBytes = 256 * 1024 * 1024;

    Private(DustTransport *fileTransport, const std::shared_ptr<DustDelivery> &delivery)
        : transport(fileTransport), clock(delivery->clock()), call(delivery->open<DustFile>())
    {}

    void start(DustFileTransfer *transfer);
    void fail(const DustError &error) { finish(error); }

    // Up
    void upload(const DustPath &to, const DustFileOptions &options, const QByteArray &content);
    void uploadFrom(QIODevice *source, const DustPath &to, const DustFileOptions &options);

    // Down: into memory, unless there is one of these.
    struct Target
    {
        bool isDevice = false;
        QPointer<QIODevice> device;
        QString fileName;
    };
    void download(const QString &pathOrHash, const Target &where,
                  const std::shared_ptr<DustBlobCache> &cacheFiles);

private:
    void finish(const DustResult<DustFile> &result);
    void tell(qint64 done, qint64 total);
    enum Piece { More, NothingYet, End, Closed, Failed };
    void failToRead(const QString &why);
    void watchSource();
    void pullLater();
    void pull(bool isLast);
    Piece readPiece();
    void takeSource();
    void handOver(const DustPath &to, const QByteArray &content);
    template<typename Receiver>
    DustFilePieces &goThrough(Receiver receiver)
    {
        pieces = std::make_unique<DustFilePieces>(receiver);
        return *pieces;
    }
    void takeReference(const DustResult<DustEntry> &entry);
    void fetch();
    void readCached(std::unique_ptr<QFile> cached);
    void fetchAnew();
    void takeContent(const DustResult<QByteArray> &content);
    void takeVerified(const QByteArray &content);
    DustResult<void> deliver(const QByteArray &content);

    friend class DustFileTransfer;
    DustFileTransfer *q = nullptr;
    const QPointer<DustTransport> transport;
    const std::shared_ptr<DustClock> clock; // of the client
    const DustCall<DustFile> call;
    QFutureWatcher<DustResult<DustFile>> watcher;
    QFuture<DustResult<QByteArray>> fetching;
    DustFile file;
    DustPath path;
    DustFileOptions options;
    QPointer<QIODevice> source;
    QByteArray read; // of it
    bool hasEnded = false; // it says so: what it has is all
    bool isPulling = false; // in a later turn
    Target target;
    std::shared_ptr<DustBlobCache> cache; // null: none. Its client may have another one by now
    std::unique_ptr<DustFilePieces> pieces; // while one is gone through
    qint64 done = 0;
    qint64 total = 0;
};

#endif // DUSTFILETRANSFER_P_H
