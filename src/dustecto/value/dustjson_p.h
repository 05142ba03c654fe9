// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTJSON_P_H
#define DUSTJSON_P_H

#include "dustfunctionref_p.h"
#include "dustvalue.h"

#include <memory>

// JSON as Dust needs it: 64-bit integers exact, 1.0 a double (QJson folds both). simdjson stays
// behind this header.
namespace DustJson {

struct NodeAccess;

// A value of a document that has been parsed and not been made a DustValue, for those who need little of
// it, or make something else of it. Good until its reader parses again.
class DUSTECTO_EXPORT Node
{
public:
    bool isValid() const { return m_document != nullptr; }
    bool isObject() const;
    bool isArray() const;
    bool isText() const;
    bool isNull() const;

    QByteArrayView text() const; // UTF-8; a null view for anything else
    std::optional<quint64> unsignedInteger() const;
    qsizetype size() const; // of an object or an array
    // False stops. Of equal keys each is told.
    void forEachMember(DustFunctionRef<bool(QByteArrayView, const Node &)> visit) const;
    void forEachItem(DustFunctionRef<bool(const Node &)> visit) const;
    DustResult<DustValue> toValue() const; // depth

private:
    friend class Reader;
    friend struct NodeAccess;
    // simdjson's own reference, which its header need not be known for.
    const void *m_document = nullptr;
    std::size_t m_index = 0;
};

// Keeps the parser's buffers from one document to the next; for whoever reads many.
class DUSTECTO_EXPORT Reader
{
public:
    // What integers beyond 64 bits are: out of range, or the nearest double, for whoever must go on with what a
    // server holds.
    enum Numbers { Exact, Nearest };

    explicit Reader(Numbers numbers = Exact);
    ~Reader();

    DustResult<DustValue> read(QByteArrayView json);
    DustResult<Node> parse(QByteArrayView json);

private:
    Q_DISABLE_COPY_MOVE(Reader)
    class Private;
    std::unique_ptr<Private> d;
};

DustResult<DustValue> read(QByteArrayView json);

// Compact UTF-8. What JSON cannot say becomes null (NaN, infinity) or U+FFFD (a lone surrogate):
// validate() first.
void append(QByteArray &json, const DustValue &value);
void appendText(QByteArray &json, QStringView text);

} // namespace DustJson

#endif // DUSTJSON_P_H
