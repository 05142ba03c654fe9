// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTQMLCHANGESET_H
#define DUSTQMLCHANGESET_H

#include <DustChangeset>

#include <QtQml/QJSValue>
#include <QtQml/qqml.h>

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
    Q_PROPERTY(QVariant fieldErrors READ fieldErrors FINAL)
    Q_PROPERTY(QVariant data READ dataObject FINAL)
    Q_PROPERTY(DustSchema schema READ schema FINAL)
    Q_PROPERTY(QStringList permitted READ permitted FINAL)
    Q_PROPERTY(QStringList required READ required FINAL)

public:
    QVariant paramsObject() const { return params(); }
    QVariant changesObject() const;
    QVariant errorsObject() const { return errorMap(); }
    QVariant fieldErrors() const;
    QVariant dataObject() const;

    Q_INVOKABLE bool isNull() const { return DustChangeset::isNull(); }
    Q_INVOKABLE QVariant getField(const QString &field, const QVariant &defaultValue = {}) const;
    Q_INVOKABLE QVariant getChange(const QString &field, const QVariant &defaultValue = {}) const;
    Q_INVOKABLE QVariant fetchField(const QString &field) const;
    Q_INVOKABLE QVariant fetchChange(const QString &field) const;

    Q_INVOKABLE DustChangeset cast(const QVariantMap &params, const QVariant &permitted,
                                   const QVariant &options = {}) const;
    Q_INVOKABLE DustChangeset castEmbed(const QString &field, const QJSValue &caster,
                                        const QVariant &options = {}) const;
    Q_INVOKABLE DustChangeset change(const QVariantMap &changes) const;
    Q_INVOKABLE DustChangeset putChange(const QString &field, const QVariant &value) const;
    Q_INVOKABLE DustChangeset forceChange(const QString &field, const QVariant &value) const;
    Q_INVOKABLE DustChangeset updateChange(const QString &field, const QJSValue &function) const;
    Q_INVOKABLE DustChangeset deleteChange(const QString &field) const;
    Q_INVOKABLE DustChangeset merge(const DustChangeset &other) const;
    Q_INVOKABLE DustChangeset withAction(int action) const;

    Q_INVOKABLE DustChangeset validateRequired(const QVariant &fields = {},
                                               const QVariant &options = {}) const;
    Q_INVOKABLE DustChangeset validateFormat(const QString &field, const QVariant &format,
                                             const QVariant &options = {}) const;
    Q_INVOKABLE DustChangeset validateInclusion(const QString &field, const QVariant &values,
                                                const QVariant &options = {}) const;
    Q_INVOKABLE DustChangeset validateExclusion(const QString &field, const QVariant &values,
                                                const QVariant &options = {}) const;
    Q_INVOKABLE DustChangeset validateSubset(const QString &field, const QVariant &values,
                                             const QVariant &options = {}) const;
    Q_INVOKABLE DustChangeset validateLength(const QString &field, const QVariant &length) const;
    Q_INVOKABLE DustChangeset validateNumber(const QString &field, const QVariant &number) const;
    Q_INVOKABLE DustChangeset validateConfirmation(const QString &field,
                                                   const QVariant &options = {}) const;
    Q_INVOKABLE DustChangeset validateAcceptance(const QString &param,
                                                 const QVariant &options = {}) const;
    Q_INVOKABLE DustChangeset validateChange(const QString &field, const QJSValue &function) const;
    Q_INVOKABLE DustChangeset validateSlug(const QVariant &options = {}) const;
    Q_INVOKABLE DustChangeset addError(const QString &field, const QString &message,
                                       const QVariantMap &metadata = {}) const;

    Q_INVOKABLE QVariant traverseErrors(const QJSValue &function) const;
    Q_INVOKABLE QString translated(const QVariantMap &fieldError) const;
    Q_INVOKABLE QVariant applyChanges() const;
    Q_INVOKABLE QVariant applyAction(int action) const;
};

// DustChangeset.Insert and the other actions. A QObject, since qmllint takes no enumerations from a gadget.
class DustQmlChangesetActions : public QObject
{
    Q_OBJECT
    QML_NAMED_ELEMENT(DustChangeset)
    QML_UNCREATABLE("DustChangeset is for its actions: DustChangeset.Insert. Changesets come from "
                    "DustSchema.changeset().")
    QML_EXTENDED_NAMESPACE(DustChangeset)
};

#endif // DUSTQMLCHANGESET_H
