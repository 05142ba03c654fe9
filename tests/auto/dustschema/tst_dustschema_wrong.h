// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef TST_DUSTSCHEMA_WRONG_H
#define TST_DUSTSCHEMA_WRONG_H

#include "dustschema.h"

#include <optional>
#include <utility>

// Gadgets whose declaration is wrong in one way each.

class Nested
{
    Q_GADGET
    Q_PROPERTY(QString lang MEMBER lang)
public:
    QString lang;
    friend bool operator==(const Nested &, const Nested &) = default;
};

class NoPrefix
{
    Q_GADGET
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
public:
    QString slug, title;
};

class EmptyPrefix
{
    Q_GADGET
    DUST_SCHEMA("")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
public:
    QString slug, title;
};

class EmptySegment
{
    Q_GADGET
    DUST_SCHEMA("/a//b/")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
public:
    QString slug, title;
};

class BadEscape
{
    Q_GADGET
    DUST_SCHEMA("a~2")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
public:
    QString slug, title;
};

class UnknownMode
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_MODE(Tree)
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
public:
    QString slug, title;
};

class NoSlug
{
    Q_GADGET
    DUST_SCHEMA("links")
    Q_PROPERTY(QString title MEMBER title)
public:
    QString title;
};

class OtherSlugMissing
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_SLUG(key)
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
public:
    QString slug, title;
};

class IntSlug
{
    Q_GADGET
    DUST_SCHEMA("links")
    Q_PROPERTY(int slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
public:
    int slug = 0;
    QString title;
};

class ReadOnlySlug
{
    Q_GADGET
    DUST_SCHEMA("links")
    Q_PROPERTY(QString slug READ slug)
    Q_PROPERTY(QString title MEMBER title)
public:
    QString slug() const { return {}; }
    QString title;
};

class RequiredUnknown
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_REQUIRED("slug titel")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
public:
    QString slug, title;
};

class RequiredCommas
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_REQUIRED("slug, title")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
public:
    QString slug, title;
};

class RequiredTab
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_REQUIRED("slug\ttitle")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
public:
    QString slug, title;
};

class RequiredNotStored
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_REQUIRED("length")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(int length READ length STORED false)
public:
    int length() const { return 0; }
    QString slug, title;
};

class RedactedUnknown
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_REDACTED("secret")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
public:
    QString slug, title;
};

class RedactedSlug
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_REDACTED("slug")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
public:
    QString slug, title;
};

class RedactedCommas
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_REDACTED("title,note")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
public:
    QString slug, title;
};

class WireUnknown
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_WIRE_NAME(added, "added_at")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
public:
    QString slug, title;
};

class WireSlug
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_WIRE_NAME(slug, "id")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
public:
    QString slug, title;
};

class WireTwice
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_WIRE_NAME(title, "note")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString note MEMBER note)
    Q_PROPERTY(QString title MEMBER title)
public:
    QString slug, note, title;
};

class WireEmpty
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_WIRE_NAME(title, "")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
public:
    QString slug, title;
};

class WireReserved
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_WIRE_NAME(title, "_type")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
public:
    QString slug, title;
};

class MacroTwice
{
    Q_GADGET
    DUST_SCHEMA("links")
    DUST_REQUIRED("slug")
    DUST_REQUIRED("title")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
public:
    QString slug, title;
};

class NoCodec
{
    Q_GADGET
    DUST_SCHEMA("links")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(std::pair<int, int> range READ range WRITE setRange)
public:
    std::pair<int, int> range() const { return {}; }
    void setRange(const std::pair<int, int> &) {}
    QString slug;
};

class ListOfInts
{
    Q_GADGET
    DUST_SCHEMA("links")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QList<int> counts MEMBER counts)
public:
    QString slug;
    QList<int> counts;
};

class OptionalGadget
{
    Q_GADGET
    DUST_SCHEMA("links")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(std::optional<Nested> meta MEMBER meta)
public:
    QString slug;
    std::optional<Nested> meta;
};

class OptionalEnum
{
    Q_GADGET
public:
    enum State { Draft };
    Q_ENUM(State)
    DUST_SCHEMA("links")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(std::optional<OptionalEnum::State> state MEMBER state)
public:
    QString slug;
    std::optional<State> state;
};

class UnknownEnum
{
    Q_GADGET
    DUST_SCHEMA("links")
public:
    enum State { Draft };
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(UnknownEnum::State state MEMBER state)
public:
    QString slug;
    State state = Draft;
};

