// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustOperation::validate(): what a client refuses before it sends (PROTOCOL sections 2, 5 and 7).

#include "dustoperation.h"
#include "dusttext_p.h"

using namespace Qt::StringLiterals;

namespace {

using Operation = DustOperation;

bool isLeaseKind(Operation::Kind kind)
{
    return kind == Operation::Lease || kind == Operation::Renew || kind == Operation::Release;
}

DustError refusal(const DustOperation &operation, const QString &reason, const QString &saying)
{
    const QString path = operation.path().toString();
    return DustError::invalidParams(
                   reason,
                   u"The %1 of %2 %3"_s.arg(DustOperation::kindName(operation.kind()),
                                            DustText::quoted(path), saying))
            .with(u"path"_s, path);
}

DustResult<void> checkPath(const DustPath &path)
{
    const auto parsed = DustPath::parse(QByteArrayView(path.rendered()));
    return parsed ? DustResult<void>() : parsed.error();
}

// More than the longest path under an object can have: three bytes a character, each perhaps
// escaped.
qsizetype longestMember(const DustObject &object)
{
    constexpr qsizetype MostBytes = 6;
    qsizetype longest = 0;
    for (auto it = object.cbegin(); it != object.cend(); ++it) {
        const qsizetype below = it->isLeaf() ? 0 : longestMember(it->toObject());
        longest = qMax(longest, 1 + MostBytes * it.key().size() + below);
    }
    return longest;
}

DustResult<void> checkMembers(const DustPath &path, const DustObject &object)
{
    for (auto it = object.cbegin(); it != object.cend(); ++it) {
        const auto child = path.child(it.key());
        if (!child)
            return child.error();
        if (const auto leaves = it->flatten(*child); !leaves)
            return leaves.error();
    }
    return {};
}

// A merge writes the members even of what looks like an envelope.
bool writesMembers(const DustOperation &operation)
{
    return operation.kind() == Operation::Merge || !operation.value().isLeaf();
}

DustResult<void> checkText(const DustOperation &operation, const QString &text, const QString &what)
{
    if (text.isValidUtf16())
        return {};
    return refusal(operation, u"invalid_unicode"_s,
                   u"has a %1 with a lone surrogate: remove it."_s.arg(what));
}

DustResult<void> checkValue(const DustOperation &operation)
{
    const DustPath &path = operation.path();
    if (const auto valid = operation.value().validate(); !valid) {
        const DustError error = valid.error();
        const DustPath at = path.joined(DustPath::fromCanonical(error.path().toUtf8()));
        return error.with(u"path"_s, at.toString());
    }
    const DustObject &object = operation.value().toObject();
    const bool mayBeTooLong = writesMembers(operation)
            && path.rendered().size() + longestMember(object) > DustPath::MaximumBytes;
    return mayBeTooLong ? checkMembers(path, object) : DustResult<void>();
}

DustResult<void> checkKind(const DustOperation &operation)
{
    const DustValue &value = operation.value();
    const auto refuse = [&](const QString &reason, const QString &saying) {
        return refusal(operation, reason, saying);
    };
    switch (operation.kind()) {
    case Operation::Set:
    case Operation::Delete:
        return {};
    case Operation::Merge:
        if (!value.isObject())
            return refuse(u"merge_requires_map_value"_s,
                          u"needs an object: use set for any other value."_s);
        return {};
    case Operation::Increment:
        if (!value.isNumber())
            return refuse(u"increment_requires_number_value"_s, u"needs a number to add."_s);
        return {};
    case Operation::Add:
    case Operation::Remove:
        if (value.isNull())
            return refuse(operation.kind() == Operation::Add ? u"add_requires_value"_s
                                                             : u"remove_requires_value"_s,
                          u"needs a member other than null."_s);
        return {};
    case Operation::PutFile:
        if (value.envelopeType() != u"file"_s)
            return refuse(u"invalid_file_reference"_s,
                          u"needs a reference with \"_type\": \"file\"."_s);
        return {};
    case Operation::Lease:
        if (operation.holder().isEmpty())
            return refuse(u"invalid_lease_op"_s, u"needs a holder: name who takes it."_s);
        [[fallthrough]];
    case Operation::Renew:
        if (operation.ttl() <= 0)
            return refuse(u"invalid_lease_op"_s,
                          u"needs a time to live of at least one millisecond."_s);
        break;
    case Operation::Release:
        break;
    }
    if (operation.kind() != Operation::Lease && operation.token() == 0)
        return refuse(u"invalid_lease_op"_s,
                      u"needs the token that the lease was acquired with."_s);
    return {};
}

DustResult<void> checkIfMatch(const DustOperation &operation)
{
    if (*operation.ifMatch() == 0)
        return refusal(operation, u"invalid_precondition"_s,
                       u"asks if_match 0: give a revision that was read, or use if_absent."_s);
    if (operation.kind() != Operation::Set && operation.kind() != Operation::Delete)
        return refusal(operation, u"if_match_unsupported_op"_s,
                       u"cannot have if_match: only set and delete can."_s);
    if (!operation.value().isLeaf())
        return refusal(operation, u"if_match_multi_leaf"_s,
                       u"cannot have if_match, since an object becomes many leaves: set each leaf "
                       u"with its own "
                       "revision in one batch."_s);
    return {};
}

DustResult<void> checkIfAbsent(const DustOperation &operation)
{
    if (operation.kind() != Operation::Set)
        return refusal(operation, u"if_absent_unsupported_op"_s,
                       u"cannot have if_absent: only set can."_s);
    if (!operation.value().isLeaf())
        return refusal(
                operation, u"if_absent_multi_leaf"_s,
                u"cannot have if_absent, since an object becomes many leaves: guard one leaf of it."_s);
    return {};
}

DustResult<void> checkFence(const DustOperation &operation)
{
    if (isLeaseKind(operation.kind()))
        return refusal(operation, u"invalid_precondition"_s,
                       u"cannot have a fence: only writes can."_s);
    if (operation.fence()->token == 0)
        return refusal(operation, u"invalid_precondition"_s,
                       u"has a fence without a token: give the token of the lease."_s);
    return checkPath(operation.fence()->key);
}

} // namespace

