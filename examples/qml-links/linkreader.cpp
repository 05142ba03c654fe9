// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "linkreader.h"

#include "linkslugs.h"

#include <DustValue>

#include <QtCore/QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

DustError unreadable(const QString &message)
{
    return DustError::invalidParams(u"not_importable"_s, message);
}

// One paragraph of the status file: "Field: value", continued on lines that start with a space.
QHash<QByteArray, QByteArray> packageFields(const QByteArray &paragraph)
{
    QHash<QByteArray, QByteArray> fields;
    for (const QByteArray &line : paragraph.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.at(0) != ' ' && line.at(0) != '\t')
            fields.insert(line.left(colon), line.mid(colon + 1).trimmed());
    }
    return fields;
}

// What is wrong with the types of an item; empty: nothing.
QString mistypedIn(const DustObject &item)
{
    for (const QString &key : { u"slug"_s, u"title"_s, u"url"_s, u"note"_s }) {
        if (const DustValue value = item.value(key); !value.isNull() && !value.isString())
            return u"has a \"%1\" that is not a text"_s.arg(key);
    }
    const DustValue tags = item.value(u"tags"_s);
    const DustArray list = tags.toArray();
    const bool areTexts = std::all_of(list.cbegin(), list.cend(),
                                      [](const DustValue &tag) { return tag.isString(); });
    if (!tags.isNull() && (!tags.isArray() || !areTexts))
        return u"has \"tags\" that are not a list of texts"_s;
    return {};
}

DustResult<Link> linkFromJson(const DustValue &item, qsizetype index)
{
    const auto text = [&](const QString &key) { return item.toObject().value(key).toString(); };
    if (!item.isObject())
        return unreadable(
                u"item %1 is not an object; expected {\"title\": …, \"url\": …}"_s.arg(index + 1));
    if (const QString mistyped = mistypedIn(item.toObject()); !mistyped.isEmpty())
        return unreadable(u"item %1 %2"_s.arg(QString::number(index + 1), mistyped));
    Link link;
    link.title = Link::titleOf(text(u"title"_s));
    link.url = QUrl(text(u"url"_s));
    link.note = text(u"note"_s);
    link.slug = text(u"slug"_s);
    if (link.title.isEmpty())
        return unreadable(u"item %1 has no \"title\""_s.arg(index + 1));
    if (text(u"url"_s).isEmpty())
        return unreadable(u"item %1 has no \"url\""_s.arg(index + 1));
    for (const DustValue &tag : item.toObject().value(u"tags"_s).toArray())
        link.tags.append(tag.toString());
    return link;
}

} // namespace

DustResult<QList<Link>> LinkReader::fromPackages(const QByteArray &catalogue)
{
    QByteArray paragraphs = catalogue;
    paragraphs.replace("\r\n", "\n");
    QList<Link> links;
    LinkSlugs slugs;
    qsizetype packages = 0;
    for (qsizetype start = 0; start < paragraphs.size();) {
        qsizetype end = paragraphs.indexOf("\n\n", start);
        end = end < 0 ? paragraphs.size() : end;
        const auto fields = packageFields(paragraphs.mid(start, end - start));
        start = end + 2;
        packages += fields.contains("Package");
        Link link;
        link.slug = QString::fromUtf8(fields.value("Package"));
        link.title = Link::titleOf(QString::fromUtf8(fields.value("Description")));
        link.url = QUrl(QString::fromUtf8(fields.value("Homepage")));
        if (const QByteArray section = fields.value("Section"); !section.isEmpty())
            link.tags.append(QString::fromUtf8(section));
        const QByteArray status = fields.value("Status", "installed");
        const bool installed = status.mid(status.lastIndexOf(' ') + 1) == "installed";
        if (installed && !link.slug.isEmpty() && !link.title.isEmpty()
            && Link::isWebAddress(link.url) && slugs.claim(link.slug))
            links.append(link);
    }
    if (packages == 0)
        return unreadable(u"this is not a package catalogue: no \"Package:\" line was found"_s);
    return links;
}

DustResult<QList<Link>> LinkReader::fromJson(const QByteArray &json)
{
    const auto parsed = DustValue::fromJson(json);
    if (!parsed)
        return unreadable(u"this is not JSON: %1"_s.arg(parsed.error().message()));
    if (!parsed->isArray())
        return unreadable(u"expected a JSON list of links: [{\"title\": …, \"url\": …}, …]"_s);
    QList<Link> links;
    LinkSlugs slugs;
    for (qsizetype i = 0; i < parsed->toArray().size(); ++i) {
        auto link = linkFromJson(parsed->toArray().at(i), i);
        if (!link)
            return link.error();
        if (link->slug.isEmpty())
            link->slug = slugs.claimFor(link->url);
        else if (!slugs.claim(link->slug))
            return unreadable(u"item %1 repeats the slug \"%2\""_s.arg(i + 1).arg(link->slug));
        links.append(*link);
    }
    return links;
}

DustResult<QList<Link>> LinkReader::fromFile(const QString &fileName)
{
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(u"%1 cannot be read: %2"_s.arg(fileName, file.errorString()));
    QByteArray content = file.readAll();
    if (content.startsWith("\xEF\xBB\xBF")) // a byte order mark
        content.remove(0, 3);
    const QByteArray start = content.left(4096).trimmed();
    auto links = start.startsWith('[') || start.startsWith('{') ? fromJson(content)
            : start.startsWith('<')                             ? fromBookmarks(content)
            : start.contains("Package:")
            ? fromPackages(content)
            : DustResult<QList<Link>>(unreadable(
                    u"expected a browser's bookmark export (HTML), a JSON list of links or a package catalogue"_s));
    if (!links)
        return unreadable(u"%1 was not imported: %2"_s.arg(fileName, links.error().message()));
    return links;
}
