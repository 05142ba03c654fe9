// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusthandshake_p.h"

#include "dustchannelconnection_p.h"
#include "dustchannelframe_p.h"
#include "dustpercent_p.h"

#include <QtCore/QUrl>

using namespace Qt::StringLiterals;

namespace {

constexpr int LowestCapver = 3;

std::optional<QString> decoded(QByteArray text)
{
    const auto bytes = DustPercent::decoded(text.replace('+', ' '));
    if (!bytes || !QByteArrayView(*bytes).isValidUtf8())
        return std::nullopt;
    return QString::fromUtf8(*bytes);
}

// What a URL may hold as it is: everything else has another reading in QUrl.
bool isPlain(const QByteArray &target)
{
    return std::all_of(target.cbegin(), target.cend(),
                       [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
}

// A page of another site must not use the socket with what its visitor may do.
bool isFromHere(const DustServerRequest &request)
{
    const QByteArray here = request.header("host");
    for (const auto &[name, value] : request.headers) {
        if (name != "origin")
            continue;
        const QString origin = QUrl::fromEncoded(value, QUrl::StrictMode).host();
        if (origin.isEmpty() || origin != QUrl::fromEncoded("http://" + here).host())
            return false;
    }
    return true;
}

} // namespace

std::optional<DustHandshakeParameters> DustHandshakeParameters::of(const QByteArray &query)
{
    DustHandshakeParameters parameters;
    const QList<QByteArray> pairs = query.split('&');
    for (const QByteArray &pair : pairs) {
        const qsizetype equals = pair.indexOf('=');
        const auto name = decoded(pair.left(equals));
        const auto value = decoded(equals < 0 ? QByteArray() : pair.mid(equals + 1));
        if (!name || !value)
            return std::nullopt;
        if (*name == u"token"_s)
            parameters.token = *value;
        else if (*name == u"device_id"_s)
            parameters.deviceId = *value;
        else if (*name == u"vsn"_s)
            parameters.vsn = *value;
        else if (*name == u"capver"_s)
            parameters.capver = value->toInt();
    }
    return parameters;
}

bool DustHandshake::isAllowed(const DustServerRequest &request, const DustServerContext &context)
{
    const qsizetype question = request.target.indexOf('?');
    if (question < 0 || request.target.first(question) != "/ws/sync/websocket")
        return false;
    if (request.method != "GET" || !isPlain(request.target) || !isFromHere(request))
        return false;
    const auto parameters = DustHandshakeParameters::of(request.target.mid(question + 1));
    return parameters && context.tokens.find(parameters->token) && !parameters->deviceId.isEmpty()
            && parameters->capver >= LowestCapver
            && DustChannelFrame::serializerOf(parameters->vsn);
}
