// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dusthttpbody_p.h"

#include <cstring>

DustHttpBody::DustHttpBody(const QByteArray &bytes) : m_bytes(bytes)
{
    open(ReadOnly | Unbuffered);
}

void DustHttpBody::withhold()
{
    m_isWithheld = true;
}

qint64 DustHttpBody::bytesAvailable() const
{
    return m_bytes.size() - m_at;
}

qint64 DustHttpBody::readData(char *data, qint64 maximum)
{
    const qint64 size = std::min(maximum, bytesAvailable());
    if (m_isWithheld || size <= 0)
        return -1;
    memcpy(data, m_bytes.constData() + m_at, std::size_t(size));
    m_at += size;
    Q_EMIT advanced();
    return size;
}

qint64 DustHttpBody::writeData(const char *, qint64)
{
    return -1;
}

#include "moc_dusthttpbody_p.cpp"
