// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustschemareader_p.h"

#include "dustdecimal.h"
#include "dustfieldcodec_p.h"

#include <QtCore/QSequentialIterable>

using namespace Qt::StringLiterals;

namespace {

constexpr char Prefix[] = "dust.";
constexpr char MetaName[] = "dustMeta";

bool isGadget(QMetaType type)
{
    return type.flags().testFlag(QMetaType::IsGadget) && type.metaObject();
}

QString typeName(QMetaType type)
{
    return type.isValid() ? QString::fromUtf8(type.name()) : u"an unknown type"_s;
}

bool isRecord(const QMetaObject *meta)
{
    return meta->indexOfClassInfo("dust.prefix") >= 0;
}

// A property only knows the enums of its own class.
QMetaEnum enumOf(const QMetaProperty &property)
{
    if (property.isEnumType())
        return property.enumerator();
    const QMetaObject *scope = property.metaType().metaObject();
    const QByteArray name = QByteArray(property.metaType().name()).split(':').constLast();
    if (!scope || !property.metaType().flags().testFlag(QMetaType::IsEnumeration))
        return {};
    return scope->enumerator(scope->indexOfEnumerator(name.constData()));
}

QMetaSequence sequenceOf(QMetaType list)
{
    list.id(); // registers the conversion
    const QVariant empty(list);
    if (!empty.canConvert<QSequentialIterable>())
        return {};
    return empty.value<QSequentialIterable>().metaContainer();
}

} // namespace

DustSchemaReader::DustSchemaReader(QMetaType gadget, const QList<QMetaType> &holders)
    : m_type(gadget), m_holders(holders), m_meta(gadget.metaObject())
{
    m_draft.name = m_meta ? QString::fromUtf8(m_meta->className()) : typeName(gadget);
    m_draft.nested = !holders.isEmpty();
    m_draft.gadgetType = gadget;
}

DustResult<DustSchema> DustSchemaReader::read()
{
    using Step = DustResult<void> (DustSchemaReader::*)();
    if (const auto valid = checkType(); !valid)
        return valid.error();
    for (const Step step : { &DustSchemaReader::readClassInfos, &DustSchemaReader::readMode,
                             &DustSchemaReader::readSlug, &DustSchemaReader::readProperties,
                             &DustSchemaReader::readWireNames }) {
        if (const auto done = (this->*step)(); !done)
            return done.error();
    }
    const auto required = readNames(u"required"_s, u"DUST_REQUIRED"_s);
    const auto redacted = readNames(u"redacted"_s, u"DUST_REDACTED"_s);
    if (!required || !redacted)
        return required ? redacted.error() : required.error();
    m_draft.required = *required;
    m_draft.redacted = *redacted;
    return m_draft.finish();
}

DustResult<void> DustSchemaReader::checkType() const
{
    if (m_type.flags().testFlag(QMetaType::PointerToQObject))
        return m_draft.fault(
                u"this is a QObject, and records are values: declare a class with Q_GADGET and DUST_SCHEMA(\"links\")."_s);
    if (!isGadget(m_type))
        return m_draft.fault(
                u"this is not a gadget: declare a class with Q_GADGET and DUST_SCHEMA(\"links\")."_s);
    void *made = m_type.create();
    if (!made)
        return m_draft.fault(u"the class has no default constructor: add one."_s);
    m_type.destroy(made);
    return {};
}

DustResult<void> DustSchemaReader::readClassInfos()
{
    QStringList own;
    for (int i = 0; i < m_meta->classInfoCount(); ++i) {
        const QMetaClassInfo info = m_meta->classInfo(i);
        const QByteArrayView name(info.name());
        if (!name.startsWith(Prefix))
            continue;
        const QString key = QString::fromUtf8(name.sliced(sizeof(Prefix) - 1));
        if (own.contains(key))
            return m_draft.fault(
                    u"the class info \"%1\" is declared twice: remove one of the DUST_ macros."_s
                            .arg(QString::fromUtf8(name)));
        if (i >= m_meta->classInfoOffset())
            own.append(key);
        m_infos.insert(key, QString::fromUtf8(info.value()));
    }
    m_draft.prefix = m_infos.value(u"prefix"_s);
    return {};
}

