// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustFileTransfer: the way down. What is not what its hash says is nothing.

#include "dustblobs_p.h"
#include "dustfiletransfer_p.h"
#include "dusttext_p.h"

#include <QtCore/QFile>
#include <QtCore/QSaveFile>

using namespace Qt::StringLiterals;

namespace {

DustError notAFile(const QString &path)
{
    return DustError(
            DustError::Invalid,
            u"What is at %1 is no file that was put with putFile()."_s.arg(DustText::quoted(path)),
            { { u"reason"_s, u"not_a_file"_s }, { u"path"_s, path } });
}

DustError wrongContent(const QString &hash)
{
    return DustError(
            DustError::Invalid,
            u"The content that came for the file %1 is another one: it is dropped. Try again, and tell whoever runs the server."_s
                    .arg(DustText::quoted(hash)),
            { { u"reason"_s, u"hash_mismatch"_s }, { u"hash"_s, hash } });
}

DustError unwritable(const QString &name, const QString &why)
{
    return DustError(DustError::Storage,
                     u"The file could not be written to %1: %2."_s.arg(name, why),
                     { { u"reason"_s, u"io_error"_s } });
}

} // namespace

void DustFileTransfer::Private::download(const QString &pathOrHash, const Target &where,
                                         const std::shared_ptr<DustBlobCache> &cacheFiles)
{
    target = where;
    cache = cacheFiles;
    if (target.isDevice && (!target.device || !target.device->isWritable()))
        return fail(DustError::invalidParams(
                u"invalid_device"_s,
                u"The file %1 cannot be written: open the device for writing first."_s.arg(
                        DustText::quoted(pathOrHash))));
    if (DustBlobs::isHash(pathOrHash)) {
        file.hash = pathOrHash;
        return fetch();
    }
    const auto parsed = DustPath::parse(pathOrHash);
    if (!parsed)
        return fail(parsed.error());
    path = *parsed;
    transport->get(path).then([this, alive = QPointer(q)](const DustResult<DustEntry> &entry) {
        if (alive)
            takeReference(entry);
    });
}

// It may be anybody's, and say anything.
void DustFileTransfer::Private::takeReference(const DustResult<DustEntry> &entry)
{
    if (!entry)
        return fail(entry.error());
    const DustObject &reference = entry->value().toObject();
    file.hash = reference.value(u"hash"_s).toString();
    if (entry->value().envelopeType() != u"file"_s || !DustBlobs::isHash(file.hash))
        return fail(notAFile(path.toString()));
    file.size = qMax(qint64(0), reference.value(u"size"_s).toInteger());
    file.name = reference.value(u"filename"_s).toString();
    file.contentType = reference.value(u"content_type"_s).toString();
    file.uploadedAt = QDateTime::fromString(reference.value(u"uploaded_at"_s).toString(),
                                            Qt::ISODateWithMs)
                              .toUTC();
    total = file.size;
    fetch();
}

void DustFileTransfer::Private::fetch()
{
    if (auto cached = cache ? cache->open(file.hash) : nullptr)
        readCached(std::move(cached));
    else
        fetchAnew();
}

// What is damaged is fetched.
void DustFileTransfer::Private::readCached(std::unique_ptr<QFile> cached)
{
    goThrough([this](const QByteArray &content, const QString &hash) {
        if (hash == file.hash)
            return takeVerified(content);
        cache->discard(file.hash);
        fetchAnew();
    }).read(std::move(cached));
}

void DustFileTransfer::Private::fetchAnew()
{
    if (!transport)
        return;
    const auto toTell = [this, alive = QPointer(q)](qint64 bytes, qint64 of) {
        if (alive)
            tell(bytes, of > 0 ? of : file.size);
    };
    fetching = transport->getFile(file.hash, toTell);
    fetching.then([this, alive = QPointer(q)](const DustResult<QByteArray> &content) {
        if (alive)
            takeContent(content);
    });
}

void DustFileTransfer::Private::takeContent(const DustResult<QByteArray> &content)
{
    if (!content)
        return fail(content.error());
    // Where it cannot be kept, it is fetched again.
    const auto copy = cache ? cache->write(file.hash, content->size()) : nullptr;
    goThrough([this, copy](const QByteArray &whole, const QString &hash) {
        if (hash != file.hash)
            return fail(wrongContent(file.hash));
        if (copy)
            copy->finish();
        takeVerified(whole);
    }).hash(*content, copy);
}

// The device may be the application's, and destroy the transfer when it is written to.
void DustFileTransfer::Private::takeVerified(const QByteArray &content)
{
    if (!call.isOpen() || call.future().isCanceled())
        return;
    file.size = content.size();
    const QPointer<DustFileTransfer> alive(q);
    const auto delivered = deliver(content);
    if (!alive)
        return;
    if (!delivered)
        return fail(delivered.error());
    const DustResult<DustFile> result = file;
    if (done != file.size)
        tell(file.size, file.size);
    if (alive)
        finish(result);
}

DustResult<void> DustFileTransfer::Private::deliver(const QByteArray &content)
{
    if (target.isDevice) {
        const QPointer<QIODevice> device = target.device;
        if (!device)
            return unwritable(u"the device"_s, u"it was destroyed"_s);
        if (device->write(content) != content.size())
            return unwritable(u"the device"_s, device->errorString());
    } else if (!target.fileName.isEmpty()) {
        QSaveFile saved(target.fileName);
        if (!saved.open(QFile::WriteOnly) || saved.write(content) != content.size()
            || !saved.commit())
            return unwritable(DustText::quoted(target.fileName), saved.errorString());
    } else {
        file.content = content;
    }
    return {};
}
