// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

// The writing half of DustJson.

#include "dustjson_p.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

namespace {

// Characters become bytes in here, so that a long text costs one append per block.
class TextWriter
{
public:
    explicit TextWriter(QByteArray &json) : m_json(json) {}

    void write(QStringView text)
    {
        m_json.append('"');
        for (qsizetype i = 0; i < text.size(); flush()) {
            const qsizetype end = qMin(text.size(), i + UnitsPerBlock);
            for (; i < end; ++i) {
                const char16_t c = text.at(i).unicode();
                if (c >= 0x80)
                    i += writeWide(text.sliced(i));
                else if (c < 0x20 || c == u'"' || c == u'\\')
                    writeEscape(char(c));
                else
                    put(c);
            }
        }
        m_json.append('"');
    }

private:
    static constexpr qsizetype UnitsPerBlock = 80;
    static constexpr qsizetype LongestPiece = 6; // \u001f

    void put(uint bits) { m_block[m_used++] = char(bits); }

    // Returns how many further code units belonged to the character.
    int writeWide(QStringView text)
    {
        char32_t c = text.front().unicode();
        const bool pair = QChar::isHighSurrogate(c) && text.size() > 1
                && text.at(1).isLowSurrogate();
        if (pair)
            c = QChar::surrogateToUcs4(text.at(0), text.at(1));
        else if (QChar::isSurrogate(c))
            c = QChar::ReplacementCharacter;
        if (c < 0x800) {
            put(0xC0 | (c >> 6));
        } else {
            if (c < 0x10000) {
                put(0xE0 | (c >> 12));
            } else {
                put(0xF0 | (c >> 18));
                put(0x80 | ((c >> 12) & 0x3F));
            }
            put(0x80 | ((c >> 6) & 0x3F));
        }
        put(0x80 | (c & 0x3F));
        return pair ? 1 : 0;
    }

    void writeEscape(char c)
    {
        constexpr char Special[] = "\"\\\b\f\n\r\t";
        constexpr char Short[] = "\"\\bfnrt";
        constexpr char Hex[] = "0123456789abcdef";
        put('\\');
        if (const char *found = c ? strchr(Special, c) : nullptr) {
            put(uchar(Short[found - Special]));
            return;
        }
        put('u');
        put('0');
        put('0');
        put(uchar(Hex[uchar(c) >> 4]));
        put(uchar(Hex[uchar(c) & 0xF]));
    }

    void flush()
    {
        m_json.append(m_block.data(), qsizetype(m_used));
        m_used = 0;
    }

    QByteArray &m_json;
    std::array<char, UnitsPerBlock * LongestPiece> m_block;
    size_t m_used = 0;
};

template<typename Number>
void appendNumber(QByteArray &json, Number number)
{
    char text[32];
    const auto [end, code] = std::to_chars(std::begin(text), std::end(text), number);
    Q_UNUSED(code); // 32 bytes hold every 64-bit integer and every shortest double
    json.append(text, end - text);
}

void appendDouble(QByteArray &json, double number)
{
    if (!std::isfinite(number)) {
        json.append("null");
        return;
    }
    const qsizetype begin = json.size();
    appendNumber(json, number);
    const QByteArrayView written = QByteArrayView(json).sliced(begin);
    if (!written.contains('.') && !written.contains('e'))
        json.append(".0");
}

} // namespace

void DustJson::appendText(QByteArray &json, QStringView text)
{
    TextWriter(json).write(text);
}

void DustJson::append(QByteArray &json, const DustValue &value)
{
    switch (value.kind()) {
    case DustValue::Null:
        json.append("null");
        break;
    case DustValue::Boolean:
        json.append(value.toBool() ? "true" : "false");
        break;
    case DustValue::Integer:
        appendNumber(json, value.toInteger());
        break;
    case DustValue::UnsignedInteger:
        appendNumber(json, value.toUnsignedInteger());
        break;
    case DustValue::Double:
        appendDouble(json, value.toDouble());
        break;
    case DustValue::String:
        appendText(json, value.toString());
        break;
    case DustValue::Array: {
        char before = '[';
        for (const DustValue &item : value.toArray()) {
            json.append(before);
            append(json, item);
            before = ',';
        }
        json.append(before == '[' ? "[]" : "]");
        break;
    }
    case DustValue::Object: {
        char before = '{';
        const DustObject &object = value.toObject();
        for (auto it = object.cbegin(); it != object.cend(); ++it) {
            json.append(before);
            appendText(json, it.key());
            json.append(':');
            append(json, it.value());
            before = ',';
        }
        json.append(before == '{' ? "{}" : "}");
        break;
    }
    }
}
