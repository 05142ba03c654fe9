// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTREPLY_H
#define DUSTREPLY_H

#include <DustResult>

#include <QtCore/QFuture>
#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtQml/QJSEngine>
#include <QtQml/QJSValue>
#include <QtQml/qqmlregistration.h>

#include <functional>

// One call's answer, for QML. Belongs to the engine, outlives the object that was asked, and goes once it is settled.
class DustReply : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE(
            "A DustReply is what the functions of DustRepo, DustStore and DustListModel return")
    Q_PROPERTY(bool settled READ isSettled NOTIFY finished FINAL)
    Q_PROPERTY(QVariant value READ value NOTIFY finished FINAL)
    Q_PROPERTY(DustError error READ error NOTIFY finished FINAL)

public:
    template<typename T>
    using Convert = std::function<QVariant(const T &)>;

    // A reply of `asked` for a future of the C++ API.
    template<typename T>
    static DustReply *to(QObject *asked, const DustFuture<T> &future, const Convert<T> &convert)
    {
        auto *reply = new DustReply(asked);
        // Not then(reply, …): Qt 6.4 asserts when that context is gone before the answer.
        DustFuture<T>(future).then([reply = QPointer(reply), convert](const DustResult<T> &result) {
            if (!reply || reply->isSettled())
                return;
            if (result)
                reply->succeed(convert(*result));
            else
                reply->fail(result.error());
        });
        return reply;
    }
    // A reply that fails in the next turn: the arguments were wrong.
    static DustReply *failing(QObject *asked, const DustError &error);

    bool isSettled() const { return m_settled; }
    QVariant value() const { return m_value; }
    DustError error() const { return m_error; }

    Q_INVOKABLE QJSValue then(const QJSValue &onFulfilled = {}, const QJSValue &onRejected = {});

Q_SIGNALS:
    void finished();
    void succeeded(const QVariant &value);
    void failed(const DustError &error);

private:
    explicit DustReply(QObject *asked);
    static QObject *ownerOf(QObject *asked);
    void succeed(const QVariant &value);
    void fail(const DustError &error);
    void failLater(const DustError &error);
    void settle(const QVariant &value, const DustError &error);
    void settlePromise();

    QVariant m_value;
    DustError m_error;
    QPointer<QJSEngine> m_engine; // of then()
    QJSValue m_deferred; // { promise, resolve, reject } once then() was called
    bool m_settled = false;
};

#endif // DUSTREPLY_H
