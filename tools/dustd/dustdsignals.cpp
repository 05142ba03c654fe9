// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustdsignals.h"

#include <QtCore/QSocketNotifier>

#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace {

// A signal handler reaches nothing else.
int ends[2] = { -1, -1 };

void handle(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(ends[0], &byte, sizeof byte);
}

} // namespace

DustdSignals::DustdSignals(QObject *parent) : QObject(parent)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return; // then a signal ends the program as it always does
    auto *notifier = new QSocketNotifier(ends[1], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        [[maybe_unused]] const auto taken = ::read(ends[1], &byte, sizeof byte);
        Q_EMIT stopRequested();
    });
    struct sigaction action = {};
    action.sa_handler = handle;
    action.sa_flags = SA_RESTART;
    for (const int number : { SIGINT, SIGTERM })
        ::sigaction(number, &action, nullptr);
}

DustdSignals::~DustdSignals()
{
    for (const int number : { SIGINT, SIGTERM })
        std::signal(number, SIG_DFL);
    for (int &end : ends) {
        if (end >= 0)
            ::close(end);
        end = -1;
    }
}

#include "moc_dustdsignals.cpp"
