// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef HTTPCALLS_H
#define HTTPCALLS_H

#include "httpend.h"

// One call of each kind, for tables of what a server may do to it.
struct HttpCall
{
    using Ask = std::function<QFuture<void>(DustTransport &, DustError *)>;

    const char *name = "";
    bool isWrite = false;
    Ask ask; // the error is set when the future finishes

    DustError operator()(const HttpEnd &end) const
    {
        DustError error(DustError::NotImplemented, QStringLiteral("The call did not end."));
        const QFuture<void> asked = ask(*end.transport, &error);
        runUntil([&] { return asked.isFinished(); }, 60'000);
        return error;
    }

    template<typename Function>
    static HttpCall make(const char *name, bool isWrite, Function function)
    {
        return { name, isWrite, [function](DustTransport &transport, DustError *error) {
                    return function(transport).then(
                            [error]<typename T>(const DustResult<T> &result) {
                                *error = result.error();
                            });
                } };
    }
    static DustPath path(const char *text) { return at(QString::fromUtf8(text)); }

    // A HEAD, whose answers have no body.
    static HttpCall head()
    {
        return make("exists", false, [](DustTransport &t) { return t.exists(path("a/b")); });
    }
    static QList<HttpCall> reads()
    {
        return {
            make("get", false, [](DustTransport &t) { return t.get(path("a/b")); }),
            make("get dots", false, [](DustTransport &t) { return t.get(path("a/..")); }),
            make("getMany", false, [](DustTransport &t) { return t.getMany({ path("a/b") }); }),
            make("exists dots", false, [](DustTransport &t) { return t.exists(path("a/.")); }),
            make("list", false,
                 [](DustTransport &t) { return t.list(DustQuery::list(QStringLiteral("a/**"))); }),
            make("range", false,
                 [](DustTransport &t) {
                     return t.list(DustQuery::range(QStringLiteral("a"), QStringLiteral("b")));
                 }),
        };
    }
    static QList<HttpCall> writes()
    {
        using Operation = DustOperation;
        const auto write = [](const char *called, const Operation &operation) {
            return make(called, true, [operation](DustTransport &t) { return t.write(operation); });
        };
        const DustObject object{ { QStringLiteral("x"), 1 } };
        return {
            write("put", Operation::set(path("a/b"), 1)),
            write("put null", Operation::set(path("a/b"), DustValue())),
            write("put object", Operation::set(path("a/b"), object)),
            write("put if match", Operation::set(path("a/b"), 1).setIfMatch(3)),
            write("put if absent", Operation::set(path("a/b"), 1).setIfAbsent(true)),
            write("put nothing", Operation::set(path("a/b"), DustObject())),
            write("put dots", Operation::set(path("a/.."), 1)),
            write("put dots if absent", Operation::set(path("a/.."), 1).setIfAbsent(true)),
            write("delete", Operation::remove(path("a/b"))),
            write("delete if match", Operation::remove(path("a/b")).setIfMatch(3)),
            write("delete dots", Operation::remove(path("a/.."))),
            write("merge", Operation::merge(path("a/b"), object)),
            make("batch", true,
                 [](DustTransport &t) {
                     return t.batchWrite(
                             { Operation::set(path("a/b"), 1), Operation::remove(path("c")) });
                 }),
        };
    }
    static QList<HttpCall> all() { return QList<HttpCall>{ head() } + reads() + writes(); }
};

Q_DECLARE_METATYPE(HttpCall)

#endif // HTTPCALLS_H
