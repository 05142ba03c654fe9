// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustvaluetext.h"

using namespace Qt::StringLiterals;

namespace {

void write(QString *text, const DustValue &value, int depth)
{
    const QString indent = u'\n' + QString(2 * (depth + 1), u' ');
    const QString end = u'\n' + QString(2 * depth, u' ');
    if (value.isArray() && !value.toArray().isEmpty()) {
        QChar before = u'[';
        for (const DustValue &item : value.toArray()) {
            *text += before + indent;
            write(text, item, depth + 1);
            before = u',';
        }
        *text += end + u']';
    } else if (value.isObject() && !value.toObject().isEmpty()) {
        const DustObject &object = value.toObject();
        QChar before = u'{';
        for (auto member = object.cbegin(); member != object.cend(); ++member) {
            *text += before + indent;
            *text += QString::fromUtf8(DustValue(member.key()).toJson()) + u": "_s;
            write(text, *member, depth + 1);
            before = u',';
        }
        *text += end + u'}';
    } else {
        *text += QString::fromUtf8(value.toJson());
    }
}

} // namespace

QString DustValueText::brief(const DustValue &value)
{
    constexpr qsizetype Longest = 200;
    QString text = QString::fromUtf8(value.toJson());
    if (text.size() <= Longest)
        return text;
    text.truncate(text.at(Longest - 1).isHighSurrogate() ? Longest - 1 : Longest);
    return text + u'…';
}

QString DustValueText::full(const DustValue &value)
{
    QString text;
    write(&text, value, 0);
    return text;
}
