// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustdoptions.h"

#include "dustdtokens.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QDateTime>
#include <QtCore/QFile>
#include <QtCore/QSet>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslKey>

#include <limits>

using namespace Qt::StringLiterals;

namespace {

class Parser
{
public:
    Parser()
    {
        m_parser.setApplicationDescription(u"A Dust server for development and tests: REST and "
                                           u"channels on one port of this machine.\n"
                                           "Without options: the store local/main, in memory, on "
                                           "port 7755, and a token that is "
                                           "made and printed once."_s);
        m_parser.addOptions({ port, store, data, memory, token, tokens, cert, key, writes, reads,
                              compact, body, production, verbose, help, version });
    }

    DustResult<DustdOptions> parse(const QStringList &arguments);

private:
    DustResult<void> number(const QCommandLineOption &option, qint64 least, qint64 most,
                            const std::function<void(qint64)> &set) const;
    DustResult<void> readNumbers(DustdOptions *options) const;
    DustResult<void> readStores(DustdOptions *options) const;
    DustResult<void> readTokens(DustdOptions *options) const;
    DustResult<void> readTokensFile(DustdOptions *options) const;
    DustResult<void> readTls(DustdOptions *options) const;

    QCommandLineParser m_parser;
    const QCommandLineOption port{ u"port"_s, u"Listens at this port; 0 is any that is free."_s,
                                   u"PORT"_s };
    const QCommandLineOption store{ u"store"_s, u"Has this store; repeatable."_s, u"ORG/NAME"_s };
    const QCommandLineOption data{
        u"data"_s, u"Keeps stores and files in this folder, and opens those it holds."_s, u"DIR"_s
    };
    const QCommandLineOption memory{ u"memory"_s,
                                     u"Keeps everything in memory: nothing survives."_s };
    const QCommandLineOption token{
        u"token"_s,
        u"Lets this token in, read-write (rw:SECRET) or read-only (ro:SECRET); repeatable."_s,
        u"rw:SECRET"_s
    };
    const QCommandLineOption tokens{
        u"tokens"_s,
        u"Lets the tokens of a JSON file in: [{\"secret\": …, \"id\": …, \"scopes\": [\"entries:read\", …], \"stores\": [\"acme/main\", …]}, …]."_s,
        u"FILE"_s
    };
    const QCommandLineOption cert{ u"tls-cert"_s, u"Speaks TLS with this certificate (PEM)."_s,
                                   u"FILE"_s };
    const QCommandLineOption key{ u"tls-key"_s, u"The key of the certificate (PEM)."_s, u"FILE"_s };
    const QCommandLineOption writes{ u"writes-per-minute"_s,
                                     u"Allows each token so many writes; 0 is no limit."_s,
                                     u"N"_s };
    const QCommandLineOption reads{ u"reads-per-minute"_s,
                                    u"Allows each token so many reads; 0 is no limit."_s, u"N"_s };
    const QCommandLineOption compact{ u"compact-after"_s,
                                      u"Drops a store's log when it has more operations."_s,
                                      u"OPS"_s };
    const QCommandLineOption body{ u"max-body"_s,
                                   u"Refuses larger bodies and frames; 8000000 by default."_s,
                                   u"BYTES"_s };
    const QCommandLineOption production{
        u"as-production"_s,
        u"Behaves like a real server: HTTP writes are not broadcast, 100 writes and 1000 reads a minute, and its known faults."_s
    };
    const QCommandLineOption verbose{ { u"v"_s, u"verbose"_s },
                                      u"Logs every request and connection."_s };
    const QCommandLineOption help{ { u"h"_s, u"help"_s }, u"Shows this help."_s };
    const QCommandLineOption version{ u"version"_s, u"Shows the version."_s };
};

DustError usage(const QString &message)
{
    return DustError::invalidParams(u"usage"_s, message);
}

DustResult<QByteArray> read(const QString &name)
{
    QFile file(name);
    if (!file.open(QFile::ReadOnly))
        return usage(u"The file %1 cannot be read: %2."_s.arg(name, file.errorString()));
    return file.readAll();
}

// The first is the server's, those behind it vouch for it.
DustResult<void> checkCertificates(const QString &name, const QByteArray &pem,
                                   const QList<QSslCertificate> &chain)
{
    if (chain.isEmpty())
        return usage(u"The file %1 has no PEM certificate."_s.arg(name));
    if (pem.count("-----BEGIN CERTIFICATE-----") != chain.size())
        return usage(u"The file %1 has a certificate that cannot be read."_s.arg(name));
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QDateTime from = chain.constFirst().effectiveDate();
    const QDateTime to = chain.constFirst().expiryDate();
    if (to < now)
        return usage(u"The certificate in %1 has expired (%2): get a new one."_s.arg(
                name, to.toString(Qt::ISODate)));
    if (from > now)
        return usage(u"The certificate in %1 is valid from %2 only: check the clock."_s.arg(
                name, from.toString(Qt::ISODate)));
    return {};
}

// Both have the public key in them, at the end of the certificate's: an EC point, or an RSA modulus
// with its exponent. Qt has no other way to compare them.
bool belong(const QSslCertificate &certificate, const QSslKey &secret)
{
    constexpr qsizetype Enough = 32; // bytes
    const QByteArray end = certificate.publicKey().toDer().right(Enough);
    return end.size() == Enough && secret.toDer().contains(end);
}

DustResult<DustdOptions> Parser::parse(const QStringList &arguments)
{
    if (!m_parser.parse(arguments))
        return usage(m_parser.errorText());
    DustdOptions options;
    options.onlyHelps = m_parser.isSet(help) || m_parser.isSet(version);
    if (options.onlyHelps) {
        options.text = m_parser.isSet(help) ? m_parser.helpText()
                        + u"\nExit codes: 0 when it was stopped, 1 when it could not go on, 2 for a wrong option.\n"_s
                                            : u"dustd %1\n"_s.arg(QLatin1StringView(DUSTD_VERSION));
        return options;
    }
    if (!m_parser.positionalArguments().isEmpty()) // it may be a token that lost its option
        return usage(u"There is an argument without an option: stores are named with --store "
                     "ORG/NAME, tokens with --token rw:SECRET."_s);
    options.asProduction = m_parser.isSet(production);
    options.isVerbose = m_parser.isSet(verbose);
    for (const auto read :
         { &Parser::readNumbers, &Parser::readStores, &Parser::readTokens, &Parser::readTls }) {
        if (const auto done = (this->*read)(&options); !done)
            return done.error();
    }
    return options;
}

DustResult<void> Parser::number(const QCommandLineOption &option, qint64 least, qint64 most,
                                const std::function<void(qint64)> &set) const
{
    if (!m_parser.isSet(option))
        return {};
    bool ok = false;
    const qint64 value = m_parser.value(option).toLongLong(&ok);
    if (!ok || value < least || value > most)
        return usage(u"--%1 takes a number from %2 to %3, not \"%4\"."_s.arg(
                option.names().constLast(), QString::number(least), QString::number(most),
                m_parser.value(option)));
    set(value);
    return {};
}

DustResult<void> Parser::readNumbers(DustdOptions *options) const
{
    constexpr qint64 MostInt = std::numeric_limits<int>::max();
    options->isPortGiven = m_parser.isSet(port);
    const DustResult<void> results[] = {
        number(port, 0, 65535, [&](qint64 value) { options->port = quint16(value); }),
        number(writes, 0, MostInt, [&](qint64 value) { options->writesPerMinute = int(value); }),
        number(reads, 0, MostInt, [&](qint64 value) { options->readsPerMinute = int(value); }),
        number(compact, 0, MostInt, [&](qint64 value) { options->compactAfter = value; }),
        number(body, 1024, MostInt, [&](qint64 value) { options->maximumBody = value; }),
    };
    for (const auto &result : results) {
        if (!result)
            return result;
    }
    return {};
}

DustResult<void> Parser::readStores(DustdOptions *options) const
{
    if (m_parser.isSet(memory) && m_parser.isSet(data))
        return usage(u"--memory and --data exclude each other: drop one."_s);
    options->dataFolder = m_parser.value(data);
    if (m_parser.isSet(data) && options->dataFolder.isEmpty())
        return usage(u"--data needs the name of a folder."_s);
    options->stores = m_parser.values(store);
    return {};
}

DustResult<void> Parser::readTokens(DustdOptions *options) const
{
    const QStringList given = m_parser.values(token);
    for (const QString &one : given) {
        const auto parsed = DustdTokens::fromOption(one);
        if (!parsed)
            return parsed.error();
        options->tokens.append(*parsed);
        options->secrets.append(one.sliced(one.indexOf(u':') + 1));
    }
    if (const auto listed = readTokensFile(options); !listed)
        return listed;
    // The last one would count, whoever has the other.
    QSet<QByteArray> digests;
    for (const DustServerToken &one : std::as_const(options->tokens))
        digests.insert(one.digest());
    const QString where = options->tokensFile.isEmpty()
            ? QString()
            : u" (one is in the file %1)"_s.arg(options->tokensFile);
    if (digests.size() != options->tokens.size())
        return usage(u"Two tokens have the same secret%1: give each its own."_s.arg(where));
    return {};
}

DustResult<void> Parser::readTokensFile(DustdOptions *options) const
{
    if (!m_parser.isSet(tokens))
        return {};
    const auto text = read(m_parser.value(tokens));
    if (!text)
        return text.error();
    const auto listed = DustdTokens::fromJson(*text);
    if (!listed)
        return usage(u"The tokens file %1 cannot be used: %2"_s.arg(m_parser.value(tokens),
                                                                    listed.error().message()));
    options->tokensFile = m_parser.value(tokens);
    options->tokens += listed->tokens;
    options->secrets += listed->secrets;
    return {};
}

DustResult<void> Parser::readTls(DustdOptions *options) const
{
    if (m_parser.isSet(cert) != m_parser.isSet(key))
        return usage(u"--tls-cert and --tls-key need each other."_s);
    if (!m_parser.isSet(cert))
        return {};
    const auto certText = read(m_parser.value(cert));
    if (!certText)
        return certText.error();
    const auto keyText = read(m_parser.value(key));
    if (!keyText)
        return keyText.error();
    const QList<QSslCertificate> chain = QSslCertificate::fromData(*certText, QSsl::Pem);
    QSslKey secret;
    for (const auto algorithm : { QSsl::Rsa, QSsl::Ec }) {
        if (secret.isNull())
            secret = QSslKey(*keyText, algorithm, QSsl::Pem);
    }
    const auto checked = checkCertificates(m_parser.value(cert), *certText, chain);
    if (!checked)
        return checked;
    if (secret.isNull())
        return usage(u"The file %1 has no PEM key (RSA or EC, without a passphrase)."_s.arg(
                m_parser.value(key)));
    if (!belong(chain.constFirst(), secret))
        return usage(u"The key in %1 does not belong to the first certificate in %2: name the pair "
                     "that was made together. If this is that pair, the key lacks its public part: "
                     "add it with \"openssl ec -in %1 -out FILE\"."_s.arg(m_parser.value(key),
                                                                          m_parser.value(cert)));
    options->ssl = QSslConfiguration::defaultConfiguration();
    options->ssl.setLocalCertificateChain(chain);
    options->ssl.setPrivateKey(secret);
    options->ssl.setPeerVerifyMode(QSslSocket::VerifyNone); // clients show tokens instead
    return {};
}

} // namespace

DustResult<DustdOptions> DustdOptions::parse(const QStringList &arguments)
{
    return Parser().parse(arguments);
}
