// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustchangeset_p.h"
#include "dustdecimal.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace {

constexpr const char *Context = "DustChangeset";

QString placeholderText(const QVariant &value)
{
    if (value.metaType() == QMetaType::fromType<DustDecimal>())
        return value.value<DustDecimal>().toString();
    if (!value.canConvert<QVariantList>() || value.typeId() == QMetaType::QString)
        return value.toString();
    QStringList texts;
    const QVariantList items = value.toList();
    for (const QVariant &item : items)
        texts.append(placeholderText(item));
    return texts.join(u", "_s);
}

// In one pass: what a placeholder brings in is not searched for placeholders again.
QString interpolated(const QString &message, const QVariantMap &metadata)
{
    QString text;
    qsizetype from = 0;
    for (qsizetype at = message.indexOf("%{"_L1); at >= 0; at = message.indexOf("%{"_L1, at)) {
        const qsizetype end = message.indexOf(u'}', at);
        if (end < 0)
            break;
        const auto value = metadata.constFind(message.sliced(at + 2, end - at - 2));
        text += QStringView(message).sliced(from, at - from);
        if (value == metadata.cend())
            text += QStringView(message).sliced(at, end + 1 - at);
        else
            text += placeholderText(*value);
        at = from = end + 1;
    }
    text += QStringView(message).sliced(from);
    return text;
}

// {"author": {"name": ["can't be blank"]}} as "author.name can't be blank".
void collectSentences(const QVariant &tree, const QString &path, QStringList *sentences)
{
    if (tree.typeId() == QMetaType::QVariantMap) {
        const QVariantMap map = tree.toMap();
        for (auto it = map.cbegin(); it != map.cend(); ++it)
            collectSentences(it.value(), path.isEmpty() ? it.key() : path + u'.' + it.key(),
                             sentences);
        return;
    }
    QStringList messages;
    const QVariantList list = tree.toList();
    for (qsizetype i = 0; i < list.size(); ++i) {
        if (list.at(i).typeId() == QMetaType::QVariantMap)
            collectSentences(list.at(i), u"%1[%2]"_s.arg(path).arg(i), sentences);
        else
            messages.append(list.at(i).toString());
    }
    if (!messages.isEmpty())
        sentences->append(path + u' ' + messages.join(u" and "_s));
}

} // namespace

void DustChangesetData::prependErrors(const QList<DustFieldError> &newErrors)
{
    errors = newErrors + errors;
}

void DustChangesetData::refuse(const char *message, QVariantMap metadata)
{
    metadata.insert(u"validation"_s, u"declaration"_s);
    metadata.insert(u"schema"_s, schema().isNull() ? QString() : schema().name());
    const DustFieldError error(Base.toString(), QString::fromLatin1(message), metadata);
    if (!errors.contains(error))
        errors.prepend(error);
}

bool DustChangesetData::hasError(const QString &name) const
{
    return std::any_of(errors.cbegin(), errors.cend(),
                       [&](const DustFieldError &error) { return error.field == name; });
}

QString DustChangesetData::summary(const QVariantMap &tree)
{
    QStringList sentences;
    collectSentences(tree, {}, &sentences);
    const int count = int(sentences.size());
    constexpr int Shown = 5;
    if (count > Shown)
        sentences = sentences.mid(0, Shown) << u"…"_s;
    const char *text = count == 1 ? QT_TRANSLATE_NOOP("DustChangeset", "%n field is invalid: %1")
                                  : QT_TRANSLATE_NOOP("DustChangeset", "%n fields are invalid: %1");
    return QCoreApplication::translate(Context, text, nullptr, count).arg(sentences.join(u", "_s));
}

/*!
    Returns the changeset with an error of \a field: \a message, in which \c{%{name}} stands for
    the \c name of \a metadata. The field need not be one of the schema; an error of the whole
    record is put on \c base by convention. Do not put the value of a redacted field into either.

    \sa errors(), validateChange()
*/
DustChangeset DustChangeset::addError(const QString &field, const QString &message,
                                      const QVariantMap &metadata) const
{
    DustChangeset next(*this);
    next.d->errors.prepend({ field, message, metadata });
    return next;
}

/*!
    Returns the errors of this changeset without those of nested ones, in Ecto's order: the errors
    of a cast follow those already there, in the order of the permitted fields; every other step
    puts its errors in front, so the latest validation comes first.

    \sa errorMap(), traverseErrors()
*/
QList<DustFieldError> DustChangeset::errors() const
{
    return d->errors;
}

/*!
    Returns the translated messages as a tree: field name to a list of strings in the order of
    errors(); for a nested record with errors its own tree, for a list of nested records a list of
    trees, one per item, empty where there are no errors.

    \sa traverseErrors(), translated()
*/
QVariantMap DustChangeset::errorMap() const
{
    return traverseErrors([](const DustFieldError &error) { return QVariant(translated(error)); });
}

/*!
    Returns the tree of errorMap() with what \a function makes of each error in place of the
    translated messages.

    Mirrors \c Ecto.Changeset.traverse_errors/2.

    \snippet schema.cpp traverse
*/
QVariantMap DustChangeset::traverseErrors(
        const std::function<QVariant(const DustFieldError &)> &function) const
{
    QVariantMap tree;
    for (const DustFieldError &error : std::as_const(d->errors)) {
        QVariantList messages = tree.value(error.field).toList();
        messages.append(function(error));
        tree.insert(error.field, messages);
    }
    for (auto it = d->changes.cbegin(); it != d->changes.cend(); ++it) {
        const QList<DustChangeset> children = DustEmbed::children(it.value());
        QVariantList trees;
        bool allEmpty = true;
        for (const DustChangeset &child : children) {
            const QVariantMap childTree = child.traverseErrors(function);
            allEmpty = allEmpty && childTree.isEmpty();
            trees.append(childTree);
        }
        if (!allEmpty)
            tree.insert(it.key(),
                        d->field(it.key()).isEmbedMany() ? QVariant(trees) : trees.first());
    }
    return tree;
}

/*!
    Returns the message of \a error translated, with its placeholders filled from its metadata.

    The message is looked up as it stands, placeholders included, in the context \c DustChangeset
    with QCoreApplication::translate(); an integer \c count of the metadata selects the plural
    form. Messages of the application's own are looked up in the same way.
*/
QString DustChangeset::translated(const DustFieldError &error)
{
    bool isNumber = false;
    const int count = error.metadata.value(u"count"_s).toInt(&isNumber);
    const QString message = QCoreApplication::translate(Context, error.message.toUtf8().constData(),
                                                        nullptr, isNumber ? count : -1);
    return interpolated(message, error.metadata);
}
