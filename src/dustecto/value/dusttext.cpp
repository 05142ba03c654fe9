// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusttext_p.h"

using namespace Qt::StringLiterals;

QString DustText::quoted(QStringView text)
{
    constexpr qsizetype Longest = 80;
    constexpr qsizetype Half = 38;
    QString shown = text.toString();
    if (shown.size() > Longest) {
        const qsizetype head = shown.at(Half - 1).isHighSurrogate() ? Half - 1 : Half;
        const qsizetype tail = shown.at(shown.size() - Half).isLowSurrogate() ? Half - 1 : Half;
        shown.replace(head, shown.size() - head - tail, QChar(0x2026));
    }
    for (QChar &c : shown) {
        if (c.category() == QChar::Other_Control)
            c = QChar(QChar::ReplacementCharacter);
    }
    return u'"' + shown + u'"';
}
