// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusterror.h"

#include <QtCore/QSharedData>

using namespace Qt::StringLiterals;

/*!
    \class DustError
    \inmodule DustEcto
    \brief The DustError class says why a call did not do what it was asked to.

    An error is a value: a kind that programs decide by, a message that people read, whether a repeat is safe, and
    details. It mirrors \c DustEcto.Error of DustEcto for Elixir and adds the errors of PROTOCOL section 4. A
    default-constructed DustError is no error.

    The message names the thing that is wrong and, where there is one, the remedy. Neither message() nor the debug
    output shows a token: what follows \c{token=} in a text, and what stands under a key \c token, becomes \c{***}.

    \snippet value.cpp decide

    \sa DustResult
*/
namespace {

bool isRetryableByDefault(DustError::Kind kind)
{
    switch (kind) {
    case DustError::Network:
    case DustError::Http:
    case DustError::Timeout:
    case DustError::RateLimited:
        return true;
    default:
        return false;
    }
}

// The token travels in the URL (PROTOCOL section 4), and URLs end up in messages.
QString withoutTokens(QString text)
{
    constexpr QStringView Key = u"token=";
    for (qsizetype at = text.indexOf(Key, 0, Qt::CaseInsensitive); at >= 0;
         at = text.indexOf(Key, at, Qt::CaseInsensitive)) {
        at += Key.size();
        qsizetype end = at;
        while (end < text.size() && !text.at(end).isSpace()
               && !u"&#\"'<>)"_s.contains(text.at(end)))
            ++end;
        text.replace(at, end - at, u"***"_s);
    }
    return text;
}

QVariant redacted(const QVariant &value)
{
    if (value.typeId() == QMetaType::QVariantMap) {
        QVariantMap map = value.toMap();
        for (auto it = map.begin(); it != map.end(); ++it)
            it.value() = it.key().compare(u"token", Qt::CaseInsensitive) == 0
                    ? QVariant(u"***"_s)
                    : redacted(it.value());
        return map;
    }
    if (value.typeId() == QMetaType::QVariantList) {
        QVariantList list = value.toList();
        for (QVariant &item : list)
            item = redacted(item);
        return list;
    }
    if (value.typeId() == QMetaType::QString)
        return withoutTokens(value.toString());
    return value;
}

} // namespace

class DustErrorData : public QSharedData
{
public:
    QString message;
    QVariantMap detail;
    DustError::Kind kind = DustError::NoError;
    bool retryable = false;
};

/*!
    Constructs no error: kind() is DustError::NoError.
*/
DustError::DustError() = default;
/*!
    Constructs a copy of \a other.
*/
DustError::DustError(const DustError &other) = default;
/*!
    Move-constructs an error from \a other.
*/
DustError::DustError(DustError &&other) noexcept = default;
/*!
    Assigns \a other to this error.
*/
DustError &DustError::operator=(const DustError &other) = default;
/*!
    Move-assigns \a other to this error.
*/
DustError &DustError::operator=(DustError &&other) noexcept = default;
/*!
    Destroys the error.
*/
DustError::~DustError() = default;

/*!
    \enum DustError::Kind

    What went wrong, for programs to decide by.

    \value NoError Nothing.
    \value Network The server could not be reached, or the connection broke. Retryable.
    \value Http The server answered with a status that has no kind of its own; see httpStatus(). Retryable.
    \value Conflict The precondition of a write did not hold; see currentRevision().
    \value NotSupported The transport or the server cannot do this.
    \value NothingToWrite There was nothing to send.
    \value Timeout No answer came in time. Retryable.
    \value Unauthorized The token is missing, wrong or expired.
    \value InvalidParams An argument breaks a rule; see reason() and path().
    \value RateLimited Too many requests; see retryAfter(). Retryable.
    \value NotImplemented The server does not know this request.
    \value NotFound There is nothing at this path.
    \value Invalid The changeset has errors, see fieldErrors(), or stored data contradict themselves.
    \value Exists \c if_absent found a leaf.
    \value Held The lease is held by another.
    \value Occupied A value that is no lease lives at the path of the lease.
    \value NotHeld The lease is not held with this token.
    \value Fenced The lease that guards the write is no longer live.
    \value MissingScope The token lacks a scope; see scope().
    \value StoreNotAllowed The token may not open this store.
    \value LimitExceeded A limit of the account or of this library is exceeded.
    \value Indeterminate The write may or may not have been committed, and there is no way to find out.
    \value Storage The file or medium that holds a store failed.
    \value Closed The client was destroyed, or its session ended, before the call did.
*/

