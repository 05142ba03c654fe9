// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustwriteanswers_p.h"

#include "dustrefusal_p.h"
#include "dusttext_p.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 LongestWait = 24 * 60 * 60 * 1000; // milliseconds: nobody means more

struct Answer
{
    QStringView reason;
    DustError::Kind kind;
    QStringView saying; // after "The set of "a/b" "
};

constexpr QStringView BadPath =
        u"has a path, or the key of a fence, that the server does not take: write to another one.";
constexpr QStringView BadValue = u"has a value that the server does not take, for this operation "
                                 u"or at all: write another one.";
constexpr QStringView BadPrecondition =
        u"has a precondition that the server does not take: give if_match a revision that was "
        u"read, or if_absent, and not both.";
constexpr QStringView NothingToRollBack = u"was refused: the server keeps no log of what is to be "
                                          u"rolled back. Write what should be there.";

constexpr auto Answers = std::to_array<Answer>({
        { u"conflict", DustError::Conflict,
          u"was refused: the leaf is not at that revision. Read it again and decide anew." },
        { u"exists", DustError::Exists,
          u"was refused: there is a leaf already. Read it and decide anew." },
        { u"held", DustError::Held,
          u"was refused: the lease is held. Wait until it ends, or renew it if it is your own." },
        { u"occupied", DustError::Occupied,
          u"was refused: a value that is no lease lives there. Choose another path for the "
          u"lease." },
        { u"not_held", DustError::NotHeld,
          u"was refused: the lease is not held with this token. Acquire it again." },
        { u"fenced", DustError::Fenced,
          u"is fenced off: the lease of its fence has expired or belongs to another token. Acquire "
          u"it again before writing." },
        { u"missing_scope", DustError::MissingScope,
          u"was refused: the token lacks a scope. Set a token that has it." },
        { u"store_not_allowed", DustError::StoreNotAllowed,
          u"was refused: the token is not for this store. Set one that is." },
        { u"store_archived", DustError::StoreNotAllowed,
          u"was refused: the store is archived. Bring it back, or write to another one." },
        { u"unauthorized", DustError::Unauthorized,
          u"was refused: the token is missing, wrong or expired. Set a fresh one." },
        { u"rate_limited", DustError::RateLimited,
          u"was refused: there were too many requests. Wait for the next minute." },
        { u"limit_exceeded", DustError::LimitExceeded,
          u"was refused: a limit of the account is reached. Delete something, or raise the "
          u"limit." },
        { u"row_too_large", DustError::LimitExceeded,
          u"is larger than the server can keep: write less at once." },
        { u"value_too_large", DustError::LimitExceeded,
          u"is larger than the server can keep: write less at once." },
        { u"capver_mismatch", DustError::NotSupported,
          u"was refused: the server wants another version of the protocol. Update this program, or "
          u"the server." },
        { u"invalid op", DustError::InvalidParams,
          u"is an operation that the server does not know: use another one, or update the "
          u"server." },
        { u"if_match_unsupported_op", DustError::InvalidParams,
          u"cannot have if_match: only set and delete can." },
        { u"if_match_multi_leaf", DustError::InvalidParams,
          u"cannot have if_match, since an object becomes many leaves: set each leaf with its own "
          u"revision in one batch." },
        { u"if_absent_unsupported_op", DustError::InvalidParams,
          u"cannot have if_absent: only set can." },
        { u"if_absent_multi_leaf", DustError::InvalidParams,
          u"cannot have if_absent, since an object becomes many leaves: guard one leaf of it." },
        { u"invalid_precondition", DustError::InvalidParams, BadPrecondition },
        { u"missing_client_op_id", DustError::InvalidParams,
          u"has no client op id: give it one that no other write has." },
        { u"invalid_client_op_id", DustError::InvalidParams,
          u"has a client op id that the server does not take: use letters and digits." },
        { u"invalid_lease_op", DustError::InvalidParams,
          u"needs a holder or a token, and a time to live of at least one millisecond." },
        { u"merge_requires_map_value", DustError::InvalidParams,
          u"needs an object: use set for any other value." },
        { u"increment_requires_number_value", DustError::InvalidParams, u"needs a number to add." },
        { u"add_requires_value", DustError::InvalidParams, u"needs a member other than null." },
        { u"remove_requires_value", DustError::InvalidParams, u"needs a member other than null." },
        { u"not_a_number", DustError::InvalidParams,
          u"meets a value that is not a number: set it to one first, or count at another path." },
        { u"not_a_list", DustError::InvalidParams,
          u"meets a value that is not a list: set it to one first, or use another path." },
        { u"invalid_base64", DustError::InvalidParams,
          u"has a content that the server cannot decode: send the file again." },
        { u"empty_path", DustError::InvalidParams, BadPath },
        { u"empty_segment", DustError::InvalidParams, BadPath },
        { u"invalid_escape", DustError::InvalidParams, BadPath },
        { u"wildcard_many_not_tail", DustError::InvalidParams, BadPath },
        { u"missing_path", DustError::InvalidParams, BadPath },
        { u"not_a_string", DustError::InvalidParams, BadPath },
        { u"invalid_path", DustError::InvalidParams, BadPath },
        { u"path_too_long", DustError::InvalidParams, BadPath },
        { u"invalid_unicode", DustError::InvalidParams, BadValue },
        { u"invalid_value", DustError::InvalidParams, BadValue },
        { u"number_out_of_range", DustError::InvalidParams, BadValue },
        { u"depth", DustError::InvalidParams, BadValue },
        { u"reserved_key", DustError::InvalidParams, BadValue },
        { u"invalid_decimal", DustError::InvalidParams, BadValue },
        { u"invalid_datetime", DustError::InvalidParams, BadValue },
        { u"invalid_file_reference", DustError::InvalidParams, BadValue },
        { u"invalid_params", DustError::InvalidParams, BadValue },
        { u"beyond_retention", DustError::InvalidParams, NothingToRollBack },
        { u"no_ops", DustError::InvalidParams, NothingToRollBack },
});

