// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchangeset.h"

#include <QtCore/QMetaMethod>

namespace {

// Q_INVOKABLE static DustChangeset changeset(const Link &link, const QVariantMap &params)
bool isOwnFunction(const QMetaMethod &method, QMetaType gadget)
{
    return method.name() == "changeset" && method.parameterCount() == 2
            && method.parameterMetaType(0) == gadget
            && method.parameterMetaType(1) == QMetaType::fromType<QVariantMap>()
            && method.returnMetaType() == QMetaType::fromType<DustChangeset>();
}

// By types: the signature names them as the class does, in its namespace without it.
QMetaMethod ownFunction(const DustSchema &schema)
{
    const QMetaType type = schema.gadgetType();
    const QMetaObject *meta = type.metaObject();
    for (int i = 0; meta && i < meta->methodCount(); ++i) {
        if (const QMetaMethod method = meta->method(i); isOwnFunction(method, type))
            return method;
    }
    return {};
}

bool isEmbed(const DustField &field)
{
    return field.type() == DustField::EmbedOne || field.type() == DustField::EmbedMany;
}

DustChangeset castAll(const DustRecord &record, const QVariantMap &params)
{
    const DustSchema schema = record.schema();
    const bool isNested = schema.prefix().isEmpty();
    QStringList permitted;
    for (const DustField &field : schema.fields()) {
        if (!isEmbed(field))
            permitted.append(field.name());
    }
    if (!isNested)
        permitted.append(schema.slugField());
    DustChangeset changeset = DustChangeset::cast(record, params, permitted);
    for (const DustField &field : schema.fields()) {
        if (isEmbed(field) && params.contains(field.name()))
            changeset = changeset.castEmbed(field.name(), &DustChangeset::standard);
    }
    changeset = changeset.validateRequired();
    return isNested ? changeset : changeset.validateSlug();
}

} // namespace

/*!
    Returns the changeset that makes \a params the new values of \a record, as its schema says: by the class's own function
    where it declares

    \snippet link.h invokable

    and else by casting every field and the slug, nested records too, and validating the required ones and the slug. This is
    what DustListModel and the QML module validate with unless they are told otherwise.

    \sa cast()
*/
DustChangeset DustChangeset::standard(const DustRecord &record, const QVariantMap &params)
{
    const QMetaMethod function = ownFunction(record.schema());
    if (!function.isValid())
        return castAll(record, params);
    const QVariant gadget = record.toVariant();
    QVariant receiver = gadget;
    const QByteArray gadgetName = function.parameterTypeName(0);
    const QByteArray paramsName = function.parameterTypeName(1);
    DustChangeset result;
    function.invokeOnGadget(receiver.data(), QGenericReturnArgument(function.typeName(), &result),
                            QGenericArgument(gadgetName.constData(), gadget.constData()),
                            QGenericArgument(paramsName.constData(), &params));
    return result;
}
