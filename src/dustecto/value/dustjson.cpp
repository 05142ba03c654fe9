// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustjson_p.h"

#include "dusttext_p.h"

#include <QtCore/QVarLengthArray>

#include <simdjson.h>

#include <array>
#include <bit>
#include <cstring>
#include <map>

using namespace Qt::StringLiterals;

namespace {

namespace dom = simdjson::dom;

DustError failure(const QString &reason, const QString &message, qsizetype offset = -1)
{
    const DustError error = DustError::invalidParams(reason, message);
    return offset < 0 ? error : error.with(u"offset"_s, qlonglong(offset));
}

DustError tooDeep()
{
    return failure(
            u"depth"_s,
            u"The JSON is nested deeper than %1 levels: spread the value over several paths."_s.arg(
                    DustValue::MaximumDepth));
}

qsizetype digitsEnd(QByteArrayView json, qsizetype at)
{
    while (at < json.size() && json.at(at) >= '0' && json.at(at) <= '9')
        ++at;
    return at;
}

// The end of the number that JSON's grammar allows at this place, or -1.
qsizetype numberEnd(QByteArrayView json, qsizetype at)
{
    const auto is = [&](qsizetype i, const char *any) {
        return i < json.size() && strchr(any, json.at(i)) && json.at(i);
    };
    if (is(at, "-"))
        ++at;
    const qsizetype whole = digitsEnd(json, at);
    if (whole == at || (json.at(at) == '0' && whole > at + 1))
        return -1;
    at = whole;
    if (is(at, ".")) {
        const qsizetype fraction = digitsEnd(json, at + 1);
        if (fraction == at + 1)
            return -1;
        at = fraction;
    }
    if (is(at, "eE")) {
        at += is(at + 1, "+-") ? 2 : 1;
        const qsizetype exponent = digitsEnd(json, at);
        if (exponent == at)
            return -1;
        at = exponent;
    }
    return at == json.size() || is(at, " \t\r\n,]}") ? at : -1;
}

bool fits(QByteArrayView number)
{
    bool ok = false;
    const QByteArray text = number.toByteArray();
    if (text.contains('.') || text.contains('e') || text.contains('E'))
        return qIsFinite(text.toDouble(&ok)) && ok;
    const qlonglong integer = text.toLongLong(&ok);
    Q_UNUSED(integer);
    if (!ok)
        text.toULongLong(&ok);
    return ok;
}

// simdjson calls a malformed number and one beyond 64 bits or a double by the same name and does
// not say where it stands: look for it, since this is no hot path.
DustError numberFailure(QByteArrayView json)
{
    bool inString = false;
    for (qsizetype at = 0; at < json.size(); ++at) {
        const char c = json.at(at);
        if (c == '"') {
            inString = !inString;
        } else if (inString) {
            if (c == '\\')
                ++at;
        } else if (c == '-' || (c >= '0' && c <= '9')) {
            const qsizetype end = numberEnd(json, at);
            if (end < 0)
                return failure(u"invalid_json"_s,
                               u"The JSON has a malformed number at byte %1."_s.arg(at), at);
            if (const QByteArrayView number = json.sliced(at, end - at); !fits(number))
                return failure(u"number_out_of_range"_s,
                               u"The number %1 at byte %2 of the JSON is beyond 64 bits or a "
                               u"double: store it as a "
                               "string."_s.arg(DustText::quoted(QString::fromLatin1(number)),
                                               QString::number(at)),
                               at);
            at = end - 1;
        }
    }
    return failure(u"invalid_json"_s, u"The JSON has a malformed number."_s);
}

// Integers beyond 64 bits, as doubles are written.
QByteArray withNearestNumbers(QByteArrayView json)
{
    QByteArray text;
    text.reserve(json.size() + 16);
    bool inString = false;
    for (qsizetype at = 0; at < json.size(); ++at) {
        const char c = json.at(at);
        if (c == '"') {
            inString = !inString;
        } else if (inString && c == '\\' && at + 1 < json.size()) {
            text += c;
            text += json.at(++at);
            continue;
        } else if (!inString && (c == '-' || (c >= '0' && c <= '9'))) {
            const qsizetype end = numberEnd(json, at);
            if (end < 0)
                return json.toByteArray();
            const QByteArrayView number = json.sliced(at, end - at);
            text += number;
            if (!fits(number) && digitsEnd(json, number.front() == '-' ? at + 1 : at) == end)
                text += ".0";
            at = end - 1;
            continue;
        }
        text += c;
    }
    return text;
}

DustError failureOf(simdjson::error_code code, QByteArrayView json)
{
    switch (code) {
    case simdjson::NUMBER_ERROR:
        return numberFailure(json);
    case simdjson::DEPTH_ERROR:
        return tooDeep();
    case simdjson::UTF8_ERROR:
        return failure(u"invalid_unicode"_s, u"The JSON is not valid UTF-8."_s);
    default:
        return failure(u"invalid_json"_s,
                       u"The JSON cannot be read: %1"_s.arg(
                               QLatin1StringView(simdjson::error_message(code))));
    }
}

// The names that records and frames repeat, so that each is one shared QString: making it anew
// costs more than anything else about a member.
class KeyCache
{
public:
    QString find(QByteArrayView utf8)
    {
        constexpr qsizetype Longest = 40;
        if (utf8.isEmpty() || utf8.size() > Longest)
            return DustText::fromUtf8(utf8);
        const size_t slot = size_t(utf8.size()) * 31 + uchar(utf8.front()) * 7 + uchar(utf8.back());
        Name &name = m_names[slot % m_names.size()];
        if (name.utf8 != utf8) {
            name.utf8 = utf8.toByteArray();
            name.text = DustText::fromUtf8(utf8);
        }
        return name.text;
    }

private:
    struct Name
    {
        QByteArray utf8;
        QString text;
    };
    std::array<Name, 64> m_names;
};

class Builder
{
public:
    explicit Builder(KeyCache *keys) : m_keys(keys) {}

