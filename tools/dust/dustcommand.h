// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTCOMMAND_H
#define DUSTCOMMAND_H

#include "dustsession.h"

// What stands behind the name of a command.
class DustArguments
{
public:
    DustArguments(const QCommandLineParser *parser, const QStringList &values)
        : m_parser(parser), m_values(values)
    {}

    qsizetype count() const { return m_values.size(); }
    QString at(qsizetype index) const { return m_values.value(index); }
    QStringList all() const { return m_values; }
    bool has(const QString &option) const { return m_parser->optionNames().contains(option); }
    QString text(const QString &option) const { return m_parser->value(option); }

    // Errors say which one, and what it should be.
    DustResult<qint64> number(const QString &option, qint64 otherwise) const;
    static DustResult<qint64> numberOf(const QString &text, const QString &what);
    // JSON, or with --string any text as it is.
    DustResult<DustValue> valueAt(qsizetype index) const;
    DustResult<DustWriteOptions> writeOptions() const;

private:
    const QCommandLineParser *m_parser;
    QStringList m_values;
};

struct DustCommand
{
    using Run = void (*)(DustSession *session, const DustArguments &arguments);
    using Launch = void (*)(const DustConfiguration &configuration, const DustArguments &arguments,
                            DustOutput *output);

    QString name;
    QString arguments; // for people: "PATH VALUE"
    QString summary;
    int least = 0; // arguments
    int most = 0;
    QList<QCommandLineOption> options;
    Run run = nullptr;
    Launch launch = nullptr; // in its place: what opens no store by itself

    static QList<DustCommand> all();
};

namespace DustCommands {

QList<DustCommand> reading();
QList<DustCommand> writing();
QList<DustCommand> files();
QList<DustCommand> watching();
QList<DustCommand> transferring();
QList<DustCommand> inspecting();

} // namespace DustCommands

#endif // DUSTCOMMAND_H