template<qsizetype N>
bool isOneOf(const QString &reason, const QStringView (&reasons)[N])
{
    return std::find(std::begin(reasons), std::end(reasons), reason) != std::end(reasons);
}

// As much of the server's words as anybody reads.
QString text(const DustObject &response, const QString &key)
{
    constexpr qsizetype Longest = 1000;
    return response.value(key).toString().left(Longest);
}

QString unavailable()
{
    return u"writer_unavailable"_s;
}

DustError undecided(const DustOperation &operation, const QString &reason, const QString &problem)
{
    return DustRefusal::of(
            operation, DustError::Indeterminate, reason,
            u"may have been carried out, or not: %1. Read what is there before writing again."_s
                    .arg(problem));
}

// What of the response makes the saying more precise.
QString furtherSaying(const Answer &answer, const DustObject &response)
{
    if (answer.kind == DustError::MissingScope && !text(response, u"scope"_s).isEmpty())
        return u" The scope is %1."_s.arg(DustText::quoted(text(response, u"scope"_s)));
    if (answer.kind == DustError::LimitExceeded && !text(response, u"dimension"_s).isEmpty())
        return u" It is that of %1."_s.arg(DustText::quoted(text(response, u"dimension"_s)));
    return {};
}

DustError known(const DustOperation &operation, const Answer &answer, const DustObject &response)
{
    QString saying = answer.saying.toString() + furtherSaying(answer, response);
    QString told = text(response, u"message"_s);
    if (told.isEmpty())
        told = text(response, u"detail"_s);
    if (!told.isEmpty())
        saying += u" The server says "_s + DustText::quoted(told) + u'.';
    DustError error = DustRefusal::of(operation, answer.kind, answer.reason.toString(), saying);
    if (!told.isEmpty())
        error = error.with(u"detail"_s, told);
    if (const auto fence = operation.fence(); fence && answer.kind == DustError::Fenced)
        error = error.with(u"fence_key"_s, fence->key.toString());
    return error;
}

DustError verdict(const DustOperation &operation, const DustObject &response)
{
    QString reason = text(response, u"reason"_s);
    for (const QString &key : { u"reason"_s, u"message"_s, u"detail"_s }) {
        if (response.value(key).toString().contains(unavailable()))
            return undecided(operation, unavailable(),
                             u"the server's writer did not answer in time"_s);
    }
    if (reason.isEmpty())
        return undecided(operation, u"no_reason"_s,
                         u"the server said no, and nothing that can be read about why"_s);
    if (reason.startsWith(u':'))
        reason.remove(0, 1); // ":invalid_lease_op", sic
    const auto answer = std::find_if(
            Answers.begin(), Answers.end(),
            [&reason](const Answer &known) { return known.reason == reason; });
    if (answer != Answers.end())
        return known(operation, *answer, response);
    return undecided(
            operation, reason,
            u"the server says %1, which is not known here"_s.arg(DustText::quoted(reason)));
}

