// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusthttproutes_p.h"

#include "dustjson_p.h"
#include "dusttext_p.h"

#include <QtCore/QUrl>

#include <cstring>

using namespace Qt::StringLiterals;

namespace {

constexpr char InPath[] = "!$&'()*,;=:@";
constexpr char InQuery[] = "/*:@!$'(),;";

QByteArray encoded(QByteArrayView bytes, const char *kept)
{
    constexpr char Digits[] = "0123456789ABCDEF";
    QByteArray result;
    result.reserve(bytes.size() + bytes.size() / 4);
    for (const char c : bytes) {
        const bool isUnreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9') || (c != 0 && strchr("-._~", c));
        if (isUnreserved || (c != 0 && strchr(kept, c))) {
            result.append(c);
        } else {
            result.append('%');
            result.append(Digits[uchar(c) >> 4]);
            result.append(Digits[uchar(c) & 0xf]);
        }
    }
    return result;
}

QByteArray encodedPath(const DustPath &path)
{
    return encoded(path.rendered(), "!$&'()*,;=:@/");
}

// By what QNetworkAccessManager does to the path of a URL before it sends it. Besides the steps it
// drops segments such as ".a" (Qt 6.4): the request would be about another path.
bool survivesInUrl(const QByteArray &encodedSegments)
{
    const QByteArray target = "/x/" + encodedSegments;
    return !target.contains("/.")
            || QUrl::fromEncoded(target, QUrl::StrictMode)
                       .toEncoded(QUrl::FullyEncoded | QUrl::NormalizePathSegments)
            == target;
}

void append(QByteArray *target, const char *name, const QString &value)
{
    target->append(target->contains('?') ? '&' : '?').append(name).append('=');
    target->append(encoded(value.toUtf8(), InQuery));
}

void appendOperation(QByteArray *json, const DustOperation &operation)
{
    json->append(R"({"op":)");
    DustJson::appendText(*json, DustOperation::kindName(operation.kind()));
    json->append(R"(,"path":)");
    DustJson::appendText(*json, operation.path().toString());
    if (operation.kind() == DustOperation::Set) {
        json->append(R"(,"value":)");
        DustJson::append(*json, operation.value());
    }
    if (operation.ifMatch())
        json->append(R"(,"if_match":)").append(QByteArray::number(*operation.ifMatch()));
    json->append('}');
}

QString named(const DustQuery &query)
{
    if (!query.isRange())
        return u"The list of %1"_s.arg(DustText::quoted(query.pattern()));
    return u"The range from %1 to %2"_s.arg(DustText::quoted(query.from()),
                                            DustText::quoted(query.to()));
}

} // namespace

DustHttpRoutes::DustHttpRoutes(const QString &storeName)
{
    const qsizetype slash = storeName.indexOf(u'/');
    m_entries = "/api/stores/" + encoded(storeName.left(slash).toUtf8(), InPath) + '/'
            + encoded(storeName.mid(slash + 1).toUtf8(), InPath) + "/entries";
}

bool DustHttpRoutes::fitsInUrl(const DustPath &path)
{
    return survivesInUrl(encodedPath(path));
}

DustResult<void> DustHttpRoutes::checkStoreName(const QString &storeName)
{
    if (survivesInUrl(encoded(storeName.toUtf8(), "/") + "/x"))
        return {};
    return DustError::invalidParams(
            u"invalid_store_name"_s,
            u"The store name %1 cannot be in a URL, where a dot at the beginning of a name means something else."_s
                    .arg(DustText::quoted(storeName)));
}

DustHttpRequest DustHttpRoutes::request(DustHttpRequest::Method method, const QString &what,
                                        const DustPath &path) const
{
    DustHttpRequest request;
    request.method = method;
    request.target = m_entries;
    request.path = path.toString();
    request.subject = u"The %1 of %2"_s.arg(what, DustText::quoted(request.path));
    return request;
}