DustResult<void> DustSchemaReader::readMode()
{
    const QString mode = m_infos.value(u"mode"_s, u"Flat"_s);
    if (mode != "Flat"_L1 && mode != "Map"_L1)
        return m_draft.fault(
                u"DUST_MODE(%1) is not a mode: write DUST_MODE(Flat) or DUST_MODE(Map)."_s.arg(
                        mode));
    m_draft.mode = mode == "Map"_L1 ? DustSchema::Map : DustSchema::Flat;
    return {};
}

DustResult<void> DustSchemaReader::readSlug()
{
    if (m_draft.nested)
        return {};
    m_draft.slugField = m_infos.value(u"slug"_s, u"slug"_s);
    const QString &name = m_draft.slugField;
    const QMetaProperty property = m_meta->property(
            m_meta->indexOfProperty(name.toUtf8().constData()));
    if (!property.isValid())
        return m_draft.fault(
                u"there is no slug property \"%1\": write Q_PROPERTY(QString %1 MEMBER %1), or name another property in DUST_SLUG()."_s
                        .arg(name));
    if (property.metaType() != QMetaType::fromType<QString>())
        return m_draft.fault(
                u"the slug property \"%1\" is a %2: a slug is the last segment of a path, write QString."_s
                        .arg(name, typeName(property.metaType())));
    if (!property.isWritable())
        return m_draft.fault(
                u"the slug property \"%1\" is read-only: write MEMBER or add a WRITE function."_s
                        .arg(name));
    m_draft.slugProperty = property;
    m_draft.metaProperty = m_meta->property(m_meta->indexOfProperty(MetaName));
    return {};
}

DustResult<void> DustSchemaReader::readProperties()
{
    for (int i = 0; i < m_meta->propertyCount(); ++i) {
        const QMetaProperty property = m_meta->property(i);
        const bool overridden = m_meta->indexOfProperty(property.name()) != i;
        const bool isSlug = !m_draft.nested
                && property.propertyIndex() == m_draft.slugProperty.propertyIndex();
        const bool isMeta = QByteArrayView(property.name()) == MetaName;
        if (overridden || isSlug || isMeta || !property.isStored())
            continue;
        if (const auto done = readProperty(property); !done)
            return done;
    }
    return {};
}

DustResult<void> DustSchemaReader::readProperty(const QMetaProperty &property)
{
    DustFieldData field;
    field.name = QString::fromUtf8(property.name());
    field.wireName = field.name;
    field.property = property;
    field.metaType = property.metaType();
    if (!property.isReadable() || !property.isWritable())
        return m_draft.fault(
                u"the property \"%1\" is %2: write MEMBER, or give it READ and WRITE, or mark it STORED false when it is not to be stored."_s
                        .arg(field.name, property.isReadable() ? u"read-only"_s : u"write-only"_s));
    if (const auto done = readType(property, &field); !done)
        return done;
    m_draft.fields.push_back(field);
    return {};
}

DustResult<void> DustSchemaReader::readType(const QMetaProperty &property, DustFieldData *field)
{
    const QMetaType type = field->metaType;
    if (const QMetaEnum enumerator = enumOf(property); enumerator.isValid() && !enumerator.isFlag())
        return readEnum(enumerator, field);
    if (isGadget(type) && type != QMetaType::fromType<DustDecimal>()) {
        field->codec = DustFieldCodecs::forEmbedOne();
        return readEmbed(type, field);
    }
    field->codec = DustFieldCodecs::forMetaType(type);
    if (field->codec)
        return {};
    if (const auto done = readList(type, field); !done || field->codec)
        return done;
    return noCodec(property);
}

DustResult<void> DustSchemaReader::readEnum(const QMetaEnum &enumerator, DustFieldData *field)
{
    field->codec = DustFieldCodecs::forEnum();
    for (int i = 0; i < enumerator.keyCount(); ++i) {
        field->enumKeys.append(QString::fromUtf8(enumerator.key(i)));
        field->enumValues.append(enumerator.value(i));
    }
    return {};
}

