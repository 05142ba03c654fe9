// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSTORAGE_H
#define DUSTSTORAGE_H

#include "dustresult.h"

#include <QtCore/QList>
#include <QtCore/QObject>
#include <QtCore/QStringList>
#include <QtCore/QtPlugin>

#include <functional>
#include <memory>

class DustReadView;
class DustStoredValue;
struct DustLogBounds;
struct DustLogRecord;
struct DustStorageContent;
struct DustTransaction;

class DUSTECTO_EXPORT DustStorage
{
public:
    virtual ~DustStorage();

    const DustReadView &rows() const;
    QByteArray meta(const QByteArray &key) const;
    DustLogBounds logBounds() const;
    // Records with seq > since, in order, at most limit.
    DustResult<QList<DustLogRecord>> log(quint64 since, int limit) const;

    // Everything below writes, and is called inside transaction() only; reads in there see what was
    // written.
    DustResult<void> transaction(const std::function<DustResult<void>()> &work);
    // Inside of it: when the work fails, the rows and the log are as they were before it, and the
    // transaction goes on.
    DustResult<void> attempt(const std::function<DustResult<void>()> &work);
    void put(const QByteArray &path, const DustStoredValue &value);
    bool erase(const QByteArray &path);
    void setMeta(const QByteArray &key, const QByteArray &value);
    void appendLog(const DustLogRecord &record);
    void truncateLog(quint64 throughSeq);

protected:
    explicit DustStorage(DustStorageContent &&content);

    // Makes what a transaction did last, as a whole or not at all. Called once at its end.
    virtual DustResult<void> persist(const DustTransaction &transaction) = 0;
    // The bytes of the records from seq `first` on, at most limit. They were persisted.
    virtual DustResult<QList<QByteArray>> readLog(quint64 first, qint64 limit) const = 0;

private:
    Q_DISABLE_COPY_MOVE(DustStorage)
    class Private;
    std::unique_ptr<Private> d;
};

class DUSTECTO_EXPORT DustStorageFile
{
public:
    virtual ~DustStorageFile();
    virtual DustResult<std::shared_ptr<DustStorage>> storage(const QString &storeName) = 0;
    virtual QStringList storeNames() const = 0;

protected:
    DustStorageFile() = default;

private:
    Q_DISABLE_COPY_MOVE(DustStorageFile)
};

class DUSTECTO_EXPORT DustStorageOptions
{
public:
    enum Durability { Process, Full };

    DustStorageOptions &setDurability(Durability durability);
    Durability durability() const { return m_durability; }
    DustStorageOptions &setMaximumBytes(qint64 bytes);
    qint64 maximumBytes() const { return m_maximumBytes; }

private:
    qint64 m_maximumBytes = 0;
    Durability m_durability = Process;
};

class DUSTECTO_EXPORT DustStoragePlugin
{
public:
    virtual ~DustStoragePlugin();
    virtual DustResult<std::shared_ptr<DustStorageFile>> open(
            const QString &fileName, const DustStorageOptions &options) = 0;
};

#define DustStoragePlugin_iid "org.dustecto.DustStoragePlugin/1.0"
Q_DECLARE_INTERFACE(DustStoragePlugin, DustStoragePlugin_iid)

#endif // DUSTSTORAGE_H
