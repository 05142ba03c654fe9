// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrestrouter_p.h"

#include "dustrestanswers_p.h"
#include "dustrestcall_p.h"
#include "dustresthandlers_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

using Scope = QString (*)();

struct Row
{
    QByteArrayView method;
    void (*handle)(const DustRestCall &);
    DustRateLimiter::Kind kind = DustRateLimiter::Read;
    Scope scope = nullptr; // null: nobody needs a token
};

struct Route
{
    QList<Row> rows; // none: there is no such route
    bool namesStore = false;
};

Row get(void (*handle)(const DustRestCall &), Scope scope)
{
    return { "GET", handle, DustRateLimiter::Read, scope };
}

Row write(QByteArrayView method, void (*handle)(const DustRestCall &))
{
    return { method, handle, DustRateLimiter::Write, &DustServerToken::entriesWrite };
}

QList<Row> entryRows(const QList<QByteArray> &rest)
{
    QList<Row> rows{ get(DustRest::getEntry, &DustServerToken::entriesRead),
                     write("PUT", DustRest::putEntry), write("DELETE", DustRest::deleteEntry) };
    // These two names are entries as well; nobody posts to an entry.
    if (rest.size() == 1 && rest.first() == "batch")
        rows.append({ "POST", DustRest::readBatch, DustRateLimiter::Write,
                      &DustServerToken::entriesRead });
    if (rest.size() == 1 && rest.first() == "batch_write")
        rows.append(write("POST", DustRest::writeBatch));
    return rows;
}

QList<Row> storeRows(const QList<QByteArray> &rest)
{
    if (rest.size() == 1 && (rest.first() == "subscribe" || rest.first() == "watch"))
        return { get(DustRest::upgradeRequired, &DustServerToken::entriesRead) };
    if (rest.isEmpty() || rest.first() != "entries")
        return {};
    if (rest.size() == 1)
        return { get(DustRest::listEntries, &DustServerToken::entriesRead),
                 write("POST", DustRest::postToEntries),
                 write("DELETE", DustRest::deleteFromEntries) };
    return entryRows(rest.sliced(1));
}

Route routeOf(const QList<QByteArray> &pieces)
{
    constexpr qsizetype StorePieces = 4; // api/stores/{org}/{store}
    if (pieces.size() == 1 && pieces.first() == "healthz")
        return { { get(DustRest::health, nullptr) } };
    if (pieces.size() < 3 || pieces.first() != "api")
        return {};
    if (pieces.size() == 3 && pieces.at(1) == "files")
        return { { get(DustRest::getFile, &DustServerToken::filesRead) } };
    if (pieces.size() > StorePieces && pieces.at(1) == "stores")
        return { storeRows(pieces.sliced(StorePieces)), true };
    return {};
}

DustServerAnswer wrongMethod(const QList<Row> &rows)
{
    DustServerAnswer answer = DustRestAnswers::named(405, "method_not_allowed");
    QByteArray allowed;
    for (const Row &row : rows) {
        allowed.append(allowed.isEmpty() ? "" : ", ").append(row.method);
        if (row.method == "GET")
            allowed.append(", HEAD");
    }
    answer.headers.emplaceBack("Allow", allowed);
    return answer;
}

DustTokenTable::Pointer tokenOf(const DustServerRequest &request, const DustTokenTable &tokens)
{
    constexpr QByteArrayView Scheme = "bearer ";
    const QByteArray header = request.header("authorization");
    if (header.first(qMin(header.size(), Scheme.size())).toLower() != Scheme)
        return nullptr;
    const QByteArray secret = header.sliced(Scheme.size()).trimmed();
    return secret.isEmpty() ? nullptr : tokens.find(QString::fromUtf8(secret));
}

DustServerAnswer unauthorized()
{
    DustServerAnswer answer = DustRestAnswers::named(401, "unauthorized");
    answer.headers.emplaceBack("WWW-Authenticate", "Bearer");
    return answer;
}

