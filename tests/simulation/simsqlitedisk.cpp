// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "simsqlitedisk.h"

#include "dustsqlitefile.h"

using namespace Qt::StringLiterals;

DustResult<DustStorageContent> SimSqliteDisk::read()
{
    m_storage.reset();
    m_file.reset();
    const auto file = DustSqliteFile::open(m_folder.filePath(u"cache.dust"_s), {});
    if (!file)
        return file.error();
    m_file = *file;
    const auto storage = m_file->storage(u"acme/main"_s);
    if (!storage)
        return storage.error();
    m_storage = *storage;
    DustStorageContent content;
    m_storage->rows().scan({}, {}, [&content](const DustRow &row) {
        content.rows.insert(DustRow::create(row.path(), row.stored()));
        return true;
    });
    for (const QByteArray &key : std::as_const(m_keys)) {
        if (const QByteArray value = m_storage->meta(key); !value.isEmpty())
            content.meta.insert(key, value);
    }
    return content;
}

DustResult<void> SimSqliteDisk::keep(const DustTransaction &transaction)
{
    return m_storage->transaction([&]() -> DustResult<void> {
        for (const DustTransaction::RowChange &change : transaction.rows) {
            if (change.after)
                m_storage->put(change.path().toByteArray(), change.after->stored());
            else
                m_storage->erase(change.path().toByteArray());
        }
        for (const DustTransaction::MetaChange &change : transaction.meta) {
            m_keys.insert(change.key);
            m_storage->setMeta(change.key, change.after);
        }
        return {};
    });
}
