// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// watch.

#include "dustcommand.h"

using namespace Qt::StringLiterals;

namespace {

void watch(DustSession *session, const DustArguments &arguments)
{
    const auto count = arguments.number(u"count"_s, 0);
    if (!count)
        return session->fail(count.error());
    DustSubscribeOptions options;
    options.setIncludeCurrent(arguments.has(u"include-current"_s));
    options.setResyncRequired([session] {
        session->fail(
                DustError(DustError::Indeterminate,
                          u"More happened than could be printed: read again, and watch anew."_s));
    });
    const auto told = [session, count = *count, left = *count](const DustEvent &event) mutable {
        if (count > 0 && left == 0)
            return; // what came in the same turn is told all the same
        session->output().event(event);
        if (left > 0 && --left == 0)
            session->end();
    };
    const QString pattern = arguments.count() == 0 ? u"**"_s : arguments.at(0);
    session->then(session->store()->subscribe(pattern, session, told, options),
                  [session](const DustSubscription &) { session->follow(); });
}

} // namespace

QList<DustCommand> DustCommands::watching()
{
    return { { u"watch"_s,
               u"[PATTERN]"_s,
               u"Prints every operation that matches, a line of JSON each, until it is stopped."_s,
               0,
               1,
               { { u"include-current"_s, u"Begins with what is there already."_s },
                 { u"count"_s, u"Ends after so many."_s, u"N"_s } },
               watch } };
}
