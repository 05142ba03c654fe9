// SPDX-FileCopyrightText: 2026 The DustEcto for Qt authors
// SPDX-License-Identifier: MIT

#ifndef NAIVELIST_H
#define NAIVELIST_H

#include "dustrecord.h"

#include <QtCore/QCollator>
#include <QtCore/QMap>
#include <QtCore/QRandomGenerator>
#include <QtCore/QSet>

#include <algorithm>
#include <functional>

// What a sorted and filtered list of notes must show, computed anew each time from nothing but the
// notes: written for obviousness. Also makes random notes, sorts and filters whose values meet
// often.
class NaiveList
{
public:
    QMap<QString, DustRecord> notes;
    QStringList sort;
    QVariantMap filter;
    QString search;
    int leastRank = -1; // of the filter function; -1: none

    static DustSchema schema()
    {
        using namespace Qt::StringLiterals;
        return *DustSchema::Builder(u"notes"_s)
                        .name(u"Note"_s)
                        .field(u"title"_s, DustField::String)
                        .field(u"rank"_s, DustField::Integer)
                        .field(u"done"_s, DustField::Boolean)
                        .field(u"tags"_s, DustField::StringList)
                        .build();
    }

    QStringList shownSlugs() const
    {
        QStringList slugs;
        for (const DustRecord &note : notes) {
            if (isShown(note))
                slugs.append(note.slug());
        }
        std::sort(slugs.begin(), slugs.end(), [this](const QString &a, const QString &b) {
            return isBefore(notes.value(a), notes.value(b));
        });
        return slugs;
    }

    bool isShown(const DustRecord &note) const
    {
        for (auto it = filter.begin(); it != filter.end(); ++it) {
            const QVariantList wanted = it.value().typeId() == QMetaType::QVariantList
                    ? it.value().toList()
                    : QVariantList{ it.value() };
            const QVariant value = plain(note, it.key());
            const bool holds = std::any_of(wanted.begin(), wanted.end(), [&](const QVariant &one) {
                return value.typeId() == QMetaType::QStringList
                        ? value.toStringList().contains(one.toString())
                        : value == one;
            });
            if (!holds)
                return false;
        }
        const QString text = note.slug() + u'\n' + plain(note, QStringLiteral("title")).toString()
                + u'\n' + plain(note, QStringLiteral("tags")).toStringList().join(u'\n');
        const QStringList words = search.split(u' ', Qt::SkipEmptyParts);
        for (const QString &word : words) {
            if (!bare(text).contains(bare(word)))
                return false;
        }
        return leastRank < 0 || plain(note, QStringLiteral("rank")).toInt() >= leastRank;
    }

    bool isBefore(const DustRecord &a, const DustRecord &b) const
    {
        const QCollator collator(QLocale(QLocale::English, QLocale::UnitedStates));
        for (const QString &key : sort) {
            const bool descending = key.startsWith(u'-');
            const QVariant left = plain(a, descending ? key.mid(1) : key);
            const QVariant right = plain(b, descending ? key.mid(1) : key);
            if (isNothing(left) || isNothing(right)) {
                if (isNothing(left) != isNothing(right))
                    return isNothing(right);
                continue;
            }
            const int order = left.typeId() == QMetaType::QString
                    ? collator.compare(left.toString(), right.toString())
                    : left.toInt() - right.toInt();
            if (order != 0)
                return descending ? order > 0 : order < 0;
        }
        return a.slug().toUtf8() < b.slug().toUtf8();
    }

    // Random material.
    static QVariant randomTitle(QRandomGenerator *random)
    {
        static const QStringList titles = { QString(),
                                            QString(),
                                            QStringLiteral("apple"),
                                            QStringLiteral("Apple"),
                                            QStringLiteral("äpfel"),
                                            QStringLiteral("zebra"),
                                            QStringLiteral("Zoo"),
                                            QStringLiteral("10"),
                                            QStringLiteral("9"),
                                            QStringLiteral("École du soir") };
        const QString title = titles.at(random->bounded(int(titles.size())));
        return title.isNull() ? QVariant() : QVariant(title);
    }
    static QVariant randomRank(QRandomGenerator *random)
    {
        return random->bounded(6) == 0 ? QVariant() : QVariant(qint64(random->bounded(8)));
    }
    static DustRecord randomNote(QRandomGenerator *random, const DustSchema &schema)
    {
        DustRecord note(schema, QStringLiteral("n%1").arg(random->bounded(24)));
        note.setValue(0, randomTitle(random));
        note.setValue(1, randomRank(random));
        note.setValue(2, random->bounded(2) == 0);
        note.setValue(3, randomTags(random));
        return note;
    }
    static QStringList randomTags(QRandomGenerator *random)
    {
        static const QStringList tags = { QStringLiteral("red"), QStringLiteral("green") };
        return tags.mid(random->bounded(2), random->bounded(3));
    }
    static QStringList randomSort(QRandomGenerator *random)
    {
        static const QList<QStringList> sorts = {
            {},
            { QStringLiteral("title") },
            { QStringLiteral("-title") },
            { QStringLiteral("-rank") },
            { QStringLiteral("rank"), QStringLiteral("-title") },
            { QStringLiteral("done"), QStringLiteral("rank") }
        };
        return sorts.at(random->bounded(int(sorts.size())));
    }
    void randomiseFilter(QRandomGenerator *random)
    {
        filter.clear();
        if (random->bounded(3) == 0)
            filter.insert(QStringLiteral("done"), random->bounded(2) == 0);
        if (random->bounded(4) == 0)
            filter.insert(QStringLiteral("tags"), QStringLiteral("red"));
        if (random->bounded(4) == 0)
            filter.insert(QStringLiteral("rank"), QVariantList{ qint64(1), qint64(2), qint64(5) });
        static const QStringList searches = { QString(),
                                              QString(),
                                              QStringLiteral("e"),
                                              QStringLiteral("ECOLE"),
                                              QStringLiteral("red a"),
                                              QStringLiteral("n1") };
        search = searches.at(random->bounded(int(searches.size())));
        leastRank = random->bounded(3) == 0 ? random->bounded(6) : -1;
    }

private:
    static QVariant plain(const DustRecord &note, const QString &field)
    {
        return note.toMap().value(field);
    }
    static bool isNothing(const QVariant &value)
    {
        return value.typeId() == QMetaType::QString ? value.toString().isNull() : value.isNull();
    }
    static QString bare(const QString &text)
    {
        QString result;
        for (const QChar c : text.normalized(QString::NormalizationForm_D)) {
            if (c.category() != QChar::Mark_NonSpacing)
                result += c.toLower();
        }
        return result;
    }
};

#endif // NAIVELIST_H
