// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// inspect: a program of its own, since it has windows.

#include "dustcommand.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>
#include <QtCore/QTimer>

using namespace Qt::StringLiterals;

namespace {

// Beside this program, or in PATH.
QString inspector()
{
    const QString name = u"dust-inspect"_s;
    const QString here = QStandardPaths::findExecutable(name,
                                                        { QCoreApplication::applicationDirPath() });
    return here.isEmpty() ? QStandardPaths::findExecutable(name) : here;
}

// The token too: what is on a command line, others can read.
QProcessEnvironment environmentOf(const DustConfiguration &configuration)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"DUST_URL"_s, configuration.url.toString());
    environment.insert(u"DUST_STORE"_s, configuration.store);
    environment.remove(u"DUST_TOKEN"_s);
    if (!configuration.token.isEmpty())
        environment.insert(u"DUST_TOKEN"_s, configuration.token);
    return environment;
}

void failTo(DustOutput *output, const QString &message)
{
    output->error(DustError(DustError::NotSupported, message));
    QTimer::singleShot(0, qApp, [] { QCoreApplication::exit(int(DustExit::Failed)); });
}

void inspect(const DustConfiguration &configuration, const DustArguments &arguments,
             DustOutput *output)
{
    const QString program = inspector();
    if (program.isEmpty())
        return failTo(
                output,
                u"dust-inspect is neither beside dust nor in PATH: install the package dustecto-inspector, or build the target dust-inspect."_s);
    QStringList options;
    if (configuration.allowInsecure)
        options.append(u"--allow-insecure"_s);
    if (arguments.count() > 0)
        options.append(u"--pattern="_s + arguments.at(0));
    if (arguments.has(u"screenshot"_s))
        options.append(u"--screenshot="_s + arguments.text(u"screenshot"_s));
    if (arguments.has(u"dark"_s))
        options.append(u"--dark"_s);
    auto *process = new QProcess(qApp);
    process->setProcessEnvironment(environmentOf(configuration));
    process->setProcessChannelMode(QProcess::ForwardedChannels);
    process->setInputChannelMode(QProcess::ForwardedInputChannel);
    QObject::connect(process, &QProcess::finished, qApp, [](int code, QProcess::ExitStatus status) {
        QCoreApplication::exit(status == QProcess::NormalExit ? code : int(DustExit::Failed));
    });
    QObject::connect(
            process, &QProcess::errorOccurred, qApp,
            [process, output](QProcess::ProcessError error) {
                if (error == QProcess::FailedToStart)
                    failTo(output,
                           u"dust-inspect could not be started: %1."_s.arg(process->errorString()));
            });
    process->start(program, options);
}

} // namespace

QList<DustCommand> DustCommands::inspecting()
{
    return { { u"inspect"_s,
               u"[PATTERN]"_s,
               u"Opens a window that looks into the store."_s,
               0,
               1,
               { { u"screenshot"_s, u"Saves a picture of it, without a display, and ends."_s,
                   u"FILE"_s },
                 { u"dark"_s, u"Uses dark colours."_s } },
               nullptr,
               inspect } };
}
