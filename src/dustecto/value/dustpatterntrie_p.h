// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTPATTERNTRIE_P_H
#define DUSTPATTERNTRIE_P_H

#include "dustpath_p.h"
#include "dustpattern.h"

#include <QtCore/QVarLengthArray>

#include <unordered_map>
#include <vector>

// Items filed under patterns, found by path. What a match costs depends on the path's segments and
// on what matches, not on how many patterns there are. Nodes live in one array and edges in one
// hash, so that a pattern of 25,000 segments costs no recursion, neither here nor in a destructor.
template<typename T>
class DustPatternTrie
{
public:
    DustPatternTrie() { m_nodes.emplace_back(); }

    bool isEmpty() const { return nodeCount() == 1 && m_nodes[Root].many.isEmpty(); }
    qsizetype nodeCount() const { return qsizetype(m_nodes.size() - m_free.size()); }

    // The same item may be filed several times, under one pattern too. An empty pattern matches
    // nothing and is not filed.
    void insert(const DustPattern &pattern, const T &item)
    {
        if (pattern.isEmpty())
            return;
        int node = Root;
        for (const DustPattern::Segment &segment : pattern.segments()) {
            if (segment.kind == DustPattern::Segment::Many)
                break;
            const int next = child(node, segment);
            node = next == None ? addChild(node, segment) : next;
        }
        items(pattern, m_nodes[node]).append(item);
    }

    // Takes one filing of the item back; false when there is none.
    bool remove(const DustPattern &pattern, const T &item)
    {
        int node = pattern.isEmpty() ? None : int(Root);
        for (const DustPattern::Segment &segment : pattern.segments()) {
            if (node == None || segment.kind == DustPattern::Segment::Many)
                break;
            node = child(node, segment);
        }
        if (node == None || !items(pattern, m_nodes[node]).removeOne(item))
            return false;
        while (node != Root && m_nodes[node].isUnused())
            node = release(node);
        return true;
    }

    // Calls visit(const T &) for every filing whose pattern matches, in no particular order. The
    // visitor must not change the trie.
    template<typename Visitor>
    void match(const DustPath &path, Visitor &&visit) const
    {
        struct Place
        {
            int node;
            DustPathRules::SegmentCursor rest;
        };
        if (path.isEmpty())
            return;
        QVarLengthArray<Place, 16> open;
        open.append(Place{ Root, DustPathRules::SegmentCursor(path.rendered()) });
        while (!open.isEmpty()) {
            Place place = open.last();
            open.removeLast();
            const Node &node = m_nodes[place.node];
            if (place.rest.atEnd()) {
                for (const T &item : node.exact)
                    visit(item);
                continue;
            }
            for (const T &item : node.many)
                visit(item);
            const QByteArrayView segment = place.rest.next();
            if (node.one != None)
                open.append(Place{ node.one, place.rest });
            if (node.literals > 0) {
                if (const auto edge = m_edges.find(EdgeView{ place.node, segment });
                    edge != m_edges.end())
                    open.append(Place{ edge->second, place.rest });
            }
        }
    }

private:
    static constexpr int None = -1;
    static constexpr int Root = 0;

    struct Node
    {
        QList<T> exact; // patterns that end here
        QList<T> many; // patterns that go on with "**"
        QByteArray text; // of the edge that leads here, unless it is its parent's "*"
        int parent = None;
        int one = None;
        int literals = 0; // literal edges that leave this node

        bool isUnused() const
        {
            return exact.isEmpty() && many.isEmpty() && one == None && literals == 0;
        }
    };

    struct EdgeView
    {
        int from;
        QByteArrayView text;
    };
    struct Edge
    {
        int from;
        QByteArray text;
        operator EdgeView() const { return { from, text }; }
    };
    struct Hash
    {
        using is_transparent = void;
        size_t operator()(const EdgeView &edge) const
        {
            return qHash(edge.text, size_t(edge.from));
        }
    };
    struct Equal
    {
        using is_transparent = void;
        bool operator()(const EdgeView &a, const EdgeView &b) const
        {
            return a.from == b.from && a.text == b.text;
        }
    };

    static QList<T> &items(const DustPattern &pattern, Node &node)
    {
        return pattern.segments().constLast().kind == DustPattern::Segment::Many ? node.many
                                                                                 : node.exact;
    }

    int child(int node, const DustPattern::Segment &segment) const
    {
        if (segment.kind == DustPattern::Segment::One)
            return m_nodes[node].one;
        const auto edge = m_edges.find(EdgeView{ node, segment.text });
        return edge == m_edges.end() ? None : edge->second;
    }

    int addChild(int parent, const DustPattern::Segment &segment)
    {
        int node = int(m_nodes.size());
        if (m_free.empty()) {
            m_nodes.emplace_back();
        } else {
            node = m_free.back();
            m_free.pop_back();
        }
        m_nodes[node].parent = parent;
        if (segment.kind == DustPattern::Segment::One) {
            m_nodes[parent].one = node;
        } else {
            m_nodes[node].text = segment.text;
            m_edges.emplace(Edge{ parent, segment.text }, node);
            ++m_nodes[parent].literals;
        }
        return node;
    }

    // Gives an unused node back and returns its parent.
    int release(int node)
    {
        const int parent = m_nodes[node].parent;
        if (m_nodes[parent].one == node) {
            m_nodes[parent].one = None;
        } else {
            m_edges.erase(m_edges.find(EdgeView{ parent, m_nodes[node].text }));
            --m_nodes[parent].literals;
        }
        m_nodes[node] = Node();
        m_free.push_back(node);
        return parent;
    }

    std::vector<Node> m_nodes;
    std::vector<int> m_free;
    std::unordered_map<Edge, int, Hash, Equal> m_edges;
};

#endif // DUSTPATTERNTRIE_P_H
