// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTDLOG_H
#define DUSTDLOG_H

#include <DustServerRequest>

#include <QtCore/QStringList>

// What a log may say of what clients send. They put their tokens where none belongs, encoded as they
// like, and a log must have none: what holds one of this server's is left out, and so is everything
// that is no known word where secrets of others may be.
class DustdLog
{
public:
    explicit DustdLog(const QStringList &secrets);

    void addSecret(const QString &secret);
    QString request(const DustServerRequest &request, int status) const;
    QString name(const QString &text) const; // of a device

private:
    bool isSecret(const QByteArray &text) const;
    QByteArray shown(const QByteArray &text) const;
    QByteArray shownTarget(const QByteArray &target) const;
    QByteArray shownPath(const QByteArray &path) const;

    QByteArrayList m_secrets;
};

#endif // DUSTDLOG_H