// Whether the error says for certain that the write never left.
bool neverLeft(const DustError &error)
{
    return error.isRetryable()
            && isOneOf(error.reason(),
                       { u"not_sent", u"certificate", u"connect_timeout", u"not_joined",
                         u"unreachable", u"handshake_refused" });
}

// What stands between, or lost its place in what it read, refused a request and not the write in it: a
// Dust server that means the write says why.
bool isOfTheWay(const DustError &error)
{
    return error.httpStatus() == 408
            || (error.httpStatus() == 400 && isOneOf(error.reason(), { u"", u"bad_request" }));
}

// Limits that time does not lift: those of one request or one row.
bool isTooLarge(const DustError &error)
{
    return isOneOf(error.reason(),
                   { u"too_many_operations", u"url_too_long", u"body_too_large",
                     u"message_too_large", u"row_too_large", u"value_too_large" });
}

} // namespace

DustError DustWriteAnswers::errorOf(const DustOperation &operation, const DustObject &response)
{
    DustError error = verdict(operation, response);
    for (const QString &key : { u"scope"_s, u"dimension"_s, u"op"_s }) {
        if (const QString said = text(response, key); !said.isEmpty())
            error = error.with(key, said);
    }
    for (const QString &key : { u"current"_s, u"limit"_s }) {
        if (const DustValue said = response.value(key); said.isNumber())
            error = error.with(key, said.toVariant());
    }
    if (const DustValue revision = response.value(u"current_revision"_s); revision.isInteger())
        error = error.with(u"current_revision"_s, revision.toUnsignedInteger());
    if (const qint64 milliseconds = waitIn(response); milliseconds > 0) {
        error = error.with(u"retry_after_ms"_s, milliseconds)
                        .with(u"retry_after"_s, int((milliseconds + 999) / 1000));
    }
    return error;
}

qint64 DustWriteAnswers::waitIn(const DustObject &response)
{
    const double wait = response.value(u"retry_after_ms"_s).toDouble();
    return wait > 0 ? qint64(std::min(wait, double(LongestWait))) : 0;
}

DustWriteAnswers::Meaning DustWriteAnswers::meaningOf(const DustError &error)
{
    switch (error.kind()) {
    case DustError::Conflict:
    case DustError::Exists:
    case DustError::Held:
    case DustError::Occupied:
    case DustError::NotHeld:
    case DustError::Fenced:
    case DustError::NotFound:
    case DustError::Invalid:
    case DustError::NothingToWrite:
        return Rejected;
    case DustError::InvalidParams:
        // The token was spoilt here: the write can wait for a better one.
        if (isOneOf(error.reason(), { u"invalid_token", u"insecure_url" }))
            return Paused;
        return isOfTheWay(error) ? Unknown : Rejected;
    case DustError::NotSupported:
        // Of the connection, not of the write.
        return error.reason() == u"capver_mismatch"_s ? Paused : Rejected;
    case DustError::LimitExceeded:
        return isTooLarge(error) ? Rejected : Paused;
    case DustError::RateLimited:
    case DustError::Unauthorized:
    case DustError::MissingScope:
    case DustError::StoreNotAllowed:
    case DustError::NotImplemented: // what answered is no Dust server, or none yet
        return Paused;
    case DustError::Network:
        return neverLeft(error) ? Paused : Unknown;
    case DustError::Http:
        return error.reason() == u"redirected"_s ? Paused : Unknown;
    default:
        return Unknown;
    }
}

qint64 DustWriteAnswers::pauseOf(const DustError &error)
{
    const QVariantMap detail = error.detail();
    const auto exact = detail.constFind(u"retry_after_ms"_s);
    const qint64 wait = exact != detail.cend() ? exact->toLongLong()
                                               : qint64(error.retryAfter()) * 1000;
    return qBound(qint64(0), wait, LongestWait);
}
