// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustvalidators_p.h"

#include <QtCore/QTextBoundaryFinder>

using namespace Qt::StringLiterals;

namespace {

struct Counted
{
    const char *type;
    const char *is;
    const char *min;
    const char *max;
};

constexpr Counted Characters{
    "string", QT_TRANSLATE_N_NOOP("DustChangeset", "should be %{count} character(s)"),
    QT_TRANSLATE_N_NOOP("DustChangeset", "should be at least %{count} character(s)"),
    QT_TRANSLATE_N_NOOP("DustChangeset", "should be at most %{count} character(s)")
};
constexpr Counted Bytes{
    "binary", QT_TRANSLATE_N_NOOP("DustChangeset", "should be %{count} byte(s)"),
    QT_TRANSLATE_N_NOOP("DustChangeset", "should be at least %{count} byte(s)"),
    QT_TRANSLATE_N_NOOP("DustChangeset", "should be at most %{count} byte(s)")
};
constexpr Counted Items{
    "list", QT_TRANSLATE_N_NOOP("DustChangeset", "should have %{count} item(s)"),
    QT_TRANSLATE_N_NOOP("DustChangeset", "should have at least %{count} item(s)"),
    QT_TRANSLATE_N_NOOP("DustChangeset", "should have at most %{count} item(s)")
};

qsizetype graphemes(const QString &text)
{
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    qsizetype count = 0;
    while (finder.toNextBoundary() >= 0)
        ++count;
    return count;
}

struct Measure
{
    const Counted *counted;
    qsizetype count;
};

std::optional<Measure> measured(const QVariant &value)
{
    if (value.typeId() == QMetaType::QString || value.typeId() == QMetaType::QUrl)
        return Measure{ &Characters, graphemes(value.toString()) };
    if (value.typeId() == QMetaType::QByteArray)
        return Measure{ &Bytes, value.toByteArray().size() };
    if (!dustIsList(value))
        return std::nullopt;
    const qsizetype deleted = DustEmbed::children(value).size() - DustEmbed::kept(value).size();
    return Measure{ &Items, value.toList().size() - deleted };
}

} // namespace

/*!
    Returns the changeset with an error if the change of \a field is outside the bounds of
    \a length. Strings and URLs are counted in graphemes, byte arrays in bytes, lists (nested records
    too) in items; the default message says which bound, as in "should be at least %{count}
    character(s)".

    Mirrors \c Ecto.Changeset.validate_length/3.
*/
DustChangeset DustChangeset::validateLength(const QString &field, const DustLength &length) const
{
    const auto check = [&](const QString &name, const QVariant &value) -> QList<DustFieldError> {
        const std::optional<Measure> measure = measured(value);
        if (!measure)
            return { dustWrongType(name, u"length"_s, value) };
        const auto [counted, count] = *measure;
        const auto failure = [&, counted = counted](const char *text, const QString &kind,
                                                    qsizetype bound) {
            return DustFieldError{ name,
                                   dustMessage(text, length.m_message),
                                   { { u"validation"_s, u"length"_s },
                                     { u"kind"_s, kind },
                                     { u"count"_s, bound },
                                     { u"type"_s, QString::fromLatin1(counted->type) } } };
        };
        if (length.m_is && count != *length.m_is)
            return { failure(counted->is, u"is"_s, *length.m_is) };
        if (length.m_min && count < *length.m_min)
            return { failure(counted->min, u"min"_s, *length.m_min) };
        if (length.m_max && count > *length.m_max)
            return { failure(counted->max, u"max"_s, *length.m_max) };
        return {};
    };
    DustChangeset next(*this);
    next.d->validate(field, u"length"_s,
                     { DustField::String, DustField::Url, DustField::Bytes, DustField::StringList,
                       DustField::EmbedMany },
                     check);
    return next;
}