/*!
    Returns whether a store could take this operation, as far as that can be told without asking it: a client calls it
    before it sends anything, since some of what it refuses would break a real server's channel for good.

    Fails with DustError::InvalidParams, the path in \c path and one of these reasons:

    \list
    \li those of DustPath::parse() for the path, for the key of a fence and for the paths that an object would write;
    \li those of DustValue::validate() for the value;
    \li \c invalid_unicode: a lone surrogate in the holder of a lease or in the client op id;
    \li \c merge_requires_map_value, \c increment_requires_number_value, \c add_requires_value,
        \c remove_requires_value, \c invalid_file_reference: the value does not suit the kind;
    \li \c invalid_lease_op: a lease without a holder, a time to live below one millisecond, no token;
    \li \c invalid_precondition: \c if_match together with \c if_absent, \c if_match 0, a fence on a lease or without
        a token;
    \li \c if_match_unsupported_op, \c if_match_multi_leaf, \c if_absent_unsupported_op, \c if_absent_multi_leaf.
    \endlist
*/
DustResult<void> DustOperation::validate() const
{
    if (const auto path = checkPath(m_path); !path)
        return path;
    if (const auto kind = checkKind(*this); !kind)
        return kind;
    if (const auto value = checkValue(*this); !value)
        return value;
    if (const auto holder = checkText(*this, m_holder, u"holder"_s); !holder)
        return holder;
    if (const auto id = checkText(*this, m_clientOpId, u"client op id"_s); !id)
        return id;
    if (m_ifMatch && m_ifAbsent)
        return refusal(*this, u"invalid_precondition"_s,
                       u"has both if_match and if_absent: drop one of them."_s);
    if (m_ifMatch) {
        if (const auto ifMatch = checkIfMatch(*this); !ifMatch)
            return ifMatch;
    }
    if (m_ifAbsent) {
        if (const auto ifAbsent = checkIfAbsent(*this); !ifAbsent)
            return ifAbsent;
    }
    return m_fence ? checkFence(*this) : DustResult<void>();
}
