// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustdprogram.h"
#include "dustdsignals.h"

#include <QtCore/QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace {

enum ExitCode { Stopped = 0, Failed = 1, WrongOption = 2 };

int fail(const DustError &error, ExitCode code)
{
    const QString hint = code == WrongOption ? u" See dustd --help."_s : QString();
    std::fprintf(stderr, "dustd: %s%s\n", qUtf8Printable(error.message()), qUtf8Printable(hint));
    return code;
}

// Every connection is an open file, and stores need some as well.
int allowManyConnections()
{
    constexpr rlim_t Most = 10'000;
    constexpr rlim_t Reserve = 64;
    rlimit limit = {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return int(Most);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return int(std::clamp(limit.rlim_cur, Reserve + 1, Most + Reserve) - Reserve);
}

// A store that is named wrongly, or only for a token, is the fault of who typed it.
ExitCode codeOf(const DustError &error)
{
    const bool isTyped = error.reason() == u"invalid_store_name"_s || error.reason() == u"usage"_s;
    return isTyped ? WrongOption : Failed;
}

} // namespace

int main(int argc, char **argv)
{
    // Qt's own event loop: glib's wakes itself up whenever a socket wants to write, and when it no longer does.
    if (!qEnvironmentVariableIsSet("QT_NO_GLIB"))
        qputenv("QT_NO_GLIB", "1");
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"dustd"_s);
    const auto options = DustdOptions::parse(QCoreApplication::arguments());
    if (!options)
        return fail(options.error(), WrongOption);
    if (options->onlyHelps) {
        std::fputs(qUtf8Printable(options->text), stdout);
        return Stopped;
    }
    const DustdSignals stopSignals;
    DustdProgram program(*options, allowManyConnections());
    QObject::connect(&stopSignals, &DustdSignals::stopRequested, &program, &DustdProgram::stop);
    if (const auto started = program.start(); !started)
        return fail(started.error(), codeOf(started.error()));
    return QCoreApplication::exec();
}
