// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustreply.h"

#include "dustqmlvalues.h"

using namespace Qt::StringLiterals;

/*!
    \qmltype DustReply
    \inqmlmodule DustEcto
    \brief One call's answer: signals, or a JavaScript promise.

    \badcode
    repo.get(linkSchema, "qt").then(link => title.text = link.title,
                                    error => status.text = error.message)
    \endcode

    A reply is settled in a later turn of the event loop than the one it was made in, exactly once, and is destroyed
    after the turn that settled it: connect to it, or call then(), at once. It belongs to the QML engine, not to the object
    whose function returned it: where that is destroyed before the answer is there, the reply fails with \c Closed. A write
    that was made goes on all the same.
*/

/*!
    \qmlproperty bool DustReply::settled
    Whether the answer is there.
*/

/*!
    \qmlproperty var DustReply::value
    The answer, undefined until it is there or when the call failed.
*/

/*!
    \qmlproperty dustError DustReply::error
    Why the call failed; its kind is \c NoError while it has not.
*/

/*!
    \qmlsignal DustReply::finished()
    Emitted once the answer is there, before succeeded() or failed().
*/

/*!
    \qmlsignal DustReply::succeeded(var value)
    Emitted with the answer, \a value.
*/

/*!
    \qmlsignal DustReply::failed(dustError error)
    Emitted with the \a error.
*/

DustReply::DustReply(QObject *asked) : QObject(ownerOf(asked))
{
    // Returned by an invokable and with a parent: the engine must never take it.
    QJSEngine::setObjectOwnership(this, QJSEngine::CppOwnership);
    connect(asked, &QObject::destroyed, this, [this] {
        failLater(DustError(DustError::Closed,
                            u"The object that was asked was destroyed before it answered."_s));
    });
}

// What is asked may go before it has answered. It stays the owner where no JavaScript has met it.
QObject *DustReply::ownerOf(QObject *asked)
{
    QJSEngine *engine = DustQml::engineOf(asked);
    return engine ? engine : asked;
}

DustReply *DustReply::failing(QObject *asked, const DustError &error)
{
    auto *reply = new DustReply(asked);
    reply->failLater(error);
    return reply;
}

/*!
    \qmlmethod Promise DustReply::then(function onFulfilled, function onRejected)

    Returns a JavaScript Promise that is fulfilled with the value or rejected with the error, after \a onFulfilled or
    \a onRejected was called with it, as Promise.prototype.then() says.
*/
QJSValue DustReply::then(const QJSValue &onFulfilled, const QJSValue &onRejected)
{
    QJSEngine *engine = qjsEngine(this);
    if (!engine)
        return {};
    if (m_deferred.isUndefined()) {
        m_engine = engine;
        m_deferred = engine->evaluate(u"(() => { const deferred = {};"
                                      "deferred.promise = new Promise((resolve, reject) => {"
                                      "deferred.resolve = resolve; deferred.reject = reject; });"
                                      "return deferred; })()"_s);
        if (m_settled)
            settlePromise();
    }
    const QJSValue promise = m_deferred.property(u"promise"_s);
    return promise.property(u"then"_s).callWithInstance(promise, { onFulfilled, onRejected });
}

void DustReply::succeed(const QVariant &value)
{
    settle(value, {});
}

void DustReply::fail(const DustError &error)
{
    settle({}, error);
}

void DustReply::failLater(const DustError &error)
{
    QMetaObject::invokeMethod(
            this, [this, error] { fail(error); }, Qt::QueuedConnection);
}

void DustReply::settle(const QVariant &value, const DustError &error)
{
    if (std::exchange(m_settled, true))
        return;
    m_value = value;
    m_error = error;
    deleteLater();
    settlePromise();
    Q_EMIT finished();
    if (m_error.kind() == DustError::NoError)
        Q_EMIT succeeded(m_value);
    else
        Q_EMIT failed(m_error);
}

void DustReply::settlePromise()
{
    if (m_deferred.isUndefined() || !m_engine)
        return;
    const bool ok = m_error.kind() == DustError::NoError;
    const QJSValue argument = ok ? m_engine->toScriptValue(m_value)
                                 : m_engine->toScriptValue(m_error);
    m_deferred.property(ok ? u"resolve"_s : u"reject"_s).call({ argument });
}

#include "moc_dustreply.cpp"
