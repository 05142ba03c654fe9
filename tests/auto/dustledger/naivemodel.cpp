// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "naivemodel.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Naive {

namespace {

__extension__ typedef __int128 Wide;

std::string text(const QString &string)
{
    return string.toStdString();
}

DustValue member(const DustValue &object, const QString &key)
{
    return object.toObject().value(key);
}

std::string envelopeType(const DustValue &value)
{
    if (!value.isObject() || !value.toObject().contains(u"_type"_s))
        return {};
    const std::string type = text(member(value, u"_type"_s).toString());
    if (type == "file" || type == "lease" || value.toObject().contains(u"_typed"_s))
        return type.empty() ? "?" : type;
    return {};
}

bool isLeafValue(const DustValue &value)
{
    return !value.isObject() || !envelopeType(value).empty();
}

std::string typeWhenSet(const DustValue &value)
{
    switch (value.kind()) {
    case DustValue::Null:
        return "null";
    case DustValue::Boolean:
        return "boolean";
    case DustValue::Integer:
    case DustValue::UnsignedInteger:
        return "integer";
    case DustValue::Double:
        return "float";
    case DustValue::String:
    case DustValue::Array:
        return "string";
    case DustValue::Object:
        break;
    }
    const std::string type = envelopeType(value);
    return type == "decimal" || type == "datetime" || type == "lease" ? type : "map";
}

using Leaves = std::vector<std::pair<Path, DustValue>>;

void flatten(const Path &at, const DustValue &value, Leaves &leaves)
{
    if (isLeafValue(value)) {
        leaves.emplace_back(at, value);
        return;
    }
    const DustObject &object = value.toObject();
    for (auto it = object.cbegin(); it != object.cend(); ++it) {
        Path child = at;
        child.push_back(text(it.key()));
        flatten(child, it.value(), leaves);
    }
}

Wide wide(const DustValue &value)
{
    return value.kind() == DustValue::UnsignedInteger ? Wide(value.toUnsignedInteger())
                                                      : Wide(value.toInteger());
}

Outcome failed(const std::string &reason, const DustOperation &operation)
{
    Outcome outcome;
    outcome.failure = Failure{ reason, operation.path().rendered().toStdString(), 0, -1 };
    return outcome;
}

quint64 tokenOf(const Leaf &leaf)
{
    return member(leaf.value, u"token"_s).toUnsignedInteger();
}

qint64 expiryOf(const Leaf &leaf)
{
    return member(leaf.value, u"expires_at"_s).toInteger();
}

DustValue leaseEnvelope(const DustValue &holder, quint64 token, qint64 expiresAt)
{
    return DustObject{ { u"_type"_s, u"lease"_s },
                       { u"holder"_s, holder },
                       { u"token"_s, token },
                       { u"expires_at"_s, expiresAt } };
}

} // namespace

Path parsePath(const std::string &rendered)
{
    Path path(1);
    for (size_t i = 0; i < rendered.size(); ++i) {
        if (rendered[i] == '/')
            path.emplace_back();
        else if (rendered[i] == '~')
            path.back() += rendered[++i] == '0' ? '~' : '/';
        else
            path.back() += rendered[i];
    }
    return path;
}

std::string render(const Path &path)
{
    std::string rendered;
    for (const std::string &segment : path) {
        if (!rendered.empty())
            rendered += '/';
        for (const char c : segment) {
            if (c == '~')
                rendered += "~0";
            else if (c == '/')
                rendered += "~1";
            else
                rendered += c;
        }
    }
    return rendered;
}

bool isWithin(const Path &path, const Path &top)
{
    return path.size() >= top.size() && std::equal(top.begin(), top.end(), path.begin());
}

bool haveSameValues(const State &a, const State &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto &x, const auto &y) {
        return x.first == y.first && x.second.value == y.second.value;
    });
}

State within(const State &state, const Path &top)
{
    State part;
    for (const auto &[path, leaf] : state) {
        if (isWithin(path, top))
            part[path] = leaf;
    }
    return part;
}

std::optional<DustValue> assemble(const Path &top, const State &leaves)
{
    DustValue value;
    if (leaves.contains(top)) {
        value = leaves.at(top).value;
    } else {
        std::map<std::string, State> children;
        for (const auto &[path, leaf] : leaves)
            children[path.at(top.size())][path] = leaf;
        DustObject object;
        for (const auto &[segment, below] : children) {
            Path child = top;
            child.push_back(segment);
            const auto part = assemble(child, below);
            if (!part)
                return std::nullopt;
            object.insert(QString::fromStdString(segment), *part);
        }
        value = object;
    }
    Leaves again;
    flatten(top, value, again);
    if (again.size() != leaves.size())
        return std::nullopt;
    for (const auto &[path, part] : again) {
        if (!leaves.contains(path) || !(leaves.at(path).value == part))
            return std::nullopt;
    }
    return value;
}

