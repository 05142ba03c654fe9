// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#include "dustlistfilter_p.h"

#include "dusttext_p.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace {

constexpr int Slug = -1;

DustError unknownField(const QString &purpose, const QString &name, const DustSchema &schema)
{
    return DustError::invalidParams(u"unknown_field"_s,
                                    u"cannot %1 %2: %3 has no such field; its fields are %4"_s.arg(
                                            purpose, DustText::quoted(name), schema.name(),
                                            schema.fieldNames().join(", "_L1)))
            .with(u"field"_s, name);
}

bool isText(const DustField &field)
{
    switch (field.type()) {
    case DustField::String:
    case DustField::StringList:
    case DustField::Url:
    case DustField::Enum:
        return !field.isRedacted();
    default:
        return false;
    }
}

QString textOf(const DustField &field, const QVariant &value)
{
    if (field.type() == DustField::String)
        return field.plainValue(value).toString();
    if (field.type() == DustField::StringList)
        return field.plainValue(value).toStringList().join(u'\n');
    const DustResult<DustValue> wire = field.toWire(value);
    if (!wire || wire->isNull())
        return {};
    return wire->isString() ? wire->toString() : QString::fromUtf8(wire->toJson());
}

QVariantList listOf(const QVariant &wanted)
{
    const bool isList = wanted.typeId() == QMetaType::QVariantList
            || wanted.typeId() == QMetaType::QStringList;
    return isList ? wanted.toList() : QVariantList{ wanted };
}

// JavaScript has one type of number; a cast takes no fractions for integers. In a free-form field it
// may be either.
QVariantList numbers(const DustField &field, const QVariant &value)
{
    const double real = value.toDouble();
    const bool isWhole = value.typeId() == QMetaType::Double && std::abs(real) < 0x1p63
            && real == std::floor(real);
    if (isWhole && field.type() == DustField::Integer)
        return { qint64(real) };
    if (isWhole && field.type() == DustField::Any)
        return { value, qint64(real) };
    return { value };
}

bool hasNoValue(const DustField &field, const QVariant &value)
{
    return field.isNullValue(value)
            || (field.type() == DustField::StringList
                && field.plainValue(value).toStringList().isEmpty());
}

// An accent or a vowel point. Marks that belong to one script (Thai, Devanagari vowels) are letters
// to its readers.
bool isAccent(QChar c)
{
    return c.category() == QChar::Mark_NonSpacing && c.script() == QChar::Script_Inherited;
}

} // namespace

DustListFilter::DustListFilter(const DustSchema &schema, const DustListCriteria &criteria)
    : m_words(fold(criteria.search).simplified().split(u' ', Qt::SkipEmptyParts)),
      m_function(criteria.function)
{
    if (schema.isNull())
        return;
    for (auto it = criteria.equal.begin(); it != criteria.equal.end(); ++it)
        addEqual(schema, it.key(), it.value());
    for (const QString &name : criteria.searchFields)
        addSearchField(schema, name);
    if (criteria.searchFields.isEmpty())
        addTextFields(schema);
}

void DustListFilter::addEqual(const DustSchema &schema, const QString &name, const QVariant &wanted)
{
    Equal equal;
    equal.index = schema.indexOf(name);
    if (equal.index >= 0) {
        equal.values = castValues(schema.fields().at(equal.index), wanted);
    } else if (name == schema.slugField()) {
        equal.values = listOf(wanted);
    } else {
        m_error = unknownField(u"filter by"_s, name, schema);
        m_acceptsNone = true;
        return;
    }
    m_equal.push_back(equal);
}