/*!
    Constructs an error of \a kind with a \a message for people and \a detail for programs.

    The kinds Network, Http, Timeout and RateLimited are retryable; withRetryable() says otherwise. The keys of
    \a detail that have accessors are \c reason, \c current_revision, \c op_index, \c path, \c retry_after, \c scope,
    \c http_status and \c field_errors.
*/
DustError::DustError(Kind kind, const QString &message, const QVariantMap &detail)
    : d(new DustErrorData)
{
    d->kind = kind;
    d->message = withoutTokens(message);
    d->detail = detail;
    d->retryable = isRetryableByDefault(kind);
}

/*!
    \property DustError::kind
    \brief what went wrong
*/
DustError::Kind DustError::kind() const
{
    return d ? d->kind : NoError;
}

/*!
    \property DustError::message
    \brief the sentence for people: what is wrong, and what to do about it
*/
QString DustError::message() const
{
    return d ? d->message : QString();
}

/*!
    \property DustError::retryable
    \brief whether the same call may be made again as it is
*/
bool DustError::isRetryable() const
{
    return d && d->retryable;
}

/*!
    \property DustError::detail
    \brief everything known about the error, by the names that the wire uses
*/
QVariantMap DustError::detail() const
{
    return d ? d->detail : QVariantMap();
}

/*!
    \property DustError::reason
    \brief the name of the broken rule, such as \c empty_segment or \c if_match_multi_leaf; empty if there is none
*/
QString DustError::reason() const
{
    return d ? d->detail.value(u"reason"_s).toString() : QString();
}

/*!
    Returns the revision that the leaf has now, of a Conflict; nothing if the server did not say it.
*/
std::optional<quint64> DustError::currentRevision() const
{
    bool ok = false;
    const quint64 revision = d ? d->detail.value(u"current_revision"_s).toULongLong(&ok) : 0;
    return ok ? std::optional(revision) : std::nullopt;
}

/*!
    \property DustError::opIndex
    \brief which operation of a batch failed, counted from 0; -1 outside a batch
*/
int DustError::opIndex() const
{
    return d ? d->detail.value(u"op_index"_s, -1).toInt() : -1;
}

/*!
    \property DustError::path
    \brief the path, or the place inside a value, that the error is about; empty if there is none
*/
QString DustError::path() const
{
    return d ? d->detail.value(u"path"_s).toString() : QString();
}

/*!
    \property DustError::retryAfter
    \brief how many seconds to wait before a repeat; 0 if the server did not say
*/
int DustError::retryAfter() const
{
    return d ? d->detail.value(u"retry_after"_s).toInt() : 0;
}

/*!
    \property DustError::scope
    \brief the scope that a token lacks, such as \c{entries:write}
*/
QString DustError::scope() const
{
    return d ? d->detail.value(u"scope"_s).toString() : QString();
}

/*!
    \property DustError::httpStatus
    \brief the status of the HTTP answer; 0 if there was none
*/
int DustError::httpStatus() const
{
    return d ? d->detail.value(u"http_status"_s).toInt() : 0;
}

/*!
    \property DustError::fieldErrors
    \brief the messages of an Invalid changeset, by field
*/
QVariantMap DustError::fieldErrors() const
{
    return d ? d->detail.value(u"field_errors"_s).toMap() : QVariantMap();
}

/*!
    Returns a copy of this error that says \a retryable.
*/
DustError DustError::withRetryable(bool retryable) const
{
    DustError error = *this;
    if (error.d)
        error.d->retryable = retryable;
    return error;
}

/*!
    Returns a copy of this error whose detail() has \a value under \a key.
*/
DustError DustError::with(const QString &key, const QVariant &value) const
{
    DustError error = *this;
    if (error.d)
        error.d->detail.insert(key, value);
    return error;
}

/*!
    Returns an InvalidParams error whose \c reason is \a reason, with a \a message that names the thing and the remedy.
*/
DustError DustError::invalidParams(const QString &reason, const QString &message)
{
    return DustError(InvalidParams, message, { { u"reason"_s, reason } });
}

/*!
    \fn bool DustError::operator==(const DustError &a, const DustError &b)

    Returns whether \a a and \a b have the same kind, message, detail and retryability.
*/

/*!
    \fn bool DustError::operator!=(const DustError &a, const DustError &b)

    Returns whether \a a and \a b differ.
*/
bool operator==(const DustError &a, const DustError &b)
{
    if (a.d == b.d)
        return true;
    return a.kind() == b.kind() && a.isRetryable() == b.isRetryable() && a.message() == b.message()
            && a.detail() == b.detail();
}

/*!
    \fn QDebug DustError::operator<<(QDebug debug, const DustError &error)

    Writes \a error to \a debug, without tokens.
*/
QDebug operator<<(QDebug debug, const DustError &error)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "DustError(" << error.kind();
    if (error.kind() != DustError::NoError)
        debug << ", " << error.message();
    if (const QVariantMap detail = error.detail(); !detail.isEmpty())
        debug << ", " << redacted(detail).toMap();
    return debug << ')';
}

#include "moc_dusterror.cpp"
