// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchannelrefusal_p.h"

#include "dusttext_p.h"

#include <QtCore/QLoggingCategory>
#include <QtCore/QSet>

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(serverLog, "dustecto.server")

// Those that the protocol names say all there is to say; others come with a message.
bool isNamed(const QString &reason)
{
    static const QSet<QString> named = {
        u"conflict"_s,
        u"exists"_s,
        u"invalid_precondition"_s,
        u"if_match_multi_leaf"_s,
        u"if_match_unsupported_op"_s,
        u"if_absent_multi_leaf"_s,
        u"if_absent_unsupported_op"_s,
        u"held"_s,
        u"occupied"_s,
        u"not_held"_s,
        u"fenced"_s,
        u"invalid op"_s,
        u"empty_path"_s,
        u"empty_segment"_s,
        u"invalid_escape"_s,
        u"missing_path"_s,
        u"not_a_string"_s,
        u"merge_requires_map_value"_s,
        u"increment_requires_number_value"_s,
        u"add_requires_value"_s,
        u"remove_requires_value"_s,
        u"invalid_base64"_s,
        u"invalid_lease_op"_s,
        u"beyond_retention"_s,
        u"no_ops"_s,
    };
    return named.contains(reason);
}

} // namespace

DustObject DustChannelRefusal::because(const QString &reason)
{
    return { { u"reason"_s, reason } };
}

DustObject DustChannelRefusal::missingScope(const QString &scope)
{
    return { { u"reason"_s, u"missing_scope"_s },
             { u"scope"_s, scope },
             { u"message"_s, u"The token lacks the scope %1: use one that has it."_s.arg(scope) } };
}

DustObject DustChannelRefusal::storeNotAllowed(const QString &storeName)
{
    return { { u"reason"_s, u"store_not_allowed"_s },
             { u"message"_s,
               u"The token is not for the store %1: use one that is."_s.arg(
                       DustText::quoted(storeName)) } };
}

DustObject DustChannelRefusal::rateLimited()
{
    // Always a whole minute, however much of it is over (PROTOCOL §3).
    return { { u"reason"_s, u"rate_limited"_s }, { u"retry_after_ms"_s, 60'000 } };
}

DustObject DustChannelRefusal::of(const DustError &error, const DustValue &op)
{
    const QString reason = error.reason();
    if (error.kind() == DustError::Storage) {
        qCWarning(serverLog).noquote() << "A push failed:" << error.message();
        return { { u"reason"_s, reason },
                 { u"message"_s,
                   u"The server could not read or write its storage: its log says why."_s } };
    }
    if (reason == u"invalid_lease_op"_s)
        return because(u':' + reason); // sic
    DustObject response = because(reason);
    if (reason.endsWith("_unsupported_op"_L1))
        response.insert(u"op"_s, op);
    if (!isNamed(reason))
        response.insert(u"message"_s, error.message());
    return response;
}
