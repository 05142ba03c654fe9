// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustFileTransfer: the way up.

#include "dustclock_p.h"
#include "dustfiletransfer_p.h"
#include "dusttext_p.h"

#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtNetwork/QNetworkReply>

using namespace Qt::StringLiterals;

namespace {

DustError unreadable(const DustPath &path, const QString &why)
{
    return DustError(
            DustError::Storage,
            u"The file for %1 could not be read: %2."_s.arg(DustText::quoted(path.toString()), why),
            { { u"reason"_s, u"io_error"_s }, { u"path"_s, path.toString() } });
}

DustError tooLarge(const DustPath &path, qint64 limit)
{
    return DustError(
            DustError::LimitExceeded,
            u"The file for %1 is larger than %2 bytes: keep it elsewhere, and put the address of it."_s
                    .arg(DustText::quoted(path.toString()))
                    .arg(limit),
            { { u"reason"_s, u"file_too_large"_s }, { u"path"_s, path.toString() } });
}

// Reading from a pipe waits for whoever writes, so that nothing read is the end of it.
bool waits(const QIODevice &device)
{
    return device.isSequential() && qobject_cast<const QFileDevice *>(&device);
}

// An answer that broke off has an end as well.
bool hasFailed(const QIODevice &device, qint64 length)
{
    if (const auto *reply = qobject_cast<const QNetworkReply *>(&device))
        return reply->isFinished() && reply->error() != QNetworkReply::NoError;
    return length < 0 && (!device.isSequential() || waits(device));
}

// Where nothing was read. Not every answer that is complete reads as one.
bool isEnd(const QIODevice &device, qint64 length)
{
    if (const auto *reply = qobject_cast<const QNetworkReply *>(&device))
        return reply->isFinished();
    return length < 0 || !device.isSequential() || waits(device);
}

DustValue referenceTo(const DustFile &file)
{
    return DustObject{
        { u"_type"_s, u"file"_s },
        { u"hash"_s, file.hash },
        { u"size"_s, file.size },
        { u"content_type"_s, file.contentType },
        { u"filename"_s, file.name },
        { u"uploaded_at"_s, file.uploadedAt.toString(Qt::ISODateWithMs) },
    };
}

} // namespace

void DustFileTransfer::Private::upload(const DustPath &to, const DustFileOptions &fileOptions,
                                       const QByteArray &content)
{
    file.size = content.size();
    file.name = fileOptions.name();
    file.contentType = fileOptions.contentType().isEmpty() ? u"application/octet-stream"_s
                                                           : fileOptions.contentType();
    file.uploadedAt = QDateTime::fromMSecsSinceEpoch(clock->now().unix, Qt::UTC);
    total = file.size;
    goThrough([this, to](const QByteArray &hashed, const QString &hash) {
        file.hash = hash;
        if (transport)
            handOver(to, hashed);
    }).hash(content);
}

void DustFileTransfer::Private::handOver(const DustPath &to, const QByteArray &content)
{
    transport->putFile(DustOperation::putFile(to, referenceTo(file)), content)
            .then([this, alive = QPointer(q)](const DustResult<DustReceipt> &written) {
                if (!alive)
                    return;
                if (!written)
                    return fail(written.error());
                file.storeSeq = written->storeSeq;
                const DustResult<DustFile> result = file;
                tell(file.size, file.size);
                if (alive)
                    finish(result);
            });
}

void DustFileTransfer::Private::uploadFrom(QIODevice *device, const DustPath &to,
                                           const DustFileOptions &fileOptions)
{
    path = to;
    options = fileOptions;
    source = device;
    if (!device || !device->isReadable())
        return fail(
                DustError::invalidParams(
                        u"invalid_device"_s,
                        u"The file for %1 cannot be read: open the device for reading first."_s.arg(
                                DustText::quoted(to.toString())))
                        .with(u"path"_s, to.toString()));
    if (const auto *named = qobject_cast<QFileDevice *>(device);
        named && fileOptions.name().isEmpty())
        options.setName(QFileInfo(named->fileName()).fileName());
    watchSource();
    pullLater();
}

void DustFileTransfer::Private::failToRead(const QString &why)
{
    fail(unreadable(path, why));
}

void DustFileTransfer::Private::watchSource()
{
    const QIODevice *device = source;
    QObject::connect(device, &QObject::destroyed, q,
                     [this] { failToRead(u"the device was destroyed before its end"_s); });
    QObject::connect(device, &QIODevice::aboutToClose, q, [this] { pull(true); });
    if (!device->isSequential())
        return;
    QObject::connect(device, &QIODevice::readyRead, q, [this] { pullLater(); });
    QObject::connect(device, &QIODevice::readChannelFinished, q, [this] {
        hasEnded = true;
        pullLater();
    });
    if (const auto *process = qobject_cast<const QProcess *>(device))
        QObject::connect(process, &QProcess::errorOccurred, q, [this, process] {
            if (process->error() == QProcess::FailedToStart) // of which no channel tells
                failToRead(process->errorString());
        });
}

// A piece in each turn of the event loop. What a device has that has ended is taken at once: whoever
// hears of its end deletes it later, and that would come in between.
void DustFileTransfer::Private::pullLater()
{
    if (std::exchange(isPulling, true))
        return;
    const auto next = [this] {
        isPulling = false;
        pull(hasEnded);
    };
    QMetaObject::invokeMethod(q, next, Qt::QueuedConnection);
}

void DustFileTransfer::Private::pull(bool isLast)
{
    Piece piece = More;
    while (piece == More) {
        if (!call.isOpen() || call.future().isCanceled() || !source)
            return;
        const bool isReadable = source->isReadable() && !(isLast && waits(*source));
        piece = isReadable ? readPiece() : Closed;
        if (piece == More && !isLast)
            return pullLater();
    }
    if (piece == End)
        takeSource();
    else if (piece == Closed || (piece == NothingYet && isLast))
        failToRead(u"the device was closed before its end"_s);
}

// Of a sequential device it is the end only where it says so.
DustFileTransfer::Private::Piece DustFileTransfer::Private::readPiece()
{
    constexpr qint64 Size = 1024 * 1024;
    QByteArray piece(qsizetype(Size), Qt::Uninitialized);
    const qint64 length = source->read(piece.data(), piece.size());
    read.append(piece.constData(), qsizetype(qMax(qint64(0), length)));
    if (hasFailed(*source, length))
        failToRead(source->errorString());
    else if (read.size() > MaximumBytes)
        fail(tooLarge(path, MaximumBytes));
    else if (length > 0)
        return !source->isSequential() && source->atEnd() ? End : More;
    else
        return hasEnded || isEnd(*source, length) ? End : NothingYet;
    return Failed;
}

void DustFileTransfer::Private::takeSource()
{
    if (source)
        source->disconnect(q);
    source = nullptr;
    if (transport)
        upload(path, options, std::exchange(read, {}));
}
