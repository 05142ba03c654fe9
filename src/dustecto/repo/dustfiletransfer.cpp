// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustfiletransfer_p.h"

/*!
    \class DustFile
    \inmodule DustEcto
    \brief The DustFile class is a file in a store: what its entry says, and what is in it.

    The \c hash is "sha256:" and 64 hexadecimal digits, the \c size in bytes. \c name, \c contentType and
    \c uploadedAt (UTC) are what the uploader said; they are empty where a file was asked for by its
    hash. \c content is there where a file was read into memory, \c storeSeq after an upload.

    PROTOCOL section 2, \c put_file.

    \sa DustStore::putFile(), DustStore::getFile()
*/

/*!
    \fn bool DustFile::operator==(const DustFile &a, const DustFile &b)

    Returns whether \a a and \a b are equal in every member.
*/
bool operator==(const DustFile &a, const DustFile &b)
{
    return a.hash == b.hash && a.size == b.size && a.name == b.name
            && a.contentType == b.contentType && a.uploadedAt == b.uploadedAt
            && a.content == b.content && a.storeSeq == b.storeSeq;
}

/*!
    \fn bool DustFile::operator!=(const DustFile &a, const DustFile &b)

    Returns whether \a a and \a b differ.
*/

/*!
    \class DustFileOptions
    \inmodule DustEcto
    \brief The DustFileOptions class is what an upload says of a file.

    \sa DustStore::putFile()
*/

/*!
    Calls the file \a name. By default that is the name of the QFile that it is read from, without the
    folder, or nothing.
*/
DustFileOptions &DustFileOptions::setName(const QString &name)
{
    m_name = name;
    return *this;
}

/*!
    Says that the file is of this \a type; \c application/octet-stream by default.
*/
DustFileOptions &DustFileOptions::setContentType(const QString &type)
{
    m_contentType = type;
    return *this;
}

/*!
    \class DustFileTransfer
    \inmodule DustEcto
    \brief The DustFileTransfer class is one file on its way to a store or from one.

    DustStore::putFile() and DustStore::getFile() make it. It belongs to the store, and goes by itself
    after finished() or cancel(): keep a QPointer to it, or the future().

    \sa DustFile
*/

/*!
    \property DustFileTransfer::bytesDone
    \brief how many bytes are through. An upload travels as one message: it is nothing or all.
*/

/*!
    \property DustFileTransfer::bytesTotal
    \brief how many bytes there are; 0 while that is not known.
*/

/*!
    \fn void DustFileTransfer::progress(qint64 done, qint64 total)

    Emitted when \a done of \a total bytes are through.
*/

/*!
    \fn void DustFileTransfer::finished(const DustResult<DustFile> &result)

    Emitted once, in a later turn of the event loop than the call that began the transfer, with its
    \a result; not after cancel(), and not when the client is destroyed first.
*/

DustFileTransfer::DustFileTransfer(std::unique_ptr<Private> data, QObject *parent)
    : QObject(parent), d(std::move(data))
{
    d->start(this);
}

/*!
    Destroys the transfer. A download ends; an upload that was handed over goes on.
*/
DustFileTransfer::~DustFileTransfer()
{
    d->watcher.disconnect(this);
    d->fetching.cancel();
}

qint64 DustFileTransfer::bytesDone() const
{
    return d->done;
}

qint64 DustFileTransfer::bytesTotal() const
{
    return d->total;
}

/*!
    Returns what ends with the result, as finished() says it. Cancelling it is cancel().
*/
DustFuture<DustFile> DustFileTransfer::future() const
{
    return d->call.future();
}

/*!
    Ends a download, of which nothing stays, and an upload that was not handed over yet. One that was goes
    on, and is not told of.
*/
void DustFileTransfer::cancel()
{
    future().cancel();
}

void DustFileTransfer::Private::start(DustFileTransfer *transfer)
{
    q = transfer;
    QObject::connect(&watcher, &QFutureWatcherBase::canceled, q, [this] {
        fetching.cancel();
        pieces.reset();
        q->deleteLater();
    });
    QObject::connect(&watcher, &QFutureWatcherBase::finished, q, [this] {
        const auto future = call.future();
        if (future.isCanceled() || future.resultCount() == 0)
            return;
        q->deleteLater();
        Q_EMIT q->finished(future.result());
    });
    watcher.setFuture(call.future());
}

void DustFileTransfer::Private::finish(const DustResult<DustFile> &result)
{
    call.finish(result);
}

// Runs application code, which may destroy the transfer.
void DustFileTransfer::Private::tell(qint64 bytes, qint64 of)
{
    if (!call.isOpen())
        return;
    done = bytes;
    total = of;
    Q_EMIT q->progress(bytes, of);
}

#include "moc_dustfiletransfer.cpp"
