// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// Another process for the tests of files:
//   storagewriter write FILE        does numbered transactions until it is killed, and writes the
//                                   number of each that was acknowledged to its output (8 bytes)
//   storagewriter hold FILE [USER]  opens the file (as that user), says "open" or the reason why
//                                   not, and keeps it open until its input ends

#include "../shared/storagebackend.h"
#include "numberedwrites.h"

#include <QtCore/QCoreApplication>

#include <cstdio>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

int failed(const DustError &error)
{
    std::fprintf(stderr, "%s\n", qPrintable(error.message()));
    return 1;
}

int writeUntilKilled(const QString &fileName)
{
    const auto file = openSqlite(fileName);
    if (!file)
        return failed(file.error());
    const auto storage = (*file)->storage(u"acme/main"_s);
    if (!storage)
        return failed(storage.error());
    for (quint64 seq = NumberedWrites::lastSeq(**storage) + 1;; ++seq) {
        if (const auto written = NumberedWrites::write(**storage, seq); !written)
            return failed(written.error());
        if (::write(STDOUT_FILENO, &seq, sizeof(seq)) != sizeof(seq))
            return 1;
    }
}

int hold(const QString &fileName, const QString &user)
{
    // Loaded before the right to read it may be lost.
    if (!sqlitePlugin())
        return 1;
    if (!user.isEmpty() && (setgid(user.toUInt()) != 0 || setuid(user.toUInt()) != 0))
        return 1;
    const auto file = openSqlite(fileName);
    std::printf("%s\n", file ? "open" : qPrintable(file.error().reason()));
    std::fflush(stdout);
    while (std::getchar() != EOF) {}
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.value(1) == u"write"_s)
        return writeUntilKilled(arguments.value(2));
    return hold(arguments.value(2), arguments.value(3));
}
