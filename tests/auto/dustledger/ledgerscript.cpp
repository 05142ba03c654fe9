// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "ledgerscript.h"

using namespace Qt::StringLiterals;

namespace {

DustOperation bare(const QStringList &words)
{
    const QString op = words.value(0);
    const DustPath path = LedgerScript::path(words.value(1));
    const auto value = [&] { return LedgerScript::json(words.value(2)); };
    if (op == u"set"_s)
        return DustOperation::set(path, value());
    if (op == u"delete"_s)
        return DustOperation::remove(path);
    if (op == u"merge"_s)
        return DustOperation::merge(path, value().toObject());
    if (op == u"inc"_s)
        return DustOperation::increment(path, value());
    if (op == u"add"_s)
        return DustOperation::addMember(path, value());
    if (op == u"rm"_s)
        return DustOperation::removeMember(path, value());
    if (op == u"file"_s)
        return DustOperation::putFile(path, value());
    if (op == u"lease"_s)
        return DustOperation::lease(path, words.value(2), words.value(3).toLongLong());
    if (op == u"renew"_s)
        return DustOperation::renew(path, words.value(2).toULongLong(),
                                    words.value(3).toLongLong());
    if (op == u"release"_s)
        return DustOperation::release(path, words.value(2).toULongLong());
    qFatal("not an operation: %s", qPrintable(words.join(u' ')));
    return {};
}

QString text(const std::optional<DustStoredValue> &stored)
{
    if (!stored)
        return u"none"_s;
    const auto value = stored->value();
    return value ? QString::fromUtf8(value->toJson()) : u"unreadable"_s;
}

} // namespace

DustPath LedgerScript::path(const QString &rendered)
{
    const auto parsed = DustPath::parse(rendered);
    if (!parsed)
        qFatal("%s", qPrintable(parsed.error().message()));
    return *parsed;
}

DustValue LedgerScript::json(const QString &text)
{
    const auto value = DustValue::fromJson(text.toUtf8());
    if (!value)
        qFatal("%s: %s", qPrintable(text), qPrintable(value.error().message()));
    return *value;
}

DustOperation LedgerScript::operation(const QString &line)
{
    QStringList words = line.split(u' ');
    QStringList guards;
    while (words.last().startsWith(u'@'))
        guards.append(words.takeLast());
    DustOperation operation = bare(words);
    for (const QString &guard : guards) {
        if (guard == u"@absent"_s)
            operation.setIfAbsent(true);
        else if (guard.startsWith(u"@match="_s))
            operation.setIfMatch(guard.sliced(7).toULongLong());
        else
            operation.setFence({ path(guard.section(u'=', 1).section(u':', 0, 0)),
                                 guard.section(u':', 1).toULongLong() });
    }
    return operation;
}

QList<DustOperation> LedgerScript::operations(const QStringList &lines)
{
    QList<DustOperation> list;
    for (const QString &line : lines)
        list.append(operation(line));
    return list;
}

QStringList LedgerScript::rows(const DustReadView &view)
{
    QStringList list;
    view.scan({}, {}, [&](const DustRow &row) {
        list.append(u"%1=%2 %3 r%4"_s.arg(QString::fromUtf8(row.path()), text(row.stored()),
                                          DustEntry::typeName(row.type()),
                                          QString::number(row.revision())));
        return true;
    });
    return list;
}

QStringList LedgerScript::changes(const DustCommit &commit)
{
    QStringList list;
    for (const DustLeafChange &change : commit.changes)
        list.append(u"%1: %2 -> %3"_s.arg(QString::fromUtf8(change.path), text(change.before),
                                          text(change.after)));
    return list;
}
