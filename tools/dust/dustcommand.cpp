// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustcommand.h"

using namespace Qt::StringLiterals;

QList<DustCommand> DustCommand::all()
{
    return DustCommands::reading() + DustCommands::writing() + DustCommands::files()
            + DustCommands::watching() + DustCommands::transferring() + DustCommands::inspecting();
}

DustResult<qint64> DustArguments::numberOf(const QString &text, const QString &what)
{
    bool ok = false;
    const qint64 number = text.toLongLong(&ok);
    if (ok)
        return number;
    return DustError::invalidParams(u"no_number"_s,
                                    u"%1 is a whole number, and \"%2\" is none."_s.arg(what, text));
}

DustResult<qint64> DustArguments::number(const QString &option, qint64 otherwise) const
{
    if (!has(option))
        return otherwise;
    return numberOf(text(option), u"--"_s + option);
}

DustResult<DustValue> DustArguments::valueAt(qsizetype index) const
{
    if (has(u"string"_s))
        return DustValue(at(index));
    const auto value = DustValue::fromJson(at(index).toUtf8());
    if (value)
        return value;
    return DustError::invalidParams(
            u"no_json"_s,
            u"\"%1\" is no JSON: use --string for a text, or quote it twice: '\"%1\"'."_s.arg(
                    at(index)));
}

DustResult<DustWriteOptions> DustArguments::writeOptions() const
{
    DustWriteOptions options;
    if (has(u"if-match"_s)) {
        const auto revision = number(u"if-match"_s, 0);
        if (!revision)
            return revision.error();
        options.setIfMatch(quint64(*revision));
    }
    options.setIfAbsent(has(u"if-absent"_s));
    if (has(u"fence"_s)) {
        const QString fence = text(u"fence"_s);
        const auto path = DustPath::parse(fence.section(u':', 0, -2));
        const auto token = numberOf(fence.section(u':', -1), u"the token of --fence PATH:TOKEN"_s);
        if (!path)
            return path.error();
        if (!token)
            return token.error();
        options.setFence({ *path, quint64(*token) });
    }
    return options;
}
