// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef LINK_H
#define LINK_H

#include <DustChangeset>
#include <DustSchema>

// A record of the application that is tested.
class Link
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_REQUIRED("slug title")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)

public:
    QString slug;
    QString title;

    Q_INVOKABLE static DustChangeset changeset(const Link &link, const QVariantMap &params)
    {
        return DustChangeset::cast(link, params, { "slug", "title" }).validateRequired();
    }
};

#endif // LINK_H
