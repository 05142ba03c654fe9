// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTTEXT_P_H
#define DUSTTEXT_P_H

#include "dustglobal.h"

#include <QtCore/QByteArrayView>
#include <QtCore/QString>

#include <algorithm>
#include <cstring>

namespace DustText {

inline bool isAscii(QByteArrayView bytes)
{
    constexpr quint64 HighBits = 0x8080808080808080;
    qsizetype at = 0;
    quint64 word = 0;
    for (; at + qsizetype(sizeof word) <= bytes.size(); at += sizeof word) {
        memcpy(&word, bytes.data() + at, sizeof word);
        if (word & HighBits)
            return false;
    }
    for (; at < bytes.size(); ++at) {
        if (uchar(bytes[at]) >= 0x80)
            return false;
    }
    return true;
}

// Keys and most text are ASCII, for which Latin-1 is the faster way.
// QString::fromUtf8() takes a leading U+FEFF for a byte order mark and drops it; here it is text.
inline QString fromUtf8(QByteArrayView utf8)
{
    if (isAscii(utf8))
        return QString::fromLatin1(utf8);
    constexpr char ByteOrderMark[] = "\xEF\xBB\xBF";
    if (utf8.front() != ByteOrderMark[0])
        return QString::fromUtf8(utf8);
    qsizetype marks = 0;
    while (utf8.startsWith(ByteOrderMark)) {
        utf8 = utf8.sliced(3);
        ++marks;
    }
    const QString rest = QString::fromUtf8(utf8);
    return marks == 0 ? rest : QString(marks, QChar(QChar::ByteOrderMark)) + rest;
}

// A run of digits and separators as in "dddd-dd-dd": d stands for a digit, the rest for itself.
inline bool hasShape(QStringView text, QStringView shape)
{
    return std::equal(text.begin(), text.end(), shape.begin(), shape.end(),
                      [](QChar c, QChar expected) {
                          return expected == u'd' ? c >= u'0' && c <= u'9' : c == expected;
                      });
}

// For messages: in quotes, at most about 80 characters, nothing that moves a terminal's cursor.
DUSTECTO_EXPORT QString quoted(QStringView text);

} // namespace DustText

#endif // DUSTTEXT_P_H
