// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustrestanswers_p.h"

#include "dustvalue.h"

#include <QtCore/QLoggingCategory>

using namespace Qt::StringLiterals;

namespace {

using Place = DustRestAnswers::Place;

Q_LOGGING_CATEGORY(serverLog, "dustecto.server")

DustServerAnswer object(int status, DustObject members)
{
    return DustServerAnswer::json(status, DustValue(std::move(members)).toJson());
}

void addPlace(DustObject *members, const DustError &error, Place place)
{
    if (place == DustRestAnswers::Single)
        return;
    members->insert(u"op_index"_s, error.opIndex());
    members->insert(u"path"_s, error.path());
}

DustServerAnswer preconditionFailed(const DustError &error, Place place)
{
    const auto revision = error.currentRevision();
    DustObject members{
        { u"error"_s, error.kind() == DustError::Exists ? u"exists"_s : u"conflict"_s },
        { u"current_revision"_s, revision ? DustValue(*revision) : DustValue() },
    };
    addPlace(&members, error, place);
    return object(412, std::move(members));
}

DustServerAnswer badRequest(const DustError &error, Place place)
{
    DustObject members{
        { u"error"_s, error.reason().isEmpty() ? u"invalid_params"_s : error.reason() },
        { u"detail"_s, error.message() },
    };
    addPlace(&members, error, place);
    return object(400, std::move(members));
}

QByteArrayView refusalName(int status)
{
    switch (status) {
    case 408:
        return "request_timeout";
    case 413:
        return "body_too_large";
    case 414:
        return "url_too_long";
    case 417:
        return "expectation_failed";
    case 426:
        return "upgrade_required";
    case 431:
        return "head_too_large";
    case 501:
        return "not_implemented";
    case 505:
        return "http_version_not_supported";
    default:
        return "bad_request";
    }
}

} // namespace

DustServerAnswer DustRestAnswers::named(int status, QByteArrayView name)
{
    return object(status, { { u"error"_s, QString::fromLatin1(name) } });
}

DustServerAnswer DustRestAnswers::invalidParams(const QString &detail)
{
    return object(400, { { u"error"_s, u"invalid_params"_s }, { u"detail"_s, detail } });
}

DustServerAnswer DustRestAnswers::badJson(const DustError &error)
{
    DustServerAnswer answer = invalidParams(error.message());
    // Numbers and depths that are too much are JSON.
    answer.closes = error.reason() == u"invalid_json"_s || error.reason() == u"invalid_unicode"_s;
    return answer;
}

DustServerAnswer DustRestAnswers::unknownRoute()
{
    return object(404, { { u"errors"_s, DustObject{ { u"detail"_s, u"Not Found"_s } } } });
}

DustServerAnswer DustRestAnswers::refused(int status)
{
    DustServerAnswer answer = named(status, refusalName(status));
    answer.closes = true;
    return answer;
}

DustServerAnswer DustRestAnswers::of(const DustError &error, Place place)
{
    switch (error.kind()) {
    case DustError::Conflict:
    case DustError::Exists:
        return preconditionFailed(error, place);
    case DustError::NotFound:
        return named(404, "not_found");
    case DustError::InvalidParams:
        return badRequest(error, place);
    default:
        qCWarning(serverLog).noquote() << "A request failed:" << error.message();
        return named(500, "internal");
    }
}
