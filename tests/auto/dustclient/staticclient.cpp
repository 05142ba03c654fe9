// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// An application whose client is a static object, which lives longer than Qt SQL's own static
// objects, and than the application unless that is never destroyed: staticclient URL [forever]

#include <DustClient>
#include <DustStore>

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    auto *application = new QCoreApplication(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    static DustClient client(QUrl(arguments.value(1)));
    client.store(u"acme/main"_s)->put(u"a"_s, 1).then([](const DustResult<DustReceipt> &written) {
        QCoreApplication::exit(written ? 0 : 1);
    });
    const int code = QCoreApplication::exec();
    if (arguments.size() < 3)
        delete application;
    return code;
}
