// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustmessagepack_p.h"

#include "dusttext_p.h"

#include <QtCore/QStringConverter>
#include <QtCore/QtEndian>
#include <QtCore/QVarLengthArray>

#define MSGPACK_NO_BOOST
#include <msgpack.hpp>

#include <cmath>
#include <map>
#include <vector>

using namespace Qt::StringLiterals;

namespace {

DustError refusal(const QString &saying, const QString &reason = u"invalid_messagepack"_s)
{
    return DustError::invalidParams(reason, u"The MessagePack bytes "_s + saying);
}

DustError notFinite()
{
    return refusal(u"hold NaN or an infinity: store null or a string instead."_s,
                   u"number_out_of_range"_s);
}

class Writer
{
public:
    explicit Writer(QByteArray &bytes) : m_sink{ bytes }, m_packer(m_sink) {}

    void write(const DustValue &value)
    {
        switch (value.kind()) {
        case DustValue::Null:
            m_packer.pack_nil();
            break;
        case DustValue::Boolean:
            value.toBool() ? m_packer.pack_true() : m_packer.pack_false();
            break;
        case DustValue::Integer:
            m_packer.pack_int64(value.toInteger());
            break;
        case DustValue::UnsignedInteger:
            m_packer.pack_uint64(value.toUnsignedInteger());
            break;
        case DustValue::Double:
            writeDouble(value.toDouble());
            break;
        case DustValue::String:
            writeText(value.toString());
            break;
        case DustValue::Array:
            m_packer.pack_array(uint32_t(value.toArray().size()));
            for (const DustValue &item : value.toArray())
                write(item);
            break;
        case DustValue::Object:
            writeObject(value.toObject());
            break;
        }
    }

private:
    struct Sink
    {
        void write(const char *data, size_t size) { bytes.append(data, qsizetype(size)); }
        QByteArray &bytes;
    };

    // pack_double() makes an integer of 1.0, and Dust tells the two apart.
    void writeDouble(double number)
    {
        char bytes[1 + sizeof(double)] = { char(0xcb) };
        qToBigEndian(number, bytes + 1);
        m_sink.write(bytes, sizeof(bytes));
    }

    void writeText(const QString &text)
    {
        QStringEncoder encoder(QStringEncoder::Utf8, QStringEncoder::Flag::Stateless);
        QVarLengthArray<char, 512> utf8(encoder.requiredSpace(text.size()));
        const auto size = uint32_t(encoder.appendToBuffer(utf8.data(), text) - utf8.data());
        m_packer.pack_str(size);
        m_packer.pack_str_body(utf8.data(), size);
    }

    void writeObject(const DustObject &object)
    {
        m_packer.pack_map(uint32_t(object.size()));
        for (auto it = object.cbegin(); it != object.cend(); ++it) {
            writeText(it.key());
            write(it.value());
        }
    }

    Sink m_sink;
    msgpack::packer<Sink> m_packer;
};

// Called back by msgpack::parse(), which keeps its own stack: nothing here recurses. Its names are
// msgpack-cxx's.
class Visitor
{
public:
    DustValue result;
    DustError error;

    bool visit_nil() { return take(DustValue()); }
    bool visit_boolean(bool value) { return take(value); }
    bool visit_positive_integer(uint64_t value) { return take(quint64(value)); }
    bool visit_negative_integer(int64_t value) { return take(qint64(value)); }
    bool visit_float32(float value) { return visit_float64(double(value)); }
    bool visit_float64(double value)
    {
        if (std::isfinite(value))
            return take(value);
        error = notFinite();
        return false;
    }
    bool visit_bin(const char *data, uint32_t size) { return visit_str(data, size); }
    bool visit_str(const char *data, uint32_t size)
    {
        const QByteArrayView utf8(size ? data : "", qsizetype(size));
        if (!utf8.isValidUtf8())
            return refuse(u"hold text that is not valid UTF-8: store binary data as Base64."_s,
                          u"invalid_unicode"_s);
        if (!m_inKey)
            return take(DustText::fromUtf8(utf8));
        m_open.back().key = DustText::fromUtf8(utf8);
        return true;
    }
    bool visit_ext(const char *, uint32_t)
    {
        return refuse(u"hold an extension type, which Dust does not know."_s);
    }

    bool start_array(uint32_t size) { return open(false, size); }
    bool start_array_item() { return true; }
    bool end_array_item() { return true; }
    bool end_array()
    {
        DustArray array = std::move(m_open.back().items);
        m_open.pop_back();
        return take(std::move(array));
    }

    bool start_map(uint32_t size) { return open(true, size); }
    bool start_map_key() { return m_inKey = true; }
    bool end_map_key()
    {
        m_inKey = false;
        return true;
    }
    bool start_map_value() { return true; }
    bool end_map_value() { return true; }
    bool end_map()
    {
        DustObject object(std::move(m_open.back().members));
        m_open.pop_back();
        return take(std::move(object));
    }

    void parse_error(size_t, size_t) { refuse(u"are malformed."_s); }
    void insufficient_bytes(size_t, size_t) { refuse(u"end too early."_s); }

private:
    struct Level
    {
        bool isMap;
        QString key;
        DustArray items;
        std::map<QString, DustValue> members;
    };

    bool refuse(const QString &saying, const QString &reason = u"invalid_messagepack"_s)
    {
        error = refusal(saying, reason);
        return false;
    }

