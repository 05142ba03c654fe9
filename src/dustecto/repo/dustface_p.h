// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef DUSTFACE_P_H
#define DUSTFACE_P_H

#include <QtCore/QObject>

// An object's face: what it has more in QML. The functions of it are in the meta-object of the class itself, as Q_PRIVATE_SLOT of
// a face, since the engine lays the extensions of a module over those objects only that it makes itself. What they do is in
// the QML module, of which the library knows nothing but the name of a class.
namespace DustFace {

// The one that is there, or a new one by its class, a child of the object. Null where no QML module is loaded.
template<typename Face>
Face *of(QObject *object, const char *pointerToClass)
{
    for (QObject *child : object->children()) {
        if (auto *face = qobject_cast<Face *>(child))
            return face;
    }
    const QMetaObject *meta = QMetaType::fromName(pointerToClass).metaObject();
    return meta ? qobject_cast<Face *>(meta->newInstance(Q_ARG(QObject *, object))) : nullptr;
}

} // namespace DustFace

#endif // DUSTFACE_P_H