DustResult<void> DustSchemaReader::readEmbed(QMetaType gadget, DustFieldData *field)
{
    if (gadget == m_type || m_holders.contains(gadget))
        return m_draft.fault(
                u"the property \"%1\" holds %2 again, without end: hold the slug of another record in a QString, or a QVariantMap or QVariantList."_s
                        .arg(field->name, typeName(gadget)));
    if (isRecord(gadget.metaObject()))
        return m_draft.fault(
                u"the property \"%1\" holds %2, which is a record of its own: hold its slug in a QString, or take DUST_SCHEMA out of %2."_s
                        .arg(field->name, typeName(gadget)));
    const auto schema = DustSchemaReader(gadget, m_holders + QList{ m_type }).read();
    if (!schema)
        return m_draft.fault(u"the property \"%1\" cannot be nested. %2"_s.arg(
                field->name, schema.error().message()));
    field->embedded = *schema;
    return {};
}

DustResult<void> DustSchemaReader::readList(QMetaType list, DustFieldData *field)
{
    const QMetaSequence sequence = sequenceOf(list);
    const QMetaType gadget = sequence.valueMetaType();
    if (!isGadget(gadget) || !sequence.canAddValueAtEnd() || !sequence.canGetValueAtIndex())
        return {};
    field->codec = DustFieldCodecs::forEmbedMany();
    field->sequence = sequence;
    return readEmbed(gadget, field);
}

DustResult<void> DustSchemaReader::readWireNames()
{
    constexpr QLatin1StringView Wire = "wire."_L1;
    for (auto info = m_infos.cbegin(); info != m_infos.cend(); ++info) {
        if (!info.key().startsWith(Wire))
            continue;
        const QString name = info.key().sliced(Wire.size());
        const auto field = std::find_if(
                m_draft.fields.begin(), m_draft.fields.end(),
                [&](const DustFieldData &data) { return data.name == name; });
        if (field == m_draft.fields.end())
            return m_draft.fault(
                    u"DUST_WIRE_NAME(%1, \"%2\") names no field: write a property that is stored and is not the slug."_s
                            .arg(name, info.value()));
        field->wireName = info.value();
    }
    return {};
}

DustResult<QStringList> DustSchemaReader::readNames(const QString &info, const QString &macro) const
{
    const auto isForeign = [](QChar c) { return !c.isLetterOrNumber() && c != u'_'; };
    QString text = m_infos.value(info);
    const QString written = text;
    bool strange = false;
    for (QChar &c : text) {
        strange = strange || (isForeign(c) && c != u' ');
        c = isForeign(c) ? u' ' : c;
    }
    const QStringList names = text.split(u' ', Qt::SkipEmptyParts);
    if (strange)
        return m_draft.fault(
                u"%1(\"%2\") separates names by something else than spaces: write %1(\"%3\")."_s
                        .arg(macro, written, names.join(u' ')));
    return names;
}

DustError DustSchemaReader::noCodec(const QMetaProperty &property) const
{
    const QString type = QString::fromUtf8(property.typeName());
    QString write =
            u"write bool, an integer type, double, QString, QByteArray, QUrl, QUuid, QDate, QTime, QDateTime, QStringList, QVariant, QVariantMap, QVariantList, QJsonValue, QJsonObject, QJsonArray, DustDecimal, a Q_ENUM, a gadget or a QList of gadgets"_s;
    if (enumOf(property).isFlag())
        write = u"write an integer type or QStringList for flags"_s;
    else if (property.metaType().flags().testFlag(QMetaType::IsEnumeration))
        write = u"write Q_ENUM() below the enum, or Q_ENUM_NS() in a namespace"_s;
    else if (property.metaType().flags().testFlag(QMetaType::PointerToQObject))
        write = u"write a Q_GADGET instead of a QObject"_s;
    else if (type.startsWith("std::optional<"_L1))
        write = u"std::optional takes bool, numbers, QString, QByteArray, QUrl, QUuid, QDate, QTime, QDateTime, QStringList and DustDecimal; a plain gadget is null when all its fields are, a plain enum when it is 0 and has no key for 0"_s;
    else if (type.startsWith("QList<"_L1) || type.startsWith("QVector<"_L1))
        write = u"write QStringList, QVariantList or a QList of gadgets"_s;
    return m_draft.fault(
            u"the property \"%1\" has the type %2, for which there is no field: %3."_s.arg(
                    QString::fromUtf8(property.name()), type, write));
}
