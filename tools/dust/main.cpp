// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustcommand.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

int usage(const QString &message)
{
    std::fprintf(stderr, "dust: %s See dust --help.\n", qUtf8Printable(message));
    return int(DustExit::Usage);
}

QString commandsText()
{
    QString text = u"Commands:\n"_s;
    const QList<DustCommand> commands = DustCommand::all();
    for (const DustCommand &command : commands)
        text += u"  %1 %2\n"_s.arg((command.name + u' ' + command.arguments).leftJustified(28),
                                   command.summary);
    return text + u"\ndust COMMAND --help tells more, and man dust all.\n"_s;
}

QList<QCommandLineOption> globalOptions()
{
    return { { u"url"_s,
               u"The store's place: ws:, wss:, http:, https:, file:///… (default: DUST_URL)."_s,
               u"URL"_s },
             { u"store"_s, u"Its name (default: DUST_STORE, else local/main)."_s, u"ORG/NAME"_s },
             { u"config"_s,
               u"A JSON file with url, store and token (default: %1)."_s.arg(
                       DustConfiguration::defaultFile()),
               u"FILE"_s },
             { u"allow-insecure"_s, u"Shows a token to a plain ws: or http: server elsewhere."_s },
             { u"timeout"_s, u"Waits so long for a server (default: 15)."_s, u"SECONDS"_s },
             { u"json"_s, u"Prints JSON, a line for each thing."_s },
             { { u"h"_s, u"help"_s }, u"Prints this."_s } };
}

// Before the command or behind it.
class GlobalOptions
{
public:
    GlobalOptions(const QCommandLineParser &before, const QCommandLineParser &behind)
        : m_before(before), m_behind(behind)
    {}
    bool has(const QString &option) const
    {
        return m_before.isSet(option) || m_behind.isSet(option);
    }
    QString text(const QString &option) const
    {
        return m_behind.isSet(option) ? m_behind.value(option) : m_before.value(option);
    }

private:
    const QCommandLineParser &m_before;
    const QCommandLineParser &m_behind;
};

DustResult<DustConfiguration> configurationOf(const GlobalOptions &options)
{
    DustConfiguration configuration;
    configuration.url = QUrl(options.text(u"url"_s));
    configuration.store = options.text(u"store"_s);
    configuration.allowInsecure = options.has(u"allow-insecure"_s);
    configuration.complete(DustConfiguration::fromEnvironment());
    const bool isNamed = options.has(u"config"_s);
    const auto file = DustConfiguration::fromFile(
            isNamed ? options.text(u"config"_s) : DustConfiguration::defaultFile(), isNamed);
    if (!file)
        return file;
    configuration.complete(*file);
    if (configuration.url.isEmpty())
        return DustError::invalidParams(
                u"no_url"_s,
                u"Where is the store? Say --url ws://127.0.0.1:7755, or set DUST_URL."_s);
    if (configuration.store.isEmpty())
        configuration.store = u"local/main"_s;
    return configuration;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"dust"_s);

    QCommandLineParser parser;
    parser.setApplicationDescription(u"Reads, writes and watches a Dust store."_s);
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsPositionalArguments);
    parser.addOptions(globalOptions());
    if (!parser.parse(QCoreApplication::arguments()))
        return usage(parser.errorText());
    const bool wantsHelp = parser.isSet(u"help"_s);
    const QStringList words = parser.positionalArguments();
    if (wantsHelp || words.isEmpty()) {
        std::fprintf(wantsHelp ? stdout : stderr, "%s\n%s", qUtf8Printable(parser.helpText()),
                     qUtf8Printable(commandsText()));
        return int(wantsHelp ? DustExit::Ok : DustExit::Usage);
    }

    const QList<DustCommand> commands = DustCommand::all();
    const auto command = std::find_if(commands.cbegin(), commands.cend(), [&](const auto &one) {
        return one.name == words.constFirst();
    });
    if (command == commands.cend())
        return usage(u"there is no command \"%1\"."_s.arg(words.constFirst()));
    QCommandLineParser own;
    own.setApplicationDescription(command->summary);
    own.addOptions(command->options + globalOptions());
    own.addPositionalArgument(command->name + u' ' + command->arguments, {},
                              command->name + u' ' + command->arguments);
    if (!own.parse(words))
        return usage(own.errorText());
    if (own.isSet(u"help"_s)) {
        std::printf("%s", qUtf8Printable(own.helpText()));
        return int(DustExit::Ok);
    }
    const QStringList values = own.positionalArguments();
    if (values.size() < command->least || values.size() > command->most)
        return usage(u"%1 takes %2."_s.arg(command->name,
                                           command->arguments.isEmpty() ? u"no arguments"_s
                                                                        : command->arguments));

    const GlobalOptions options(parser, own);
    DustOutput output(options.has(u"json"_s));
    const auto configuration = configurationOf(options);
    if (!configuration) {
        output.error(configuration.error());
        return int(DustExit::Usage);
    }
    bool isNumber = true;
    const int seconds = parser.isSet(u"timeout"_s) ? parser.value(u"timeout"_s).toInt(&isNumber)
                                                   : 15;
    if (!isNumber || seconds < 1)
        return usage(u"--timeout is a number of seconds."_s);
    DustSession session(*configuration, &output, qint64(seconds) * 1000);
    const DustArguments arguments(&own, values);
    QMetaObject::invokeMethod(
            &session, [&] { session.whenReady([&] { command->run(&session, arguments); }); },
            Qt::QueuedConnection);
    return QCoreApplication::exec();
}
