// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREPLICACACHEDATA_P_H
#define DUSTREPLICACACHEDATA_P_H

// What the .cpp files of DustReplicaCache share.

#include "dustreplicacache_p.h"

#include <variant>

class DustReplicaCache::Private
{
public:
    // A storage cannot be asked for its keys: what is numbered lies within bounds that are kept,
    // too, loosely, so that a write does not cost one more. Nothing is outside of them.
    struct Bounds
    {
        quint64 first = 1;
        quint64 end = 1; // behind the last
    };
    struct Numbers
    {
        const char *firstKey;
        const char *endKey;
        QList<const char *> prefixes;
    };
    static const Numbers &entryNumbers();
    static const Numbers &rejectionNumbers();
    static DustResult<Bounds> boundsIn(const DustStorage &storage, const Numbers &numbers);
    static QByteArray numbered(const char *prefix, quint64 number)
    {
        return prefix + QByteArray::number(number);
    }

    // Of entries or rejections: what is known, and what the storage was told.
    struct Range
    {
        const Numbers &numbers;
        Bounds known;
        Bounds told;
        qsizetype count = 0;
    };

    // What one run() asks of a storage.
    struct SetMeta
    {
        QByteArray key;
        QByteArray value;
    };
    using Request = std::variant<QList<DustLeafChange>, SetMeta>;

    static QByteArrayList keysIn(const DustStorage &storage);
    static void copyInto(DustStorage &to, const DustStorage &from);
    static void perform(DustStorage &storage, const Request &request);

    DustStorage &current() const { return memory ? *memory : *storage; }
    DustResult<void> load(const QByteArray &identity, Content *content);

    void request(Request &&request);
    void setMeta(const QByteArray &key, const QByteArray &value) { request(SetMeta{ key, value }); }
    void keepNumbered(Range &range, quint64 number, const QByteArray &bytes);
    void dropNumbered(Range &range, quint64 number);
    void goOnInMemory();

    // The form of an entry with one caller, whose verdict is the error.
    static QByteArray bytesOf(const DustRejection &rejection);
    static DustResult<DustRejection> rejectionFrom(quint64 number, const QByteArray &bytes);

    std::shared_ptr<DustStorage> storage;
    std::shared_ptr<DustStorage> memory; // where the storage failed
    std::vector<Request> journal; // of this run
    std::optional<std::pair<quint64, QString>>
            newSeq; // and op id, kept at the end of this run, which may bring many
    Range entries{ entryNumbers(), {}, {} };
    Range rejections{ rejectionNumbers(), {}, {} };

private:
    DustResult<void> claim(const QByteArray &identity);
    DustResult<void> loadEntries(Content *content);
    DustResult<void> loadRejections(Content *content);
    void tell(Range &range, const Bounds &bounds);
};

#endif // DUSTREPLICACACHEDATA_P_H
