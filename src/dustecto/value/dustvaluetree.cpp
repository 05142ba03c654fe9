// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// DustValue::flatten() and assemble(): between one nested value and the leaves a store keeps.

#include "dustpath_p.h"
#include "dusttext_p.h"
#include "dustvalue.h"

#include <map>

using namespace Qt::StringLiterals;
using namespace DustPathRules;

namespace {

DustError tooDeep(DustError::Kind kind, const DustPath &path, const QString &remedy)
{
    const QString text = path.toString();
    return DustError(
            kind,
            u"The value at %1 is nested deeper than %2 levels: %3."_s.arg(
                    DustText::quoted(text), QString::number(DustValue::MaximumDepth), remedy),
            { { u"reason"_s, u"depth"_s }, { u"path"_s, text } });
}

DustError tooDeepToRead(const DustPath &path)
{
    return tooDeep(DustError::LimitExceeded, path, u"read a path further down"_s);
}

class Flattener
{
public:
    bool run(const DustPath &at, const DustValue &value, int depth)
    {
        if (value.isLeaf()) {
            leaves.emplaceBack(at, value);
            return true;
        }
        if (depth > DustValue::MaximumDepth) {
            error = tooDeep(DustError::InvalidParams, at, u"spread it over several paths"_s);
            return false;
        }
        const DustObject &object = value.toObject();
        for (auto it = object.cbegin(); it != object.cend(); ++it) {
            const auto child = at.child(it.key());
            if (!child) {
                error = child.error();
                return false;
            }
            if (!run(*child, it.value(), depth + 1))
                return false;
        }
        return true;
    }

    QList<DustValue::Leaf> leaves;
    DustError error;
};

// The order in which a path is followed directly by everything below it: '/' before any other byte.
bool treeLess(const DustValue::Leaf *a, const DustValue::Leaf *b)
{
    const QByteArrayView x = a->first.rendered();
    const QByteArrayView y = b->first.rendered();
    const auto [i, j] = std::mismatch(x.begin(), x.end(), y.begin(), y.end());
    if (i == x.end() || j == y.end())
        return i == x.end() && j != y.end();
    if (*i == '/' || *j == '/')
        return *i == '/';
    return uchar(*i) < uchar(*j);
}

int depthOf(const DustValue &value)
{
    int deepest = -1;
    for (const DustValue &item : value.toArray())
        deepest = qMax(deepest, depthOf(item));
    for (const DustValue &member : value.toObject())
        deepest = qMax(deepest, depthOf(member));
    return value.isArray() || value.isObject() ? qMax(deepest, 0) + 1 : 0;
}

// Builds nested objects from leaves that come in tree order, with a stack of the objects still
// open.
class Assembler
{
public:
    explicit Assembler(qsizetype prefixSize) { m_open.push_back({ {}, {}, prefixSize }); }

    DustResult<void> add(const DustValue::Leaf &leaf)
    {
        const QByteArray &rendered = leaf.first.rendered();
        closeUpTo(rendered);
        qsizetype begin = start(m_open.back().end);
        for (qsizetype slash = rendered.indexOf('/', begin); slash >= 0;
             slash = rendered.indexOf('/', begin)) {
            if (m_open.size() >= DustValue::MaximumDepth)
                return tooDeepToRead(leaf.first);
            m_open.push_back({ segment(rendered, begin, slash), {}, slash });
            begin = start(slash);
        }
        if (!leaf.second.isString()
            && int(m_open.size()) + depthOf(leaf.second) > DustValue::MaximumDepth)
            return tooDeepToRead(leaf.first);
        m_open.back().members.insert_or_assign(segment(rendered, begin, rendered.size()),
                                               leaf.second);
        m_last = rendered;
        return {};
    }

    DustValue finish()
    {
        while (m_open.size() > 1)
            close();
        return DustObject(std::move(m_open.back().members));
    }

private:
    struct Level
    {
        QString key;
        std::map<QString, DustValue> members;
        qsizetype end; // of this object's own path in the path of anything inside it
    };