    DustValue build(dom::element element, int depth)
    {
        switch (element.type()) {
        case dom::element_type::ARRAY:
            return buildArray(dom::array(element), depth + 1);
        case dom::element_type::OBJECT:
            return buildObject(dom::object(element), depth + 1);
        case dom::element_type::INT64:
            return qint64(int64_t(element));
        case dom::element_type::UINT64:
            return quint64(uint64_t(element));
        case dom::element_type::DOUBLE:
            return double(element);
        case dom::element_type::STRING:
            return DustText::fromUtf8(view(std::string_view(element)));
        case dom::element_type::BOOL:
            return bool(element);
        case dom::element_type::NULL_VALUE:
            break;
        }
        return DustValue();
    }

    std::optional<DustError> error;

private:
    struct Member
    {
        QByteArrayView key;
        dom::element value;
    };

    static QByteArrayView view(std::string_view text)
    {
        return { text.data(), qsizetype(text.size()) };
    }

    QString keyOf(QByteArrayView utf8)
    {
        return m_keys ? m_keys->find(utf8) : DustText::fromUtf8(utf8);
    }

    DustValue buildArray(dom::array source, int depth)
    {
        if (depth > DustValue::MaximumDepth)
            return refuseDepth();
        DustArray array;
        array.reserve(qsizetype(source.size()));
        for (const dom::element item : source) {
            array.append(build(item, depth));
            if (error)
                return DustValue();
        }
        return array;
    }

    DustValue buildObject(dom::object source, int depth)
    {
        if (depth > DustValue::MaximumDepth)
            return refuseDepth();
        QVarLengthArray<Member, 16> members;
        for (const dom::key_value_pair member : source)
            members.append({ view(member.key), member.value });
        // In order, each member goes to the map's end with one comparison. simdjson keeps the keys
        // one behind the other, so their addresses tell equal keys apart: the last one wins.
        std::sort(members.begin(), members.end(), [](const Member &a, const Member &b) {
            const int order = a.key.compare(b.key);
            return order < 0 || (order == 0 && a.key.data() < b.key.data());
        });
        std::map<QString, DustValue> object;
        for (qsizetype i = 0; i < members.size(); ++i) {
            if (i + 1 < members.size() && members.at(i).key == members.at(i + 1).key)
                continue;
            object.emplace_hint(object.cend(), keyOf(members.at(i).key),
                                build(members.at(i).value, depth));
            if (error)
                return DustValue();
        }
        return DustObject(std::move(object));
    }

    DustValue refuseDepth()
    {
        error = tooDeep();
        return DustValue();
    }

