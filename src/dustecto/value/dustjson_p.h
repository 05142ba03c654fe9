// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTJSON_P_H
#define DUSTJSON_P_H

#include "dustvalue.h"

#include <memory>

// JSON as Dust needs it: 64-bit integers exact, 1.0 a double (QJson folds both). simdjson stays
// behind this header.
namespace DustJson {

// Keeps the parser's buffers from one document to the next; for whoever reads many.
class DUSTECTO_EXPORT Reader
{
public:
    Reader();
    ~Reader();

    DustResult<DustValue> read(QByteArrayView json);

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
