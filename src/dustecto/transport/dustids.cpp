// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustids_p.h"

#include <QtCore/QRandomGenerator>

using namespace Qt::StringLiterals;

namespace {

QString madeUp(QStringView prefix)
{
    constexpr QStringView Digits = u"0123456789abcdef";
    QString id(prefix.size() + 32, Qt::Uninitialized);
    QChar *out = std::copy(prefix.cbegin(), prefix.cend(), id.data());
    for (int half = 0; half < 2; ++half) {
        quint64 bits = QRandomGenerator::global()->generate64();
        for (int digit = 0; digit < 16; ++digit, bits >>= 4)
            *out++ = Digits[bits & 0xf];
    }
    return id;
}

} // namespace

QString DustIds::clientOperation()
{
    return madeUp(u"op_");
}

QString DustIds::device()
{
    return madeUp(u"dev_");
}
