// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTHTTPROUTES_P_H
#define DUSTHTTPROUTES_P_H

#include "dusthttprequest_p.h"
#include "dustoperation.h"
#include "dustquery.h"

// The requests of PROTOCOL §3 to one store.
class DustHttpRoutes
{
public:
    explicit DustHttpRoutes(const QString &storeName);

    // "." and ".." are taken for steps in the tree of URLs, by QUrl and by every proxy, encoded or
    // not, and Qt loses some other segments that begin with a dot: such a path travels in a query or
    // in a body instead.
    static bool fitsInUrl(const DustPath &path);
    static DustResult<void> checkStoreName(const QString &storeName);

    DustHttpRequest get(const DustPath &path) const;
    DustHttpRequest head(const DustPath &path) const;
    DustHttpRequest list(const DustQuery &query) const;
    DustHttpRequest batch(const QList<DustPath> &paths) const;
    static DustHttpRequest file(const QString &hash);
    // One set or delete, with its preconditions.
    DustHttpRequest write(const DustOperation &operation) const;
    // The same for a set if_absent of a path that does not fit in a URL.
    DustHttpRequest post(const DustOperation &operation) const;
    DustHttpRequest batchWrite(const QList<DustOperation> &operations,
                               const QString &requestId) const;

private:
    DustHttpRequest request(DustHttpRequest::Method method, const QString &what,
                            const DustPath &path) const;

    QByteArray m_entries; // "/api/stores/acme/main/entries"
};

#endif // DUSTHTTPROUTES_P_H
