// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// import, export.

#include "dustcommand.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QSaveFile>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype OperationsPerBatch = 500;
constexpr qsizetype BytesPerBatch = 1'000'000; // of lines: servers take 8 MB

// What goes as one request.
struct Batch
{
    QList<DustOperation> operations;
    qsizetype bytes = 0;
};

DustError unreadable(qsizetype line, const QString &why)
{
    return DustError::invalidParams(u"import"_s,
                                    u"Line %1 cannot be imported: %2. Nothing was written."_s.arg(
                                            QString::number(line), why));
}

void append(QList<Batch> *batches, const DustOperation &operation, qsizetype bytes)
{
    if (batches->isEmpty() || batches->constLast().operations.size() == OperationsPerBatch
        || batches->constLast().bytes + bytes > BytesPerBatch)
        batches->append(Batch());
    batches->last().operations.append(operation);
    batches->last().bytes += bytes;
}

// Lines of {"path": …, "value": …}, as export writes them.
DustResult<QList<Batch>> batchesOf(const QByteArray &text)
{
    QList<Batch> batches;
    const QByteArrayList lines = text.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (lines.at(i).trimmed().isEmpty())
            continue;
        const auto parsed = DustValue::fromJson(lines.at(i));
        if (!parsed)
            return unreadable(i + 1, parsed.error().message());
        const DustObject object = parsed->toObject();
        if (!object.contains(u"path"_s) || !object.contains(u"value"_s))
            return unreadable(i + 1, u"it is not like {\"path\": …, \"value\": …}"_s);
        const auto path = DustPath::parse(object.value(u"path"_s).toString());
        if (!path)
            return unreadable(i + 1, path.error().message());
        append(&batches, DustOperation::set(*path, object.value(u"value"_s)), lines.at(i).size());
    }
    return batches;
}

void writeNext(DustSession *session, const QList<Batch> &batches, qsizetype next, qint64 done)
{
    session->output().progress(u"import"_s, next, batches.size());
    if (next == batches.size()) {
        session->output().endProgress();
        session->output().object({ { u"imported"_s, done } });
        return session->end();
    }
    session->sayOnFailure(u"Entries written before that: %1."_s.arg(done));
    const QList<DustOperation> &some = batches.at(next).operations;
    session->thenWritten(session->store()->batchWrite(some), [=](const DustBatchReceipt &) {
        writeNext(session, batches, next + 1, done + some.size());
    });
}

void import(DustSession *session, const DustArguments &arguments)
{
    QFile file(arguments.at(0));
    const bool isOpen = arguments.at(0) == u"-" ? file.open(stdin, QIODevice::ReadOnly)
                                                : file.open(QIODevice::ReadOnly);
    if (!isOpen)
        return session->fail(
                DustError(DustError::NotFound,
                          u"%1 cannot be read: %2"_s.arg(arguments.at(0), file.errorString())));
    const auto batches = batchesOf(file.readAll());
    if (batches)
        writeNext(session, *batches, 0, 0);
    else
        session->fail(batches.error());
}

// An older export stays until the new one is whole. A pipe or a device is written to as it is, not
// replaced. Null, and the session has ended, where it cannot be opened.
QFileDevice *openTarget(DustSession *session, const QString &name)
{
    const QFileInfo info(name);
    const bool isOutput = name == u"-";
    QFileDevice *file = nullptr;
    bool isOpen = false;
    if (isOutput || (info.exists() && !info.isFile())) {
        auto *plain = new QFile(name, session);
        isOpen = isOutput ? plain->open(stdout, QIODevice::WriteOnly)
                          : plain->open(QIODevice::WriteOnly);
        file = plain;
    } else {
        file = new QSaveFile(name, session);
        isOpen = file->open(QIODevice::WriteOnly);
    }
    if (isOpen)
        return file;
    session->fail(DustError(DustError::Storage,
                            u"%1 cannot be written: %2"_s.arg(name, file->errorString())));
    return nullptr;
}

bool complete(QFileDevice *file)
{
    auto *saved = qobject_cast<QSaveFile *>(file);
    return saved ? saved->commit() : file->flush();
}

void exportNext(DustSession *session, QFileDevice *file, const DustQuery &query, qint64 done,
                qint64 total)
{
    session->then(session->store()->list(query), [=](const DustPage &page) {
        for (const DustEntry &entry : page.entries) {
            const QByteArray line = DustValue(DustOutput::jsonOf(entry)).toJson() + '\n';
            if (file->write(line) != line.size())
                return session->fail(DustError(
                        DustError::Storage,
                        u"%1 cannot be written: %2"_s.arg(file->fileName(), file->errorString())));
        }
        const qint64 now = done + page.entries.size();
        session->output().progress(u"export"_s, now, total);
        if (page.nextCursor.isEmpty()) {
            if (!complete(file))
                return session->fail(DustError(DustError::Storage, file->errorString()));
            return session->end();
        }
        exportNext(session, file, DustQuery(query).setAfter(page.nextCursor), now, total);
    });
}

void exportTo(DustSession *session, const DustArguments &arguments)
{
    QFileDevice *file = openTarget(session, arguments.at(0));
    if (!file)
        return;
    const DustQuery query = DustQuery::list(arguments.count() == 2 ? arguments.at(1) : u"**"_s)
                                    .setLimit(DustQuery::MaximumLimit);
    // It is for the progress only, and plain HTTP tells none.
    session->attempt(session->store()->status(), [=](const DustResult<DustStatus> &status) {
        exportNext(session, file, query, 0, status.valueOr({}).entryCount.value_or(0));
    });
}

} // namespace

QList<DustCommand> DustCommands::transferring()
{
    return { { u"import"_s,
               u"FILE"_s,
               u"Sets what is in a file of lines {\"path\": …, \"value\": …}; - reads it."_s,
               1,
               1,
               {},
               import },
             { u"export"_s,
               u"FILE [PATTERN]"_s,
               u"Writes such a file of the entries that match (default: all); - prints it."_s,
               1,
               2,
               {},
               exportTo } };
}
