// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLTESTSERVER_H
#define DUSTQMLTESTSERVER_H

#include <DustTestServer>

#include <QtQml/QJSValue>
#include <QtQml/qqmlregistration.h>

// What JavaScript needs another face of: the engine hands on an object or a list as itself.
class DustQmlTestServer : public QObject
{
    Q_OBJECT
    QML_ANONYMOUS

public:
    explicit DustQmlTestServer(QObject *server)
        : QObject(server), m_server(static_cast<DustTestServer *>(server))
    {}

    Q_INVOKABLE bool put(const QString &path, const QJSValue &value)
    {
        return m_server->put(path, value.toVariant());
    }

private:
    DustTestServer *const m_server;
};

#endif // DUSTQMLTESTSERVER_H