void replay(State &state, const Event &event)
{
    const auto writeLeaf = [&](const Path &path, const DustValue &value, const std::string &type) {
        state[path] = Leaf{ value, type, event.seq, 0 };
    };
    const auto clearTree = [&](const Path &top) {
        std::erase_if(state, [&](const auto &row) { return isWithin(row.first, top); });
    };
    const auto replace = [&](const Path &top, const DustValue &value) {
        clearTree(top);
        Leaves leaves;
        flatten(top, value, leaves);
        for (const auto &[path, part] : leaves)
            writeLeaf(path, part, typeWhenSet(part));
    };
    if (event.op == "set") {
        replace(event.path, event.value);
    } else if (event.op == "delete") {
        clearTree(event.path);
    } else if (event.op == "merge") {
        const DustObject &object = event.value.toObject();
        for (auto it = object.cbegin(); it != object.cend(); ++it) {
            Path child = event.path;
            child.push_back(text(it.key()));
            if (isLeafValue(it.value()))
                writeLeaf(child, it.value(), typeWhenSet(it.value()));
            else
                replace(child, it.value());
        }
    } else if (event.op == "put_file") {
        clearTree(event.path);
        writeLeaf(event.path, event.value, "file");
    } else if (event.op == "increment") {
        writeLeaf(event.path, event.value, "counter");
    } else if (event.op == "add" || event.op == "remove") {
        writeLeaf(event.path, event.value, "set");
    } else if (event.op == "lease" || event.op == "renew") {
        writeLeaf(event.path, event.value, "lease");
    } else if (event.op == "release") {
        state.erase(event.path);
    }
}

void Model::clear(const Path &top)
{
    std::erase_if(state, [&](const auto &row) {
        if (!isWithin(row.first, top))
            return false;
        touched.insert(row.first);
        return true;
    });
}

void Model::write(const Path &path, const DustValue &value, const std::string &type)
{
    touched.insert(path);
    state[path] = Leaf{ value, type, seq + 1, now.wall };
}

bool Model::isSubtree(const Path &path) const
{
    return !state.contains(path) && std::any_of(state.begin(), state.end(), [&](const auto &row) {
        return isWithin(row.first, path);
    });
}

bool Model::isLive(const Path &path) const
{
    if (!state.contains(path) || state.at(path).type != "lease")
        return false;
    const Leaf &leaf = state.at(path);
    if (deadlines.contains(path)) {
        const Deadline &deadline = deadlines.at(path);
        if (deadline.token == tokenOf(leaf) && deadline.expiresAt == expiryOf(leaf))
            return now.monotonic < deadline.monotonic;
    }
    return now.wall < expiryOf(leaf);
}

std::optional<std::string> Model::malformed(const DustOperation &operation) const
{
    using Op = DustOperation;
    const Op::Kind kind = operation.kind();
    const DustValue &value = operation.value();
    if (kind == Op::Merge && !value.isObject())
        return "merge_requires_map_value";
    if (kind == Op::Increment && !value.isNumber())
        return "increment_requires_number_value";
    if (kind == Op::Add && value.isNull())
        return "add_requires_value";
    if (kind == Op::Remove && value.isNull())
        return "remove_requires_value";
    if (operation.ifMatch() && operation.ifAbsent())
        return "invalid_precondition";
    if (operation.ifMatch()) {
        if (*operation.ifMatch() == 0)
            return "invalid_precondition";
        if (kind != Op::Set && kind != Op::Delete)
            return "if_match_unsupported_op";
        if (kind == Op::Set && !isLeafValue(value))
            return "if_match_multi_leaf";
    }
    if (operation.ifAbsent()) {
        if (kind != Op::Set)
            return "if_absent_unsupported_op";
        if (!isLeafValue(value))
            return "if_absent_multi_leaf";
    }
    const bool isLeaseOp = kind == Op::Lease || kind == Op::Renew || kind == Op::Release;
    if (operation.fence() && isLeaseOp)
        return "invalid_precondition";
    return std::nullopt;
}

