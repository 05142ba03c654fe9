// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTSCHEMAREADER_P_H
#define DUSTSCHEMAREADER_P_H

#include "dustschema_p.h"

#include <QtCore/QMap>

// Reads a schema off the meta-object of a gadget.
class DustSchemaReader
{
public:
    // holders: the gadgets this one is nested in, the outermost first; none for a record.
    explicit DustSchemaReader(QMetaType gadget, const QList<QMetaType> &holders = {});

    DustResult<DustSchema> read();

private:
    DustResult<void> checkType() const;
    DustResult<void> readClassInfos();
    DustResult<void> readMode();
    DustResult<void> readSlug();
    DustResult<void> readProperties();
    DustResult<void> readProperty(const QMetaProperty &property);
    DustResult<void> readType(const QMetaProperty &property, DustFieldData *field);
    DustResult<void> readEnum(const QMetaEnum &enumerator, DustFieldData *field);
    DustResult<void> readEmbed(QMetaType gadget, DustFieldData *field);
    DustResult<void> readList(QMetaType list, DustFieldData *field);
    DustResult<void> readWireNames();
    DustResult<QStringList> readNames(const QString &info, const QString &macro) const;
    DustError noCodec(const QMetaProperty &property) const;

    QMetaType m_type;
    QList<QMetaType> m_holders;
    const QMetaObject *m_meta;
    QMap<QString, QString> m_infos; // without "dust."
    DustSchemaDraft m_draft;
};

#endif // DUSTSCHEMAREADER_P_H
