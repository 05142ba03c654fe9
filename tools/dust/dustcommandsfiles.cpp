// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// put-file, fetch-file.

#include "dustcommand.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>

using namespace Qt::StringLiterals;

namespace {

void follow(DustSession *session, DustFileTransfer *transfer, const QString &what)
{
    QObject::connect(transfer, &DustFileTransfer::progress, session,
                     [=](qint64 done, qint64 total) {
                         session->await();
                         session->output().progress(what, done, total);
                     });
}

void endWithFile(DustSession *session, const DustValue &hash, const DustValue &size)
{
    session->output().endProgress();
    session->output().object({ { u"hash"_s, hash }, { u"size"_s, size } });
    session->end();
}

void putFile(DustSession *session, const DustArguments &arguments)
{
    auto *source = new QFile(arguments.at(1), session);
    if (!source->open(QIODevice::ReadOnly))
        return session->fail(
                DustError(DustError::NotFound,
                          u"%1 cannot be read: %2"_s.arg(arguments.at(1), source->errorString())));
    DustFileOptions options;
    options.setName(QFileInfo(*source).fileName());
    if (arguments.has(u"content-type"_s))
        options.setContentType(arguments.text(u"content-type"_s));
    const QString path = arguments.at(0);
    DustFileTransfer *transfer = session->store()->putFile(path, source, options);
    follow(session, transfer, options.name());
    session->thenWritten(transfer->future(), [=](const DustFile &file) {
        if (!file.hash.isEmpty())
            return endWithFile(session, file.hash, file.size);
        // The transfer gave up before the write did: what there is to say is in the store.
        session->then(session->store()->get(path), [=](const DustValue &value) {
            const DustObject &reference = value.toObject();
            endWithFile(session, reference.value(u"hash"_s), reference.value(u"size"_s));
        });
    });
}

void fetchFile(DustSession *session, const DustArguments &arguments)
{
    const QString name = arguments.at(1);
    if (name != u"-") {
        DustFileTransfer *transfer = session->store()->getFile(arguments.at(0), name);
        follow(session, transfer, name);
        return session->then(transfer->future(), [session](const DustFile &file) {
            endWithFile(session, file.hash, file.size);
        });
    }
    DustFileTransfer *transfer = session->store()->getFile(arguments.at(0));
    QObject::connect(transfer, &DustFileTransfer::progress, session, &DustSession::await);
    // Nothing else may be among it.
    session->then(transfer->future(), [session](const DustFile &file) {
        std::fwrite(file.content.constData(), 1, std::size_t(file.content.size()), stdout);
        std::fflush(stdout);
        session->end();
    });
}

} // namespace

QList<DustCommand> DustCommands::files()
{
    return { { u"put-file"_s,
               u"PATH FILE"_s,
               u"Stores a file at a path."_s,
               2,
               2,
               { { u"content-type"_s, u"What it is, like image/png."_s, u"TYPE"_s } },
               putFile },
             { u"fetch-file"_s,
               u"PATH|HASH FILE"_s,
               u"Fetches a file and checks it; - prints it."_s,
               2,
               2,
               {},
               fetchFile } };
}