Outcome Model::run(const DustOperation &operation, const std::string &deviceId, const Clock &clock)
{
    now = clock;
    touched.clear();
    const Path path = parsePath(operation.path().rendered().toStdString());
    if (const auto reason = malformed(operation))
        return failed(*reason, operation);

    if (const auto fence = operation.fence()) {
        const Path key = parsePath(fence->key.rendered().toStdString());
        if (!isLive(key) || tokenOf(state.at(key)) != fence->token)
            return failed("fenced", operation);
    }
    const quint64 revision = state.contains(path) ? state.at(path).revision : 0;
    if (operation.ifMatch() && revision != *operation.ifMatch()) {
        Outcome outcome = failed("conflict", operation);
        outcome.failure->currentRevision = revision;
        return outcome;
    }
    if (operation.ifAbsent() && revision != 0) {
        Outcome outcome = failed("exists", operation);
        outcome.failure->currentRevision = revision;
        return outcome;
    }
    switch (operation.kind()) {
    case DustOperation::Set:
        return set(operation, deviceId);
    case DustOperation::Delete:
        clear(path);
        return commitChanges(operation, DustValue(), deviceId);
    case DustOperation::Merge:
        return merge(operation, deviceId);
    case DustOperation::Increment:
        return increment(operation, deviceId);
    case DustOperation::Add:
    case DustOperation::Remove:
        return changeMembers(operation, deviceId);
    case DustOperation::PutFile:
        clear(path);
        write(path, operation.value(), "file");
        return commitChanges(operation, operation.value(), deviceId);
    case DustOperation::Lease:
    case DustOperation::Renew:
    case DustOperation::Release:
        return lease(operation, deviceId);
    }
    return failed("unknown", operation);
}

Outcome Model::commitChanges(const DustOperation &operation, const DustValue &eventValue,
                             const std::string &deviceId)
{
    Commit commit;
    commit.event = { text(DustOperation::kindName(operation.kind())),
                     parsePath(operation.path().rendered().toStdString()),
                     eventValue,
                     ++seq,
                     deviceId,
                     text(operation.clientOpId()) };
    std::map<std::string, Change> changes;
    const State &before = pastStates.back();
    const bool isGrant = operation.kind() == DustOperation::Lease
            || operation.kind() == DustOperation::Renew;
    for (const Path &path : touched) {
        if (!isGrant)
            deadlines.erase(path);
        Change change;
        change.path = render(path);
        if (before.contains(path))
            change.before = before.at(path);
        if (state.contains(path))
            change.after = state.at(path);
        changes[change.path] = change;
    }
    for (const auto &[path, change] : changes)
        commit.changes.push_back(change);
    pastStates.push_back(state);
    log.push_back(commit);
    Outcome outcome;
    outcome.commits.push_back(commit);
    return outcome;
}

Outcome Model::set(const DustOperation &operation, const std::string &deviceId)
{
    const Path path = parsePath(operation.path().rendered().toStdString());
    clear(path);
    Leaves leaves;
    flatten(path, operation.value(), leaves);
    for (const auto &[leaf, value] : leaves)
        write(leaf, value, typeWhenSet(value));
    return commitChanges(operation, operation.value(), deviceId);
}

Outcome Model::merge(const DustOperation &operation, const std::string &deviceId)
{
    const DustObject object = operation.value().toObject();
    for (auto it = object.cbegin(); it != object.cend(); ++it) {
        Path child = parsePath(operation.path().rendered().toStdString());
        child.push_back(text(it.key()));
        if (isLeafValue(it.value())) {
            write(child, it.value(), typeWhenSet(it.value()));
            continue;
        }
        clear(child);
        Leaves leaves;
        flatten(child, it.value(), leaves);
        for (const auto &[leaf, value] : leaves)
            write(leaf, value, typeWhenSet(value));
    }
    return commitChanges(operation, operation.value(), deviceId);
}

Outcome Model::increment(const DustOperation &operation, const std::string &deviceId)
{
    const Path path = parsePath(operation.path().rendered().toStdString());
    const DustValue existing = state.contains(path) ? state.at(path).value : DustValue(0);
    const DustValue delta = operation.value();
    if (isSubtree(path) || !existing.isNumber())
        return failed("not_a_number", operation);
    DustValue total;
    if (existing.isInteger() && delta.isInteger()) {
        const Wide sum = wide(existing) + wide(delta);
        if (sum < Wide(std::numeric_limits<qint64>::min())
            || sum > Wide(std::numeric_limits<quint64>::max()))
            return failed("number_out_of_range", operation);
        total = sum < 0 ? DustValue(qint64(sum)) : DustValue(quint64(sum));
    } else {
        total = existing.toDouble() + delta.toDouble();
        if (!qIsFinite(total.toDouble()))
            return failed("number_out_of_range", operation);
    }
    write(path, total, "counter");
    return commitChanges(operation, total, deviceId);
}

Outcome Model::changeMembers(const DustOperation &operation, const std::string &deviceId)
{
    const Path path = parsePath(operation.path().rendered().toStdString());
    const DustValue existing = state.contains(path) ? state.at(path).value : DustValue(DustArray());
    if (isSubtree(path) || !existing.isArray())
        return failed("not_a_list", operation);
    DustArray members;
    if (operation.kind() == DustOperation::Add)
        members.append(operation.value());
    for (const DustValue &item : existing.toArray()) {
        if (!(item == operation.value()) && !members.contains(item))
            members.append(item);
    }
    write(path, members, "set");
    return commitChanges(operation, members, deviceId);
}

