// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTHTTPBODY_P_H
#define DUSTHTTPBODY_P_H

#include <QtCore/QIODevice>

// What a request carries. Sequential, because QNetworkAccessManager sends a body that it can rewind
// a second time when the server hangs up; read from no earlier than it is about to leave, so that a
// request whose body was never asked for has never been carried out.
class DustHttpBody final : public QIODevice
{
    Q_OBJECT

public:
    explicit DustHttpBody(const QByteArray &bytes);

    bool isEmpty() const { return m_bytes.isEmpty(); }
    bool wasRead() const { return m_at > 0; }
    void withhold(); // what was not read yet never will be

    bool isSequential() const override { return true; }
    bool reset() override { return false; }
    bool atEnd() const override { return m_at == m_bytes.size(); }
    qint64 bytesAvailable() const override;

Q_SIGNALS:
    void advanced();

protected:
    qint64 readData(char *data, qint64 maximum) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    const QByteArray m_bytes;
    qint64 m_at = 0;
    bool m_isWithheld = false;
};

#endif // DUSTHTTPBODY_P_H
