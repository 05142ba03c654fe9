// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// put, merge, delete, increment, add, remove, lease, renew, release, rollback.

#include "dustcommand.h"

using namespace Qt::StringLiterals;

namespace {

// Leases and rollbacks: they are not queued.
void endWith(DustSession *session, const DustFuture<DustReceipt> &done)
{
    session->then(done, [session](const DustReceipt &receipt) {
        session->output().receipt(receipt);
        session->end();
    });
}

void endWithWrite(DustSession *session, const DustFuture<DustReceipt> &written)
{
    session->thenWritten(written, [session](const DustReceipt &receipt) {
        session->output().receipt(receipt);
        session->end();
    });
}

// Calls write(value, options) with what the arguments say.
template<typename Write>
void write(DustSession *session, const DustArguments &arguments, const DustValue &otherwise,
           Write write)
{
    const auto value = arguments.count() > 1 ? arguments.valueAt(1)
                                             : DustResult<DustValue>(otherwise);
    const auto options = arguments.writeOptions();
    if (!value)
        return session->fail(value.error());
    if (!options)
        return session->fail(options.error());
    endWithWrite(session, write(*value, *options));
}

void put(DustSession *session, const DustArguments &arguments)
{
    write(session, arguments, {}, [&](const DustValue &value, const DustWriteOptions &options) {
        return session->store()->put(arguments.at(0), value, options);
    });
}

void merge(DustSession *session, const DustArguments &arguments)
{
    const auto value = arguments.valueAt(1);
    if (value && !value->isObject())
        return session->fail(DustError::invalidParams(
                u"no_object"_s, u"merge takes an object, like '{\"title\":\"Qt\"}'."_s));
    write(session, arguments, {}, [&](const DustValue &object, const DustWriteOptions &options) {
        return session->store()->merge(arguments.at(0), object.toObject(), options);
    });
}

void remove(DustSession *session, const DustArguments &arguments)
{
    write(session, arguments, {}, [&](const DustValue &, const DustWriteOptions &options) {
        return session->store()->remove(arguments.at(0), options);
    });
}

void increment(DustSession *session, const DustArguments &arguments)
{
    write(session, arguments, 1, [&](const DustValue &delta, const DustWriteOptions &options) {
        return session->store()->increment(arguments.at(0), delta, options);
    });
}

void addMember(DustSession *session, const DustArguments &arguments)
{
    write(session, arguments, {}, [&](const DustValue &member, const DustWriteOptions &options) {
        return session->store()->addMember(arguments.at(0), member, options);
    });
}

void removeMember(DustSession *session, const DustArguments &arguments)
{
    write(session, arguments, {}, [&](const DustValue &member, const DustWriteOptions &options) {
        return session->store()->removeMember(arguments.at(0), member, options);
    });
}

void lease(DustSession *session, const DustArguments &arguments)
{
    const auto ttl = arguments.number(u"ttl"_s, DustOperation::DefaultLeaseMilliseconds);
    if (!ttl)
        return session->fail(ttl.error());
    endWith(session, session->store()->lease(arguments.at(0), arguments.at(1), *ttl));
}

void renew(DustSession *session, const DustArguments &arguments)
{
    const auto token = DustArguments::numberOf(arguments.at(1), u"TOKEN"_s);
    const auto ttl = arguments.number(u"ttl"_s, DustOperation::DefaultLeaseMilliseconds);
    if (!token)
        return session->fail(token.error());
    if (!ttl)
        return session->fail(ttl.error());
    endWith(session, session->store()->renew(arguments.at(0), quint64(*token), *ttl));
}

void release(DustSession *session, const DustArguments &arguments)
{
    const auto token = DustArguments::numberOf(arguments.at(1), u"TOKEN"_s);
    if (!token)
        return session->fail(token.error());
    const QString path = arguments.at(0);
    session->then(
            session->store()->release(path, quint64(*token)),
            [session, path](const DustReceipt &receipt) {
                if (!receipt.released)
                    return session->fail(DustError(
                            DustError::NotHeld,
                            u"The lease of \"%1\" is not held with this token: nothing was released."_s
                                    .arg(path),
                            { { u"reason"_s, u"not_held"_s }, { u"path"_s, path } }));
                session->output().receipt(receipt);
                session->end();
            });
}

void rollback(DustSession *session, const DustArguments &arguments)
{
    const auto seq = DustArguments::numberOf(arguments.at(0), u"SEQ"_s);
    if (!seq || *seq < 0)
        return session->fail(seq ? DustError::invalidParams(u"seq"_s, u"SEQ is at least 0."_s)
                                 : seq.error());
    if (arguments.count() == 2)
        return endWith(session, session->store()->rollback(arguments.at(1), quint64(*seq)));
    session->then(session->store()->rollback(quint64(*seq)), [session](qint64 written) {
        session->output().object({ { u"operations"_s, written } });
        session->end();
    });
}

QList<QCommandLineOption> writeOptions(bool hasValue)
{
    QList<QCommandLineOption> options{
        { u"if-match"_s, u"Only where the leaf has this revision."_s, u"REVISION"_s },
        { u"if-absent"_s, u"Only where there is nothing."_s },
        { u"fence"_s, u"Only while this lease is held."_s, u"PATH:TOKEN"_s }
    };
    if (hasValue)
        options.append({ u"string"_s, u"The value is a text as it is, not JSON."_s });
    return options;
}

QCommandLineOption ttl()
{
    return { u"ttl"_s, u"So long, in milliseconds (default: 30000)."_s, u"MS"_s };
}

} // namespace

QList<DustCommand> DustCommands::writing()
{
    const auto valued = writeOptions(true);
    return { { u"put"_s, u"PATH VALUE"_s, u"Sets the value, JSON, at a path."_s, 2, 2, valued,
               put },
             { u"merge"_s, u"PATH OBJECT"_s, u"Sets the members of an object, and leaves others."_s,
               2, 2, writeOptions(false), merge },
             { u"delete"_s, u"PATH"_s, u"Deletes what is at a path and below."_s, 1, 1,
               writeOptions(false), remove },
             { u"increment"_s, u"PATH [DELTA]"_s,
               u"Adds to a counter (default: 1); -1 takes one away."_s, 1, 2, writeOptions(false),
               increment },
             { u"add"_s, u"PATH MEMBER"_s, u"Adds a member to a set."_s, 2, 2, valued, addMember },
             { u"remove"_s, u"PATH MEMBER"_s, u"Removes a member from a set."_s, 2, 2, valued,
               removeMember },
             { u"lease"_s,
               u"PATH HOLDER"_s,
               u"Acquires a lease, and prints its token."_s,
               2,
               2,
               { ttl() },
               lease },
             { u"renew"_s, u"PATH TOKEN"_s, u"Renews a lease."_s, 2, 2, { ttl() }, renew },
             { u"release"_s, u"PATH TOKEN"_s, u"Releases a lease."_s, 2, 2, {}, release },
             { u"rollback"_s,
               u"SEQ [PATH]"_s,
               u"Makes the store, or one path, what it was at an operation."_s,
               1,
               2,
               {},
               rollback } };
}
