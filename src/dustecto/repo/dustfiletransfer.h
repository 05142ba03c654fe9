// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTFILETRANSFER_H
#define DUSTFILETRANSFER_H

#include "dustresult.h"

#include <QtCore/QDateTime>
#include <QtCore/QObject>

#include <memory>

// A file in a store: what its entry says of it, and what is in it.
class DUSTECTO_EXPORT DustFile
{
    Q_GADGET
    Q_PROPERTY(QString hash MEMBER hash)
    Q_PROPERTY(qint64 size MEMBER size)
    Q_PROPERTY(QString name MEMBER name)
    Q_PROPERTY(QString contentType MEMBER contentType)
    Q_PROPERTY(QDateTime uploadedAt MEMBER uploadedAt)
    Q_PROPERTY(QByteArray content MEMBER content)
    Q_PROPERTY(quint64 storeSeq MEMBER storeSeq)

public:
    QString hash; // "sha256:<hex>"
    qint64 size = 0; // bytes
    QString name;
    QString contentType;
    QDateTime uploadedAt; // UTC
    QByteArray content; // where it was read into memory
    quint64 storeSeq = 0; // of the write

    DUSTECTO_EXPORT friend bool operator==(const DustFile &a, const DustFile &b);
    friend bool operator!=(const DustFile &a, const DustFile &b) { return !(a == b); }
};

class DUSTECTO_EXPORT DustFileOptions
{
public:
    DustFileOptions &setName(const QString &name);
    DustFileOptions &setContentType(const QString &type);

    QString name() const { return m_name; }
    QString contentType() const { return m_contentType; }

private:
    QString m_name;
    QString m_contentType;
};

// One file on its way, up or down. It goes by itself in the turn after its end.
class DUSTECTO_EXPORT DustFileTransfer : public QObject
{
    Q_OBJECT
    Q_PROPERTY(qint64 bytesDone READ bytesDone NOTIFY progress)
    Q_PROPERTY(qint64 bytesTotal READ bytesTotal NOTIFY progress)

public:
    ~DustFileTransfer() override;

    qint64 bytesDone() const;
    qint64 bytesTotal() const; // 0: not known yet
    DustFuture<DustFile> future() const;

public Q_SLOTS:
    void cancel();

Q_SIGNALS:
    void progress(qint64 done, qint64 total);
    void finished(const DustResult<DustFile> &result);

private:
    friend class DustStore;
    class Private;
    DustFileTransfer(std::unique_ptr<Private> d, QObject *parent);
    std::unique_ptr<Private> d;
};

Q_DECLARE_METATYPE(DustFile)

#endif // DUSTFILETRANSFER_H
