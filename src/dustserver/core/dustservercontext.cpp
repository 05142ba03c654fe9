// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustservercontext_p.h"

#include <QtCore/QDateTime>

using namespace Qt::StringLiterals;

DustServerStore *DustServerContext::store(const QString &name) const
{
    if (const auto found = stores.find(name); found != stores.end())
        return found->second.get();
    for (const auto &[key, store] : stores) {
        if (store->uuid() == name)
            return store.get();
    }
    return nullptr;
}

DustRateLimiter::Verdict DustServerContext::take(const DustServerToken &token,
                                                 DustRateLimiter::Kind kind)
{
    const int limit = kind == DustRateLimiter::Read ? settings.readsPerMinute
                                                    : settings.writesPerMinute;
    return limiter.take(token.digest(), kind, limit, settings.now().unix);
}

DustResult<DustValue> DustServerContext::putFile(const QByteArray &content, const QString &fileName,
                                                 const QString &contentType)
{
    const auto hash = blobs.put(content);
    if (!hash)
        return hash.error();
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(settings.now().unix, Qt::UTC);
    return DustValue(DustObject{
            { u"_type"_s, u"file"_s },
            { u"hash"_s, *hash },
            { u"size"_s, qint64(content.size()) },
            { u"content_type"_s, contentType },
            { u"filename"_s, fileName },
            { u"uploaded_at"_s, now.toString(Qt::ISODateWithMs) },
    });
}
