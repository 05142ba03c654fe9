// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// What DustStore does with files.

#include "dustclient_p.h"
#include "dustfiletransfer_p.h"
#include "duststore_p.h"

// A transfer that begin() sets on its way, or one that has failed.
template<typename Begin>
DustFileTransfer *DustStore::Private::transfer(DustStore *store, Begin begin)
{
    auto work = std::make_unique<DustFileTransfer::Private>(transport.get(), delivery);
    DustFileTransfer::Private *started = work.get();
    auto *made = new DustFileTransfer(std::move(work), store);
    if (isOpen())
        begin(started);
    else
        started->fail(error);
    return made;
}

template<typename Begin>
DustFileTransfer *DustStore::Private::transferTo(DustStore *store, const QString &path, Begin begin)
{
    return transfer(store, [&](DustFileTransfer::Private *started) {
        if (const auto parsed = DustPath::parse(path))
            begin(started, *parsed);
        else
            started->fail(parsed.error());
    });
}

// The files of the client's cache; null where there is none.
std::shared_ptr<DustBlobCache> DustStore::Private::cachedFiles() const
{
    const DustClientCache *cache = client->d->cache.get();
    return cache ? cache->files() : nullptr;
}

/*!
    Stores \a content as a file, and puts a reference to it at \a path, of which \a options say more.

    The transfer ends with the file's hash, or with DustError::NotSupported over plain HTTP, and with
    DustError::LimitExceeded where it is too large: over a channel, a file may have 5,000,000 bytes. Over
    a channel it is queued like every write: it is sent when the store can be reached, also after a
    restart.

    Up to 1 MB it is written in the order of the calls, as everything is. Of a larger one the hash is
    learnt piece by piece, in later turns of the event loop, and it is written then: what is written to
    \a path meanwhile comes first.

    An embedded store keeps contents in a folder beside its file, named like it with ".files" at the end,
    and in memory where the store is.

    PROTOCOL section 4, \c put_file; this is \c Dust.put_file of the Elixir SDK.

    \sa getFile()
*/
DustFileTransfer *DustStore::putFile(const QString &path, const QByteArray &content,
                                     const DustFileOptions &options)
{
    return d->transferTo(this, path, [&](auto *started, const DustPath &to) {
        started->upload(to, options, content);
    });
}

/*!
    \overload

    Reads the file from \a source, from where it stands to its end, by pieces. It has to be open for
    reading, and to live until then. Of a sequential device it is the end that it tells of, with
    readChannelFinished() or by reading -1; one that has ended before is read all the same. Reading from a
    QFile that is a pipe waits for whoever writes, and blocks the thread.

    Ends with DustError::InvalidParams where it is not open, and with DustError::Storage where it fails, or
    is closed or destroyed before its end.
*/
DustFileTransfer *DustStore::putFile(const QString &path, QIODevice *source,
                                     const DustFileOptions &options)
{
    return d->transferTo(this, path, [&](auto *started, const DustPath &to) {
        started->uploadFrom(source, to, options);
    });
}

/*!
    Reads the file at the path, or with the hash "sha256:…", that \a pathOrHash is, into memory:
    DustFile::content.

    What comes is compared with its hash. Where that differs the transfer ends with DustError::Invalid
    and the reason \c hash_mismatch, and nothing of it stays. It ends with DustError::NotFound where
    there is no such file, and with DustError::Invalid and the reason \c not_a_file where something else
    is at the path. A server gives a file by its hash only where a store that the token may read refers to
    it.

    Where there is a DustClient::cacheFolder, contents are kept in it by their hash, and are read from
    there, without a connection, when they are asked for again: as many of them as have room in
    DustClient::fileCacheLimit.

    PROTOCOL section 3, \c{GET /api/files/{hash}}.

    \sa putFile()
*/
DustFileTransfer *DustStore::getFile(const QString &pathOrHash)
{
    return d->transfer(this,
                       [&](auto *started) { started->download(pathOrHash, {}, d->cachedFiles()); });
}

/*!
    \overload

    Writes it to \a target, which has to be open for writing: all of it, once all of it is here and is
    what it should be.
*/
DustFileTransfer *DustStore::getFile(const QString &pathOrHash, QIODevice *target)
{
    return d->transfer(this, [&](auto *started) {
        started->download(pathOrHash, { true, target, {} }, d->cachedFiles());
    });
}

/*!
    \overload

    Writes it to the file \a fileName, which is as it was before until all of it is there.
*/
DustFileTransfer *DustStore::getFile(const QString &pathOrHash, const QString &fileName)
{
    return d->transfer(this, [&](auto *started) {
        started->download(pathOrHash, { false, nullptr, fileName }, d->cachedFiles());
    });
}
