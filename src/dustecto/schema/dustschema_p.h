// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSCHEMA_P_H
#define DUSTSCHEMA_P_H

#include "dustfield_p.h"

#include <vector>

class DustSchemaData
{
public:
    static const DustSchemaData *get(const DustSchema &schema) { return schema.d.get(); }
    static DustSchema toSchema(std::shared_ptr<const DustSchemaData> data)
    {
        return DustSchema(std::move(data));
    }

    // What follows from fields and required.
    void index();

    QString name;
    DustPath prefix; // empty: only nested in others
    DustSchema::Mode mode = DustSchema::Flat;
    QString slugField;
    QList<DustField> fields;
    QStringList required;
    QStringList redacted;
    QMetaType gadgetType;
    QMetaProperty slugProperty;
    QMetaProperty metaProperty;

    std::vector<int> byWireLeaf; // indexes of fields, in byte order of their wire leaves
    std::vector<bool> isRequired; // by index
    std::vector<bool> keepsNumbers; // by index: see DustKeptNumbers
    QList<QVariant> nullValues;
};

// A declaration as it was written, in C++ or at run time, before it is checked.
class DustSchemaDraft
{
public:
    DustResult<DustSchema> finish() const;
    // The error of a wrong declaration, which says what to write instead.
    DustError fault(const QString &text) const;

    QString name;
    QString prefix;
    bool nested = false; // only in others: neither prefix nor slug
    DustSchema::Mode mode = DustSchema::Flat;
    QString slugField;
    std::vector<DustFieldData> fields;
    QStringList required;
    QStringList redacted;
    QMetaType gadgetType;
    QMetaProperty slugProperty;
    QMetaProperty metaProperty;
    DustError error; // of a step before

private:
    QString remedy(const QString &inCpp, const QString &atRunTime) const;
    DustResult<DustPath> checkPrefix() const;
    DustResult<void> checkFields() const;
    DustResult<void> checkWireName(const DustFieldData &field) const;
    DustResult<void> checkNames(const QStringList &names, const QString &macro,
                                bool withSlug) const;
};

#endif // DUSTSCHEMA_P_H