DustHttpRequest DustHttpRoutes::get(const DustPath &path) const
{
    DustHttpRequest get = request(DustHttpRequest::Get, u"read"_s, path);
    get.target += '/' + encodedPath(path);
    return get;
}

DustHttpRequest DustHttpRoutes::head(const DustPath &path) const
{
    DustHttpRequest head = get(path);
    head.method = DustHttpRequest::Head;
    return head;
}

DustHttpRequest DustHttpRoutes::list(const DustQuery &query) const
{
    DustHttpRequest list;
    list.subject = named(query);
    list.path = query.isRange() ? query.from() : query.pattern();
    list.target = m_entries;
    if (query.isRange()) {
        append(&list.target, "from", query.from());
        if (!query.to().isEmpty())
            append(&list.target, "to", query.to());
    } else {
        append(&list.target, "pattern", query.pattern());
    }
    append(&list.target, "limit", QString::number(query.limit()));
    if (!query.after().isEmpty())
        append(&list.target, "after", query.after());
    if (query.order() == DustQuery::Descending)
        append(&list.target, "order", u"desc"_s);
    if (query.select() != DustQuery::Entries)
        append(&list.target, "select",
               query.select() == DustQuery::Keys ? u"keys"_s : u"prefixes"_s);
    return list;
}

DustHttpRequest DustHttpRoutes::batch(const QList<DustPath> &paths) const
{
    DustHttpRequest batch;
    batch.method = DustHttpRequest::Post;
    batch.subject = u"The read of %1 paths"_s.arg(paths.size());
    batch.target = m_entries + "/batch";
    batch.body = R"({"paths":)";
    char before = '[';
    for (const DustPath &path : paths) {
        batch.body.append(before);
        DustJson::appendText(batch.body, path.toString());
        before = ',';
    }
    batch.body.append("]}");
    return batch;
}

DustHttpRequest DustHttpRoutes::file(const QString &hash)
{
    DustHttpRequest file;
    file.subject = u"The file %1"_s.arg(DustText::quoted(hash));
    file.path = hash;
    file.target = "/api/files/" + encoded(hash.toUtf8(), InPath);
    file.isFile = true;
    file.isLong = true;
    return file;
}

DustHttpRequest DustHttpRoutes::write(const DustOperation &operation) const
{
    const bool isSet = operation.kind() == DustOperation::Set;
    DustHttpRequest write = request(isSet ? DustHttpRequest::Put : DustHttpRequest::Delete,
                                    DustOperation::kindName(operation.kind()), operation.path());
    write.isWrite = true;
    write.target = get(operation.path()).target;
    if (isSet)
        DustJson::append(write.body, operation.value());
    write.ifMatch = operation.ifMatch().value_or(0);
    write.ifAbsent = operation.ifAbsent();
    write.id = operation.clientOpId().toUtf8();
    return write;
}

DustHttpRequest DustHttpRoutes::post(const DustOperation &operation) const
{
    DustHttpRequest post = request(DustHttpRequest::Post, u"set"_s, operation.path());
    post.isWrite = true;
    post.ifAbsent = true;
    post.id = operation.clientOpId().toUtf8();
    post.body = R"({"path":)";
    DustJson::appendText(post.body, operation.path().toString());
    post.body += R"(,"value":)";
    DustJson::append(post.body, operation.value());
    post.body += R"(,"if_absent":true})";
    return post;
}

DustHttpRequest DustHttpRoutes::batchWrite(const QList<DustOperation> &operations,
                                           const QString &requestId) const
{
    DustHttpRequest batch;
    batch.method = DustHttpRequest::Post;
    batch.isWrite = true;
    batch.subject = u"The batch of %1 operations"_s.arg(operations.size());
    batch.target = m_entries + "/batch_write";
    batch.id = requestId.toUtf8();
    batch.body = R"({"ops":)";
    char before = '[';
    for (const DustOperation &operation : operations) {
        batch.body.append(before);
        appendOperation(&batch.body, operation);
        before = ',';
    }
    batch.body.append("]}");
    return batch;
}
