// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Files in an embedded store; on a server they are in tst_duststorefilesonserver.

#include "answers.h"
#include "dustclient.h"
#include "duststore.h"

#include <QtCore/QBuffer>
#include <QtCore/QDir>
#include <QtCore/QPointer>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkReply>
#include <QtTest/QSignalSpy>

#include <algorithm>
#include <functional>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

const QByteArray Hello = "hello";
const QString HelloHash =
        u"sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"_s;

// A device that says nothing by itself.
class Stream final : public QIODevice
{
public:
    explicit Stream(const QByteArray &content) : left(content)
    {
        static_cast<void>(QIODevice::open(ReadOnly));
    }
    bool isSequential() const override { return true; }
    qint64 bytesAvailable() const override { return left.size() + QIODevice::bytesAvailable(); }

    QByteArray left;
    bool hasEnded = false; // and reads so

protected:
    qint64 readData(char *data, qint64 maximum) override
    {
        if (left.isEmpty())
            return hasEnded ? -1 : 0;
        const qsizetype length = qMin(left.size(), qsizetype(maximum));
        std::copy_n(left.cbegin(), length, data);
        left.remove(0, length);
        return length;
    }
    qint64 writeData(const char *, qint64) override { return -1; }
};

// A device that does something of its own with what it is given.
class Sink final : public QIODevice
{
public:
    explicit Sink(const std::function<bool()> &work) : m_work(work)
    {
        static_cast<void>(QIODevice::open(WriteOnly));
    }

protected:
    qint64 readData(char *, qint64) override { return -1; }
    qint64 writeData(const char *, qint64 length) override { return m_work() ? length : -1; }

private:
    std::function<bool()> m_work;
};

} // namespace

class tst_DustStoreFiles : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<DustClient> m_client;
    DustStore *m_store = nullptr;

    void open(const QString &url)
    {
        m_client = std::make_unique<DustClient>(QUrl(url));
        m_store = m_client->store(u"acme/main"_s);
        QCOMPARE(m_store->error(), DustError());
    }
    static DustResult<DustFile> resultOf(DustFileTransfer *transfer)
    {
        return answerOf(transfer->future());
    }