    KeyCache *m_keys;
};

DustResult<DustValue> valueOf(dom::element element, KeyCache *keys)
{
    Builder builder(keys);
    DustValue value = builder.build(element, 0);
    if (builder.error)
        return *builder.error;
    return value;
}

DustResult<DustValue> readWith(dom::parser &parser, QByteArrayView json)
{
    dom::element root;
    if (const auto code = parser.parse(json.data(), size_t(json.size())).get(root))
        return failureOf(code, json);
    return valueOf(root, nullptr);
}

} // namespace

struct DustJson::NodeAccess
{
    static_assert(sizeof(dom::element) == sizeof(Node)
                  && std::is_trivially_copyable_v<dom::element>);

    static dom::element element(const Node &node)
    {
        return std::bit_cast<dom::element>(Bits(node));
    }
    static Node node(dom::element element)
    {
        const auto bits = std::bit_cast<Bits>(element);
        Node node;
        node.m_document = bits.document;
        node.m_index = bits.index;
        return node;
    }

private:
    struct Bits
    {
        Bits() = default;
        explicit Bits(const Node &node) : document(node.m_document), index(node.m_index) {}
        const void *document = nullptr;
        std::size_t index = 0;
    };
};

bool DustJson::Node::isObject() const
{
    return isValid() && NodeAccess::element(*this).is_object();
}

bool DustJson::Node::isArray() const
{
    return isValid() && NodeAccess::element(*this).is_array();
}

bool DustJson::Node::isText() const
{
    return isValid() && NodeAccess::element(*this).is_string();
}

bool DustJson::Node::isNull() const
{
    return isValid() && NodeAccess::element(*this).is_null();
}

QByteArrayView DustJson::Node::text() const
{
    std::string_view text;
    if (!isValid() || NodeAccess::element(*this).get(text))
        return {};
    return { text.data(), qsizetype(text.size()) };
}

std::optional<quint64> DustJson::Node::unsignedInteger() const
{
    uint64_t number = 0;
    if (!isValid() || NodeAccess::element(*this).get(number))
        return std::nullopt;
    return number;
}

qsizetype DustJson::Node::size() const
{
    dom::array array;
    dom::object object;
    if (isValid() && !NodeAccess::element(*this).get(array))
        return qsizetype(array.size());
    if (isValid() && !NodeAccess::element(*this).get(object))
        return qsizetype(object.size());
    return 0;
}

void DustJson::Node::forEachMember(DustFunctionRef<bool(QByteArrayView, const Node &)> visit) const
{
    dom::object object;
    if (!isValid() || NodeAccess::element(*this).get(object))
        return;
    for (const dom::key_value_pair member : object) {
        const QByteArrayView key(member.key.data(), qsizetype(member.key.size()));
        if (!visit(key, NodeAccess::node(member.value)))
            return;
    }
}

void DustJson::Node::forEachItem(DustFunctionRef<bool(const Node &)> visit) const
{
    dom::array array;
    if (!isValid() || NodeAccess::element(*this).get(array))
        return;
    for (const dom::element item : array) {
        if (!visit(NodeAccess::node(item)))
            return;
    }
}

DustResult<DustValue> DustJson::Node::toValue() const
{
    if (!isValid())
        return DustValue();
    return valueOf(NodeAccess::element(*this), nullptr);
}

class DustJson::Reader::Private
{
public:
    DustResult<dom::element> parse(QByteArrayView json)
    {
        dom::element root;
        auto code = parser.parse(json.data(), size_t(json.size())).get(root);
        if (code == simdjson::NUMBER_ERROR && numbers == Nearest) {
            const QByteArray nearest = withNearestNumbers(json);
            code = parser.parse(nearest.constData(), size_t(nearest.size())).get(root);
        }
        if (code)
            return failureOf(code, json);
        return root;
    }

    dom::parser parser;
    KeyCache keys;
    Numbers numbers;
};

DustJson::Reader::Reader(Numbers numbers) : d(std::make_unique<Private>())
{
    d->numbers = numbers;
}

DustJson::Reader::~Reader() = default;

DustResult<DustValue> DustJson::Reader::read(QByteArrayView json)
{
    const auto root = d->parse(json);
    return root ? valueOf(*root, &d->keys) : DustResult<DustValue>(root.error());
}

DustResult<DustJson::Node> DustJson::Reader::parse(QByteArrayView json)
{
    const auto root = d->parse(json);
    return root ? DustResult<Node>(NodeAccess::node(*root)) : DustResult<Node>(root.error());
}

DustResult<DustValue> DustJson::read(QByteArrayView json)
{
    dom::parser parser;
    return readWith(parser, json);
}