    bool refuseKey() { return refuse(u"hold a map key that is not text."_s); }

    bool open(bool isMap, uint32_t size)
    {
        constexpr uint32_t MostBelieved =
                32; // of a size that the bytes claim before they are there
        if (m_inKey)
            return refuseKey();
        if (m_open.size() >= size_t(DustValue::MaximumDepth))
            return refuse(u"are nested deeper than %1 levels."_s.arg(DustValue::MaximumDepth),
                          u"depth"_s);
        m_open.push_back({ isMap, {}, {}, {} });
        if (!isMap)
            m_open.back().items.reserve(qMin(size, MostBelieved));
        return true;
    }

    bool take(DustValue value)
    {
        if (m_inKey)
            return refuseKey();
        if (m_open.empty()) {
            result = std::move(value);
            return true;
        }
        Level &level = m_open.back();
        if (!level.isMap)
            level.items.append(std::move(value));
        else if (level.members.empty() || level.members.crbegin()->first < level.key)
            level.members.emplace_hint(level.members.cend(), std::move(level.key),
                                       std::move(value));
        else
            level.members.insert_or_assign(std::move(level.key), std::move(value));
        return true;
    }

    std::vector<Level> m_open;
    bool m_inKey = false;
};

DustResult<DustValue> decodeAny(QByteArrayView bytes)
{
    Visitor visitor;
    try {
        size_t offset = 0;
        if (!msgpack::parse(bytes.data(), size_t(bytes.size()), offset, visitor))
            return visitor.error;
        if (offset != size_t(bytes.size()))
            return refusal(u"go on after the value, at byte %1."_s.arg(offset));
        return std::move(visitor.result);
    } catch (const std::exception &exception) {
        return refusal(u"cannot be read: %1."_s.arg(QLatin1StringView(exception.what())));
    }
}

// The hot path of every read: a scalar that is exactly as long as its first byte says. Anything
// else, errors included, is msgpack-cxx's business.
DustResult<DustValue> decodeText(QByteArrayView bytes, qsizetype headSize, size_t size)
{
    if (size_t(bytes.size()) != size_t(headSize) + size)
        return decodeAny(bytes);
    const QByteArrayView utf8 = bytes.sliced(headSize);
    if (!DustText::isAscii(utf8) && !utf8.isValidUtf8())
        return decodeAny(bytes);
    return DustValue(DustText::fromUtf8(utf8));
}

template<typename Size>
DustResult<DustValue> decodeLongText(QByteArrayView bytes)
{
    constexpr qsizetype HeadSize = 1 + sizeof(Size);
    if (bytes.size() < HeadSize)
        return decodeAny(bytes);
    return decodeText(bytes, HeadSize, qFromBigEndian<Size>(bytes.data() + 1));
}

template<typename Number, typename Wide>
DustResult<DustValue> decodeNumber(QByteArrayView bytes)
{
    if (bytes.size() != 1 + qsizetype(sizeof(Number)))
        return decodeAny(bytes);
    return DustValue(Wide(qFromBigEndian<Number>(bytes.data() + 1)));
}

template<typename Real>
DustResult<DustValue> decodeReal(QByteArrayView bytes)
{
    const DustResult<DustValue> number = decodeNumber<Real, double>(bytes);
    return !number || std::isfinite(number.value().toDouble()) ? number : notFinite();
}

DustResult<DustValue> decodeSingleByte(QByteArrayView bytes, uchar head)
{
    if (head <= 0x7f)
        return DustValue(int(head));
    if (head >= 0xe0)
        return DustValue(int(qint8(head)));
    if (head == 0xc0)
        return DustValue();
    if (head == 0xc2 || head == 0xc3)
        return DustValue(head == 0xc3);
    return decodeAny(bytes);
}

} // namespace

DustResult<DustValue> DustMessagePack::decode(QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return refusal(u"are empty."_s);
    const uchar head = uchar(bytes.front());
    if (head >= 0xa0 && head <= 0xbf)
        return decodeText(bytes, 1, head & 0x1f);
    if (bytes.size() == 1)
        return decodeSingleByte(bytes, head);
    switch (head) {
    case 0xca:
        return decodeReal<float>(bytes);
    case 0xcb:
        return decodeReal<double>(bytes);
    case 0xcc:
        return decodeNumber<quint8, quint64>(bytes);
    case 0xcd:
        return decodeNumber<quint16, quint64>(bytes);
    case 0xce:
        return decodeNumber<quint32, quint64>(bytes);
    case 0xcf:
        return decodeNumber<quint64, quint64>(bytes);
    case 0xd0:
        return decodeNumber<qint8, qint64>(bytes);
    case 0xd1:
        return decodeNumber<qint16, qint64>(bytes);
    case 0xd2:
        return decodeNumber<qint32, qint64>(bytes);
    case 0xd3:
        return decodeNumber<qint64, qint64>(bytes);
    case 0xd9:
        return decodeLongText<quint8>(bytes);
    case 0xda:
        return decodeLongText<quint16>(bytes);
    case 0xdb:
        return decodeLongText<quint32>(bytes);
    default:
        return decodeAny(bytes);
    }
}

QByteArray DustMessagePack::encode(const DustValue &value)
{
    QByteArray bytes;
    bytes.reserve(value.toString().size() + 9);
    append(bytes, value);
    return bytes;
}

void DustMessagePack::append(QByteArray &bytes, const DustValue &value)
{
    Writer(bytes).write(value);
}