// What cannot be cast to the type of the field equals no value of it, and is left out.
QVariantList DustListFilter::castValues(const DustField &field, const QVariant &wanted)
{
    QVariantList values;
    const QVariantList wantedValues = listOf(wanted);
    for (const QVariant &value : wantedValues) {
        if (value.isNull()) {
            values.append(QVariant());
            continue;
        }
        const bool isMember = field.type() == DustField::StringList;
        const QVariantList candidates = isMember ? QVariantList{ QStringList(value.toString()) }
                                                 : numbers(field, value);
        for (const QVariant &candidate : candidates) {
            if (const DustResult<QVariant> cast = field.cast(candidate))
                values.append(*cast);
        }
    }
    return values;
}

void DustListFilter::addSearchField(const DustSchema &schema, const QString &name)
{
    const int index = schema.indexOf(name);
    if (index >= 0 || name == schema.slugField()) {
        m_searchFields.push_back(index);
        return;
    }
    m_error = unknownField(u"search in"_s, name, schema);
}

void DustListFilter::addTextFields(const DustSchema &schema)
{
    m_searchFields.push_back(Slug);
    for (int i = 0; i < int(schema.fields().size()); ++i) {
        if (isText(schema.fields().at(i)))
            m_searchFields.push_back(i);
    }
}

bool DustListFilter::accepts(const DustRecord &record, QString *folded) const
{
    if (m_acceptsNone)
        return false;
    const auto holds = [&](const Equal &equal) { return matches(equal, record); };
    if (!std::all_of(m_equal.begin(), m_equal.end(), holds))
        return false;
    if (!m_words.isEmpty()) {
        if (folded->isNull())
            *folded = searchText(record);
        const auto occurs = [&](const QString &word) { return folded->contains(word); };
        if (!std::all_of(m_words.begin(), m_words.end(), occurs))
            return false;
    }
    return !m_function || m_function(record);
}

bool DustListFilter::matches(const Equal &equal, const DustRecord &record) const
{
    if (equal.index == Slug)
        return std::any_of(equal.values.begin(), equal.values.end(), [&](const QVariant &wanted) {
            return wanted.toString() == record.slug();
        });
    const DustField &field = record.schema().fields().at(equal.index);
    const QVariant value = record.value(equal.index);
    return std::any_of(equal.values.begin(), equal.values.end(), [&](const QVariant &wanted) {
        if (!wanted.isValid() || field.isNullValue(wanted))
            return hasNoValue(field, value);
        if (field.type() == DustField::StringList) {
            const QStringList members = field.plainValue(value).toStringList();
            return members.contains(field.plainValue(wanted).toStringList().value(0));
        }
        return field.isEqual(value, wanted);
    });
}

bool DustListFilter::reads(const QList<int> &changedFields) const
{
    const auto changed = [&](const Equal &equal) { return changedFields.contains(equal.index); };
    return m_function || std::any_of(m_equal.begin(), m_equal.end(), changed)
            || (!m_words.isEmpty() && searches(changedFields));
}

bool DustListFilter::searches(const QList<int> &changedFields) const
{
    return std::any_of(m_searchFields.begin(), m_searchFields.end(),
                       [&](int index) { return changedFields.contains(index); });
}

bool DustListFilter::searchesLike(const DustListFilter &other) const
{
    return m_searchFields == other.m_searchFields && m_words.isEmpty() == other.m_words.isEmpty();
}

// The fields in one text, between characters that no word of a search can hold.
QString DustListFilter::searchText(const DustRecord &record) const
{
    QString text;
    for (const int index : m_searchFields) {
        if (index == Slug)
            text += record.slug();
        else
            text += textOf(record.schema().fields().at(index), record.value(index));
        text += u'\n';
    }
    return fold(text);
}

QString DustListFilter::fold(const QString &text)
{
    const auto isAscii = [](QChar c) { return c.unicode() < 0x80; };
    if (std::all_of(text.begin(), text.end(), isAscii))
        return text.toUpper();
    // To upper case, since only that way Qt knows letters that are two in the other case.
    QString folded = text.normalized(QString::NormalizationForm_KD).toUpper();
    folded.removeIf(isAccent);
    return folded;
}
