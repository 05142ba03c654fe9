// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustFileTransfer: the way up.

#include "dustfiletransfer_p.h"
#include "dusttext_p.h"

#include <QtCore/QFileInfo>

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
    file.hash = DustBlobs::hashOf(content);
    file.size = content.size();
    file.name = fileOptions.name();
    file.contentType = fileOptions.contentType().isEmpty() ? u"application/octet-stream"_s
                                                           : fileOptions.contentType();
    file.uploadedAt = QDateTime::currentDateTimeUtc();
    total = file.size;
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
    if (device->isSequential()) {
        QObject::connect(device, &QIODevice::readyRead, q, [this] { pull(); });
        QObject::connect(device, &QIODevice::readChannelFinished, q, [this] {
            pull();
            takeSource();
        });
    }
    QMetaObject::invokeMethod(
            q, [this] { pull(); }, Qt::QueuedConnection);
}

// A piece in each turn of the event loop.
void DustFileTransfer::Private::pull()
{
    constexpr qint64 Piece = 1024 * 1024;
    if (!call.isOpen() || call.future().isCanceled())
        return;
    if (!source)
        return fail(unreadable(path, u"the device was destroyed"_s));
    QByteArray piece(qsizetype(Piece), Qt::Uninitialized);
    const qint64 length = source->read(piece.data(), piece.size());
    if (length < 0 && !source->isSequential())
        return fail(unreadable(path, source->errorString()));
    read.append(piece.constData(), qsizetype(qMax(qint64(0), length)));
    if (read.size() > MaximumBytes)
        return fail(tooLarge(path, MaximumBytes));
    if (source->isSequential() && source->bytesAvailable() == 0)
        return;
    if (!source->isSequential() && source->atEnd())
        return takeSource();
    QMetaObject::invokeMethod(
            q, [this] { pull(); }, Qt::QueuedConnection);
}

void DustFileTransfer::Private::takeSource()
{
    if (!call.isOpen() || call.future().isCanceled())
        return;
    if (source && source->isSequential() && source->bytesAvailable() > 0) {
        QMetaObject::invokeMethod(
                q, [this] { takeSource(); }, Qt::QueuedConnection);
        return;
    }
    if (source)
        source->disconnect(q);
    if (transport)
        upload(path, options, std::exchange(read, {}));
}
