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
    return text
            + u"\nA number below 0 is no option: dust increment a -5. Other values that begin with - come behind --.\ndust COMMAND --help tells more, and man dust all.\n"_s;
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
             { u"timeout"_s, u"Waits so long for a server, and for its answer (default: 15, 30)."_s,
               u"SECONDS"_s },
             { u"json"_s, u"Prints JSON, a line for each thing."_s },
             { { u"h"_s, u"help"_s }, u"Prints this."_s } };
}

bool takesValue(const QString &option, const QList<QCommandLineOption> &options)
{
    return std::any_of(options.cbegin(), options.cend(), [&](const QCommandLineOption &one) {
        return one.names().contains(option) && !one.valueName().isEmpty();
    });
}

// The parser takes "-5" for an option: what is none comes behind "--".
QStringList withNumbersBehind(const QStringList &words, const QList<QCommandLineOption> &options)
{
    QStringList first{ words.constFirst() };
    QStringList others;
    for (qsizetype i = 1; i < words.size(); ++i) {
        const QString &word = words.at(i);
        if (word == u"--"_s)
            return first + QStringList{ word } + others + words.mid(i + 1);
        const bool isOption = word.size() > 1 && word.startsWith(u'-') && !word.at(1).isDigit();
        (isOption ? first : others).append(word);
        if (!isOption || !takesValue(word.mid(word.startsWith(u"--"_s) ? 2 : 1), options))
            continue;
        if (++i == words.size())
            return words; // it would take the "--" for its value: the parser says what is missing
        first.append(words.at(i));
    }
    return first + QStringList{ u"--"_s } + others;
}

DustResult<DustPatience> patienceOf(const QString &seconds)
{
    constexpr int Longest = 1'000'000;
    bool isNumber = false;
    const int given = seconds.toInt(&isNumber);
    if (!isNumber || given < 1 || given > Longest)
        return DustError::invalidParams(u"timeout"_s, u"--timeout is a number of seconds."_s);
    return DustPatience{ given * 1000, given * 1000 };
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
    const QList<QCommandLineOption> known = command->options + globalOptions();
    own.addOptions(known);
    own.addPositionalArgument(command->name + u' ' + command->arguments, {},
                              command->name + u' ' + command->arguments);
    if (!own.parse(withNumbersBehind(words, known)))
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
    const auto patience = options.has(u"timeout"_s) ? patienceOf(options.text(u"timeout"_s))
                                                    : DustResult<DustPatience>();
    if (!patience)
        return usage(patience.error().message());
    const DustArguments arguments(&own, values);
    if (command->launch) {
        command->launch(*configuration, arguments, &output);
        return QCoreApplication::exec();
    }
    DustSession session(*configuration, &output, *patience);
    QMetaObject::invokeMethod(
            &session, [&] { session.whenReady([&] { command->run(&session, arguments); }); },
            Qt::QueuedConnection);
    return QCoreApplication::exec();
}
