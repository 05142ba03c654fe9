// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustoutput.h"

#include <algorithm>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

// A value must not move the cursor, or worse: what a terminal could take for a command is shown as its code.
QString printable(const QString &text)
{
    QString result;
    for (const QChar c : text) {
        if (c.isPrint() || c == u' ')
            result += c;
        else
            result += u"\\u%1"_s.arg(uint(c.unicode()), 4, 16, QLatin1Char('0'));
    }
    return result;
}

QString textOf(const DustValue &value)
{
    return value.isString() ? printable(value.toString()) : QString::fromUtf8(value.toJson());
}

} // namespace

DustOutput::DustOutput(bool isJson)
    : m_isJson(isJson),
      m_hasColours(::isatty(STDOUT_FILENO) != 0 && !qEnvironmentVariableIsSet("NO_COLOR")),
      m_showsProgress(!isJson && ::isatty(STDERR_FILENO) != 0)
{}

QByteArray DustOutput::in(Colour colour, const QString &text) const
{
    static constexpr const char *codes[] = { "", "\033[2m", "\033[31m", "\033[36m" };
    const QByteArray plain = text.toUtf8();
    return m_hasColours && colour != Plain ? codes[colour] + plain + "\033[0m" : plain;
}

void DustOutput::line(const QByteArray &text)
{
    std::fwrite(text.constData(), 1, std::size_t(text.size()), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout); // others may be waiting for it
}

DustObject DustOutput::jsonOf(const DustEntry &entry)
{
    return { { u"path"_s, entry.pathString() },
             { u"value"_s, entry.value() },
             { u"type"_s, entry.typeName() },
             { u"revision"_s, entry.revision() } };
}

void DustOutput::value(const DustEntry &entry)
{
    if (m_isJson)
        line(DustValue(jsonOf(entry)).toJson());
    else
        line(in(Plain, textOf(entry.value())));
}

void DustOutput::entry(const DustEntry &entry)
{
    if (m_isJson)
        return line(DustValue(jsonOf(entry)).toJson());
    line(in(Cyan, printable(entry.pathString())) + "  " + in(Plain, textOf(entry.value())) + "  "
         + in(Dim, u"%1 at %2"_s.arg(entry.typeName()).arg(entry.revision())));
}

void DustOutput::path(const QString &path)
{
    if (m_isJson)
        line(DustValue(path).toJson());
    else
        line(in(Cyan, printable(path)));
}

void DustOutput::event(const DustEvent &event)
{
    const DustObject object{
        { u"op"_s, event.opName() },        { u"path"_s, event.pathString() },
        { u"value"_s, event.value },        { u"store_seq"_s, event.storeSeq },
        { u"device_id"_s, event.deviceId }, { u"client_op_id"_s, event.clientOpId }
    };
    line(DustValue(object).toJson());
}

void DustOutput::receipt(const DustReceipt &receipt)
{
    DustObject object{ { u"path"_s, receipt.pathString() }, { u"store_seq"_s, receipt.storeSeq } };
    if (receipt.token != 0)
        object.insert(u"token"_s, receipt.token);
    if (receipt.expiresAt != 0)
        object.insert(u"expires_at"_s, receipt.expiresAt);
    if (!receipt.holder.isEmpty())
        object.insert(u"holder"_s, receipt.holder);
    if (m_isJson)
        return line(DustValue(object).toJson());
    if (receipt.token != 0)
        line(in(Plain, u"token %1"_s.arg(receipt.token)));
    else
        line(in(Dim, u"at %1"_s.arg(receipt.storeSeq)));
}

void DustOutput::object(const DustObject &object)
{
    if (m_isJson)
        return line(DustValue(object).toJson());
    for (auto member = object.cbegin(); member != object.cend(); ++member)
        line(in(Dim, member.key() + u": "_s) + in(Plain, textOf(*member)));
}

void DustOutput::error(const DustError &error)
{
    endProgress();
    if (m_isJson) {
        const DustObject object{ { u"error"_s, error.reason() },
                                 { u"message"_s, error.message() },
                                 { u"path"_s, error.path() } };
        std::fprintf(stderr, "%s\n", DustValue(object).toJson().constData());
        return;
    }
    const bool isTerminal = ::isatty(STDERR_FILENO) != 0 && !qEnvironmentVariableIsSet("NO_COLOR");
    std::fprintf(stderr, "%sdust: %s%s\n", isTerminal ? "\033[31m" : "",
                 qUtf8Printable(printable(error.message())), isTerminal ? "\033[0m" : "");
}

void DustOutput::note(const QString &reason, const QString &message)
{
    endProgress();
    if (m_isJson)
        std::fprintf(stderr, "%s\n",
                     DustValue(DustObject{ { u"note"_s, reason }, { u"message"_s, message } })
                             .toJson()
                             .constData());
    else
        std::fprintf(stderr, "dust: %s\n", qUtf8Printable(printable(message)));
    std::fflush(stderr);
}

void DustOutput::progress(const QString &what, qint64 done, qint64 total)
{
    if (!m_showsProgress || total <= 0)
        return;
    constexpr int Width = 30;
    const int filled = int(std::clamp<qint64>(done * Width / total, 0, Width));
    const QString bar = QString(filled, u'#') + QString(Width - filled, u'.');
    std::fprintf(stderr, "\r%s [%s] %lld%%", qUtf8Printable(what), qUtf8Printable(bar),
                 static_cast<long long>(done * 100 / total));
    m_isInProgress = true;
}

void DustOutput::endProgress()
{
    if (std::exchange(m_isInProgress, false))
        std::fputc('\n', stderr);
}