// From here on every answer tells how much is left.
void addRate(DustRestCall *call, const DustRateLimiter::Verdict &rate)
{
    if (rate.limit == 0)
        return;
    call->answer = [rate, next = call->answer](const DustServerAnswer &answer) {
        DustServerAnswer counted = answer;
        counted.headers.emplaceBack("X-RateLimit-Limit", QByteArray::number(rate.limit));
        counted.headers.emplaceBack("X-RateLimit-Remaining", QByteArray::number(rate.remaining));
        counted.headers.emplaceBack("X-RateLimit-Reset", QByteArray::number(rate.reset));
        next(counted);
    };
}

DustServerAnswer rateLimited(const DustRateLimiter::Verdict &rate)
{
    DustServerAnswer answer = DustRestAnswers::named(429, "rate_limited");
    answer.headers.emplaceBack("Retry-After", QByteArray::number(rate.reset));
    return answer;
}

// Nothing when the call may go on.
std::optional<DustServerAnswer> storeRefusal(DustRestCall *call, const Row &row)
{
    const QList<QByteArray> &pieces = call->target.pieces();
    const QString name = QString::fromUtf8(pieces.at(2) + '/' + pieces.at(3));
    call->store = call->context->store(name);
    if (!call->store)
        return DustRestAnswers::named(404, "not_found");
    if (!call->token->mayOpen(call->store->name()))
        return DustRestAnswers::named(403, "forbidden");
    if (row.scope == &DustServerToken::entriesWrite && call->store->isArchived())
        return DustRestAnswers::named(403, "store_archived");
    return std::nullopt;
}

// What the head of a request says; a refusal leaves the rest empty.
struct Match
{
    std::optional<DustServerAnswer> refusal;
    DustRestTarget target;
    Row row = {};
    bool namesStore = false;
    DustTokenTable::Pointer token; // null where none is needed
};

Match matchOf(const DustServerRequest &request, const DustTokenTable &tokens)
{
    Match match;
    const auto target = DustRestTarget::parse(request.target);
    if (!target) {
        match.refusal = DustRestAnswers::of(target.error());
        return match;
    }
    const Route route = routeOf(target->pieces());
    if (route.rows.isEmpty()) {
        match.refusal = DustRestAnswers::unknownRoute();
        return match;
    }
    const QByteArray method = request.method == "HEAD" ? QByteArray("GET") : request.method;
    const auto row = std::find_if(route.rows.cbegin(), route.rows.cend(),
                                  [&](const Row &one) { return one.method == method; });
    if (row == route.rows.cend()) {
        match.refusal = wrongMethod(route.rows);
        return match;
    }
    match.token = row->scope ? tokenOf(request, tokens) : nullptr;
    if (row->scope && !match.token) {
        match.refusal = unauthorized();
        return match;
    }
    match.target = *target;
    match.row = *row;
    match.namesStore = route.namesStore;
    return match;
}

// Nothing when the call may go on.
std::optional<DustServerAnswer> refusal(DustRestCall *call, const Row &row, bool namesStore)
{
    if (!row.scope)
        return std::nullopt;
    const auto rate = call->context->take(*call->token, row.kind);
    addRate(call, rate);
    if (!rate.isAllowed)
        return rateLimited(rate);
    if (!call->token->may(row.scope()))
        return DustRestAnswers::named(403, "forbidden");
    return namesStore ? storeRefusal(call, row) : std::nullopt;
}

} // namespace

std::optional<DustServerAnswer> DustRestRouter::refusalByHead(
        const DustServerRequest &request) const
{
    return matchOf(request, m_context->tokens).refusal;
}

void DustRestRouter::handle(const DustServerRequest &request, bool isEncrypted,
                            const Answer &answer) const
{
    const Match match = matchOf(request, m_context->tokens);
    if (match.refusal) {
        answer(*match.refusal);
        return;
    }
    DustRestCall call;
    call.request = request;
    call.target = match.target;
    call.context = m_context;
    call.token = match.token;
    call.answer = answer;
    call.isEncrypted = isEncrypted;
    if (const auto refused = refusal(&call, match.row, match.namesStore))
        call.answer(*refused);
    else
        match.row.handle(call);
}