Outcome Model::lease(const DustOperation &operation, const std::string &deviceId)
{
    const Path path = parsePath(operation.path().rendered().toStdString());
    const bool isLease = state.contains(path) && state.at(path).type == "lease";
    const bool isMine = isLease && tokenOf(state.at(path)) == operation.token();
    if (operation.kind() == DustOperation::Release) {
        if (isMine) {
            touched.insert(path);
            state.erase(path);
            return commitChanges(operation, DustValue(), deviceId);
        }
        Commit nothing;
        nothing.event = { "release", path, DustValue(), 0, deviceId, text(operation.clientOpId()) };
        nothing.logged = false;
        Outcome outcome;
        outcome.commits.push_back(nothing);
        return outcome;
    }
    DustValue envelope;
    const qint64 expiresAt = now.wall + operation.ttl();
    if (operation.kind() == DustOperation::Lease) {
        if (isLive(path))
            return failed("held", operation);
        if (isSubtree(path) || (state.contains(path) && !isLease))
            return failed("occupied", operation);
        envelope = leaseEnvelope(operation.holder(), seq + 1, expiresAt);
    } else {
        if (!isMine || !isLive(path))
            return failed("not_held", operation);
        envelope = leaseEnvelope(member(state.at(path).value, u"holder"_s), operation.token(),
                                 expiresAt);
    }
    write(path, envelope, "lease");
    deadlines[path] = { tokenOf(state.at(path)), expiresAt, now.monotonic + operation.ttl() };
    return commitChanges(operation, envelope, deviceId);
}

Outcome Model::apply(const DustOperation &operation, const std::string &deviceId,
                     const Clock &clock)
{
    return run(operation, deviceId, clock);
}

Outcome Model::applyBatch(const QList<DustOperation> &operations, const std::string &deviceId,
                          const Clock &clock)
{
    const State stateBefore = state;
    const auto deadlinesBefore = deadlines;
    const quint64 seqBefore = seq;
    Outcome all;
    for (const DustOperation &operation : operations) {
        const Outcome one = run(operation, deviceId, clock);
        if (one.failure) {
            const int index = int(all.commits.size());
            state = stateBefore;
            deadlines = deadlinesBefore;
            seq = seqBefore;
            pastStates.resize(seq + 1);
            log.resize(seq);
            Outcome outcome;
            outcome.failure = one.failure;
            outcome.failure->opIndex = index;
            return outcome;
        }
        all.commits.push_back(one.commits.front());
    }
    return all;
}

Outcome Model::rollbackPath(const Path &path, quint64 toSeq, const Clock &clock)
{
    const std::string rendered = render(path);
    const auto at = DustPath::fromCanonical(QByteArray::fromStdString(rendered));
    const DustOperation erase = DustOperation::remove(at);
    if (toSeq < compactedThrough)
        return failed("beyond_retention", erase);
    const bool isMentioned = std::any_of(
            log.begin() + std::ptrdiff_t(compactedThrough), log.end(), [&](const Commit &commit) {
                return isWithin(commit.event.path, path)
                        || std::any_of(commit.changes.begin(), commit.changes.end(),
                                       [&](const Change &change) {
                                           return isWithin(parsePath(change.path), path);
                                       });
            });
    if (!isMentioned)
        return failed("no_ops", erase);
    const State then = within(pastStates.at(std::min(toSeq, seq)), path);
    if (haveSameValues(then, within(state, path)))
        return {};
    const QString id = QString::fromStdString("rollback:" + std::to_string(toSeq) + ":" + rendered);
    if (then.empty())
        return run(DustOperation(erase).setClientOpId(id), "system:rollback", clock);
    const auto value = assemble(path, then);
    if (!value)
        return failed("not_one_value", erase);
    return run(DustOperation::set(at, *value).setClientOpId(id), "system:rollback", clock);
}

Outcome Model::rollbackStore(quint64 toSeq, const std::vector<Event> &chosen, const Clock &clock)
{
    Outcome all;
    for (const Event &event : chosen) {
        const std::string rendered = render(event.path);
        const auto at = DustPath::fromCanonical(QByteArray::fromStdString(rendered));
        const QString id = QString::fromStdString("rollback:" + std::to_string(toSeq) + ":"
                                                  + rendered);
        DustOperation operation = event.op == "delete" ? DustOperation::remove(at)
                                                       : DustOperation::set(at, event.value);
        all.commits.push_back(
                run(operation.setClientOpId(id), "system:rollback", clock).commits.at(0));
    }
    return all;
}

void Model::reopen(const Clock &clock)
{
    deadlines.clear();
    for (const auto &[path, leaf] : state) {
        if (leaf.type == "lease")
            deadlines[path] = { tokenOf(leaf), expiryOf(leaf),
                                clock.monotonic + expiryOf(leaf) - clock.wall };
    }
}

} // namespace Naive
