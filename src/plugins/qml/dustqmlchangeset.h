// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLCHANGESET_H
#define DUSTQMLCHANGESET_H

#include <DustChangeset>

#include <QtQml/qqmlregistration.h>

// The functions of a changeset in QML, beside its properties. The engine lays this over the DustChangeset it holds: no
// members.
class DustQmlChangeset : public DustChangeset
{
    Q_GADGET
    QML_FOREIGN(DustChangeset)
    QML_VALUE_TYPE(dustChangeset)
    QML_EXTENDED(DustQmlChangeset)
    // As JavaScript objects of any properties, which the maps of C++ are not for qmllint.
    Q_PROPERTY(QVariant params READ paramsObject FINAL)
    Q_PROPERTY(QVariant changes READ changesObject FINAL)
    Q_PROPERTY(QVariant errors READ errorsObject FINAL)

public:
    QVariant paramsObject() const { return params(); }
    QVariant changesObject() const { return changes(); }
    QVariant errorsObject() const { return errorMap(); }

    Q_INVOKABLE QVariant getField(const QString &field) const;
    Q_INVOKABLE QVariant getChange(const QString &field) const;
    Q_INVOKABLE DustChangeset cast(const QVariantMap &params, const QStringList &permitted) const;
    Q_INVOKABLE DustChangeset putChange(const QString &field, const QVariant &value) const;
    Q_INVOKABLE DustChangeset deleteChange(const QString &field) const;
    Q_INVOKABLE DustChangeset addError(const QString &field, const QString &message) const;

    Q_INVOKABLE DustChangeset validateRequired(const QStringList &fields,
                                               const QString &message = {}) const;
    Q_INVOKABLE DustChangeset validateFormat(const QString &field, const QVariant &format,
                                             const QString &message = {}) const;
    Q_INVOKABLE DustChangeset validateInclusion(const QString &field, const QVariantList &values,
                                                const QString &message = {}) const;
    Q_INVOKABLE DustChangeset validateExclusion(const QString &field, const QVariantList &values,
                                                const QString &message = {}) const;
    Q_INVOKABLE DustChangeset validateSubset(const QString &field, const QVariantList &values,
                                             const QString &message = {}) const;
    Q_INVOKABLE DustChangeset validateLength(const QString &field, const QVariantMap &length) const;
    Q_INVOKABLE DustChangeset validateNumber(const QString &field, const QVariantMap &number) const;
    Q_INVOKABLE DustChangeset validateConfirmation(const QString &field,
                                                   const QString &message = {}) const;
    Q_INVOKABLE DustChangeset validateAcceptance(const QString &param,
                                                 const QString &message = {}) const;
    Q_INVOKABLE DustChangeset validateSlug(const QString &message = {}) const;
};

#endif // DUSTQMLCHANGESET_H