class WithFlags
{
    Q_GADGET
public:
    enum Option { A = 1, B = 2 };
    Q_DECLARE_FLAGS(Options, Option)
    Q_FLAG(Options)
    DUST_SCHEMA("links")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(Options options READ options WRITE setOptions)
public:
    Options options() const { return {}; }
    void setOptions(Options) {}
    QString slug;
};

class WithObject
{
    Q_GADGET
    DUST_SCHEMA("links")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QObject *object MEMBER object)
public:
    QString slug;
    QObject *object = nullptr;
};

class WithChar
{
    Q_GADGET
    DUST_SCHEMA("links")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(char letter MEMBER letter)
public:
    QString slug;
    char letter = 0;
};

class ReadOnly
{
    Q_GADGET
    DUST_SCHEMA("links")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(int length READ length)
public:
    int length() const { return 0; }
    QString slug;
    friend bool operator==(const ReadOnly &, const ReadOnly &) = default;
};

class NoField
{
    Q_GADGET
    DUST_SCHEMA("links")
    Q_PROPERTY(QString slug MEMBER slug)
public:
    QString slug;
};

class NoDefault
{
    Q_GADGET
    DUST_SCHEMA("links")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QString title MEMBER title)
public:
    explicit NoDefault(int) {}
    QString slug, title;
};

class HoldsItself
{
    Q_GADGET
    DUST_SCHEMA("links")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QList<HoldsItself> children READ children WRITE setChildren)
public:
    QList<HoldsItself> children() const;
    void setChildren(const QList<HoldsItself> &) {}
    QString slug;
};
inline QList<HoldsItself> HoldsItself::children() const
{
    return {};
}

class Tree
{
    Q_GADGET
    Q_PROPERTY(QList<Tree> children READ children WRITE setChildren)
public:
    QList<Tree> children() const;
    void setChildren(const QList<Tree> &) {}
    friend bool operator==(const Tree &, const Tree &) = default;
};
inline QList<Tree> Tree::children() const
{
    return {};
}

class HoldsTree
{
    Q_GADGET
    DUST_SCHEMA("links")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(Tree tree MEMBER tree)
public:
    QString slug;
    Tree tree;
};

class Branch;

// Holds itself through Branch.
class Leaf
{
    Q_GADGET
    Q_PROPERTY(QList<Branch> branches READ branches WRITE setBranches)
public:
    QList<Branch> branches() const;
    void setBranches(const QList<Branch> &) {}
};

class Branch
{
    Q_GADGET
    Q_PROPERTY(QList<Leaf> leaves READ leaves WRITE setLeaves)
public:
    QList<Leaf> leaves() const { return {}; }
    void setLeaves(const QList<Leaf> &) {}
};

inline QList<Branch> Leaf::branches() const
{
    return {};
}

class HoldsCircle
{
    Q_GADGET
    DUST_SCHEMA("links")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(QList<Leaf> leaves READ leaves WRITE setLeaves)
public:
    QList<Leaf> leaves() const { return {}; }
    void setLeaves(const QList<Leaf> &) {}
    QString slug;
};

class HoldsRecord
{
    Q_GADGET
    DUST_SCHEMA("links")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(ReadOnly other MEMBER other)
public:
    QString slug;
    ReadOnly other;
};

class WrongInside
{
    Q_GADGET
    Q_PROPERTY(QList<int> counts MEMBER counts)
public:
    QList<int> counts;
    friend bool operator==(const WrongInside &, const WrongInside &) = default;
};

class NestedWrong
{
    Q_GADGET
    DUST_SCHEMA("links")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(WrongInside inner MEMBER inner)
public:
    QString slug;
    WrongInside inner;
};

class RequiresNothing
{
    Q_GADGET
    DUST_REQUIRED("nothing")
    Q_PROPERTY(QString lang MEMBER lang)
public:
    QString lang;
    friend bool operator==(const RequiresNothing &, const RequiresNothing &) = default;
};

class NestedRequired
{
    Q_GADGET
    DUST_SCHEMA("links")
    Q_PROPERTY(QString slug MEMBER slug)
    Q_PROPERTY(RequiresNothing inner MEMBER inner)
public:
    QString slug;
    RequiresNothing inner;
};

#endif // TST_DUSTSCHEMA_WRONG_H