private Q_SLOTS:
    void init() { open(u"memory:"_s); }
    void cleanup() { m_client.reset(); }

    void putsAndGets()
    {
        QPointer<DustFileTransfer> up = m_store->putFile(
                u"docs/a"_s, Hello,
                DustFileOptions().setName(u"a.txt"_s).setContentType(u"text/plain"_s));
        QCOMPARE(up->bytesTotal(), 5);
        QVERIFY(!up->future().isFinished());
        QSignalSpy finished(up.get(), &DustFileTransfer::finished);
        QSignalSpy progress(up.get(), &DustFileTransfer::progress);
        const auto stored = resultOf(up);
        QVERIFY2(stored.isOk(), qPrintable(stored.error().message()));
        QCOMPARE(stored->hash, HelloHash);
        QCOMPARE(stored->size, 5);
        QCOMPARE(stored->storeSeq, 1u);
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(progress.size(), 1);
        QTRY_VERIFY(!up);

        QCOMPARE(answerOf(m_store->entry(u"docs/a"_s))->type(), DustEntry::File);
        QPointer<DustFileTransfer> down = m_store->getFile(u"docs/a"_s);
        QVERIFY(!down->future().isFinished());
        const auto file = resultOf(down);
        QVERIFY2(file.isOk(), qPrintable(file.error().message()));
        QCOMPARE(file->content, Hello);
        QCOMPARE(file->hash, HelloHash);
        QCOMPARE(file->name, u"a.txt"_s);
        QCOMPARE(file->contentType, u"text/plain"_s);
        QVERIFY(qAbs(file->uploadedAt.secsTo(QDateTime::currentDateTimeUtc())) < 3600);
        QTRY_VERIFY(!down);
        QCOMPARE(resultOf(m_store->getFile(HelloHash))->content, Hello);
    }

    void empty()
    {
        QVERIFY(resultOf(m_store->putFile(u"empty"_s, QByteArray())).isOk());
        const auto file = resultOf(m_store->getFile(u"empty"_s));
        QVERIFY2(file.isOk(), qPrintable(file.error().message()));
        QCOMPARE(file->size, 0);
        QCOMPARE(file->contentType, u"application/octet-stream"_s);
    }

    void fromAFile()
    {
        QFile source(m_folder.filePath(u"source.bin"_s));
        QVERIFY(source.open(QFile::ReadWrite));
        const QByteArray content(3'000'000, 'x'); // several pieces
        source.write(content);
        QVERIFY(source.seek(0));
        const auto stored = resultOf(m_store->putFile(u"f"_s, &source));
        QVERIFY2(stored.isOk(), qPrintable(stored.error().message()));
        const auto file = resultOf(m_store->getFile(u"f"_s));
        QCOMPARE(file->content.size(), content.size());
        QCOMPARE(file->name, u"source.bin"_s);
    }

    void fromAProcess()
    {
        QProcess process;
        process.start(u"cat"_s, {});
        QVERIFY(process.waitForStarted());
        auto *transfer = m_store->putFile(u"f"_s, &process);
        process.write("one ");
        process.write("two");
        process.closeWriteChannel();
        const auto stored = resultOf(transfer);
        QVERIFY2(stored.isOk(), qPrintable(stored.error().message()));
        QCOMPARE(resultOf(m_store->getFile(u"f"_s))->content, QByteArray("one two"));
        process.waitForFinished();
    }

    void fromAProcessThatDoesNotStart()
    {
        QProcess process;
        process.setProgram(u"/nowhere/program"_s);
        process.start();
        const auto stored = resultOf(m_store->putFile(u"f"_s, &process));
        QCOMPARE(stored.error().kind(), DustError::Storage);
        QVERIFY2(stored.error().message().contains(process.errorString()),
                 qPrintable(stored.error().message()));
    }

    void fromAProcessThatHasExited()
    {
        QProcess process;
        process.start(u"echo"_s, { u"-n"_s, u"hello"_s });
        QVERIFY(process.waitForFinished());
        const auto stored = resultOf(m_store->putFile(u"f"_s, &process));
        QVERIFY2(stored.isOk(), qPrintable(stored.error().message()));
        QCOMPARE(resultOf(m_store->getFile(u"f"_s))->content, Hello);
    }

    void fromAnAnswerThatHasEnded_data()
    {
        QTest::addColumn<QUrl>("url");
        QTest::addColumn<bool>("isWhole");
        QTest::newRow("whole") << QUrl(u"data:text/plain,hello"_s) << true;
        QTest::newRow("none") << QUrl(u"file:///nowhere/f"_s) << false;
    }
    void fromAnAnswerThatHasEnded()
    {
        QFETCH(QUrl, url);
        QFETCH(bool, isWhole);
        QNetworkAccessManager manager;
        const std::unique_ptr<QNetworkReply> reply(manager.get(QNetworkRequest(url)));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        QTRY_COMPARE(finished.size(), 1);
        const auto stored = resultOf(m_store->putFile(u"f"_s, reply.get()));
        QVERIFY2(stored.isOk() == isWhole, qPrintable(stored.error().message()));
        if (isWhole)
            QCOMPARE(resultOf(m_store->getFile(u"f"_s))->content, Hello);
        else
            QCOMPARE(stored.error().reason(), u"io_error"_s);
    }

    void fromAPipe()
    {
        int ends[2];
        QCOMPARE(::pipe(ends), 0);
        QCOMPARE(qint64(::write(ends[1], Hello.constData(), size_t(Hello.size()))), Hello.size());
        ::close(ends[1]);
        QFile source;
        QVERIFY(source.open(ends[0], QFile::ReadOnly, QFile::AutoCloseHandle));
        QVERIFY(source.isSequential());
        const auto stored = resultOf(m_store->putFile(u"f"_s, &source));
        QVERIFY2(stored.isOk(), qPrintable(stored.error().message()));
        QCOMPARE(resultOf(m_store->getFile(u"f"_s))->content, Hello);
    }

    void fromAStream_data()
    {
        QTest::addColumn<QStringList>("steps");
        QTest::addColumn<QString>("reason"); // empty: it is stored
        const auto row = [](const char *name, const QStringList &steps,
                            const QString &reason = {}) { QTest::newRow(name) << steps << reason; };
        row("ended before", { u"end"_s, u"put"_s });
        row("ends, and reads so", { u"put"_s, u"wait"_s, u"end"_s, u"more"_s });
        row("says that it ends", { u"put"_s, u"wait"_s, u"finish"_s });
        row("says so before all is read", { u"put"_s, u"finish"_s });
        row("closed at its end", { u"put"_s, u"end"_s, u"close"_s });
        row("closed after its end", { u"put"_s, u"wait"_s, u"end"_s, u"close"_s });
        row("closed early", { u"put"_s, u"wait"_s, u"close"_s }, u"io_error"_s);
        row("destroyed early", { u"put"_s, u"wait"_s, u"destroy"_s }, u"io_error"_s);
        row("destroyed at its end", { u"put"_s, u"end"_s, u"finish"_s, u"destroy later"_s });
    }
    void fromAStream()
    {
        QFETCH(QStringList, steps);
        QFETCH(QString, reason);
        const QByteArray content(3'000'000, 'x'); // several pieces
        QPointer<Stream> stream(new Stream(content));
        const std::unique_ptr<QObject> owner(new QObject);
        stream->setParent(owner.get());
        DustFuture<DustFile> stored;
        for (const QString &step : std::as_const(steps)) {
            if (step == u"put"_s)
                stored = m_store->putFile(u"f"_s, stream.data())->future();
            else if (step == u"wait"_s)
                QTRY_VERIFY(stream->left.isEmpty());
            else if (step == u"more"_s)
                Q_EMIT stream->readyRead();
            else if (step == u"finish"_s)
                Q_EMIT stream->readChannelFinished();
            else if (step == u"close"_s)
                stream->close();
            else if (step == u"destroy"_s)
                delete stream.data();
            else if (step == u"destroy later"_s)
                stream->deleteLater();
            else
                stream->hasEnded = true;
        }
        const auto result = answerOf(stored);
        QCOMPARE(result.error().reason(), reason);
        if (!reason.isEmpty())
            return;
        const auto file = resultOf(m_store->getFile(u"f"_s));
        QVERIFY(file->content == content);
    }

    void toADevice()
    {
        QVERIFY(resultOf(m_store->putFile(u"f"_s, Hello)).isOk());
        QBuffer target;
        QVERIFY(target.open(QBuffer::WriteOnly));
        const auto file = resultOf(m_store->getFile(u"f"_s, &target));
        QVERIFY(file.isOk());
        QCOMPARE(target.data(), Hello);
        QVERIFY(file->content.isEmpty());
    }

    void theDeviceDestroysTheTransfer_data()
    {
        QTest::addColumn<bool>("takesIt");
        QTest::newRow("and takes it") << true;
        QTest::newRow("and fails") << false;
    }
    void theDeviceDestroysTheTransfer()
    {
        QFETCH(bool, takesIt);
        QVERIFY(resultOf(m_store->putFile(u"f"_s, Hello)).isOk());
        QPointer<DustFileTransfer> transfer;
        Sink target([&] {
            delete transfer;
            return takesIt;
        });
        transfer = m_store->getFile(u"f"_s, &target);
        QTRY_VERIFY(!transfer);
    }

    void toAFile()
    {
        const QString name = m_folder.filePath(u"target.bin"_s);
        QVERIFY(resultOf(m_store->putFile(u"f"_s, Hello)).isOk());
        QVERIFY(resultOf(m_store->getFile(u"f"_s, name)).isOk());
        QFile file(name);
        QVERIFY(file.open(QFile::ReadOnly));
        QCOMPARE(file.readAll(), Hello);
        const auto refused = resultOf(m_store->getFile(u"f"_s, u"/nowhere/f"_s));
        QCOMPARE(refused.error().kind(), DustError::Storage);
    }

    void refusals()
    {
        QBuffer closed;
        QCOMPARE(resultOf(m_store->putFile(u"a//b"_s, Hello)).error().kind(),
                 DustError::InvalidParams);
        QCOMPARE(resultOf(m_store->putFile(u"a"_s, &closed)).error().reason(), u"invalid_device"_s);
        QCOMPARE(resultOf(m_store->putFile(u"a"_s, static_cast<QIODevice *>(nullptr)))
                         .error()
                         .reason(),
                 u"invalid_device"_s);
        QCOMPARE(resultOf(m_store->getFile(u"a"_s, &closed)).error().reason(), u"invalid_device"_s);
        QCOMPARE(resultOf(m_store->getFile(u"a//b"_s)).error().kind(), DustError::InvalidParams);
        QCOMPARE(resultOf(m_store->getFile(u"a"_s)).error().kind(), DustError::NotFound);
        QCOMPARE(resultOf(m_store->getFile(HelloHash)).error().kind(), DustError::NotFound);
        DustStore *wrong = m_client->store(u"wrong"_s);
        QCOMPARE(resultOf(wrong->putFile(u"a"_s, Hello)).error(), wrong->error());
        QCOMPARE(resultOf(wrong->getFile(u"a"_s)).error(), wrong->error());
    }

    void notAFile_data()
    {
        QTest::addColumn<DustValue>("value");
        QTest::newRow("text") << DustValue(u"text"_s);
        QTest::newRow("object") << DustValue(DustObject{ { u"hash"_s, HelloHash } });
        QTest::newRow("no hash") << DustValue(DustObject{ { u"_type"_s, u"file"_s } });
        QTest::newRow("another hash")
                << DustValue(DustObject{ { u"_type"_s, u"file"_s }, { u"hash"_s, u"../x"_s } });
    }
    void notAFile()
    {
        QFETCH(DustValue, value);
        QVERIFY(answerOf(m_store->put(u"a"_s, value)).isOk());
        QCOMPARE(resultOf(m_store->getFile(u"a"_s)).error().reason(), u"not_a_file"_s);
    }

    void cancels()
    {
        QVERIFY(resultOf(m_store->putFile(u"f"_s, Hello)).isOk());
        QPointer<DustFileTransfer> down = m_store->getFile(u"f"_s);
        QSignalSpy finished(down.get(), &DustFileTransfer::finished);
        down->cancel();
        QTRY_VERIFY(!down);
        QCOMPARE(finished.size(), 0);
    }

    void theDeviceGoes()
    {
        auto source = std::make_unique<QBuffer>();
        QVERIFY(source->open(QBuffer::ReadOnly));
        auto *transfer = m_store->putFile(u"f"_s, source.get());
        source.reset();
        QCOMPARE(resultOf(transfer).error().kind(), DustError::Storage);
    }

    void theClientGoes()
    {
        const auto future = m_store->putFile(u"f"_s, Hello)->future();
        m_client.reset();
        QCOMPARE(answerOf(future).error().kind(), DustError::Closed);
    }

    void theReceiverDestroysTheClient()
    {
        auto *transfer = m_store->putFile(u"f"_s, Hello);
        connect(transfer, &DustFileTransfer::progress, this, [this] { m_client.reset(); });
        QTRY_VERIFY(!m_client);
    }

    // In a folder beside the file, and damage is noticed.
    void inAFile()
    {
        const QString name = m_folder.filePath(u"main.dust"_s);
        open(QUrl::fromLocalFile(name).toString());
        QVERIFY(!QFile::exists(name + u".files"_s));
        QVERIFY(resultOf(m_store->putFile(u"f"_s, Hello)).isOk());
        m_client.reset();
        open(QUrl::fromLocalFile(name).toString());
        QCOMPARE(resultOf(m_store->getFile(u"f"_s))->content, Hello);
        QFile content(name + u".files/"_s + HelloHash.mid(7));
        QVERIFY(content.open(QFile::WriteOnly));
        content.write("hullo");
        content.close();
        QCOMPARE(resultOf(m_store->getFile(u"f"_s)).error().kind(), DustError::Storage);
    }
};

QTEST_GUILESS_MAIN(tst_DustStoreFiles)

#include "tst_duststorefiles.moc"