    static qsizetype start(qsizetype end) { return end == 0 ? 0 : end + 1; }
    static QString segment(const QByteArray &rendered, qsizetype begin, qsizetype end)
    {
        return DustPath::unescapeSegment(QByteArrayView(rendered).sliced(begin, end - begin));
    }

    void close()
    {
        Level done = std::move(m_open.back());
        m_open.pop_back();
        m_open.back().members.insert_or_assign(std::move(done.key),
                                               DustObject(std::move(done.members)));
    }

    void closeUpTo(const QByteArray &rendered)
    {
        while (m_open.size() > 1) {
            const qsizetype end = m_open.back().end;
            if (rendered.size() > end && rendered.at(end) == '/'
                && QByteArrayView(rendered).first(end) == QByteArrayView(m_last).first(end))
                return;
            close();
        }
    }

    std::vector<Level> m_open;
    QByteArray m_last;
};

DustError leafWithDescendants(const DustPath &leaf, const DustPath &descendant)
{
    return DustError(
            DustError::Invalid,
            u"The path %1 holds a value and also has descendants, such as %2: remove or rewrite "
            u"one of "
            "both to repair it."_s.arg(DustText::quoted(leaf.toString()),
                                       DustText::quoted(descendant.toString())),
            { { u"reason"_s, u"leaf_with_descendants"_s }, { u"path"_s, leaf.toString() } });
}

} // namespace

/*!
    Returns the leaves that a store keeps when this value is set \a at a path: the value itself, or one leaf for
    everything in an object that is not itself such an object. Empty objects vanish. With an empty \a at the keys of an
    object are first segments.

    Fails with DustError::InvalidParams and one of the reasons \c empty_segment (an empty key), \c invalid_unicode,
    \c path_too_long, \c depth and, for a leaf without a path, \c empty_path.

    \sa assemble()
*/
DustResult<QList<DustValue::Leaf>> DustValue::flatten(const DustPath &at) const
{
    if (at.isEmpty() && isLeaf())
        return error(EmptyPath, u"path", QString());
    Flattener flattener;
    if (!flattener.run(at, *this, 1))
        return flattener.error;
    return flattener.leaves;
}

/*!
    Returns the value \a at a path that \a leaves, in any order, add up to: the leaf at the path itself, or an object of
    those below it. Leaves elsewhere are ignored, and of several leaves at one path the last one counts.

    Fails with DustError::NotFound when there is nothing; with DustError::Invalid and the reason
    \c leaf_with_descendants when a leaf also has descendants, which another program can have written; and with
    DustError::LimitExceeded when the value would be nested deeper than MaximumDepth.

    \sa flatten()
*/
DustResult<DustValue> DustValue::assemble(const DustPath &at, const QList<Leaf> &leaves)
{
    std::vector<const Leaf *> ordered;
    ordered.reserve(size_t(leaves.size()));
    for (const Leaf &leaf : leaves) {
        if (leaf.first == at || at.isAncestorOf(leaf.first))
            ordered.push_back(&leaf);
    }
    if (!std::is_sorted(ordered.cbegin(), ordered.cend(), treeLess))
        std::stable_sort(ordered.begin(), ordered.end(), treeLess);
    if (ordered.empty())
        return DustError(DustError::NotFound,
                         u"There is nothing at %1."_s.arg(DustText::quoted(at.toString())),
                         { { u"path"_s, at.toString() } });

    for (size_t i = 1; i < ordered.size(); ++i) {
        if (ordered[i - 1]->first.isAncestorOf(ordered[i]->first))
            return leafWithDescendants(ordered[i - 1]->first, ordered[i]->first);
    }
    if (ordered.front()->first == at)
        return ordered.back()->second;

    Assembler assembler(at.rendered().size());
    for (const Leaf *leaf : ordered) {
        if (const auto added = assembler.add(*leaf); !added)
            return added.error();
    }
    return assembler.finish();
}
