// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusttext_p.h"

using namespace Qt::StringLiterals;

QString DustText::quoted(QStringView text)
{
    constexpr qsizetype Longest = 80;
    constexpr qsizetype Half = 38;
    QString shown = text.toString();
    if (shown.size() > Longest)
        shown.replace(Half, shown.size() - 2 * Half, QChar(0x2026));
    for (QChar &c : shown) {
        if (c.category() == QChar::Other_Control)
            c = QChar(QChar::ReplacementCharacter);
    }
    return u'"' + shown + u'"';
}
