// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusteventeffect_p.h"

#include "dusteffects_p.h"
#include "dusttext_p.h"

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace {

DustError refusal(const DustEvent &event, const QString &reason, const QString &what)
{
    const QString path = event.path.toString();
    return DustError::invalidParams(reason,
                                    u"The store told of a %1 of %2 that cannot have been (seq %3): "
                                    u"%4. What is there "
                                    "has to be read anew."_s.arg(DustOperation::kindName(event.op),
                                                                 DustText::quoted(path),
                                                                 QString::number(event.storeSeq),
                                                                 what))
            .with(u"path"_s, path);
}

struct Fault
{
    QString reason;
    QString what;
};

// What no row keeps. Not DustValue::validate(): stores do hold values that this library would not
// write.
std::optional<Fault> faultOf(const DustValue &value, int depth = 0)
{
    switch (value.kind()) {
    case DustValue::Double:
        if (!std::isfinite(value.toDouble()))
            return Fault{ u"not_finite"_s, u"its value has a number that is not finite"_s };
        return std::nullopt;
    case DustValue::String:
        if (!value.toString().isValidUtf16())
            return Fault{ u"invalid_unicode"_s, u"its value has text with a lone surrogate"_s };
        return std::nullopt;
    case DustValue::Array:
    case DustValue::Object:
        break;
    default:
        return std::nullopt;
    }
    if (depth >= DustValue::MaximumDepth)
        return Fault{ u"depth"_s,
                      u"its value is nested deeper than %1 levels"_s.arg(DustValue::MaximumDepth) };
    for (const DustValue &item : value.toArray()) {
        if (const auto fault = faultOf(item, depth + 1))
            return fault;
    }
    const DustObject &object = value.toObject();
    for (auto it = object.cbegin(); it != object.cend(); ++it) {
        if (!it.key().isValidUtf16())
            return Fault{ u"invalid_unicode"_s, u"its value has a key with a lone surrogate"_s };
        if (const auto fault = faultOf(*it, depth + 1))
            return fault;
    }
    return std::nullopt;
}

std::optional<QString> unsuitable(const DustEvent &event)
{
    const DustValue &value = event.value;
    switch (event.op) {
    case DustOperation::Set:
    case DustOperation::Delete:
    case DustOperation::Release:
        return std::nullopt;
    case DustOperation::Merge:
        return value.isObject() ? std::nullopt : std::optional(u"an object"_s);
    case DustOperation::Increment:
        return value.isNumber() ? std::nullopt : std::optional(u"the total, a number"_s);
    case DustOperation::Add:
    case DustOperation::Remove:
        return value.isArray() ? std::nullopt : std::optional(u"all members, an array"_s);
    case DustOperation::PutFile:
        return value.envelopeType() == u"file"_s ? std::nullopt
                                                 : std::optional(u"a file's reference"_s);
    case DustOperation::Lease:
    case DustOperation::Renew:
        return value.isObject() ? std::nullopt : std::optional(u"the lease, an object"_s);
    }
    return u"of an operation that there is"_s;
}

bool hasNoValue(const DustEvent &event)
{
    return event.op == DustOperation::Delete || event.op == DustOperation::Release;
}

DustResult<void> check(const DustEvent &event)
{
    // Revisions are kept as signed 64-bit integers.
    if (event.storeSeq > quint64(std::numeric_limits<qint64>::max()))
        return refusal(event, u"invalid_seq"_s, u"no store gets that far"_s);
    if (event.path.isEmpty())
        return refusal(event, u"empty_path"_s, u"it has no path"_s);
    if (const auto wanted = unsuitable(event))
        return refusal(
                event, u"unsuitable_value"_s,
                u"its value is a %1 and should be %2"_s.arg(event.value.typeName(), *wanted));
    if (hasNoValue(event))
        return {};
    if (const auto fault = faultOf(event.value))
        return refusal(event, fault->reason, fault->what);
    return {};
}

std::optional<DustStoredValue> storedAt(const DustRow *row)
{
    return row ? std::optional(row->stored()) : std::nullopt;
}

// The leaf at the path becomes the event's value; what is below it stays.
QList<DustLeafChange> leafAlone(const DustReadView &rows, const DustEvent &event,
                                DustEntry::Type type, const DustStamp &stamp)
{
    const QByteArray &path = event.path.rendered();
    return { { path, storedAt(rows.find(path)), stamp.stored(event.value, type) } };
}

QList<DustLeafChange> leafGone(const DustReadView &rows, const DustEvent &event)
{
    const QByteArray &path = event.path.rendered();
    const DustRow *row = rows.find(path);
    if (!row)
        return {};
    return { { path, row->stored(), std::nullopt } };
}

DustOperation operationOf(const DustEvent &event)
{
    switch (event.op) {
    case DustOperation::Merge:
        return DustOperation::merge(event.path, event.value.toObject());
    case DustOperation::PutFile:
        return DustOperation::putFile(event.path, event.value);
    case DustOperation::Delete:
        return DustOperation::remove(event.path);
    default:
        return DustOperation::set(event.path, event.value);
    }
}

// As DustReadView::hasBelow(), but without a search for the end: one step is enough, since in confirmed
// rows none is hidden.
bool hasBelow(const DustReadView &rows, const QByteArray &path)
{
    const QByteArray prefix = path + '/';
    bool found = false;
    rows.scan(prefix, {}, [&](const DustRow &row) {
        found = row.path().startsWith(prefix);
        return false;
    });
    return found;
}

DustResult<QList<DustLeafChange>> tree(const DustReadView &rows, const DustEvent &event,
                                       const DustStamp &stamp)
{
    // Nearly all of a long catch-up: not worth a list of leaves.
    if (event.op == DustOperation::Set && !event.value.isObject()
        && !hasBelow(rows, event.path.rendered()))
        return leafAlone(rows, event, DustEntry::typeOf(event.value), stamp);
    auto effect = DustEffects::of(rows, operationOf(event), stamp);
    if (!effect)
        return refusal(event, effect.error().reason(),
                       u"its value cannot be kept (%1)"_s.arg(effect.error().message()));
    return std::move(effect->changes);
}

DustResult<QList<DustLeafChange>> allChanges(const DustReadView &rows, const DustEvent &event,
                                             const DustStamp &stamp)
{
    switch (event.op) {
    case DustOperation::Increment:
        return leafAlone(rows, event, DustEntry::Counter, stamp);
    case DustOperation::Add:
    case DustOperation::Remove:
        return leafAlone(rows, event, DustEntry::Set, stamp);
    case DustOperation::Lease:
    case DustOperation::Renew:
        return leafAlone(rows, event, DustEntry::Lease, stamp);
    case DustOperation::Release:
        return leafGone(rows, event);
    default:
        return tree(rows, event, stamp);
    }
}

} // namespace

DustResult<QList<DustLeafChange>> DustEventEffect::of(const DustReadView &rows,
                                                      const DustEvent &event, qint64 at)
{
    if (const auto checked = check(event); !checked)
        return checked.error();
    auto changes = allChanges(rows, event, { event.storeSeq, at });
    if (changes && event.storeSeq > 0)
        changes->removeIf([&event](const DustLeafChange &change) {
            return change.before && change.before->revision >= event.storeSeq;
        });
    return changes;
}
